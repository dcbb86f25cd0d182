use helm_core::layout::OutputFolder;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The summary that the web app shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// The runs of one suite.
    Suite(String),
    /// A release: runs of several suites.
    Release(String),
}

/// Written by `helm-summarize` when it is done, so it tells a summarized folder from a bare one.
const SUMMARY: &str = "summary.json";

impl Version {
    /// `suite` or `release`, as in the flag that names it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Suite(_) => "suite",
            Self::Release(_) => "release",
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Suite(name) | Self::Release(name) => name,
        }
    }

    /// Where it lies.
    pub fn folder(&self, output: &OutputFolder) -> PathBuf {
        match self {
            Self::Suite(name) => output.suite(name),
            Self::Release(name) => output.release(name),
        }
    }

    /// Whether `helm-summarize` has been there.
    pub fn is_summarized(&self, output: &OutputFolder) -> bool {
        self.folder(output).join(SUMMARY).is_file()
    }

    /// The suite or release whose summary was written last; of two written at the same moment, the
    /// release.
    pub fn newest(output: &OutputFolder) -> Option<Self> {
        let suite = newest_summary(&output.runs());
        let release = newest_summary(&output.releases());
        match (suite, release) {
            (Some((suite_time, suite)), Some((release_time, _))) if suite_time > release_time => {
                Some(Self::Suite(suite))
            }
            (_, Some((_, release))) => Some(Self::Release(release)),
            (suite, None) => suite.map(|(_, suite)| Self::Suite(suite)),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}`", self.kind(), self.name())
    }
}

fn newest_summary(versions: &Path) -> Option<(SystemTime, String)> {
    let dated = subfolders(versions).into_iter().filter_map(|name| {
        let metadata = fs::metadata(versions.join(&name).join(SUMMARY)).ok()?;
        Some((metadata.modified().ok()?, name))
    });
    dated.max()
}

/// The names of the folders in `folder`, sorted; none where it can't be read.
pub(crate) fn subfolders(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    names
}

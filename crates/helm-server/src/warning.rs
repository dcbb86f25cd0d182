use crate::version::Version;
use std::fmt;

/// Something that the server starts in spite of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The suite or release to show has no summary.
    NoSummary(Version),
    /// The folder of the suite or release is a symbolic link to outside the output folder.
    LeavesOutput(Version),
    /// The program was built without its web app.
    NoWebApp,
}

impl Warning {
    /// The cure.
    pub fn hint(&self) -> String {
        match self {
            Self::NoSummary(Version::Suite(name)) => format!("run `helm-summarize --suite {name}`"),
            Self::NoSummary(Version::Release(name)) => {
                format!("run `helm-summarize --release {name} --suites SUITE...`")
            }
            Self::LeavesOutput(_) => "give the folder that really holds it as `--output-path`".into(),
            Self::NoWebApp => "the page at `/` says how to build it; `--web-app DIR` serves another one".into(),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSummary(version) => write!(f, "{version} has no `summary.json`: the web app has no tables to show"),
            Self::LeavesOutput(version) => {
                write!(f, "{version} is a symbolic link that leaves the output folder: its files won't be served")
            }
            Self::NoWebApp => write!(f, "this `helm-server` was built without its web app"),
        }
    }
}

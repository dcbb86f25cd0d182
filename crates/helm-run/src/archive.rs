//! The data of scenarios: archives that are fetched once and unpacked beside the output.

mod tar_file;
mod unpack;
mod zip_file;

use crate::download::{DownloadError, download};
use crate::terminal::Terminal;
use helm_core::scenario::{Archive, DataSource};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use unpack::unpack;

/// Data that can't be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveError {
    #[error("can't download {url}")]
    Download { url: String, folder: PathBuf, scenario: String, source: DownloadError },
    #[error(transparent)]
    DownloadFile(#[from] DownloadError),
    #[error("can't read archive `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("`{archive}` is cut off or no tar or zip archive")]
    NotAnArchive { archive: String, source: Option<io::Error> },
    #[error("archive `{archive}` has the entry `{entry}`, which is not a file or folder inside it")]
    UnsafeEntry { archive: String, entry: String },
    #[error("can't write to `{}`", path.display())]
    Write { path: PathBuf, source: io::Error },
}

impl ArchiveError {
    /// What `--scenario-data` may be.
    pub(crate) const SOURCE_HINT: &str = "`--scenario-data` takes an address or the path of a file";

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Download { folder, scenario, .. } => Some(format!(
                "check the network, take the archive from elsewhere with `--scenario-data {scenario}=URL` or \
                 `--scenario-data {scenario}=FILE`, or unpack it to `{}` by hand",
                folder.display()
            )),
            Self::Read { .. } => Some(Self::SOURCE_HINT.into()),
            Self::NotAnArchive { .. } => Some("nothing was unpacked; fetch the archive anew".into()),
            Self::UnsafeEntry { .. } => Some("nothing was unpacked; fetch the archive from its authors".into()),
            Self::DownloadFile(_) | Self::Write { .. } => None,
        }
    }
}

/// Fetches archives, each once.
pub(crate) struct Archives<'a> {
    overrides: &'a HashMap<String, String>,
    terminal: &'a Terminal,
}

impl DataSource for Archives<'_> {
    fn fetch(&self, archive: &Archive, folder: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.fetch_archive(archive, folder)?)
    }

    fn fetch_file(&self, url: &str, path: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.fetch_plain_file(url, path)?)
    }
}

impl<'a> Archives<'a> {
    pub(crate) fn new(overrides: &'a HashMap<String, String>, terminal: &'a Terminal) -> Self {
        Self { overrides, terminal }
    }

    fn fetch_archive(&self, archive: &Archive, folder: &Path) -> Result<(), ArchiveError> {
        if folder.is_dir() {
            return Ok(());
        }
        let _lock = lock(folder)?;
        if folder.is_dir() {
            return Ok(());
        }
        let source = self.overrides.get(archive.scenario).map_or(archive.url, String::as_str);
        if let Some(path) = local_path(source) {
            return unpack(source, &path, folder);
        }
        // The start of one archive is none of another.
        let part = with_ending(folder, &format!("{}.part", short_digest(source)));
        let progress = self.terminal.download(source);
        download(source, &part, &progress).map_err(|error| ArchiveError::Download {
            url: source.into(),
            folder: folder.into(),
            scenario: archive.scenario.into(),
            source: error,
        })?;
        drop(progress);
        // Kept only when cut off: what can't be unpacked would be in the way for ever.
        let unpacked = unpack(source, &part, folder);
        fs::remove_file(&part).map_err(write_error(&part))?;
        unpacked
    }

    fn fetch_plain_file(&self, url: &str, path: &Path) -> Result<(), ArchiveError> {
        if path.is_file() {
            return Ok(());
        }
        let _lock = lock(path)?;
        if path.is_file() {
            return Ok(());
        }
        let part = with_ending(path, "part");
        let progress = self.terminal.download(url);
        download(url, &part, &progress)?;
        fs::rename(&part, path).map_err(write_error(path))
    }
}

/// One process fetches what is to lie at `path`, others wait for it.
fn lock(path: &Path) -> Result<File, ArchiveError> {
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(write_error(parent))?;
    let lock_path = with_ending(path, "lock");
    let lock = File::create(&lock_path).map_err(write_error(&lock_path))?;
    lock.lock().map_err(write_error(&lock_path))?;
    Ok(lock)
}

fn write_error(path: &Path) -> impl FnOnce(io::Error) -> ArchiveError {
    let path = path.to_owned();
    move |source| ArchiveError::Write { path, source }
}

/// The file that a source names, unless it is an address.
pub(crate) fn local_path(source: &str) -> Option<PathBuf> {
    match source.strip_prefix("file://") {
        Some(path) => Some(path.into()),
        None => (!source.contains("://")).then(|| source.into()),
    }
}

fn short_digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    format!("{:08x}", u32::from_be_bytes(digest[..4].try_into().expect("a digest has 32 bytes")))
}

fn with_ending(folder: &Path, ending: &str) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    folder.with_file_name(name)
}

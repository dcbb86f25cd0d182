//! The data of scenarios: archives that are fetched once and unpacked beside the output.

use crate::download::{DownloadError, download};
use crate::terminal::Terminal;
use helm_core::scenario::{Archive, DataSource};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};
use tar::EntryType;

/// Two blocks of zeros end an archive.
const END_OF_ARCHIVE: usize = 1024;

/// Data that can't be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArchiveError {
    #[error("can't download {url}")]
    Download { url: String, folder: PathBuf, scenario: String, source: DownloadError },
    #[error(transparent)]
    DownloadFile(#[from] DownloadError),
    #[error("can't read archive `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("`{archive}` is cut off or no tar archive")]
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

/// Unpacks the tar archive at `path`, which errors call `archive`. `folder` appears whole or not at all;
/// if the archive has one top folder, that is what `folder` becomes.
fn unpack(archive: &str, path: &Path, folder: &Path) -> Result<(), ArchiveError> {
    let unpacking = with_ending(folder, "unpacking");
    let write_error = |source| ArchiveError::Write { path: unpacking.clone(), source };
    if unpacking.exists() {
        fs::remove_dir_all(&unpacking).map_err(write_error)?;
    }
    fs::create_dir_all(&unpacking).map_err(write_error)?;
    let result = unpack_into(archive, path, &unpacking).and_then(|()| {
        let top = only_folder(&unpacking).map_err(write_error)?;
        fs::rename(top.as_deref().unwrap_or(&unpacking), folder).map_err(write_error)
    });
    if unpacking.exists() {
        fs::remove_dir_all(&unpacking).map_err(write_error)?;
    }
    result
}

fn unpack_into(archive: &str, path: &Path, folder: &Path) -> Result<(), ArchiveError> {
    let mut file = File::open(path).map_err(|source| ArchiveError::Read { path: path.into(), source })?;
    let not_an_archive = |source| ArchiveError::NotAnArchive { archive: archive.into(), source };
    let broken = |source: io::Error| not_an_archive(Some(source));
    if !is_whole(&mut file).map_err(broken)? {
        return Err(not_an_archive(None));
    }
    let mut has_files = false;
    let mut entries = tar::Archive::new(file);
    for entry in entries.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = entry.path().map_err(broken)?.into_owned();
        let inside = name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let target = folder.join(&name);
        let write_error = |source| ArchiveError::Write { path: target.clone(), source };
        match entry.header().entry_type() {
            EntryType::Directory if inside => fs::create_dir_all(&target).map_err(write_error)?,
            EntryType::Regular if inside => {
                fs::create_dir_all(target.parent().unwrap_or(folder)).map_err(write_error)?;
                // Copied rather than unpacked: owners, times and permissions are not wanted.
                let mut output = File::create(&target).map_err(write_error)?;
                let copied = io::copy(&mut entry, &mut output).map_err(write_error)?;
                if copied < entry.size() {
                    return Err(not_an_archive(None));
                }
                has_files = true;
            }
            EntryType::XGlobalHeader => {}
            _ => {
                let entry = name.display().to_string();
                return Err(ArchiveError::UnsafeEntry { archive: archive.into(), entry });
            }
        }
    }
    // Zeros alone are an archive too, of nothing.
    if has_files { Ok(()) } else { Err(not_an_archive(None)) }
}

/// Whether the archive ends as archives end. One that was cut off between two files looks fine otherwise.
fn is_whole(file: &mut File) -> io::Result<bool> {
    let length = file.metadata()?.len();
    if length < END_OF_ARCHIVE as u64 {
        return Ok(false);
    }
    let mut end = [0; END_OF_ARCHIVE];
    file.seek(SeekFrom::Start(length - END_OF_ARCHIVE as u64))?;
    file.read_exact(&mut end)?;
    file.rewind()?;
    Ok(end.iter().all(|&byte| byte == 0))
}

/// The one folder that is all of `folder`'s content.
fn only_folder(folder: &Path) -> io::Result<Option<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    Ok(match entries.as_slice() {
        [only] if only.file_type()?.is_dir() => Some(only.path()),
        _ => None,
    })
}

#[cfg(test)]
mod tests;

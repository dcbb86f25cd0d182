use super::{ArchiveError, tar_file, with_ending, zip_file};
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Component, Path, PathBuf};

/// What zip archives start with, whatever their names end in.
const ZIP_MARK: [u8; 4] = *b"PK\x03\x04";

/// Unpacks the tar or zip archive at `path`, which errors call `archive`. `folder` appears whole or not at
/// all; if the archive has one top folder, that is what `folder` becomes.
pub(super) fn unpack(archive: &str, path: &Path, folder: &Path) -> Result<(), ArchiveError> {
    let unpacking = with_ending(folder, "unpacking");
    let write_error = |source| ArchiveError::Write { path: unpacking.clone(), source };
    if unpacking.exists() {
        fs::remove_dir_all(&unpacking).map_err(write_error)?;
    }
    fs::create_dir_all(&unpacking).map_err(write_error)?;
    let result = unpack_into(Target { archive, folder: &unpacking, has_files: false }, path).and_then(|()| {
        let top = only_folder(&unpacking).map_err(write_error)?;
        fs::rename(top.as_deref().unwrap_or(&unpacking), folder).map_err(write_error)
    });
    if unpacking.exists() {
        fs::remove_dir_all(&unpacking).map_err(write_error)?;
    }
    result
}

fn unpack_into(mut target: Target, path: &Path) -> Result<(), ArchiveError> {
    let read_error = |source| ArchiveError::Read { path: path.into(), source };
    let mut file = File::open(path).map_err(read_error)?;
    let mut mark = Vec::new();
    file.by_ref().take(ZIP_MARK.len() as u64).read_to_end(&mut mark).map_err(read_error)?;
    file.rewind().map_err(read_error)?;
    if mark == ZIP_MARK {
        zip_file::unpack(file, &mut target)?;
    } else {
        tar_file::unpack(file, &mut target)?;
    }
    // Zeros alone are a tar archive too, of nothing.
    if target.has_files { Ok(()) } else { Err(target.not_an_archive(None)) }
}

/// The folder that entries of an archive go into, and not out of.
pub(super) struct Target<'a> {
    archive: &'a str,
    folder: &'a Path,
    has_files: bool,
}

impl Target<'_> {
    pub(super) fn add_folder(&self, name: &Path) -> Result<(), ArchiveError> {
        let path = self.path(name)?;
        fs::create_dir_all(&path).map_err(|source| ArchiveError::Write { path, source })
    }

    /// A file of `size` bytes. It is copied: owners, times and permissions are not wanted.
    pub(super) fn add_file(&mut self, name: &Path, size: u64, content: &mut dyn Read) -> Result<(), ArchiveError> {
        let path = self.path(name)?;
        let write_error = |source| ArchiveError::Write { path: path.clone(), source };
        fs::create_dir_all(path.parent().unwrap_or(self.folder)).map_err(write_error)?;
        let mut output = File::create(&path).map_err(write_error)?;
        // Reading fails where what was packed is not what was to be packed.
        let copied = io::copy(content, &mut output).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                self.not_an_archive(Some(error))
            }
            _ => write_error(error),
        })?;
        if copied < size {
            return Err(self.not_an_archive(None));
        }
        self.has_files = true;
        Ok(())
    }

    /// Neither a file nor a folder, or one elsewhere.
    pub(super) fn unsafe_entry(&self, name: &Path) -> ArchiveError {
        ArchiveError::UnsafeEntry { archive: self.archive.into(), entry: name.display().to_string() }
    }

    pub(super) fn not_an_archive(&self, source: Option<io::Error>) -> ArchiveError {
        ArchiveError::NotAnArchive { archive: self.archive.into(), source }
    }

    fn path(&self, name: &Path) -> Result<PathBuf, ArchiveError> {
        let inside = name.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if inside { Ok(self.folder.join(name)) } else { Err(self.unsafe_entry(name)) }
    }
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

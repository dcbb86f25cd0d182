use super::ArchiveError;
use super::unpack::Target;
use std::fs::File;
use std::path::PathBuf;
use zip::ZipArchive;

/// Unpacks a zip archive. Its list of files is at its end: one that was cut off has none.
pub(super) fn unpack(file: File, target: &mut Target) -> Result<(), ArchiveError> {
    let mut entries = ZipArchive::new(file).map_err(|error| target.not_an_archive(Some(error.into())))?;
    for index in 0..entries.len() {
        let mut entry = entries.by_index(index).map_err(|error| target.not_an_archive(Some(error.into())))?;
        let name = entry.name().map_err(|error| target.not_an_archive(Some(error.into())))?;
        let name = PathBuf::from(name.into_owned());
        if entry.is_dir() {
            target.add_folder(&name)?;
        } else if entry.is_file() {
            target.add_file(&name, entry.size(), &mut entry)?;
        } else {
            return Err(target.unsafe_entry(&name));
        }
    }
    Ok(())
}

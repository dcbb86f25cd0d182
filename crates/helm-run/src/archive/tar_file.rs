use super::ArchiveError;
use super::unpack::Target;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use tar::EntryType;

/// Two blocks of zeros end an archive.
const END_OF_ARCHIVE: usize = 1024;

/// Unpacks a tar archive.
pub(super) fn unpack(mut file: File, target: &mut Target) -> Result<(), ArchiveError> {
    if !is_whole(&mut file).map_err(|error| target.not_an_archive(Some(error)))? {
        return Err(target.not_an_archive(None));
    }
    let mut entries = tar::Archive::new(file);
    for entry in entries.entries().map_err(|error| target.not_an_archive(Some(error)))? {
        let mut entry = entry.map_err(|error| target.not_an_archive(Some(error)))?;
        let name = entry.path().map_err(|error| target.not_an_archive(Some(error)))?.into_owned();
        match entry.header().entry_type() {
            EntryType::Directory => target.add_folder(&name)?,
            EntryType::Regular => target.add_file(&name, entry.size(), &mut entry)?,
            EntryType::XGlobalHeader => {}
            _ => return Err(target.unsafe_entry(&name)),
        }
    }
    Ok(())
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

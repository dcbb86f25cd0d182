//! The local folder (`--local-path`): credentials and configuration of one's own.

use crate::args::DEFAULT_LOCAL_PATH;
use crate::error::Error;
use std::path::Path;
use std::{fs, io};

const CREDENTIALS: &str = include_str!("../../../prod_env/credentials.conf.example");

/// Whether a folder that somebody named is not there.
pub(crate) fn is_missing(folder: &Path) -> bool {
    folder != Path::new(DEFAULT_LOCAL_PATH) && !folder.exists()
}

/// Makes the folder with an explained, empty `credentials.conf`, where they are not there yet.
pub(crate) fn create(folder: &Path) -> Result<(), Error> {
    let error = |source| Error::NotWritable { path: folder.into(), source };
    fs::create_dir_all(folder).map_err(error)?;
    let credentials = fs::OpenOptions::new().write(true).create_new(true).open(folder.join("credentials.conf"));
    match credentials {
        Ok(mut file) => io::Write::write_all(&mut file, CREDENTIALS.as_bytes()).map_err(error),
        Err(found) if found.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        // A folder that can be read but not written is as good as any.
        Err(_) if folder.read_dir().is_ok() => Ok(()),
        Err(source) => Err(error(source)),
    }
}

/// Finds out before hours of work whether their result can be kept.
pub(crate) fn check_writable(folder: &Path) -> Result<(), Error> {
    let error = |source| Error::NotWritable { path: folder.into(), source };
    fs::create_dir_all(folder).map_err(error)?;
    let probe = folder.join(format!(".writable.{}", std::process::id()));
    fs::write(&probe, "").and_then(|()| fs::remove_file(&probe)).map_err(error)
}

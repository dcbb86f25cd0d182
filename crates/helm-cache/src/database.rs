//! One SQLite file: opened, found damaged, set aside.
//!
//! Opening, closing and setting aside happen under the lock of a file beside it, because SQLite removes its
//! write-ahead log by name when the last connection is closed: of two processes that find the same damage, the second
//! must not remove the log of the file that the first began anew.

use crate::entry;
use rusqlite::{Connection, ErrorCode, ffi};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long SQLite itself waits for another process; after that it is asked again.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// A file of answers that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or its folder can't be written.
    #[error("can't use `{}`", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// SQLite can't use the file.
    #[error("can't use `{}`", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
}

/// An open file.
pub(crate) struct Database {
    pub(crate) connection: Connection,
    path: PathBuf,
    identity: Option<Identity>,
}

/// A damaged file that was set aside, and its new name.
pub(crate) type SetAside = Option<PathBuf>;

impl Database {
    /// Opens the file, or makes it. What is damaged is set aside first.
    pub(crate) fn open(path: &Path) -> Result<(Self, SetAside), Error> {
        let file_error = |source| Error::File { path: path.into(), source };
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(file_error)?;
        let _lock = lock(path).map_err(file_error)?;
        Self::open_locked(path)
    }

    fn open_locked(path: &Path) -> Result<(Self, SetAside), Error> {
        let mut aside = None;
        let connection = match retried(|| connect(path)) {
            Err(error) if is_damage(&error) => {
                aside = Some(set_aside(path).map_err(|source| Error::File { path: path.into(), source })?);
                retried(|| connect(path))
            }
            connection => connection,
        };
        let connection = connection.map_err(|error| opening_error(path, error))?;
        Ok((Self { connection, path: path.into(), identity: Identity::of(path) }, aside))
    }

    /// Sets the file aside, unless another process did so before, and opens a new one.
    pub(crate) fn replace(self) -> Result<(Self, SetAside), Error> {
        let path = self.path.clone();
        let file_error = |source| Error::File { path: path.clone(), source };
        let _lock = lock(&path).map_err(file_error)?;
        let was_in_place = self.is_in_place();
        self.close_locked();
        let aside = if was_in_place { Some(set_aside(&path).map_err(file_error)?) } else { None };
        let (database, found) = Self::open_locked(&path)?;
        Ok((database, found.or(aside)))
    }

    /// Whether the file that is open is still the one at its path.
    pub(crate) fn is_in_place(&self) -> bool {
        self.identity.is_none() || self.identity == Identity::of(&self.path)
    }

    pub(crate) fn close(self) {
        // Without the lock the file is left as it is, as by a process that was killed.
        match lock(&self.path) {
            Ok(_lock) => self.close_locked(),
            Err(_) => std::mem::forget(self.connection),
        }
    }

    fn close_locked(self) {
        if self.is_in_place() {
            drop(self.connection);
        } else {
            // Closing would remove the log of another file.
            std::mem::forget(self.connection);
        }
    }
}

/// SQLite has no word for a disk that is full when it begins the index of its log.
fn opening_error(path: &Path, source: rusqlite::Error) -> Error {
    match &source {
        rusqlite::Error::SqliteFailure(failure, _) if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
            Error::File { path: suffixed(path, "-shm"), source: io::ErrorKind::StorageFull.into() }
        }
        _ => Error::Sqlite { path: path.into(), source },
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // A commit reaches the operating system, which keeps it when the process is killed. When the power fails, the last
    // answers may be lost, the file stays whole.
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.execute(entry::CREATE_TABLE, [])?;
    entry::get(&connection, "")?;
    Ok(connection)
}

/// The lock that goes with a file; it ends when dropped, or with the process.
fn lock(path: &Path) -> io::Result<File> {
    let file = File::options().create(true).append(true).open(suffixed(path, ".lock"))?;
    file.lock()?;
    Ok(file)
}

/// Renames a file and its log to the first free name.
fn set_aside(path: &Path) -> io::Result<PathBuf> {
    let mut number = 1;
    let aside = loop {
        let aside = suffixed(path, &format!(".damaged-{number}"));
        if fs::symlink_metadata(&aside).is_err() {
            break aside;
        }
        number += 1;
    };
    // The log goes first: it must never meet a new file.
    for (from, to) in
        [(suffixed(path, "-wal"), suffixed(&aside, "-wal")), (suffixed(path, "-shm"), suffixed(&aside, "-shm"))]
    {
        match fs::rename(from, to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

pub(crate) fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Does something again for as long as another process is in the way.
pub(crate) fn retried<T>(mut work: impl FnMut() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    loop {
        match work() {
            Err(error) if is_busy(&error) => std::thread::sleep(Duration::from_millis(5)),
            result => return result,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed)
    )
}

/// Whether the content of the file is to blame, rather than what it lies on. Our statements are right in any whole
/// file, so even their refusal is damage.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::SystemIoFailure => {
                [ffi::SQLITE_IOERR_SHORT_READ, ffi::SQLITE_IOERR_CORRUPTFS].contains(&failure.extended_code)
            }
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::AuthorizationForStatementDenied
            | ErrorCode::OutOfMemory
            | ErrorCode::OperationInterrupted => false,
            _ => true,
        },
        _ => true,
    }
}

/// What tells a file from another that takes its name.
#[derive(PartialEq)]
struct Identity(u64, u64);

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().and_then(|metadata| Self::of_metadata(&metadata))
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
    fn of_metadata(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self(metadata.dev(), metadata.ino()))
    }

    /// Elsewhere a file that is open can't be renamed.
    #[cfg(not(unix))]
    fn of_metadata(_: &Metadata) -> Option<Self> {
        None
    }
}

//! What is in a file, whether it is whole, and how to make it smaller.

use crate::database::{Database, Error, retried, suffixed};
use crate::entry::{self, TABLE};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// How much is in a file.
#[derive(Debug, PartialEq)]
pub struct Info {
    /// How many entries.
    pub num_entries: u64,
    /// Bytes of the file and of its log.
    pub bytes: u64,
}

/// Whether a file is whole.
#[derive(Debug, PartialEq)]
pub struct Verification {
    /// How many entries are as they were written.
    pub num_whole: u64,
    /// How many are not. They are never used.
    pub num_damaged: u64,
    /// What SQLite finds wrong with the file, each in a sentence.
    pub problems: Vec<String>,
    /// The new name of a file that could not be read at all.
    pub set_aside: Option<PathBuf>,
}

/// Counts.
pub fn info(path: &Path) -> Result<Info, Error> {
    with(path, |connection, _| {
        let count: i64 = connection.query_row(&format!("SELECT count(*) FROM {TABLE}"), [], |row| row.get(0))?;
        Ok(Info { num_entries: u64::try_from(count).unwrap_or_default(), bytes: bytes(path) })
    })
}

/// Reads every entry.
pub fn verify(path: &Path) -> Result<Verification, Error> {
    with(path, |connection, aside| {
        let mut statement = connection.prepare("PRAGMA integrity_check")?;
        let lines: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let problems = lines.into_iter().filter(|line| line != "ok").collect();
        let mut found = Verification { num_whole: 0, num_damaged: 0, problems, set_aside: aside.cloned() };
        let mut statement = connection.prepare(&format!("SELECT digest, key, value, checksum FROM {TABLE}"))?;
        let mut rows = statement.query([])?;
        loop {
            match rows.next() {
                Ok(Some(row)) if entry::read(row).is_some() => found.num_whole += 1,
                Ok(Some(_)) => found.num_damaged += 1,
                Ok(None) => break,
                // What can't be reached is among the problems.
                Err(_) if !found.problems.is_empty() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    })
}

/// Gives back the room of what is no longer in the file.
pub fn compact(path: &Path) -> Result<(), Error> {
    with(path, |connection, _| {
        connection.execute_batch("VACUUM")?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    })
}

fn with<T>(
    path: &Path,
    mut work: impl FnMut(&Connection, Option<&PathBuf>) -> rusqlite::Result<T>,
) -> Result<T, Error> {
    let (database, aside) = Database::open(path)?;
    let done = retried(|| work(&database.connection, aside.as_ref()));
    database.close();
    done.map_err(|source| Error::Sqlite { path: path.into(), source })
}

fn bytes(path: &Path) -> u64 {
    let size = |path: &Path| fs::metadata(path).map_or(0, |metadata| metadata.len());
    size(path) + size(&suffixed(path, "-wal"))
}

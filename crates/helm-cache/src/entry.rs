//! One line of the table: a key, its value, and what tells whether they are as they were written.

use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

/// The version of the layout is part of the table's name, so that tables of several versions, and those of other
/// programs, live in one file.
pub(crate) const CREATE_TABLE: &str = "CREATE TABLE IF NOT EXISTS helm_rs_answers_1 \
    (digest BLOB PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL, checksum BLOB NOT NULL)";
pub(crate) const TABLE: &str = "helm_rs_answers_1";

/// What was found in the place of a key.
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// The value as it was written.
    Value(String),
    /// Something that was changed since.
    Damaged,
}

pub(crate) fn get(connection: &Connection, key: &str) -> rusqlite::Result<Found> {
    let mut statement =
        connection.prepare_cached("SELECT digest, key, value, checksum FROM helm_rs_answers_1 WHERE digest = ?1")?;
    let row = statement.query_row(params![digest(key).as_slice()], |row| Ok(read(row)));
    Ok(match row.optional()? {
        None => Found::Nothing,
        Some(Some((found, value))) if found == key => Found::Value(value),
        Some(_) => Found::Damaged,
    })
}

/// Writes entries, in the place of those that are there.
pub(crate) fn put(connection: &mut Connection, entries: &[(String, String)]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    {
        let mut statement = transaction.prepare_cached(
            "INSERT OR REPLACE INTO helm_rs_answers_1 (digest, key, value, checksum) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (key, value) in entries {
            let checksum = checksum(key, value);
            statement.execute(params![digest(key).as_slice(), key, value, checksum.as_slice()])?;
        }
    }
    transaction.commit()
}

/// Key and value of a row that is as it was written.
pub(crate) fn read(row: &Row) -> Option<(String, String)> {
    let text = |index: usize| row.get_ref(index).ok()?.as_str().ok();
    let bytes = |index: usize| row.get_ref(index).ok()?.as_blob().ok();
    let (key, value) = (text(1)?, text(2)?);
    let is_whole = bytes(0)? == digest(key).as_slice() && bytes(3)? == checksum(key, value).as_slice();
    is_whole.then(|| (key.to_owned(), value.to_owned()))
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

fn checksum(key: &str, value: &str) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(key.len().to_le_bytes());
    digest.update(key);
    digest.update(value);
    digest.finalize().into()
}

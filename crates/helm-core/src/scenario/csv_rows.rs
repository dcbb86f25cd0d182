//! Rows of CSV files as Python's `csv` module reads them.

use super::ScenarioError;
use std::path::Path;

/// A row.
pub(super) struct Row {
    /// The line that it starts on, from 1.
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// The rows in `text`, the content of the file at `path`, without blank ones.
pub(super) fn rows(path: &Path, text: &str) -> Result<Vec<Row>, ScenarioError> {
    // Files are read in text mode: every line ending is a newline, inside quotes too.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| row_error(path, line_at(&text, error.position()), &error.to_string()))?;
        rows.push(Row { line: line_at(&text, record.position()), cells: record.iter().map(str::to_owned).collect() });
    }
    // The reference takes an emptied file for a split without questions, and would leave the test out.
    if rows.is_empty() { Err(row_error(path, 1, "there is no row")) } else { Ok(rows) }
}

/// The line of a row that starts at `position`, not counting the blank lines before it.
fn line_at(text: &str, position: Option<&csv::Position>) -> usize {
    let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
    let blank = text[start..].chars().take_while(|&c| c == '\n').count();
    text[..start + blank].matches('\n').count() + 1
}

pub(super) fn row_error(path: &Path, line: usize, problem: &str) -> ScenarioError {
    ScenarioError::Row { path: path.into(), line, problem: problem.into() }
}

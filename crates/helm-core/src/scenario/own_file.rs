//! Files that come from the user: nothing can fetch them, and what is wrong in them is theirs to mend.

use super::ScenarioError;
use std::fs;
use std::io;
use std::path::Path;

/// The text of the file, with every line ending a newline.
pub(super) fn read(
    scenario: &'static str,
    path: &Path,
    cure: impl FnOnce() -> String,
) -> Result<String, ScenarioError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.replace("\r\n", "\n").replace('\r', "\n")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(ScenarioError::NoOwnFile { scenario, path: path.into(), cure: cure() })
        }
        Err(source) => Err(ScenarioError::Read { path: path.into(), source }),
    }
}

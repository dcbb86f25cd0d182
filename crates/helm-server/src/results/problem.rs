use super::stamp::Root;
use helm_core::json::FileError;
use serde::Serialize;
use std::path::Path;

/// A file that can't be read, or not to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    /// The file, relative to the output folder.
    pub(crate) file: String,
    /// What is wrong.
    pub(crate) problem: String,
    /// The cure.
    pub(crate) hint: Option<String>,
}

impl Problem {
    pub(super) fn of_run_file(root: &Root, path: &Path, error: &FileError) -> Self {
        let hint = match error {
            FileError::Read { .. } => "the user who runs helm-server must be allowed to read it",
            _ => "run it again with helm-run, then helm-summarize",
        };
        Self { file: root.relative(path), problem: reason(error), hint: Some(hint.into()) }
    }

    pub(super) fn of_summary_file(root: &Root, path: &Path, error: &FileError, command: &str) -> Self {
        Self { file: root.relative(path), problem: reason(error), hint: Some(format!("run `{command}`")) }
    }
}

/// What is wrong, without the path.
fn reason(error: &FileError) -> String {
    match error {
        FileError::Read { source, .. } | FileError::Write { source, .. } => source.to_string(),
        FileError::Json { source, .. } => source.to_string(),
    }
}

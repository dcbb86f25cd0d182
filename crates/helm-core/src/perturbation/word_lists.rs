use super::PerturbationError;
use crate::scenario::DataSource;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};

/// Word lists that do not come with the program: where they lie and how they get there.
pub struct WordLists<'a> {
    /// Where they lie: `<output>/perturbations`, with a folder for each perturbation.
    pub folder: &'a Path,
    /// Where they come from.
    pub data: &'a dyn DataSource,
}

impl WordLists<'_> {
    /// The file below the folder of a perturbation, fetched if it was not there.
    pub(super) fn fetched(
        &self,
        perturbation: &'static str,
        name: &str,
        url: &'static str,
    ) -> Result<PathBuf, PerturbationError> {
        let path = self.folder.join(perturbation).join(name);
        let error = |source| PerturbationError::Fetch { perturbation, url, path: path.clone(), source };
        self.data.fetch_file(url, &path).map_err(error)?;
        Ok(path)
    }
}

/// The text of a word list.
pub(super) fn read(path: &Path) -> Result<String, PerturbationError> {
    fs::read_to_string(path).map_err(|source| PerturbationError::Read { path: path.into(), source })
}

/// A word list in JSON.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, PerturbationError> {
    serde_json::from_str(&read(path)?)
        .map_err(|error| PerturbationError::WordList { path: path.into(), problem: error.to_string() })
}

/// A word list that is part of the program.
pub(super) fn built_in<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("the tests read every built-in word list")
}

//! What several scenarios make their instances of.

use super::{Archive, DataSource, ScenarioError};
use crate::files::{CORRECT_TAG, Input, Instance, Output, Reference};
use crate::sampling::TRAIN_SPLIT;
use std::fs;
use std::path::{Path, PathBuf};

/// The split of instances to choose settings by.
pub(super) const VALID_SPLIT: &str = "valid";
/// The split of instances to report.
pub(super) const TEST_SPLIT: &str = "test";

/// An answer.
pub(super) fn reference(text: impl Into<String>, correct: bool) -> Reference {
    Reference {
        output: Output { text: text.into(), multimedia_content: None },
        tags: if correct { vec![CORRECT_TAG.into()] } else { Vec::new() },
    }
}

/// A question with its answers.
pub(super) fn instance(text: impl Into<String>, references: Vec<Reference>, split: &str) -> Instance {
    Instance {
        input: Input { text: text.into(), ..Input::default() },
        references,
        split: Some(split.into()),
        ..Instance::default()
    }
}

/// The folder that an archive was unpacked to, below the scenario's.
pub(super) fn unpacked(
    archive: &Archive<'static>,
    folder: &Path,
    data: &dyn DataSource,
) -> Result<PathBuf, ScenarioError> {
    let folder = folder.join("data");
    match data.fetch(archive, &folder) {
        Ok(()) => Ok(folder),
        Err(source) => Err(ScenarioError::Data { scenario: archive.scenario, source }),
    }
}

/// The path of a file that was fetched.
pub(super) fn fetched_file(
    scenario: &'static str,
    url: &str,
    path: PathBuf,
    data: &dyn DataSource,
) -> Result<PathBuf, ScenarioError> {
    match data.fetch_file(url, &path) {
        Ok(()) => Ok(path),
        Err(source) => Err(ScenarioError::DataFile { scenario, url: url.into(), path, source }),
    }
}

/// The text of a data file.
pub(super) fn read(path: &Path) -> Result<String, ScenarioError> {
    fs::read_to_string(path).map_err(|source| ScenarioError::Read { path: path.into(), source })
}

/// How many instances generators make for the splits `train`, `valid` and `test`, in this order.
const GENERATED: [(&str, usize); 3] = [(TRAIN_SPLIT, 1000), (VALID_SPLIT, 5000), (TEST_SPLIT, 5000)];

/// Instances of all splits, each with the right answer alone, made by repeated calls of `problem`.
pub(super) fn generated(mut problem: impl FnMut() -> (String, String)) -> Vec<Instance> {
    let splits = GENERATED.into_iter().flat_map(|(split, count)| std::iter::repeat_n(split, count));
    splits
        .map(|split| {
            let (question, answer) = problem();
            instance(question, vec![reference(answer, true)], split)
        })
        .collect()
}

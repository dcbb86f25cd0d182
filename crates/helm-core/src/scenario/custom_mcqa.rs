//! Multiple-choice questions of one's own, from a file with an instance in JSON on each line.

use super::own_file;
use super::{DataSource, Scenario, ScenarioError, text_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use crate::json;
use std::path::{Path, PathBuf};

/// HELM's name of the scenario class.
pub const CUSTOM_MCQA_CLASS: &str = "helm.benchmark.scenarios.custom_mcqa_scenario.CustomMCQAScenario";

const NAME: &str = "custom_mcqa";
const EXPECTED: &str = r#"each line is a question such as {"input": {"text": "1 + 1?"}, "references": [{"output": {"text": "2"}, "tags": ["correct"]}, {"output": {"text": "3"}, "tags": []}], "split": "test"}"#;

/// The questions of a file.
pub(super) struct CustomMcqa {
    path: PathBuf,
}

impl CustomMcqa {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        Ok(Self { path: text_argument(spec, "path")?.into() })
    }

    fn read(&self, folder: &Path) -> Result<Vec<Instance>, ScenarioError> {
        let path = folder.join(&self.path);
        let cure = || format!("put it there, or give its whole path: other paths start in `{}`", folder.display());
        let text = own_file::read(NAME, &path, cure)?;
        let lines = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
        let instances: Result<Vec<Instance>, ScenarioError> =
            lines.map(|(index, line)| parse(line).map_err(|problem| error(&path, index + 1, problem))).collect();
        match instances {
            Ok(instances) if instances.is_empty() => Err(error(&path, 1, "there is no question".into())),
            instances => instances,
        }
    }
}

impl Scenario for CustomMcqa {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: NAME.into(),
            // HELM's text, cut off as it is there.
            description: "A generic multiple choice question answering scenario that a user ".into(),
            tags: vec!["multiple_choice".into()],
            definition_path: file!().into(),
        }
    }

    fn check(&self, folder: &Path) -> Result<(), ScenarioError> {
        self.read(folder).map(|_| ())
    }

    fn instances(&self, folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        self.read(folder)
    }
}

fn parse(line: &str) -> Result<Instance, String> {
    let instance: Instance = json::parse(line.as_bytes()).map_err(|error| json::problem(&error))?;
    // What is left out or misspelled would otherwise show as a low score, or not at all.
    if instance.input.text.is_empty() {
        return Err("`input` has no `text`".into());
    }
    if instance.split.is_none() {
        return Err("there is no `split`".into());
    }
    if instance.first_correct_reference().is_none() {
        return Err("no reference has the tag `correct`".into());
    }
    Ok(instance)
}

fn error(path: &Path, line: usize, problem: String) -> ScenarioError {
    ScenarioError::OwnFile { path: path.into(), place: format!("line {line}"), problem, expected: EXPECTED }
}

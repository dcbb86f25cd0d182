//! CIMCQA: multiple-choice questions from concept inventories of computer science. Its authors keep them
//! private, so their files have to be there.

use super::own_file;
use super::parts::{TEST_SPLIT, instance, reference};
use super::{DataSource, Scenario, ScenarioError};
use crate::files::{Instance, ScenarioInfo};
use crate::json;
use crate::sampling::TRAIN_SPLIT;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// HELM's name of the scenario class.
pub const CI_MCQA_CLASS: &str = "helm.benchmark.scenarios.ci_mcqa_scenario.CIMCQAScenario";

const NAME: &str = "ci_mcqa";
const FILES: [(&str, &str); 2] =
    [(TRAIN_SPLIT, "mock_bdsi_multiple_answers_removed.json"), (TEST_SPLIT, "bdsi_multiple_answers_removed.json")];
const EXPECTED: &str =
    r#"the file is a list of questions such as {"question": "1 + 1?", "options": ["2", "3"], "correct_option": 1}"#;

/// The questions, in the folder where HELM looks for them.
pub(super) struct CiMcqa {
    pub(super) folder: PathBuf,
}

/// A question as the files have it.
#[derive(Deserialize)]
struct PrivateQuestion {
    question: String,
    options: Vec<String>,
    /// Counted from 1.
    correct_option: usize,
}

impl Default for CiMcqa {
    fn default() -> Self {
        Self { folder: "restricted".into() }
    }
}

impl CiMcqa {
    fn read(&self) -> Result<Vec<Instance>, ScenarioError> {
        let mut instances = Vec::new();
        for (split, file) in FILES {
            let path = self.folder.join(file);
            let cure = || "these questions are not public: ask the authors of CIMCQA, and put the file there".into();
            let text = own_file::read(NAME, &path, cure)?;
            let questions: Vec<PrivateQuestion> = json::parse(text.as_bytes())
                .map_err(|problem| error(&path, format!("line {}", problem.line()), json::problem(&problem)))?;
            for (index, question) in questions.into_iter().enumerate() {
                let question = question.into_instance(split);
                instances.push(question.map_err(|problem| error(&path, format!("question {}", index + 1), problem))?);
            }
        }
        Ok(instances)
    }
}

impl PrivateQuestion {
    fn into_instance(self, split: &str) -> Result<Instance, String> {
        let count = self.options.len();
        if !(1..=count).contains(&self.correct_option) {
            return Err(format!("`correct_option` is {}, and there are {count} options", self.correct_option));
        }
        let options = self.options.into_iter().enumerate();
        let references = options.map(|(index, option)| reference(option, index + 1 == self.correct_option)).collect();
        Ok(instance(self.question, references, split))
    }
}

impl Scenario for CiMcqa {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: NAME.into(),
            // HELM's text, which lacks a space.
            description: "CIMCQA is a multiple-choice question answering (MCQA) dataset designed to\
                study concept inventories in CS Education."
                .into(),
            tags: vec!["question_answering".into()],
            definition_path: file!().into(),
        }
    }

    fn check(&self, _folder: &Path) -> Result<(), ScenarioError> {
        self.read().map(|_| ())
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        self.read()
    }
}

fn error(path: &Path, place: String, problem: String) -> ScenarioError {
    ScenarioError::OwnFile { path: path.into(), place, problem, expected: EXPECTED }
}

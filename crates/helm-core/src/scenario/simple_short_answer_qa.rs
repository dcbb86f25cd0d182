//! Tutorial: whether a number is even or odd, as a question to answer in a word.

use super::parity;
use super::{DataSource, Scenario, ScenarioError};
use crate::files::{Instance, ScenarioInfo};
use std::path::Path;

/// HELM's name of the scenario class.
pub const SIMPLE_SHORT_ANSWER_QA_CLASS: &str = "helm.benchmark.scenarios.simple_scenarios.SimpleShortAnswerQAScenario";

/// The scenario.
pub(super) struct SimpleShortAnswerQa;

impl Scenario for SimpleShortAnswerQa {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            // HELM gives it the name of the scenario with options.
            name: "simple_mcqa".into(),
            description: "Answer if two-digit numbers are even or odd.".into(),
            tags: vec!["question answering".into()],
            definition_path: file!().into(),
        }
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        Ok(parity::instances(parity::question, parity::right_answer))
    }
}

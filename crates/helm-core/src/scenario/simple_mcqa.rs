//! Tutorial: whether a number is even or odd, as a question with two options.

use super::parity;
use super::{DataSource, Scenario, ScenarioError};
use crate::files::{Instance, ScenarioInfo};
use std::path::Path;

/// HELM's name of the scenario class.
pub const SIMPLE_MCQA_CLASS: &str = "helm.benchmark.scenarios.simple_scenarios.SimpleMCQAScenario";

/// The scenario.
pub(super) struct SimpleMcqa;

impl Scenario for SimpleMcqa {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: "simple_mcqa".into(),
            description: "Answer if two-digit numbers are even or odd.".into(),
            tags: vec!["question answering".into()],
            definition_path: file!().into(),
        }
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        Ok(parity::instances(parity::question, parity::both_answers))
    }
}

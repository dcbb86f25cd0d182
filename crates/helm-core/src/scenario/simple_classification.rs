//! Tutorial: numbers to be sorted into even and odd ones.

use super::parity;
use super::{DataSource, Scenario, ScenarioError};
use crate::files::{Instance, ScenarioInfo};
use std::path::Path;

/// HELM's name of the scenario class.
pub const SIMPLE_CLASSIFICATION_CLASS: &str = "helm.benchmark.scenarios.simple_scenarios.SimpleClassificationScenario";

/// The scenario.
pub(super) struct SimpleClassification;

impl Scenario for SimpleClassification {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: "simple_classification".into(),
            description: "Classify numbers by pairity.".into(),
            tags: vec!["classification".into()],
            definition_path: file!().into(),
        }
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        Ok(parity::instances(|number| number.to_string(), parity::both_answers))
    }
}

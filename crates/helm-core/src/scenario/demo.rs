//! The demonstration: questions of our own that come with the program, so that everything can be
//! tried without a network.

use super::multiple_choice_csv;
use super::{DataSource, Scenario, ScenarioError, text_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use std::path::Path;

/// The scenario's class name, made up in the manner of HELM's.
pub const DEMO_CLASS: &str = "helm_rs.scenarios.demo_scenario.DemoScenario";

/// The subjects there are.
pub const DEMO_SUBJECTS: &[&str] = &["everyday_science", "world_geography"];

macro_rules! question_files {
    ($subject:literal) => {
        [
            ("train", include_str!(concat!("../../../../demo/data/dev/", $subject, "_dev.csv"))),
            ("valid", include_str!(concat!("../../../../demo/data/val/", $subject, "_val.csv"))),
            ("test", include_str!(concat!("../../../../demo/data/test/", $subject, "_test.csv"))),
        ]
    };
}

/// One subject of the demonstration.
pub(super) struct Demo {
    subject: String,
}

impl Demo {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        Ok(Self { subject: text_argument(spec, "subject")? })
    }

    /// Each split with its rows.
    fn files(&self) -> Result<[(&'static str, &'static str); 3], ScenarioError> {
        match self.subject.as_str() {
            "everyday_science" => Ok(question_files!("everyday_science")),
            "world_geography" => Ok(question_files!("world_geography")),
            subject => Err(ScenarioError::UnknownSubject {
                scenario: "demo",
                subject: subject.into(),
                known: DEMO_SUBJECTS.iter().map(|&subject| subject.to_owned()).collect(),
            }),
        }
    }
}

impl Scenario for Demo {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: "demo".into(),
            description: "A few questions that come with helm-rs, to try it without a network".into(),
            tags: vec!["knowledge".into(), "multiple_choice".into()],
            definition_path: file!().into(),
        }
    }

    fn check(&self, _folder: &Path) -> Result<(), ScenarioError> {
        self.files().map(|_| ())
    }

    fn instances(&self, _folder: &Path, _data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let mut instances = Vec::new();
        for (split, text) in self.files()? {
            let path = format!("demo/{}_{split}.csv", self.subject);
            instances.extend(multiple_choice_csv::instances(Path::new(&path), text, split)?);
        }
        Ok(instances)
    }
}

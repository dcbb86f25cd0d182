//! Massive Multitask Language Understanding (Hendrycks et al., 2021, <https://arxiv.org/abs/2009.03300>).

use super::multiple_choice_csv;
use super::parts::unpacked;
use super::{Archive, DataSource, Scenario, ScenarioError, text_argument};
use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use std::fs;
use std::io;
use std::path::Path;

/// HELM's name of the scenario class.
pub const MMLU_CLASS: &str = "helm.benchmark.scenarios.mmlu_scenario.MMLUScenario";

const ARCHIVE: Archive = Archive { scenario: "mmlu", url: "https://people.eecs.berkeley.edu/~hendrycks/data.tar" };

/// Folder of the archive, and what HELM calls that split.
const SPLITS: [(&str, &str); 4] = [("auxiliary_train", "train"), ("dev", "train"), ("val", "valid"), ("test", "test")];

/// The subjects of the published archive.
#[rustfmt::skip]
const SUBJECTS: &[&str] = &[
    "abstract_algebra", "anatomy", "astronomy", "business_ethics", "clinical_knowledge", "college_biology",
    "college_chemistry", "college_computer_science", "college_mathematics", "college_medicine", "college_physics",
    "computer_security", "conceptual_physics", "econometrics", "electrical_engineering", "elementary_mathematics",
    "formal_logic", "global_facts", "high_school_biology", "high_school_chemistry", "high_school_computer_science",
    "high_school_european_history", "high_school_geography", "high_school_government_and_politics",
    "high_school_macroeconomics", "high_school_mathematics", "high_school_microeconomics", "high_school_physics",
    "high_school_psychology", "high_school_statistics", "high_school_us_history", "high_school_world_history",
    "human_aging", "human_sexuality", "international_law", "jurisprudence", "logical_fallacies", "machine_learning",
    "management", "marketing", "medical_genetics", "miscellaneous", "moral_disputes", "moral_scenarios", "nutrition",
    "philosophy", "prehistory", "professional_accounting", "professional_law", "professional_medicine",
    "professional_psychology", "public_relations", "security_studies", "sociology", "us_foreign_policy", "virology",
    "world_religions",
];

/// One subject of MMLU.
pub(super) struct Mmlu {
    subject: String,
}

impl Mmlu {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, ScenarioError> {
        Ok(Self { subject: text_argument(spec, "subject")? })
    }

    fn unknown_subject(&self, known: Vec<String>) -> ScenarioError {
        ScenarioError::UnknownSubject { scenario: "mmlu", subject: self.subject.clone(), known }
    }
}

impl Scenario for Mmlu {
    fn info(&self) -> ScenarioInfo {
        ScenarioInfo {
            name: "mmlu".into(),
            description: "Massive Multitask Language Understanding".into(),
            tags: vec!["knowledge".into(), "multiple_choice".into()],
            definition_path: file!().into(),
        }
    }

    fn archive(&self) -> Option<Archive<'static>> {
        Some(ARCHIVE)
    }

    fn check(&self, folder: &Path) -> Result<(), ScenarioError> {
        // Data that is already there decides: people add subjects of their own.
        let mut known = subjects_in(&folder.join("data"));
        if known.is_empty() {
            known = SUBJECTS.iter().map(|&subject| subject.to_owned()).collect();
        }
        if known.contains(&self.subject) { Ok(()) } else { Err(self.unknown_subject(known)) }
    }

    fn instances(&self, folder: &Path, data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError> {
        let folder = unpacked(&ARCHIVE, folder, data)?;
        let mut instances = Vec::new();
        let mut found = false;
        for (split_folder, split) in SPLITS {
            let path = folder.join(split_folder).join(format!("{}_{split_folder}.csv", self.subject));
            match fs::read_to_string(&path) {
                Ok(text) => {
                    found = true;
                    instances.extend(multiple_choice_csv::instances(&path, &text, split)?);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(ScenarioError::Read { path, source }),
            }
        }
        if found { Ok(instances) } else { Err(self.unknown_subject(subjects_in(&folder))) }
    }
}

/// The subjects that an unpacked archive has, sorted.
fn subjects_in(folder: &Path) -> Vec<String> {
    let mut subjects: Vec<String> = SPLITS
        .iter()
        .flat_map(|(split, _)| {
            let entries = fs::read_dir(folder.join(split)).into_iter().flatten().flatten();
            let suffix = format!("_{split}.csv");
            entries.filter_map(move |entry| entry.file_name().to_str()?.strip_suffix(&suffix).map(str::to_owned))
        })
        .collect();
    subjects.sort();
    subjects.dedup();
    subjects
}

//! Scenarios: where instances come from. One file a scenario; [`create`] is the one table that maps
//! HELM's class names to them.

mod demo;
mod mmlu;
mod multiple_choice_csv;

pub use demo::{DEMO_CLASS, DEMO_SUBJECTS};
pub use mmlu::MMLU_CLASS;

use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use crate::nearest::nearest;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

/// Something that instances can be made of.
pub trait Scenario: Send + Sync {
    /// What the scenario is.
    fn info(&self) -> ScenarioInfo;

    /// Whether the arguments make sense, found out without fetching anything.
    fn check(&self, folder: &Path) -> Result<(), ScenarioError>;

    /// All instances in their order, of all splits, without ids.
    ///
    /// `folder` is where the scenario keeps what it fetched from `data`.
    fn instances(&self, folder: &Path, data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError>;
}

/// An archive that a scenario needs.
pub struct Archive<'a> {
    /// The scenario, by which an override is looked up.
    pub scenario: &'a str,
    /// Where it is published.
    pub url: &'a str,
}

/// Where scenarios get their data from.
pub trait DataSource: Send + Sync {
    /// Makes sure that `folder` holds the unpacked archive. If the archive has one top folder,
    /// that is what `folder` becomes.
    fn fetch(&self, archive: &Archive, folder: &Path) -> Result<(), Box<dyn Error + Send + Sync>>;
}

/// Instances that can't be had.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// No scenario of ours has that class name.
    #[error("unknown scenario class `{class_name}`")]
    UnknownClass {
        /// The class name.
        class_name: String,
    },
    /// A scenario was given no or a wrong argument.
    #[error("scenario class `{class_name}` needs the argument `{argument}`")]
    MissingArgument {
        /// The class name.
        class_name: String,
        /// The argument.
        argument: &'static str,
    },
    /// An expander gave a scenario an argument that it would ignore.
    #[error("scenario class `{class_name}` takes no argument `{argument}`")]
    UnknownArgument {
        /// The class name.
        class_name: String,
        /// The argument.
        argument: &'static str,
    },
    /// The scenario has no such subject.
    #[error("scenario `{scenario}` has no subject `{subject}`")]
    UnknownSubject {
        /// The scenario.
        scenario: &'static str,
        /// The subject.
        subject: String,
        /// The subjects that it has.
        known: Vec<String>,
    },
    /// Fetching the data failed.
    #[error("can't get the data of scenario `{scenario}`")]
    Data {
        /// The scenario.
        scenario: &'static str,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A data file can't be read.
    #[error("can't read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A row of a data file makes no sense.
    #[error("`{}`, line {line}: {problem}", path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// The line that the row starts on, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
}

impl ScenarioError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownSubject { subject, known, .. } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                Some(match nearest(subject, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there is {}", known.join(", ")),
                })
            }
            Self::UnknownArgument { argument, .. } => {
                Some(format!("leave out `{argument}=...`, which is for scenarios that make prompts to measure"))
            }
            Self::Row { .. } => Some("mend the row, or delete the data folder to have it fetched again".into()),
            _ => None,
        }
    }
}

/// The scenario that a spec asks for.
pub fn create(spec: &ObjectSpec) -> Result<Box<dyn Scenario>, ScenarioError> {
    refuse_measuring_arguments(spec)?;
    match spec.class_name.as_str() {
        DEMO_CLASS => Ok(Box::new(demo::Demo::from_spec(spec)?)),
        MMLU_CLASS => Ok(Box::new(mmlu::Mmlu::from_spec(spec)?)),
        class_name => Err(ScenarioError::UnknownClass { class_name: class_name.into() }),
    }
}

/// The expanders `tokenizer` and `num_prompt_tokens` set arguments of scenarios that make prompts to
/// measure; no other scenario looks at them.
fn refuse_measuring_arguments(spec: &ObjectSpec) -> Result<(), ScenarioError> {
    const MEASURING: &str = "helm.benchmark.scenarios.synthetic_efficiency_scenario.SyntheticEfficiencyScenario";
    let is_given = |argument: &&str| spec.args.contains_key(*argument);
    match ["num_prompt_tokens", "tokenizer"].into_iter().find(is_given) {
        Some(argument) if spec.class_name != MEASURING => {
            Err(ScenarioError::UnknownArgument { class_name: spec.class_name.clone(), argument })
        }
        _ => Ok(()),
    }
}

/// The text argument of a scenario spec.
fn text_argument(spec: &ObjectSpec, argument: &'static str) -> Result<String, ScenarioError> {
    let text = spec.args.get(argument).and_then(|value| value.as_str());
    text.map(str::to_owned)
        .ok_or_else(|| ScenarioError::MissingArgument { class_name: spec.class_name.clone(), argument })
}

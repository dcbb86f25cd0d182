//! Scenarios: where instances come from. One file a scenario; [`create`] is the one table that maps
//! HELM's class names to them.

mod blimp;
mod ci_mcqa;
mod csv_rows;
mod custom_mcqa;
mod demo;
mod dyck_language;
mod mmlu;
mod multiple_choice_csv;
mod own_file;
mod parity;
mod parts;
mod simple_classification;
mod simple_mcqa;
mod simple_short_answer_qa;
mod synthetic_reasoning;
mod synthetic_reasoning_natural;
mod twitter_aae;
mod wikitext_103;

pub use blimp::{BLIMP_CLASS, BLIMP_PHENOMENA};
pub use ci_mcqa::CI_MCQA_CLASS;
pub use custom_mcqa::CUSTOM_MCQA_CLASS;
pub use demo::{DEMO_CLASS, DEMO_SUBJECTS};
pub use dyck_language::{DYCK_LANGUAGE_CLASS, DYCK_LANGUAGE_PAIRS};
pub use mmlu::MMLU_CLASS;
pub use simple_classification::SIMPLE_CLASSIFICATION_CLASS;
pub use simple_mcqa::SIMPLE_MCQA_CLASS;
pub use simple_short_answer_qa::SIMPLE_SHORT_ANSWER_QA_CLASS;
pub use synthetic_reasoning::{SYNTHETIC_REASONING_CLASS, SYNTHETIC_REASONING_MODES};
pub use synthetic_reasoning_natural::{SYNTHETIC_REASONING_NATURAL_CLASS, SYNTHETIC_REASONING_NATURAL_DIFFICULTIES};
pub use twitter_aae::{TWITTER_AAE_CLASS, TWITTER_AAE_DEMOGRAPHICS};
pub use wikitext_103::WIKITEXT_103_CLASS;

use crate::files::{Instance, ObjectSpec, ScenarioInfo};
use crate::nearest::{either, nearest};
use std::error::Error;
use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// Something that instances can be made of.
pub trait Scenario: Send + Sync {
    /// What the scenario is.
    fn info(&self) -> ScenarioInfo;

    /// Whether the arguments make sense, found out without fetching anything.
    fn check(&self, _folder: &Path) -> Result<(), ScenarioError> {
        Ok(())
    }

    /// The archive that the scenario needs, where it needs one; another source can be given for it.
    fn archive(&self) -> Option<Archive<'static>> {
        None
    }

    /// All instances in their order, of all splits, without ids.
    ///
    /// `folder` is where the scenario keeps what it fetched from `data`.
    fn instances(&self, folder: &Path, data: &dyn DataSource) -> Result<Vec<Instance>, ScenarioError>;

    /// Whether HELM builds the inputs from a passage and a question (`PassageQuestionInput`), which
    /// decides whether perturbed copies can count as unchanged.
    fn passage_questions(&self) -> bool {
        false
    }
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

    /// Makes sure that the file at `path` is there, fetched from `url` if it was not.
    fn fetch_file(&self, url: &str, path: &Path) -> Result<(), Box<dyn Error + Send + Sync>>;
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
    /// A scenario was given an argument that it doesn't take.
    #[error("scenario class `{class_name}` doesn't take `{value}` for the argument `{argument}`")]
    WrongArgument {
        /// The class name.
        class_name: String,
        /// The argument.
        argument: &'static str,
        /// Its value.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// A file is missing that nobody but the user can provide.
    #[error("scenario `{scenario}` finds no file `{}`", path.display())]
    NoOwnFile {
        /// The scenario.
        scenario: &'static str,
        /// The file.
        path: PathBuf,
        /// Where it may come from.
        cure: String,
    },
    /// A file that the user provided makes no sense.
    #[error("`{}`, {place}: {problem}", path.display())]
    OwnFile {
        /// The file.
        path: PathBuf,
        /// The line or the question.
        place: String,
        /// What is wrong.
        problem: String,
        /// How it should look.
        expected: &'static str,
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
    /// Fetching a data file failed.
    #[error("can't get the data of scenario `{scenario}` from {url}")]
    DataFile {
        /// The scenario.
        scenario: &'static str,
        /// Where the file is published.
        url: String,
        /// Where it is to be.
        path: PathBuf,
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
            Self::WrongArgument { allowed, .. } => Some(format!("it takes {allowed}")),
            Self::DataFile { url, path, .. } => {
                Some(format!("check the network, or fetch {url} elsewhere and put it at `{}`", path.display()))
            }
            Self::NoOwnFile { cure, .. } => Some(cure.clone()),
            Self::OwnFile { expected, .. } => Some((*expected).into()),
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
        BLIMP_CLASS => Ok(Box::new(blimp::Blimp::from_spec(spec)?)),
        CI_MCQA_CLASS => Ok(Box::new(ci_mcqa::CiMcqa::default())),
        CUSTOM_MCQA_CLASS => Ok(Box::new(custom_mcqa::CustomMcqa::from_spec(spec)?)),
        DYCK_LANGUAGE_CLASS => Ok(Box::new(dyck_language::DyckLanguage::from_spec(spec)?)),
        SIMPLE_CLASSIFICATION_CLASS => Ok(Box::new(simple_classification::SimpleClassification)),
        SIMPLE_MCQA_CLASS => Ok(Box::new(simple_mcqa::SimpleMcqa)),
        SIMPLE_SHORT_ANSWER_QA_CLASS => Ok(Box::new(simple_short_answer_qa::SimpleShortAnswerQa)),
        SYNTHETIC_REASONING_CLASS => Ok(Box::new(synthetic_reasoning::SyntheticReasoning::from_spec(spec)?)),
        SYNTHETIC_REASONING_NATURAL_CLASS => {
            Ok(Box::new(synthetic_reasoning_natural::SyntheticReasoningNatural::from_spec(spec)?))
        }
        TWITTER_AAE_CLASS => Ok(Box::new(twitter_aae::TwitterAae::from_spec(spec)?)),
        WIKITEXT_103_CLASS => Ok(Box::new(wikitext_103::Wikitext103)),
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

/// The argument of a scenario spec that is one of a few values.
fn choice_argument(
    spec: &ObjectSpec,
    argument: &'static str,
    choices: &'static [&'static str],
) -> Result<&'static str, ScenarioError> {
    let value = text_argument(spec, argument)?;
    choices.iter().copied().find(|choice| *choice == value).ok_or_else(|| ScenarioError::WrongArgument {
        class_name: spec.class_name.clone(),
        argument,
        value,
        allowed: either(choices),
    })
}

/// The argument of a scenario spec that is a whole number.
fn count_argument(
    spec: &ObjectSpec,
    argument: &'static str,
    range: RangeInclusive<usize>,
) -> Result<usize, ScenarioError> {
    let class_name = || spec.class_name.clone();
    let value = spec.args.get(argument);
    let value = value.ok_or_else(|| ScenarioError::MissingArgument { class_name: class_name(), argument })?;
    let count = value.as_u64().and_then(|count| usize::try_from(count).ok());
    count.filter(|count| range.contains(count)).ok_or_else(|| ScenarioError::WrongArgument {
        class_name: class_name(),
        argument,
        value: value.to_string(),
        allowed: format!("a whole number from {} to {}", range.start(), range.end()),
    })
}

#[cfg(test)]
mod tests;

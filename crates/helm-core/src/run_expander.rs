//! Run expanders: arguments of a run entry that change a run spec, or make several out of one.
//!
//! They apply in the order typed, and each adds what it changed to the run's name. [`ALL`] is the one
//! table that knows them.

mod data_augmentation;
mod eval_split;
mod instructions;
mod model;
mod prompt;
mod replace;
mod stop;

use crate::files::RunSpec;
use crate::registry::Registry;
use crate::run_entry::Argument;

pub use model::MODEL_GROUPS;

/// A run expander.
pub struct RunExpander {
    /// Its name in run entries.
    pub name: &'static str,
    /// What it changes.
    pub description: &'static str,
    /// Expands one run spec.
    pub expand: fn(RunSpec, &Argument, &Registry) -> Result<Vec<RunSpec>, NotAllowed>,
}

/// A value that an argument does not take.
#[derive(Debug, PartialEq)]
pub struct NotAllowed {
    /// What it takes, for people.
    pub allowed: String,
    /// The value that was probably meant.
    pub nearest: Option<String>,
}

impl NotAllowed {
    /// One of a few values was expected.
    pub(crate) fn one_of(argument: &Argument, values: &[&str]) -> Self {
        let nearest = crate::nearest::nearest(argument.text(), values.iter().copied()).map(str::to_owned);
        Self { allowed: format!("one of {}", values.join(", ")), nearest }
    }

    /// Something that can't be listed was expected.
    pub(crate) fn expected(allowed: &str) -> Self {
        Self { allowed: allowed.into(), nearest: None }
    }
}

/// All run expanders.
pub const ALL: &[&RunExpander] = &[
    &data_augmentation::DATA_AUGMENTATION,
    &eval_split::EVAL_SPLIT,
    &instructions::INSTRUCTIONS,
    &replace::MAX_EVAL_INSTANCES,
    &replace::MAX_TRAIN_INSTANCES,
    &model::MODEL,
    &model::MODEL_DEPLOYMENT,
    &replace::NUM_OUTPUTS,
    &replace::NUM_TRAIN_TRIALS,
    &replace::NUM_TRIALS,
    &prompt::PROMPT,
    &stop::STOP,
];

/// The expander of that name.
pub fn by_name(name: &str) -> Option<&'static RunExpander> {
    ALL.iter().copied().find(|expander| expander.name == name)
}

/// Adds `key=value` to a run's name; the first argument of a name follows a colon.
fn with_suffix(mut run_spec: RunSpec, key: &str, value: &str) -> RunSpec {
    let separator = if run_spec.name.contains(':') { ',' } else { ':' };
    run_spec.name = format!("{}{separator}{key}={}", run_spec.name, value.replace('/', "_"));
    run_spec
}

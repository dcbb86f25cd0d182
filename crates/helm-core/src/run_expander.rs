//! Run expanders: arguments of a run entry that change a run spec, or make several out of one.
//!
//! They apply in the order typed, and each adds what it changed to the run's name. [`ALL`] is the one
//! table that knows them.

mod add_to_stop;
mod chatml;
mod data_augmentation;
mod eval_split;
mod follow_format;
mod format_prompt;
mod global_prefix;
mod instructions;
mod model;
mod newline;
mod output_format;
mod process_output;
mod prompt;
mod replace;
mod sampling;
mod scenario_argument;
mod stop;

use crate::files::RunSpec;
use crate::registry::Registry;
use crate::run_entry::Argument;

pub(crate) use chatml::to_chatml;
pub(crate) use follow_format::ask_for_format;
pub use model::{is_model_group, model_groups};

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

    /// The expander is for other adaptation methods.
    fn method(run_spec: &RunSpec, methods: &[&str]) -> Self {
        let found = &run_spec.adapter_spec.method;
        Self::expected(&format!("an adaptation method {}, and this is {found}", methods.join(" or ")))
    }
}

/// All run expanders.
pub const ALL: &[&RunExpander] = &[
    &add_to_stop::ADD_TO_STOP,
    &chatml::CHATML,
    &data_augmentation::DATA_AUGMENTATION,
    &eval_split::EVAL_SPLIT,
    &follow_format::FOLLOW_FORMAT_INSTRUCTIONS,
    &format_prompt::FORMAT_PROMPT,
    &global_prefix::GLOBAL_PREFIX,
    &sampling::INCREASE_MAX_TOKENS,
    &sampling::INCREASE_TEMPERATURE,
    &instructions::INSTRUCTIONS,
    &replace::MAX_EVAL_INSTANCES,
    &replace::MAX_TRAIN_INSTANCES,
    &model::MODEL,
    &model::MODEL_DEPLOYMENT,
    &newline::NEWLINE,
    &sampling::NUM_OUTPUT_TOKENS,
    &replace::NUM_OUTPUTS,
    &scenario_argument::NUM_PROMPT_TOKENS,
    &replace::NUM_TRAIN_TRIALS,
    &replace::NUM_TRIALS,
    &output_format::OUTPUT_FORMAT_INSTRUCTIONS,
    &process_output::PROCESS_OUTPUT,
    &prompt::PROMPT,
    &stop::STOP,
    &sampling::TEMPERATURE,
    &scenario_argument::TOKENIZER,
];

/// The values of `data_augmentation=`, with the names of the sets of perturbations that each stands for.
pub fn data_augmentations() -> Vec<(&'static str, String)> {
    data_augmentation::supported_with_runs()
}

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

/// Changes a run spec by an expander that leaves no trace in HELM's run names. A run spec that did
/// change has the argument in its name, lest two different ones share a folder.
fn with_suffix_if_changed(
    mut run_spec: RunSpec,
    key: &str,
    argument: &Argument,
    change: impl FnOnce(&mut RunSpec),
) -> RunSpec {
    let before = run_spec.clone();
    change(&mut run_spec);
    if run_spec == before { run_spec } else { with_suffix(run_spec, key, &argument.to_string()) }
}

#[cfg(test)]
mod tests;

//! Adapters: from instances to requests, by one method a file. [`method`] is the one table of them.

mod generation;
mod multiple_choice_calibrated;
mod multiple_choice_joint;
mod multiple_choice_separate;
mod prompt;

use crate::files::{AdapterSpec, Instance, RequestState};
use crate::nearest::did_you_mean;
use crate::sampling::{EVAL_SPLITS, TRAIN_SPLIT, sample_examples};
use crate::window_service::WindowService;
use prompt::PromptBuilder;
use rayon::prelude::*;
use std::sync::Arc;

/// A method of adaptation.
trait Method: Sync {
    /// The requests that one evaluation instance makes, given a draw of in-context examples.
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &[Arc<Instance>],
    ) -> Vec<RequestState>;
}

/// Instances that can't be adapted.
#[derive(Debug, thiserror::Error)]
pub enum AdaptError {
    /// No adapter has that name.
    #[error("unknown adaptation method `{method}`")]
    UnknownMethod {
        /// The method.
        method: String,
    },
    /// A substitution is no regular expression.
    #[error("substitution `{pattern}` of the adapter spec is no regular expression")]
    Substitution {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        source: regex::Error,
    },
    /// Options can't be lettered.
    #[error("reference prefix `{prefix}` of the adapter spec has no letter or digit to count up from")]
    ReferencePrefix {
        /// The prefix.
        prefix: String,
    },
}

impl AdaptError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownMethod { method } => did_you_mean(method, METHODS.iter().copied()),
            _ => None,
        }
    }
}

/// The methods there are.
pub const METHODS: &[&str] = &[
    "generation",
    "multiple_choice_joint",
    "multiple_choice_separate_calibrated",
    "multiple_choice_separate_original",
];

fn method(name: &str) -> Result<&'static dyn Method, AdaptError> {
    match name {
        "generation" => Ok(&generation::Generation),
        "multiple_choice_joint" => Ok(&multiple_choice_joint::MultipleChoiceJoint),
        "multiple_choice_separate_calibrated" => Ok(&multiple_choice_calibrated::MultipleChoiceCalibrated),
        "multiple_choice_separate_original" => Ok(&multiple_choice_separate::MultipleChoiceSeparate),
        _ => Err(AdaptError::UnknownMethod { method: name.into() }),
    }
}

/// The requests of a run, without results: train trial by train trial, instance by instance.
pub fn adapt(
    spec: &AdapterSpec,
    instances: &[Arc<Instance>],
    window: &WindowService,
) -> Result<Vec<RequestState>, AdaptError> {
    let method = method(&spec.method)?;
    let prompts = PromptBuilder::new(spec, window)?;
    let of_splits = |splits: &[&str]| -> Vec<Arc<Instance>> {
        let is_in = |instance: &&Arc<Instance>| instance.split.as_deref().is_some_and(|split| splits.contains(&split));
        instances.iter().filter(is_in).cloned().collect()
    };
    let (train, eval) = (of_splits(&[TRAIN_SPLIT]), of_splits(&EVAL_SPLITS));
    let mut states = Vec::new();
    for trial in 0..spec.num_train_trials {
        let examples = sample_examples(&train, spec.max_train_instances, trial, spec.sample_train);
        let mut of_trial: Vec<RequestState> =
            eval.par_iter().flat_map_iter(|instance| method.requests(&prompts, instance, &examples)).collect();
        for state in &mut of_trial {
            state.train_trial_index = trial;
        }
        states.extend(with_trials(of_trial, spec.num_trials));
    }
    Ok(states)
}

/// Repeats the requests with the seeds `1`, `2`, ...
fn with_trials(states: Vec<RequestState>, num_trials: usize) -> Vec<RequestState> {
    let repeated: Vec<RequestState> = (1..num_trials)
        .flat_map(|trial| {
            states.iter().map(move |state| {
                let mut state = state.clone();
                state.request.random = Some(trial.to_string());
                state
            })
        })
        .collect();
    states.into_iter().chain(repeated).collect()
}

#[cfg(test)]
mod tests;

//! Adapters: from instances to requests, by one method a file. `method` is the one table of them.

mod chat;
mod generation;
mod language_modeling;
mod multiple_choice_calibrated;
mod multiple_choice_joint;
mod multiple_choice_joint_chain_of_thought;
mod multiple_choice_separate;
mod prompt;
mod ranking_binary;

use crate::files::{AdapterSpec, Instance, RequestState};
use crate::nearest::did_you_mean;
use crate::sampling::{EVAL_SPLITS, TRAIN_SPLIT, sample_examples};
use crate::window_service::WindowService;
use prompt::{Examples, PromptBuilder};
use rayon::prelude::*;
use std::sync::Arc;

/// A method of adaptation.
trait Method: Sync {
    /// The requests that one evaluation instance makes, after a draw of in-context examples.
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError>;

    /// How an in-context example is shown, with its gold output.
    fn example(&self, prompts: &PromptBuilder, instance: &Instance) -> String {
        prompts.example(instance)
    }

    /// Whether there are train trials and repetitions; where there are no examples, all would be alike.
    fn has_trials(&self) -> bool {
        true
    }
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
    /// A conversation is wanted and the instance holds none.
    #[error("instance `{instance}` has no messages, which method `chat` needs")]
    NoMessages {
        /// The instance.
        instance: String,
    },
    /// A window of language modelling has no place for a token to predict.
    #[error("the window of the model deployment is too small for the text of instance `{instance}`")]
    WindowTooSmall {
        /// The instance.
        instance: String,
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

/// Instances whose requests are made at once, by all threads.
const ADAPTED_TOGETHER: usize = 4096;

/// The methods there are.
pub const METHODS: &[&str] = &[
    "chat",
    "generation",
    "language_modeling",
    "multiple_choice_joint",
    "multiple_choice_joint_chain_of_thought",
    "multiple_choice_separate_calibrated",
    "multiple_choice_separate_original",
    "ranking_binary",
];

fn method(name: &str) -> Result<&'static dyn Method, AdaptError> {
    match name {
        "chat" => Ok(&chat::Chat),
        "generation" => Ok(&generation::Generation),
        "language_modeling" => Ok(&language_modeling::LanguageModeling),
        "multiple_choice_joint" => Ok(&multiple_choice_joint::MultipleChoiceJoint),
        "multiple_choice_joint_chain_of_thought" => {
            Ok(&multiple_choice_joint_chain_of_thought::MultipleChoiceJointChainOfThought)
        }
        "multiple_choice_separate_calibrated" => Ok(&multiple_choice_calibrated::MultipleChoiceCalibrated),
        "multiple_choice_separate_original" => Ok(&multiple_choice_separate::MultipleChoiceSeparate),
        "ranking_binary" => Ok(&ranking_binary::RankingBinary),
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
    let (num_train_trials, num_trials) =
        if method.has_trials() { (spec.num_train_trials, spec.num_trials) } else { (1, 1) };
    let mut states = Vec::new();
    for trial in 0..num_train_trials {
        let examples = sample_examples(&train, spec.max_train_instances, trial, spec.sample_train);
        let examples = prompts.examples(examples.iter().map(|instance| method.example(&prompts, instance)));
        let first = states.len();
        for some in eval.chunks(ADAPTED_TOGETHER) {
            let of_instances: Result<Vec<_>, _> =
                some.par_iter().map(|instance| method.requests(&prompts, instance, &examples)).collect();
            states.extend(of_instances?.into_iter().flatten());
        }
        for state in &mut states[first..] {
            state.train_trial_index = trial;
        }
        repeat(&mut states, first, num_trials);
    }
    Ok(states)
}

/// Repeats the requests from the first on, with the seeds `1`, `2`, ...
fn repeat(states: &mut Vec<RequestState>, first: usize, num_trials: usize) {
    let asked_once = first..states.len();
    for trial in 1..num_trials {
        for place in asked_once.clone() {
            let mut state = states[place].clone();
            state.request.random = Some(trial.to_string());
            states.push(state);
        }
    }
}

#[cfg(test)]
mod tests;

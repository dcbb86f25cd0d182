//! What becomes of requests that failed: they are filed with their error, the rest is measured.

use super::RunError;
use crate::files::{
    ErrorFlags, GeneratedOutput, Instance, MetricName, Number, RequestResult, RequestState, RunSpec, Stat,
};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// The statistic that says how many requests failed. A run without failures has none, as in HELM.
pub const NUM_FAILED_REQUESTS: &str = "num_failed_requests";

/// How many requests of a run failed, by its statistics.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, spelled as a number may be")]
pub fn num_failed_requests(stats: &[Stat]) -> usize {
    let of_failures = stats.iter().find(|stat| stat.name.name == NUM_FAILED_REQUESTS);
    of_failures.map_or(0, |stat| stat.sum.as_f64() as usize)
}

/// A result as request states have it. What failed without harm counts as an empty answer, as in HELM.
pub(super) fn as_filed(mut result: RequestResult) -> RequestResult {
    if !result.success && !is_failure(&result) {
        result.completions = vec![GeneratedOutput {
            text: String::new(),
            logprob: Number::Int(0),
            tokens: Vec::new(),
            finish_reason: None,
            multimodal_content: None,
            thinking: None,
        }];
    }
    result
}

/// The statistic of failures, where there are any.
///
/// # Errors
/// When there are more than `max`, or no instance is left to measure.
pub(super) fn check(run_spec: &RunSpec, states: &[RequestState], max: Option<usize>) -> Result<Option<Stat>, RunError> {
    let failed: Vec<&RequestState> = states.iter().filter(|state| has_failed(state)).collect();
    let Some(first) = failed.first() else {
        return Ok(None);
    };
    if max.is_some_and(|max| failed.len() > max) || measurable(states).is_empty() {
        let reason = first.result.as_ref().and_then(|result| result.error.clone());
        return Err(RunError::Requests {
            run: run_spec.name.clone(),
            failed: failed.len(),
            total: states.len(),
            first: reason.unwrap_or_else(|| "no reason was given".into()),
        });
    }
    let name = MetricName { name: NUM_FAILED_REQUESTS.into(), split: None, sub_split: None, perturbation: None };
    Ok(Some(Stat::of(name, i64::try_from(failed.len()).unwrap_or(i64::MAX))))
}

/// The request states that can be measured: those of instances none of whose requests failed. An instance whose
/// options are asked one by one would otherwise be measured by some of them.
pub(super) fn measurable(states: &[RequestState]) -> Cow<'_, [RequestState]> {
    // Instances are told apart by identity: equal questions are still two questions.
    let place =
        |state: &RequestState| -> (*const Instance, usize) { (Arc::as_ptr(&state.instance), state.train_trial_index) };
    let left_out: HashSet<_> = states.iter().filter(|state| has_failed(state)).map(place).collect();
    if left_out.is_empty() {
        return Cow::Borrowed(states);
    }
    states.iter().filter(|state| !left_out.contains(&place(state))).cloned().collect()
}

fn has_failed(state: &RequestState) -> bool {
    state.result.as_ref().is_none_or(is_failure)
}

fn is_failure(result: &RequestResult) -> bool {
    !result.success && is_fatal(result.error_flags.as_ref())
}

/// Whether an error makes a request a failed one: it does, unless it says that it doesn't.
pub fn is_fatal(flags: Option<&ErrorFlags>) -> bool {
    flags.and_then(|flags| flags.is_fatal).unwrap_or(true)
}

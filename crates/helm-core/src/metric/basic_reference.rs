use super::aggregate::{self, InstanceMetric};
use super::likelihood::sum_of_logprobs;
use super::request_stats::{count, request_stats};
use super::stat_set::{StatSet, named};
use super::{Evaluation, Metric, MetricResult};
use crate::files::{RequestState, Stat};

/// What is measured where each option was scored on its own.
pub(super) struct BasicReference;

/// The log-probability of an option and its number of tokens.
struct OptionScore {
    logprob: f64,
    num_tokens: usize,
}

impl Metric for BasicReference {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        aggregate::evaluate(self, evaluation)
    }
}

impl InstanceMetric for BasicReference {
    fn measures(&self, state: &RequestState) -> bool {
        state.reference_index.is_some()
    }

    fn instance_stats(&self, evaluation: &Evaluation, states: &[&RequestState]) -> Vec<Stat> {
        let mut merged = StatSet::default();
        for stat in states.iter().flat_map(|state| request_stats(evaluation, state)) {
            merged.merge(&stat);
        }
        let mut stats = merged.into_vec();
        let scores = scores(evaluation, states);
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Options may tie; the first is the prediction, and being right counts by the share of right ones.
        let chosen: Vec<usize> = (0..scores.len()).filter(|&index| scores[index] >= best).collect();
        let references = &states[0].instance.references;
        let right = chosen.iter().filter(|&&index| references[index].is_correct()).count();
        let total: f64 = scores.iter().map(|score| (score - best).exp()).sum();
        stats.push(Stat::of(named("max_prob"), 1.0 / total));
        stats.push(Stat::of(named("exact_match"), right as f64 / chosen.len() as f64));
        stats.push(count("predicted_index", chosen.first().copied().unwrap_or_default()));
        stats
    }
}

/// How good each option is: its mean log-probability, or what the question adds to it.
fn scores(evaluation: &Evaluation, states: &[&RequestState]) -> Vec<f64> {
    let score = |index: usize, mode: &str| {
        states
            .iter()
            .find(|state| state.reference_index == Some(index) && state.request_mode.as_deref() == Some(mode))
            .map_or(OptionScore { logprob: f64::NEG_INFINITY, num_tokens: 1 }, |state| option_score(evaluation, state))
    };
    let calibrated = evaluation.adapter_spec.method == "multiple_choice_separate_calibrated";
    (0..states[0].instance.references.len())
        .map(|index| {
            let original = score(index, "original");
            if calibrated {
                original.logprob - score(index, "calibration").logprob
            } else {
                original.logprob / original.num_tokens as f64
            }
        })
        .collect()
}

/// The score of the option at the end of the echoed prompt; a space always precedes it there.
fn option_score(evaluation: &Evaluation, state: &RequestState) -> OptionScore {
    let tokens =
        state.result.iter().flat_map(|result| &result.completions).next().map_or(&[][..], |first| &first.tokens);
    let reference = state.reference_index.and_then(|index| state.instance.references.get(index));
    let text = reference.map_or("", |reference| &reference.output.text);
    let num_tokens = evaluation.window.count_tokens(&format!(" {text}"));
    let answer = &tokens[tokens.len().saturating_sub(num_tokens)..];
    OptionScore { logprob: sum_of_logprobs(answer).as_f64(), num_tokens }
}

use super::aggregate::{self, InstanceMetric};
use super::calibration::calibration_stats;
use super::match_score::{self, MatchScore};
use super::request_stats::{count, request_stats};
use super::stat_set::{StatSet, named};
use super::{Evaluation, Metric, MetricError, MetricResult};
use crate::files::{GeneratedOutput, Number, ObjectSpec, RequestState, Stat, Token};
use regex::Regex;
use std::f64::consts::{E, LN_2};

/// What is measured of every generated answer: matches with the references, likelihood, calibration.
pub(super) struct BasicGeneration {
    scores: Vec<(String, MatchScore)>,
}

impl BasicGeneration {
    pub(super) fn from_spec(spec: &ObjectSpec) -> Result<Self, MetricError> {
        let names = spec.args.get("names").and_then(|names| names.as_array()).into_iter().flatten();
        let score = |name: &str| match match_score::by_name(name) {
            Some(score) => Ok((name.to_owned(), score)),
            None => Err(MetricError::UnknownName { class_name: spec.class_name.clone(), name: name.into() }),
        };
        let scores = names.filter_map(|name| name.as_str()).map(score).collect::<Result<_, _>>()?;
        Ok(Self { scores })
    }

    /// How the completions match the right answers. Of several completions the likeliest comes first.
    fn reference_stats(&self, evaluation: &Evaluation, state: &RequestState) -> Vec<Stat> {
        let mut completions: Vec<&GeneratedOutput> =
            state.result.iter().flat_map(|result| &result.completions).collect();
        completions.sort_by(|a, b| b.logprob.as_f64().total_cmp(&a.logprob.as_f64()));
        let Some(likeliest) = completions.first() else {
            return Vec::new();
        };
        let pattern = evaluation.adapter_spec.output_mapping_pattern.as_deref().and_then(|text| Regex::new(text).ok());
        let predictions: Vec<Option<&str>> =
            completions.iter().map(|completion| prediction(state, completion, pattern.as_ref())).collect();
        let mut stats = vec![Stat::of(named("max_prob"), likeliest.logprob.as_f64().exp())];
        let golds: Vec<&str> = state
            .instance
            .references
            .iter()
            .filter(|reference| reference.is_correct())
            .map(|reference| reference.output.text.as_str())
            .collect();
        let num_outputs = evaluation.adapter_spec.num_outputs;
        for (name, score) in &self.scores {
            let best_of = |predictions: &[Option<&str>]| {
                let matches = |prediction: &str| golds.iter().any(|gold| score(gold, prediction));
                usize::from(predictions.iter().copied().flatten().any(matches))
            };
            stats.push(count(name, best_of(&predictions[..1])));
            if num_outputs != 1 {
                stats.push(count(&format!("{name}@{num_outputs}"), best_of(&predictions)));
            }
        }
        stats
    }
}

impl Metric for BasicGeneration {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        aggregate::evaluate(self, evaluation)
    }
}

impl InstanceMetric for BasicGeneration {
    fn measures(&self, state: &RequestState) -> bool {
        state.reference_index.is_none()
    }

    fn instance_stats(&self, evaluation: &Evaluation, states: &[&RequestState]) -> Vec<Stat> {
        // There are several where requests are repeated with other random seeds (`num_trials`).
        let mut merged = StatSet::default();
        for state in states {
            let mut stats = request_stats(evaluation, state);
            if !state.instance.references.is_empty() {
                stats.extend(self.reference_stats(evaluation, state));
            }
            stats.extend(likelihood(state));
            for stat in &stats {
                merged.merge(stat);
            }
        }
        merged.into_vec()
    }

    fn derived_from_context(&self, stats: &[&Stat]) -> Vec<Stat> {
        perplexity(stats)
    }

    fn derived_from_instances(&self, instances: &[&[Stat]]) -> Vec<Stat> {
        calibration_stats(instances)
    }
}

/// What a completion answers; nothing, when it names no option.
fn prediction<'a>(
    state: &'a RequestState,
    completion: &'a GeneratedOutput,
    pattern: Option<&Regex>,
) -> Option<&'a str> {
    let text = completion.text.trim();
    let Some(mapping) = &state.output_mapping else {
        return Some(text);
    };
    let key = match pattern {
        Some(pattern) => pattern.captures(text).and_then(|found| found.get(1).or(found.get(0)))?.as_str(),
        None => text,
    };
    mapping.get(key).map(String::as_str)
}

/// Log-probability, tokens and bytes of the first completion.
fn likelihood(state: &RequestState) -> Vec<Stat> {
    let completion = state.result.as_ref().and_then(|result| result.completions.first());
    let tokens = completion.map_or(&[][..], |completion| &completion.tokens);
    let conditioning = state.num_conditioning_tokens;
    // Some tokenizers start with an empty token, which is not one of the conditioning tokens.
    let empty_start = conditioning > 0 && tokens.first().is_some_and(|token| token.text.is_empty());
    let predicted = tokens.get(conditioning + usize::from(empty_start)..).unwrap_or_default();
    let logprob = sum_of_logprobs(predicted);
    let bytes = predicted.iter().map(|token| num_bytes(&token.text)).sum();
    vec![
        Stat::of(named("logprob"), logprob),
        count("num_perplexity_tokens", predicted.len()),
        count("num_bytes", bytes),
    ]
}

/// Bytes of a token's text; tokens that are no UTF-8 may be spelled `bytes:\xe2\x80`.
fn num_bytes(text: &str) -> usize {
    if text.starts_with("bytes:") { text.matches("\\x").count() } else { text.len() }
}

/// The sum of log-probabilities, from left to right; of no tokens the whole number 0.
pub(super) fn sum_of_logprobs(tokens: &[Token]) -> Number {
    tokens.iter().fold(Number::Int(0), |sum, token| sum.plus(token.logprob))
}

fn perplexity(stats: &[&Stat]) -> Vec<Stat> {
    let sum = |name: &str| stats.iter().find(|stat| stat.name.name == name).map(|stat| stat.sum.as_f64());
    let positive = |name: &str| sum(name).filter(|&sum| sum > 0.0);
    let Some(logprob) = sum("logprob") else {
        return Vec::new();
    };
    let mut derived = Vec::new();
    if let Some(tokens) = positive("num_perplexity_tokens") {
        derived.push(Stat::of(named("perplexity"), E.powf(-logprob / tokens)));
    }
    if let Some(bytes) = positive("num_bytes") {
        derived.push(Stat::of(named("bits_per_byte"), -logprob / bytes / LN_2));
        derived.push(Stat::of(named("logprob_per_byte"), logprob / bytes));
    }
    derived
}

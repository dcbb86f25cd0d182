//! How likely a model found a text: log-probabilities, and perplexity from their sums.

use super::request_stats::count;
use super::stat_set::named;
use crate::files::{Number, RequestState, Stat, Token};
use std::f64::consts::{E, LN_2};

/// Log-probability, tokens and bytes of the first completion.
pub(super) fn likelihood(state: &RequestState) -> Vec<Stat> {
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

/// Perplexity and its kin, from the sums of [`likelihood`] over a context.
pub(super) fn perplexity(stats: &[&Stat]) -> Vec<Stat> {
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

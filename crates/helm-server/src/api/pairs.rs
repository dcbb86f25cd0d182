//! Which runs are compared with which, and what a comparison of two comes to.

use super::run_row::scenario_key;
use crate::evidence::{Difference, Interval, PairedSamples, Resampler, Sample, difference_of_scores};
use crate::results::RunInfo;
use helm_core::files::AdapterSpec;
use helm_core::statistics::mcnemar_exact;
use serde::Serialize;
use std::collections::HashMap;

/// What runs have in common that differ in nothing but the model.
pub(super) fn twin_key(run: &RunInfo) -> Option<String> {
    let run_spec = run.run_spec.as_deref()?;
    let adapter =
        AdapterSpec { model: String::new(), model_deployment: String::new(), ..run_spec.adapter_spec.clone() };
    let key = (scenario_key(&run_spec.scenario_spec), adapter, &run_spec.data_augmenter_spec);
    Some(serde_json::to_string(&key).expect("run specs are plain JSON"))
}

/// Pairs the runs of two rows: first those that differ in nothing but the model, then those that are the only ones
/// left of their scenario on either side.
pub(super) fn pair_runs(a: &[(&RunInfo, Sample)], b: &[(&RunInfo, Sample)]) -> Vec<PairedSamples> {
    let mut pairs = Vec::new();
    let pair = |one: usize, other: usize| PairedSamples {
        scenario: scenario_of(a[one].0),
        a: a[one].1.clone(),
        b: b[other].1.clone(),
    };
    let twins: HashMap<String, usize> =
        b.iter().enumerate().filter_map(|(index, (run, _))| Some((twin_key(run)?, index))).collect();
    let mut left: HashMap<String, (Vec<usize>, Vec<usize>)> = HashMap::new();
    let mut used = vec![false; b.len()];
    for (index, (run, _)) in a.iter().enumerate() {
        match twin_key(run).and_then(|key| twins.get(&key)).filter(|twin| !used[**twin]) {
            Some(twin) => {
                used[*twin] = true;
                pairs.push(pair(index, *twin));
            }
            None => left.entry(scenario_of(run)).or_default().0.push(index),
        }
    }
    for (index, (run, _)) in b.iter().enumerate().filter(|(index, _)| !used[*index]) {
        left.entry(scenario_of(run)).or_default().1.push(index);
    }
    // In the order of the rows, so that the same question has the same answer.
    let mut singles: Vec<(usize, usize)> = left
        .into_values()
        .filter_map(|sides| match (sides.0.as_slice(), sides.1.as_slice()) {
            ([one], [other]) => Some((*one, *other)),
            _ => None,
        })
        .collect();
    singles.sort_unstable();
    pairs.extend(singles.into_iter().map(|(one, other)| pair(one, other)));
    pairs
}

/// The scenario of a run, with its arguments.
pub(crate) fn scenario_of(run: &RunInfo) -> String {
    run.run_spec.as_ref().map_or_else(String::new, |run_spec| scenario_key(&run_spec.scenario_spec))
}

/// Two subjects on the instances that both were asked.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PairCounts {
    pub(super) n: usize,
    pub(super) both_correct: u64,
    pub(super) only_a: u64,
    pub(super) only_b: u64,
    pub(super) both_wrong: u64,
    pub(super) mcnemar_p: Option<f64>,
    pub(super) difference: Option<PairDifference>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct PairDifference {
    mean: f64,
    interval: Interval,
    p_value: f64,
}

impl PairCounts {
    /// From verdicts of each asked instance and scores of each instance. McNemar's test takes instances that are
    /// independent, so it is left out where one was asked several times.
    pub(super) fn new(
        verdicts: &[(bool, bool)],
        scores: &[(f64, f64)],
        are_asked_once: bool,
        resampler: &Resampler,
    ) -> Self {
        let count = |a: bool, b: bool| verdicts.iter().filter(|both| **both == (a, b)).count() as u64;
        let (only_a, only_b) = (count(true, false), count(false, true));
        Self {
            n: verdicts.len(),
            both_correct: count(true, true),
            only_a,
            only_b,
            both_wrong: count(false, false),
            mcnemar_p: (are_asked_once && !verdicts.is_empty()).then(|| mcnemar_exact(only_a, only_b)),
            difference: difference_of_scores(scores, resampler).map(|difference: Difference| PairDifference {
                mean: difference.mean,
                interval: difference.interval,
                p_value: difference.p_value,
            }),
        }
    }
}

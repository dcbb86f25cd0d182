//! What single instances say about a value: how sure it is, and whether two values differ.

mod resampler;
mod sample;

pub(crate) use resampler::Resampler;
pub(crate) use sample::{PairedSamples, Sample, difference, estimate_of_runs};

use helm_core::statistics::{self, LEVEL, mcnemar_exact, wilson_interval};
use serde::Serialize;

/// Differences that chance alone makes rarer than this are called significant.
const SIGNIFICANT_BELOW: f64 = 0.05;

/// How an interval was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IntervalMethod {
    Wilson,
    Bootstrap,
}

/// Where the true value probably lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Interval {
    low: f64,
    high: f64,
    level: f64,
    method: IntervalMethod,
}

impl Interval {
    fn new(interval: statistics::Interval, method: IntervalMethod) -> Self {
        Self { low: interval.low, high: interval.high, level: LEVEL, method }
    }
}

/// A mean over instances.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) mean: f64,
    /// Instances, those of each run counted.
    pub(crate) n: usize,
    pub(crate) interval: Interval,
}

/// How a difference was tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Test {
    McnemarExact,
    PairedBootstrap,
}

/// The difference between two means over the same instances.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Difference {
    pub(crate) n: usize,
    pub(crate) mean: f64,
    pub(crate) interval: Interval,
    pub(crate) p_value: f64,
    pub(crate) test: Test,
    pub(crate) is_significant: bool,
}

/// The scores of instances that were asked together.
pub(crate) struct Scores {
    /// One an instance; at least one.
    pub(crate) scores: Vec<f64>,
    /// What their mean counts for among those of others.
    pub(crate) weight: f64,
}

/// The weighted mean of the means of lists that have no instance in common.
pub(crate) fn estimate(lists: &[Scores], resampler: &Resampler) -> Option<Estimate> {
    let first = lists.first()?;
    let all = || lists.iter().flat_map(|list| list.scores.iter().copied());
    let n = all().count();
    let weights: f64 = lists.iter().map(|list| list.weight).sum();
    let mean_of = |list: &Scores| list.scores.iter().sum::<f64>() / list.scores.len() as f64;
    let mean = lists.iter().map(|list| list.weight / weights * mean_of(list)).sum();
    let is_alike = |list: &Scores| same(list.weight, first.weight) && list.scores.len() == first.scores.len();
    let is_constant = |list: &Scores| list.scores.iter().all(|score| same(*score, list.scores[0]));
    let interval = if all().all(is_bit) && lists.iter().all(is_alike) {
        // A share of all instances together.
        let successes = all().filter(|score| *score > 0.5).count();
        Interval::new(wilson_interval(successes as u64, n as u64)?, IntervalMethod::Wilson)
    } else if lists.iter().all(is_constant) {
        // Every draw would give the same.
        Interval { low: mean, high: mean, level: LEVEL, method: IntervalMethod::Bootstrap }
    } else {
        Interval::new(resampler.interval(lists)?, IntervalMethod::Bootstrap)
    };
    Some(Estimate { mean, n, interval })
}

/// The first minus the second score of instances.
pub(crate) fn difference_of_scores(scores: &[(f64, f64)], resampler: &Resampler) -> Option<Difference> {
    let differences: Vec<f64> = scores.iter().map(|(a, b)| a - b).collect();
    let bootstrap = resampler.paired(&differences)?;
    let (p_value, test) = if scores.iter().all(|(a, b)| is_bit(*a) && is_bit(*b)) {
        let only = |sign: f64| differences.iter().filter(|difference| **difference * sign > 0.5).count() as u64;
        (mcnemar_exact(only(1.0), only(-1.0)), Test::McnemarExact)
    } else {
        (bootstrap.p_value, Test::PairedBootstrap)
    };
    Some(Difference {
        n: scores.len(),
        mean: bootstrap.mean,
        interval: Interval::new(bootstrap.interval, IntervalMethod::Bootstrap),
        p_value,
        test,
        is_significant: p_value < SIGNIFICANT_BELOW,
    })
}

/// Whether a score is 0 or 1.
pub(crate) fn is_bit(score: f64) -> bool {
    same(score, 0.0) || same(score, 1.0)
}

#[expect(clippy::float_cmp, reason = "the same value, not a near one")]
fn same(a: f64, b: f64) -> bool {
    a == b
}

/// Whether the instances account for a value of a table, but for rounding.
pub(crate) fn accounts_for(mean: f64, value: f64) -> bool {
    (mean - value).abs() <= 1e-6 * value.abs().max(1.0)
}

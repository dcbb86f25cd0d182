//! What single instances say about a value: how sure it is, and whether two values differ.

use crate::results::RunScores;
use helm_core::files::MetricNameMatcher;
use helm_core::random::NumpyRandom;
use helm_core::statistics::{
    self, LEVEL, Stratum, bootstrap_interval, mcnemar_exact, paired_bootstrap, wilson_interval,
};
use indexmap::IndexMap;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Resamples of a bootstrap: the ends of its intervals then vary by a few hundredths of their width.
const RESAMPLES: usize = 1000;
/// The same question has the same answer.
const SEED: u32 = 0;
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

/// The scores of a run's instances in one metric, each the mean over its train trials.
#[derive(Clone)]
pub(crate) struct Sample {
    run: Arc<RunScores>,
    /// A row of each instance.
    rows: Vec<usize>,
    scores: Vec<f64>,
    trials: usize,
}

impl Sample {
    /// The scores that the statistic meant by `matcher` is made of; none where the run has no such scores.
    pub(crate) fn new(run: &Arc<RunScores>, matcher: &MetricNameMatcher) -> Option<Self> {
        let by_trial = scores_by_trial(run, &matcher.name, matcher);
        if by_trial.is_empty() && matcher.name == "quasi_exact_match" {
            // As in the tables: methods that choose among options report only the exact match.
            return Self::new(run, &MetricNameMatcher { name: "exact_match".into(), ..matcher.clone() });
        }
        let trials = by_trial.iter().map(|of_trial| of_trial.trial).collect::<std::collections::HashSet<_>>().len();
        let mut index_of_id: HashMap<&str, usize> = HashMap::new();
        let (mut rows, mut sums) = (Vec::new(), Vec::<(f64, f64)>::new());
        for of_trial in &by_trial {
            let index = *index_of_id.entry(&run.keys.rows[of_trial.row].instance_id).or_insert_with(|| {
                rows.push(of_trial.row);
                sums.push((0.0, 0.0));
                rows.len() - 1
            });
            sums[index].0 += of_trial.score;
            sums[index].1 += 1.0;
        }
        let scores = sums.into_iter().map(|(sum, count)| sum / count).collect::<Vec<_>>();
        (!scores.is_empty()).then(|| Self { run: Arc::clone(run), rows, scores, trials })
    }

    /// The instances that both have, with both scores.
    fn paired_with<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a str, f64, f64)> {
        let theirs: HashMap<&str, f64> = other.by_id().collect();
        self.by_id().filter_map(move |(id, score)| Some((id, score, *theirs.get(id)?)))
    }

    fn by_id(&self) -> impl Iterator<Item = (&str, f64)> {
        self.rows.iter().map(|row| self.run.keys.rows[*row].instance_id.as_ref()).zip(self.scores.iter().copied())
    }

    #[expect(clippy::float_cmp, reason = "the same value, not a near one")]
    fn is_constant(&self) -> bool {
        self.scores.iter().all(|score| *score == self.scores[0])
    }

    fn mean(&self) -> f64 {
        self.scores.iter().sum::<f64>() / self.scores.len() as f64
    }
}

struct TrialScore {
    row: usize,
    trial: u32,
    score: f64,
}

fn scores_by_trial(run: &RunScores, metric: &str, matcher: &MetricNameMatcher) -> Vec<TrialScore> {
    let keys = &run.keys;
    let in_split = |row: usize| {
        (matcher.split == "__all__" || keys.split_of(row) == Some(&matcher.split))
            && (matcher.sub_split.is_none() || keys.sub_split_of(row) == matcher.sub_split.as_deref())
    };
    let rows = (0..keys.rows.len()).filter(|row| in_split(*row));
    let found = rows.filter_map(|row| {
        let score = run.value(metric, row)?;
        Some(TrialScore { row, trial: keys.rows[row].train_trial_index, score })
    });
    match matcher.perturbation_name.as_deref() {
        None => found.filter(|of_trial| keys.rows[of_trial.row].perturbation.is_none()).collect(),
        Some(name) => worst_cases(run, found, name),
    }
}

/// The least score of each instance over itself and its copies under the perturbation. Under a single one, only
/// instances that have a copy count.
fn worst_cases(run: &RunScores, scores: impl Iterator<Item = TrialScore>, perturbation: &str) -> Vec<TrialScore> {
    let is_mixture = ["robustness", "fairness"].contains(&perturbation);
    let mut worst: HashMap<(&str, u32), (usize, bool)> = HashMap::new();
    let mut found: Vec<(TrialScore, bool)> = Vec::new();
    for of_trial in scores {
        let is_copy = match run.keys.perturbation_of(of_trial.row) {
            None => false,
            Some(known) => match perturbation {
                "robustness" if known.robustness => true,
                "fairness" if known.fairness => true,
                name if *known.name == *name => true,
                _ => continue,
            },
        };
        let key = (run.keys.rows[of_trial.row].instance_id.as_ref(), of_trial.trial);
        if let Some((index, _)) = worst.get(&key) {
            let (known, has_copy) = &mut found[*index];
            known.score = known.score.min(of_trial.score);
            *has_copy |= is_copy;
        } else {
            worst.insert(key, (found.len(), is_copy));
            found.push((of_trial, is_copy || is_mixture));
        }
    }
    found.into_iter().filter(|(_, counts)| *counts).map(|(of_trial, _)| of_trial).collect()
}

/// The mean of the means of runs, each counted by its train trials, as tables have it. Runs of the same scenario (the
/// first of each pair) ask the same instances again, with another method, say: they count as one sample of them.
pub(crate) fn estimate_of_runs(samples: Vec<(String, Sample)>) -> Option<Estimate> {
    let mut of_scenarios: IndexMap<String, Vec<Sample>> = IndexMap::new();
    for (scenario, sample) in samples {
        of_scenarios.entry(scenario).or_default().push(sample);
    }
    estimate(&of_scenarios.into_values().map(merged).collect::<Vec<_>>())
}

/// The scores of several runs on the same instances: the mean of each instance, runs counted by their train trials.
fn merged(mut samples: Vec<Sample>) -> Sample {
    if samples.len() == 1 {
        return samples.remove(0);
    }
    let mut sums: IndexMap<String, (usize, f64, f64)> = IndexMap::new();
    for sample in &samples {
        let weight = sample.trials as f64;
        for ((id, score), row) in sample.by_id().zip(&sample.rows) {
            let (_, sum, weights) = sums.entry(id.to_owned()).or_insert((*row, 0.0, 0.0));
            *sum += weight * score;
            *weights += weight;
        }
    }
    let first = samples.swap_remove(0);
    let trials = first.trials + samples.iter().map(|sample| sample.trials).sum::<usize>();
    Sample {
        rows: sums.values().map(|(row, ..)| *row).collect(),
        scores: sums.into_values().map(|(_, sum, weights)| sum / weights).collect(),
        trials,
        run: first.run,
    }
}

/// The mean of the means of samples that have no instance in common.
pub(crate) fn estimate(samples: &[Sample]) -> Option<Estimate> {
    let n = samples.iter().map(|sample| sample.scores.len()).sum();
    let trials: usize = samples.iter().map(|sample| sample.trials).sum();
    let weight = |sample: &Sample| sample.trials as f64 / trials as f64;
    let mean = samples.iter().map(|sample| weight(sample) * sample.mean()).sum();
    let first = samples.first()?;
    let is_alike = |sample: &Sample| sample.trials == first.trials && sample.scores.len() == first.scores.len();
    let are_bits = samples.iter().all(|sample| sample.scores.iter().copied().all(is_bit));
    let interval = if are_bits && samples.iter().all(is_alike) {
        // A share of all instances together.
        let successes = samples.iter().flat_map(|sample| &sample.scores).filter(|score| **score > 0.5).count();
        Interval::new(wilson_interval(successes as u64, n as u64)?, IntervalMethod::Wilson)
    } else if samples.iter().all(Sample::is_constant) {
        // Every draw would give the same.
        Interval { low: mean, high: mean, level: LEVEL, method: IntervalMethod::Bootstrap }
    } else {
        let strata: Vec<Stratum> =
            samples.iter().map(|sample| Stratum { scores: &sample.scores, weight: weight(sample) }).collect();
        let mut random = NumpyRandom::from_seed(SEED);
        Interval::new(bootstrap_interval(&strata, RESAMPLES, &mut random)?, IntervalMethod::Bootstrap)
    };
    Some(Estimate { mean, n, interval })
}

/// Two runs that were asked about the same scenario.
pub(crate) struct PairedSamples {
    pub(crate) scenario: String,
    pub(crate) a: Sample,
    pub(crate) b: Sample,
}

/// The first minus the second of each pair, over the instances that both were asked. What several pairs were asked
/// counts once, with its mean.
pub(crate) fn difference(pairs: &[PairedSamples]) -> Option<Difference> {
    let mut sums: IndexMap<(&str, &str), (f64, f64, f64)> = IndexMap::new();
    for pair in pairs {
        for (id, a, b) in pair.a.paired_with(&pair.b) {
            let (sum_a, sum_b, count) = sums.entry((&pair.scenario, id)).or_default();
            *sum_a += a;
            *sum_b += b;
            *count += 1.0;
        }
    }
    let scores: Vec<(f64, f64)> = sums.into_values().map(|(a, b, count)| (a / count, b / count)).collect();
    difference_of_scores(&scores)
}

/// The first minus the second score of instances.
pub(crate) fn difference_of_scores(scores: &[(f64, f64)]) -> Option<Difference> {
    let differences: Vec<f64> = scores.iter().map(|(a, b)| a - b).collect();
    let bootstrap = paired_bootstrap(&differences, RESAMPLES, &mut NumpyRandom::from_seed(SEED))?;
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

/// The estimate of a plain list of scores.
pub(crate) fn estimate_of_scores(scores: &[f64]) -> Option<Estimate> {
    let n = scores.len();
    let mean = scores.iter().sum::<f64>() / n as f64;
    let interval = if scores.iter().copied().all(is_bit) {
        let successes = scores.iter().filter(|score| **score > 0.5).count();
        Interval::new(wilson_interval(successes as u64, n as u64)?, IntervalMethod::Wilson)
    } else {
        let strata = [Stratum { scores, weight: 1.0 }];
        let mut random = NumpyRandom::from_seed(SEED);
        Interval::new(bootstrap_interval(&strata, RESAMPLES, &mut random)?, IntervalMethod::Bootstrap)
    };
    Some(Estimate { mean, n, interval })
}

#[expect(clippy::float_cmp, reason = "scores of right and wrong are exactly 0 and 1")]
fn is_bit(score: f64) -> bool {
    score == 0.0 || score == 1.0
}

/// Whether the instances account for a value of a table, but for rounding.
pub(crate) fn accounts_for(mean: f64, value: f64) -> bool {
    (mean - value).abs() <= 1e-6 * value.abs().max(1.0)
}

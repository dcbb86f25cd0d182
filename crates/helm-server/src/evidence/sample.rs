//! The scores of single instances that a statistic is made of.

use super::{Difference, Estimate, Resampler, Scores, difference_of_scores, estimate};
use crate::results::RunScores;
use helm_core::files::MetricNameMatcher;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
        let trials = by_trial.iter().map(|of_trial| of_trial.trial).collect::<HashSet<_>>().len();
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

    /// The mean of this sample alone.
    pub(crate) fn estimate(self, resampler: &Resampler) -> Option<Estimate> {
        estimate(&[self.plain()], resampler)
    }

    fn plain(self) -> Scores {
        Scores { scores: self.scores, weight: self.trials as f64 }
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
pub(crate) fn estimate_of_runs(samples: Vec<(String, Sample)>, resampler: &Resampler) -> Option<Estimate> {
    let mut of_scenarios: IndexMap<String, Vec<Sample>> = IndexMap::new();
    for (scenario, sample) in samples {
        of_scenarios.entry(scenario).or_default().push(sample);
    }
    estimate(&of_scenarios.into_values().map(merged).collect::<Vec<_>>(), resampler)
}

/// The scores of several runs on the same instances: the mean of each instance, runs counted by their train trials.
fn merged(mut samples: Vec<Sample>) -> Scores {
    if samples.len() == 1 {
        return samples.remove(0).plain();
    }
    let mut sums: IndexMap<&str, (f64, f64)> = IndexMap::new();
    for sample in &samples {
        let weight = sample.trials as f64;
        for (id, score) in sample.by_id() {
            let (sum, weights) = sums.entry(id).or_default();
            *sum += weight * score;
            *weights += weight;
        }
    }
    Scores {
        scores: sums.into_values().map(|(sum, weights)| sum / weights).collect(),
        weight: samples.iter().map(|sample| sample.trials as f64).sum(),
    }
}

/// Two runs that were asked about the same scenario.
pub(crate) struct PairedSamples {
    pub(crate) scenario: String,
    pub(crate) a: Sample,
    pub(crate) b: Sample,
}

/// The first minus the second of each pair, over the instances that both were asked. What several pairs were asked
/// counts once, with its mean.
pub(crate) fn difference(pairs: &[PairedSamples], resampler: &Resampler) -> Option<Difference> {
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
    difference_of_scores(&scores, resampler)
}

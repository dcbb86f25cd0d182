//! Which instances all of those that are compared were asked, and who of them is right.

use super::compare_query::Subjects;
use super::pairs::{PairCounts, scenario_of};
use super::run_stats::UNPERTURBED;
use super::state::Api;
use crate::evidence::{Estimate, Resampler, Scores, estimate, is_bit};
use crate::results::{DECIDING_METRICS, RunInfo, RunScores, Verdict};
use indexmap::{IndexMap, IndexSet};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The instances that all of some subjects were asked.
pub(super) struct Joined<'a> {
    pub(super) matched: Vec<Vec<(&'a RunInfo, Arc<RunScores>)>>,
    pub(super) rows: Vec<JoinedRow>,
    /// The scenario of the matched runs: the same instances are asked in several, with other methods, say.
    scenarios: Vec<String>,
    pub(super) metric: Option<String>,
    /// Whether the metric says who is right; otherwise each run's own deciding metric does.
    pub(super) is_decided_by_metric: bool,
    are_asked_once: bool,
    resampler: &'a Resampler,
}

/// An instance that all were asked.
pub(super) struct JoinedRow {
    /// Index into the matched runs.
    pub(super) matched: usize,
    /// The row in each run's scores.
    pub(super) rows: Vec<usize>,
    pub(super) verdicts: Vec<Verdict>,
}

impl<'a> Joined<'a> {
    /// Joins rows by instance, perturbation and train trial; only those of the perturbation named, or of none.
    pub(super) fn new(api: &'a Api, subjects: &Subjects<'a>, metric: Option<&str>, perturbation: &str) -> Self {
        let matched: Vec<Vec<(&RunInfo, Arc<RunScores>)>> = subjects
            .matched
            .iter()
            .map(|runs| runs.iter().map(|run| (*run, api.results.scores(run))).collect())
            .collect();
        let all_have =
            |metric: &&str| !matched.is_empty() && matched.iter().flatten().all(|(_, scores)| scores.has(metric));
        let metric = metric.or_else(|| DECIDING_METRICS.into_iter().find(all_have)).map(str::to_owned);
        let rows: Vec<JoinedRow> =
            matched.iter().enumerate().flat_map(|(index, runs)| join(index, runs, perturbation)).collect();
        let scenarios = matched.iter().map(|runs| scenario_of(runs[0].0)).collect();
        let mut joined = Self {
            matched,
            rows,
            scenarios,
            metric,
            is_decided_by_metric: false,
            are_asked_once: false,
            resampler: &api.results.resampler,
        };
        joined.decide_by_metric();
        let distinct: HashSet<(&str, &str)> = joined.rows.iter().map(|row| joined.instance(row)).collect();
        joined.are_asked_once = distinct.len() == joined.rows.len();
        joined
    }

    /// Lets the metric say who is right, where it is 0 or 1 for every answer.
    fn decide_by_metric(&mut self) {
        let verdict = |value: Option<f64>| match value {
            Some(value) if is_bit(value) => Some(if value > 0.5 { Verdict::Correct } else { Verdict::Wrong }),
            Some(_) => None,
            None => Some(Verdict::Unknown),
        };
        let of_row = |row: &JoinedRow| (0..row.rows.len()).map(|subject| verdict(self.value(row, subject))).collect();
        let decided: Option<Vec<Vec<Verdict>>> = self.rows.iter().map(of_row).collect();
        if let Some(decided) = decided {
            self.rows.iter_mut().zip(decided).for_each(|(row, verdicts)| row.verdicts = verdicts);
            self.is_decided_by_metric = true;
        }
    }

    /// The metrics that all of the runs have.
    pub(super) fn shared_metrics(&self) -> Vec<&str> {
        let first = self.matched.iter().flatten().next();
        let all_have = |metric: &&str| self.matched.iter().flatten().all(|(_, scores)| scores.has(metric));
        first.into_iter().flat_map(|(_, scores)| scores.metrics()).filter(all_have).collect()
    }

    /// The perturbations that all of the runs have.
    pub(super) fn shared_perturbations(&self) -> Vec<&str> {
        let has = |scores: &RunScores, name: &str| scores.keys.perturbations.iter().any(|known| *known.name == *name);
        let mut runs = self.matched.iter().flatten();
        let Some((_, first)) = runs.next() else { return Vec::new() };
        let names: IndexSet<&str> = first.keys.perturbations.iter().map(|known| known.name.as_ref()).collect();
        names.into_iter().filter(|name| runs.clone().all(|(_, scores)| has(scores, name))).collect()
    }

    /// The scenario and the id of what a row asks.
    fn instance(&self, row: &JoinedRow) -> (&str, &str) {
        (&self.scenarios[row.matched], &self.matched[row.matched][0].1.keys.rows[row.rows[0]].instance_id)
    }

    /// What a subject scores in a row.
    pub(super) fn value(&self, row: &JoinedRow, subject: usize) -> Option<f64> {
        self.matched[row.matched][subject].1.value(self.metric.as_deref()?, row.rows[subject])
    }

    /// The scores of the subjects on each instance, the mean over the times it was asked.
    fn scores(&self, subjects: &[usize]) -> Vec<Vec<f64>> {
        let mut sums: IndexMap<(&str, &str), (Vec<f64>, f64)> = IndexMap::new();
        for row in &self.rows {
            let values: Option<Vec<f64>> = subjects.iter().map(|subject| self.value(row, *subject)).collect();
            let Some(values) = values else { continue };
            let (sum, count) = sums.entry(self.instance(row)).or_insert_with(|| (vec![0.0; subjects.len()], 0.0));
            sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            *count += 1.0;
        }
        sums.into_values().map(|(sum, count)| sum.into_iter().map(|sum| sum / count).collect()).collect()
    }

    /// Two of the subjects.
    pub(super) fn pair(&self, a: usize, b: usize) -> PairCounts {
        let is_right = |verdict: Verdict| match verdict {
            Verdict::Correct => Some(true),
            Verdict::Wrong => Some(false),
            Verdict::Unknown => None,
        };
        let verdicts: Vec<(bool, bool)> =
            self.rows.iter().filter_map(|row| is_right(row.verdicts[a]).zip(is_right(row.verdicts[b]))).collect();
        let scores: Vec<(f64, f64)> = self.scores(&[a, b]).iter().map(|both| (both[0], both[1])).collect();
        PairCounts::new(&verdicts, &scores, self.are_asked_once, self.resampler)
    }

    /// One of the subjects.
    pub(super) fn estimate(&self, subject: usize) -> Option<Estimate> {
        let scores: Vec<f64> = self.scores(&[subject]).into_iter().flatten().collect();
        if scores.is_empty() { None } else { estimate(&[Scores { scores, weight: 1.0 }], self.resampler) }
    }
}

fn join(index: usize, runs: &[(&RunInfo, Arc<RunScores>)], perturbation: &str) -> Vec<JoinedRow> {
    let key_of = |scores: &'_ RunScores, row: usize| -> Option<(String, Option<String>, u32)> {
        let known = scores.keys.perturbation_of(row);
        let is_wanted = known.map_or(UNPERTURBED, |known| &known.name) == perturbation;
        let key = &scores.keys.rows[row];
        is_wanted
            .then(|| (key.instance_id.to_string(), known.map(|known| known.json.to_string()), key.train_trial_index))
    };
    let of_others: Vec<HashMap<_, usize>> = runs[1..]
        .iter()
        .map(|(_, scores)| (0..scores.keys.rows.len()).filter_map(|row| Some((key_of(scores, row)?, row))).collect())
        .collect();
    let first = &runs[0].1;
    let joined = (0..first.keys.rows.len()).filter_map(|row| {
        let key = key_of(first, row)?;
        let others: Option<Vec<usize>> = of_others.iter().map(|rows| rows.get(&key).copied()).collect();
        let rows: Vec<usize> = std::iter::once(row).chain(others?).collect();
        let verdicts = rows.iter().zip(runs).map(|(row, (_, scores))| Verdict::new(scores, *row)).collect();
        Some(JoinedRow { matched: index, rows, verdicts })
    });
    joined.collect()
}

/// Who of them is right: all, none, one only, all but one.
pub(super) fn category(verdicts: &[Verdict]) -> String {
    if verdicts.contains(&Verdict::Unknown) {
        return "unknown".into();
    }
    let right: Vec<usize> = (0..verdicts.len()).filter(|index| verdicts[*index] == Verdict::Correct).collect();
    let wrong = (0..verdicts.len()).find(|index| !right.contains(index));
    match (right.as_slice(), wrong) {
        (_, None) => "all_correct".into(),
        ([], _) => "all_wrong".into(),
        ([only], _) => format!("only_{}", only + 1),
        (right, Some(wrong)) if right.len() + 1 == verdicts.len() => format!("not_{}", wrong + 1),
        _ => "mixed".into(),
    }
}

/// Whether a category is one of those that are asked for.
pub(super) fn is_in(category: &str, wanted: &str) -> bool {
    match wanted {
        "all" => true,
        "disagree" => !["all_correct", "all_wrong", "unknown"].contains(&category),
        _ => category == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_say_who_is_right() {
        let (right, wrong, unknown) = (Verdict::Correct, Verdict::Wrong, Verdict::Unknown);
        for (verdicts, expected) in [
            (&[right, right][..], "all_correct"),
            (&[wrong, wrong], "all_wrong"),
            (&[right, wrong], "only_1"),
            (&[wrong, right, wrong], "only_2"),
            (&[right, right, wrong], "not_3"),
            (&[right, right, wrong, wrong], "mixed"),
            (&[right, unknown], "unknown"),
        ] {
            assert_eq!(category(verdicts), expected);
        }
        assert!(is_in("only_1", "disagree") && is_in("mixed", "all") && !is_in("unknown", "disagree"));
    }
}

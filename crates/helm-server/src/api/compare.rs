use super::answer::Question;
use super::compare_query::{self, Subject, SubjectKind, Subjects};
use super::error::ApiError;
use super::instance::{InstanceRow, Reference};
use super::instance_query::InstanceQuery;
use super::page::Page;
use super::pairs::{PairCounts, scenario_of};
use super::query::{Query, wrong};
use super::run_row::{arguments_label, scenario_name};
use super::run_stats::UNPERTURBED;
use super::search::Search;
use super::state::Api;
use crate::evidence::{Estimate, Interval, estimate_of_scores};
use crate::results::{DECIDING_METRICS, Problem, RunInfo, RunList, RunScores, Verdict};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Two to five side by side.
#[derive(Serialize)]
pub(crate) struct Comparison {
    #[serde(flatten)]
    page: Page,
    subjects: Vec<ComparedSubject>,
    metric: Option<String>,
    n: usize,
    counts: IndexMap<String, usize>,
    pairs: Vec<Pair>,
    rows: Vec<CompareRow>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct ComparedSubject {
    kind: SubjectKind,
    name: String,
    display_name: String,
    path: String,
    runs: Vec<String>,
    correct: usize,
    mean: Option<f64>,
    interval: Option<Interval>,
}

#[derive(Serialize)]
struct Pair {
    a: usize,
    b: usize,
    #[serde(flatten)]
    counts: PairCounts,
}

#[derive(Serialize)]
struct CompareRow {
    instance_id: String,
    perturbation: Option<Value>,
    train_trial_index: u32,
    split: Option<String>,
    scenario_label: String,
    category: String,
    input: String,
    references: Vec<Reference>,
    answers: Vec<Answer>,
}

#[derive(Serialize)]
struct Answer {
    run: String,
    row: Option<usize>,
    path: Option<String>,
    prediction: String,
    mapped_output: Option<String>,
    chosen_reference: Option<usize>,
    verdict: Verdict,
    value: Option<f64>,
}

/// The instances that all of some subjects were asked.
pub(super) struct Joined<'a> {
    pub(super) matched: Vec<Vec<(&'a RunInfo, Arc<RunScores>)>>,
    rows: Vec<JoinedRow>,
    /// The scenario of the matched runs: the same instances are asked in several, with other methods, say.
    scenarios: Vec<String>,
    pub(super) metric: Option<String>,
    are_asked_once: bool,
}

struct JoinedRow {
    /// Index into the matched runs.
    matched: usize,
    /// The row in each run's scores.
    rows: Vec<usize>,
    verdicts: Vec<Verdict>,
}

impl<'a> Joined<'a> {
    /// Joins rows by instance, perturbation and train trial; only those of the perturbation named, or of none.
    pub(super) fn new(api: &Api, subjects: &Subjects<'a>, metric: Option<&str>, perturbation: &str) -> Self {
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
        let mut joined = Self { matched, rows, scenarios, metric, are_asked_once: false };
        let distinct: HashSet<(&str, &str)> = joined.rows.iter().map(|row| joined.instance(row)).collect();
        joined.are_asked_once = distinct.len() == joined.rows.len();
        joined
    }

    /// The scenario and the id of what a row asks.
    fn instance(&self, row: &JoinedRow) -> (&str, &str) {
        (&self.scenarios[row.matched], &self.matched[row.matched][0].1.keys.rows[row.rows[0]].instance_id)
    }

    fn value(&self, row: &JoinedRow, subject: usize) -> Option<f64> {
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
        PairCounts::new(&verdicts, &scores, self.are_asked_once)
    }

    /// One of the subjects.
    pub(super) fn estimate(&self, subject: usize) -> Option<Estimate> {
        let scores: Vec<f64> = self.scores(&[subject]).into_iter().flatten().collect();
        if scores.is_empty() { None } else { estimate_of_scores(&scores) }
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
fn category(verdicts: &[Verdict]) -> String {
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

fn is_in(category: &str, wanted: &str) -> bool {
    match wanted {
        "all" => true,
        "disagree" => !["all_correct", "all_wrong", "unknown"].contains(&category),
        _ => category == wanted,
    }
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Comparison, ApiError> {
    let query = question.query(&compare_query::PARAMETERS)?;
    let mut page = Page::of(&query, 20, 200)?;
    let wanted = compare_query::category(&query)?;
    let search = Search::of(&query)?;
    let (list, summary) = (api.results.runs(), api.results.summary());
    let subjects = Subjects::of(api, &query, &list, &summary)?;
    let joined = Joined::new(api, &subjects, query.one("metric")?, query.one("perturbation")?.unwrap_or(UNPERTURBED));
    check_metric(&query, &joined)?;
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    let categories: Vec<String> = joined.rows.iter().map(|row| category(&row.verdicts)).collect();
    for category in &categories {
        *counts.entry(category.clone()).or_default() += 1;
    }
    counts.sort_unstable_keys();
    let mut problems = Vec::new();
    for (run, scores) in joined.matched.iter().flatten() {
        problems.extend(run.problem.clone().or_else(|| scores.problem.clone()));
    }
    let chosen: Vec<usize> = (0..joined.rows.len()).filter(|index| is_in(&categories[*index], wanted)).collect();
    let hits = found(api, &joined, chosen, search, &mut problems);
    let shown =
        page.cut(&hits).iter().map(|index| compare_row(api, &joined, *index, &categories[*index], &mut problems));
    let rows = shown.collect();
    let pairs = (0..subjects.subjects.len()).flat_map(|a| (a + 1..subjects.subjects.len()).map(move |b| (a, b)));
    Ok(Comparison {
        page,
        metric: joined.metric.clone(),
        n: joined.rows.len(),
        counts,
        pairs: pairs.map(|(a, b)| Pair { a, b, counts: joined.pair(a, b) }).collect(),
        subjects: subjects
            .subjects
            .iter()
            .enumerate()
            .map(|(index, subject)| compared(subject, index, &joined))
            .collect(),
        rows,
        problems,
    })
}

fn check_metric(query: &Query, joined: &Joined) -> Result<(), ApiError> {
    let Some(metric) = query.one("metric")? else { return Ok(()) };
    if joined.matched.iter().flatten().all(|(_, scores)| scores.has(metric)) {
        return Ok(());
    }
    let all = joined.matched.iter().flatten().next().map(|(_, scores)| scores.metrics().collect::<Vec<_>>());
    let shared = all
        .unwrap_or_default()
        .into_iter()
        .filter(|metric| joined.matched.iter().flatten().all(|(_, scores)| scores.has(metric)));
    let names = shared.collect::<Vec<_>>().join("`, `");
    Err(wrong("metric", &format!("not all have `{metric}`"), &format!("all have `{names}`")))
}

fn compared(subject: &Subject, index: usize, joined: &Joined) -> ComparedSubject {
    let estimate = joined.estimate(index);
    ComparedSubject {
        kind: subject.kind,
        name: subject.name.clone(),
        display_name: subject.display_name.clone(),
        path: subject.path.clone(),
        runs: joined.matched.iter().map(|runs| runs[index].0.name.clone()).collect(),
        correct: joined.rows.iter().filter(|row| row.verdicts[index] == Verdict::Correct).count(),
        mean: estimate.as_ref().map(|estimate| estimate.mean),
        interval: estimate.map(|estimate| estimate.interval),
    }
}

/// Those of the joined rows in which one of the answers, or the input, has what is searched for.
fn found(api: &Api, joined: &Joined, chosen: Vec<usize>, search: Search, problems: &mut Vec<Problem>) -> Vec<usize> {
    if search.is_empty() {
        return chosen;
    }
    let query = InstanceQuery::in_answers(search);
    let mut found = HashSet::new();
    for (matched, runs) in joined.matched.iter().enumerate() {
        for (subject, (run, _)) in runs.iter().enumerate() {
            let rows = api.results.rows(run);
            let of_scores: HashMap<usize, usize> =
                rows.rows.iter().enumerate().filter_map(|(row, known)| Some((known.scores? as usize, row))).collect();
            let own = chosen.iter().filter(|index| joined.rows[**index].matched == matched);
            let index_of_row: HashMap<usize, usize> =
                own.filter_map(|index| Some((*of_scores.get(&joined.rows[*index].rows[subject])?, *index))).collect();
            let mut wanted: Vec<usize> = index_of_row.keys().copied().collect();
            wanted.sort_unstable();
            let hits = query.found_among(&rows, wanted, problems);
            found.extend(hits.into_iter().map(|row| index_of_row[&row]));
        }
    }
    chosen.into_iter().filter(|index| found.contains(index)).collect()
}

fn compare_row(api: &Api, joined: &Joined, index: usize, category: &str, problems: &mut Vec<Problem>) -> CompareRow {
    let row = &joined.rows[index];
    let runs = &joined.matched[row.matched];
    let (first_run, first) = &runs[0];
    let key = &first.keys.rows[row.rows[0]];
    let mut input = String::new();
    let mut references = Vec::new();
    let mut answers = Vec::new();
    for (subject, (run, _)) in runs.iter().enumerate() {
        let rows = api.results.rows(run);
        let own = rows.row_of_scores(row.rows[subject]);
        let shown = own.map(|own| InstanceRow::read(api, run, &rows, own, problems).0);
        if let Some(shown) = shown.as_ref().filter(|_| input.is_empty()) {
            input.clone_from(&shown.input);
            references.clone_from(&shown.references);
        }
        answers.push(Answer {
            run: run.name.clone(),
            row: own,
            path: own.map(|own| api.paths.instance(&run.name, own)),
            verdict: row.verdicts[subject],
            value: joined.value(row, subject),
            prediction: shown.as_ref().map(|shown| shown.prediction.clone()).unwrap_or_default(),
            mapped_output: shown.as_ref().and_then(|shown| shown.mapped_output.clone()),
            chosen_reference: shown.as_ref().and_then(|shown| shown.chosen_reference),
        });
    }
    let args = first_run.run_spec.as_ref().map(|run_spec| arguments_label(&run_spec.scenario_spec.args));
    let parts = [scenario_name(first_run), args.unwrap_or_default()];
    CompareRow {
        instance_id: key.instance_id.to_string(),
        perturbation: first.keys.perturbation_of(row.rows[0]).map(crate::results::Perturbation::value),
        train_trial_index: key.train_trial_index,
        split: first.keys.split_of(row.rows[0]).map(str::to_owned),
        scenario_label: parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", "),
        category: category.into(),
        input,
        references,
        answers,
    }
}

/// A pair in an export.
#[derive(Serialize)]
pub(crate) struct ComparedPair {
    a: String,
    b: String,
    metric: Option<String>,
    #[serde(flatten)]
    counts: PairCounts,
    mean_a: Option<f64>,
    mean_b: Option<f64>,
    interval_a: Option<Interval>,
    interval_b: Option<Interval>,
}

impl ComparedPair {
    /// Two runs; none where they share no instance.
    pub(crate) fn of_runs(api: &Api, list: &RunList, a: &str, b: &str) -> Option<Self> {
        let runs = [list.find(a)?, list.find(b)?];
        Self::new(api, &Subjects::runs(api, &runs), a, b)
    }

    /// Two models; none where they share no instance.
    pub(crate) fn of_models(api: &Api, list: &RunList, a: &str, b: &str) -> Option<Self> {
        Self::new(api, &Subjects::models(api, &[a, b], None, list, &api.results.summary()), a, b)
    }

    fn new(api: &Api, subjects: &Subjects, a: &str, b: &str) -> Option<Self> {
        let joined = Joined::new(api, subjects, None, UNPERTURBED);
        if joined.rows.is_empty() {
            return None;
        }
        let (of_a, of_b) = (joined.estimate(0), joined.estimate(1));
        Some(Self {
            a: a.into(),
            b: b.into(),
            counts: joined.pair(0, 1),
            mean_a: of_a.as_ref().map(|estimate| estimate.mean),
            mean_b: of_b.as_ref().map(|estimate| estimate.mean),
            interval_a: of_a.map(|estimate| estimate.interval),
            interval_b: of_b.map(|estimate| estimate.interval),
            metric: joined.metric,
        })
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

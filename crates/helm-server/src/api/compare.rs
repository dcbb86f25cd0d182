use super::answer::Question;
use super::compare_query::{self, Subject, SubjectKind, Subjects};
use super::error::ApiError;
use super::instance::{InstanceRow, Reference};
use super::instance_query::InstanceQuery;
use super::joined::{Joined, category, is_in};
use super::page::Page;
use super::pairs::PairCounts;
use super::query::{Query, wrong};
use super::run_row::{arguments_label, scenario_name};
use super::run_stats::UNPERTURBED;
use super::search::Search;
use super::state::Api;
use crate::evidence::Interval;
use crate::results::{Problem, Summary, Verdict};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Two to five side by side.
#[derive(Serialize)]
pub(crate) struct Comparison {
    #[serde(flatten)]
    page: Page,
    subjects: Vec<ComparedSubject>,
    metric: Option<String>,
    metric_display_name: Option<String>,
    lower_is_better: Option<bool>,
    is_decided_by_metric: bool,
    metrics: Vec<SharedMetric>,
    perturbations: Vec<String>,
    n: usize,
    counts: IndexMap<String, usize>,
    pairs: Vec<Pair>,
    rows: Vec<CompareRow>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct SharedMetric {
    name: String,
    display_name: String,
    is_score: bool,
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
        metric_display_name: joined.metric.as_ref().map(|metric| summary.metric_display_name(metric)),
        lower_is_better: joined.metric.as_ref().and_then(|metric| summary.metric(metric)?.lower_is_better),
        is_decided_by_metric: joined.is_decided_by_metric,
        metrics: shared_metrics(&joined, &summary),
        perturbations: joined.shared_perturbations().into_iter().map(str::to_owned).collect(),
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
    let names = joined.shared_metrics().join("`, `");
    Err(wrong("metric", &format!("not all have `{metric}`"), &format!("all have `{names}`")))
}

/// The metrics to choose from.
fn shared_metrics(joined: &Joined, summary: &Summary) -> Vec<SharedMetric> {
    let shared = |name: &str| SharedMetric {
        name: name.into(),
        display_name: summary.metric_display_name(name),
        is_score: summary.is_score(name),
    };
    joined.shared_metrics().into_iter().map(shared).collect()
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

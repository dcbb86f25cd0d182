use super::answer::Question;
use super::error::ApiError;
use super::page::Page;
use super::run::find;
use super::search::Search;
use super::state::Api;
use crate::evidence::{Interval, Resampler, Sample, accounts_for};
use crate::results::{Problem, RunScores, Summary};
use helm_core::files::{Field, MetricNameMatcher, Stat};
use helm_core::json::{self, FileError};
use helm_core::layout::STATS;
use indexmap::IndexSet;
use serde::Serialize;
use std::sync::Arc;

const PARAMETERS: [&str; 6] = ["search", "regex", "split", "perturbation", "page", "page_size"];
/// Stands for no perturbation in parameters.
pub(super) const UNPERTURBED: &str = "none";

/// A page of statistics.
#[derive(Serialize)]
pub(crate) struct RunStats {
    #[serde(flatten)]
    page: Page,
    stats: Vec<StatRow>,
    splits: Vec<String>,
    perturbations: Vec<String>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct StatRow {
    name: String,
    display_name: String,
    description: Option<String>,
    lower_is_better: Option<bool>,
    split: Option<String>,
    sub_split: Option<String>,
    perturbation: Option<String>,
    computed_on: Option<String>,
    count: u64,
    mean: Option<f64>,
    stddev: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    sum: f64,
    n: Option<usize>,
    interval: Option<Interval>,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<RunStats, ApiError> {
    let query = question.query(&PARAMETERS)?;
    let mut page = if api.paths.export.is_some() { Page::whole() } else { Page::of(&query, 100, 1000)? };
    let search = Search::of(&query)?;
    let (splits, perturbations) = (query.all("split"), query.all("perturbation"));
    let (list, summary) = (api.results.runs(), api.results.summary());
    let run = find(&list, question.name())?;
    let mut problems: Vec<Problem> = run.problem.clone().into_iter().collect();
    let stats: Vec<Stat> = match json::read(&run.folder.join(STATS)) {
        Ok(stats) => stats,
        Err(FileError::Read { .. }) if run.files.stats.is_none() => Vec::new(),
        Err(_) => {
            problems.extend(api.results.headline(run, &summary).problem.clone());
            Vec::new()
        }
    };
    let hits: Vec<&Stat> = stats
        .iter()
        .filter(|stat| search.finds(&[&stat.name.name, &summary.metric_display_name(&stat.name.name)]))
        .filter(|stat| splits.is_empty() || splits.contains(&stat.name.split.as_deref().unwrap_or_default()))
        .filter(|stat| perturbations.is_empty() || perturbations.contains(&perturbation_name(stat)))
        .collect();
    let scores = api.results.scores(run);
    let shown = page.cut(&hits).iter().map(|stat| row(stat, &summary, &scores, &api.results.resampler)).collect();
    let all_splits: IndexSet<&String> = stats.iter().filter_map(|stat| stat.name.split.as_ref()).collect();
    let all_perturbations: IndexSet<&str> =
        stats.iter().map(perturbation_name).filter(|name| *name != UNPERTURBED).collect();
    Ok(RunStats {
        page,
        stats: shown,
        splits: all_splits.into_iter().cloned().collect(),
        perturbations: all_perturbations.into_iter().map(str::to_owned).collect(),
        problems,
    })
}

fn perturbation_name(stat: &Stat) -> &str {
    stat.name.perturbation.as_ref().map_or(UNPERTURBED, |perturbation| &perturbation.name)
}

fn row(stat: &Stat, summary: &Summary, scores: &Arc<RunScores>, resampler: &Resampler) -> StatRow {
    let metric = summary.metric(&stat.name.name);
    let perturbation = stat.name.perturbation.as_ref();
    let number = |value: Option<helm_core::files::Number>| value.map(helm_core::files::Number::as_f64);
    let mean = number(stat.mean);
    // Of perturbed means only those of worst cases are a mean over what `Sample` knows.
    let is_known = summary.is_score(&stat.name.name)
        && perturbation.is_none_or(|perturbation| perturbation.computed_on == "worst");
    let matcher = MetricNameMatcher {
        name: stat.name.name.clone(),
        split: stat.name.split.clone().unwrap_or_else(|| "__all__".into()),
        sub_split: stat.name.sub_split.clone(),
        perturbation_name: perturbation.map(|perturbation| perturbation.name.clone()),
    };
    let sample = if is_known { Sample::new(scores, &matcher) } else { None };
    let estimate =
        mean.and_then(|mean| sample?.estimate(resampler).filter(|estimate| accounts_for(estimate.mean, mean)));
    StatRow {
        name: stat.name.name.clone(),
        display_name: metric.map_or(stat.name.name.as_str(), Field::long_name).to_owned(),
        description: metric.and_then(|metric| metric.description.clone()),
        lower_is_better: metric.and_then(|metric| metric.lower_is_better),
        split: stat.name.split.clone(),
        sub_split: stat.name.sub_split.clone(),
        perturbation: perturbation.map(|perturbation| perturbation.name.clone()),
        computed_on: perturbation.map(|perturbation| perturbation.computed_on.clone()),
        count: stat.count,
        mean,
        stddev: number(stat.stddev),
        min: number(stat.min),
        max: number(stat.max),
        sum: stat.sum.as_f64(),
        n: estimate.as_ref().map(|estimate| estimate.n),
        interval: estimate.map(|estimate| estimate.interval),
    }
}

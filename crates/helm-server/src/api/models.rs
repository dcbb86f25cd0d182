use super::answer::Question;
use super::error::ApiError;
use super::leaderboards::display_name;
use super::pairs::scenario_of;
use super::run_row::{Patience, RunRow, Score};
use super::state::Api;
use crate::evidence::{Sample, estimate_of_runs};
use crate::results::{Headline, Problem, RunInfo, RunList, Summary};
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

/// A model and what was run of it.
#[derive(Serialize)]
pub(crate) struct Model {
    pub(crate) name: String,
    display_name: String,
    description: Option<String>,
    creator_organization: Option<String>,
    access: Option<String>,
    release_date: Option<String>,
    num_parameters: Option<i64>,
    deployments: Vec<String>,
    run_count: usize,
    groups: Vec<String>,
    path: String,
}

/// All models.
#[derive(Serialize)]
pub(crate) struct Models {
    pub(crate) models: Vec<Model>,
    problems: Vec<Problem>,
}

/// A model with its scores and runs.
#[derive(Serialize)]
pub(crate) struct ModelPage {
    model: Model,
    scores: Vec<ModelScore>,
    runs: Vec<RunRow>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct ModelScore {
    group: String,
    group_display_name: String,
    leaderboard_path: String,
    score: Score,
    rank: Option<usize>,
    of: usize,
    runs: Vec<String>,
}

pub(crate) fn list(api: &Api, question: &Question) -> Result<Models, ApiError> {
    question.query(&[])?;
    let (runs, summary) = (api.results.runs(), api.results.summary());
    let models = model_names(&runs).into_iter().map(|name| model(api, name, &summary, &runs)).collect();
    Ok(Models { models, problems: summary.problems.clone() })
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<ModelPage, ApiError> {
    question.query(&[])?;
    let (runs, summary) = (api.results.runs(), api.results.summary());
    let name = question.name();
    let names = model_names(&runs);
    if !names.contains(name) {
        return Err(ApiError::not_found("model", name, names, "models"));
    }
    let patience = if api.paths.export.is_some() { Patience::Wait } else { Patience::Now };
    let of_model: Vec<&RunInfo> = runs_of_model(&runs, name).collect();
    Ok(ModelPage {
        model: model(api, name, &summary, &runs),
        scores: scores(api, name, &summary, &runs, patience),
        runs: of_model.iter().map(|run| RunRow::scored(api, run, &summary, patience)).collect(),
        problems: of_model.iter().filter_map(|run| api.results.headline(run, &summary).problem.clone()).collect(),
    })
}

/// The models of all runs, in the order of names.
pub(crate) fn model_names(runs: &RunList) -> IndexSet<&str> {
    let names = runs.runs.iter().filter_map(|run| Some(run.run_spec.as_ref()?.adapter_spec.model.as_str()));
    let mut names: IndexSet<&str> = names.collect();
    names.sort_unstable();
    names
}

pub(super) fn runs_of_model<'a>(runs: &'a RunList, model: &str) -> impl Iterator<Item = &'a RunInfo> {
    runs.runs.iter().filter(move |run| run.run_spec.as_ref().is_some_and(|spec| spec.adapter_spec.model == model))
}

fn model(api: &Api, name: &str, summary: &Summary, runs: &RunList) -> Model {
    let known = summary.model(name);
    let specs = || runs_of_model(runs, name).filter_map(|run| run.run_spec.as_deref());
    let deployments: IndexSet<&String> = specs().map(|spec| &spec.adapter_spec.model_deployment).collect();
    let groups: IndexSet<&String> = specs().flat_map(|spec| &spec.groups).collect();
    Model {
        name: name.into(),
        display_name: summary.model_display_name(name),
        description: known.and_then(|known| known.description.clone()),
        creator_organization: organization(summary, name),
        access: known.and_then(|known| known.access.clone()),
        release_date: known.and_then(|known| known.release_date.clone()),
        num_parameters: known.and_then(|known| known.num_parameters),
        deployments: deployments.into_iter().cloned().collect(),
        run_count: specs().count(),
        groups: groups.into_iter().cloned().collect(),
        path: api.paths.model(name),
    }
}

/// Who made a model: as the schema has it, or the first part of its name.
pub(super) fn organization(summary: &Summary, model: &str) -> Option<String> {
    let known = summary.model(model).and_then(|known| known.creator_organization.clone());
    known.or_else(|| model.split_once('/').map(|(organization, _)| organization.to_owned()))
}

/// The scores of a model in each group that its runs name.
fn scores(api: &Api, model: &str, summary: &Summary, runs: &RunList, patience: Patience) -> Vec<ModelScore> {
    let names: IndexSet<&String> =
        runs_of_model(runs, model).filter_map(|run| run.run_spec.as_deref()).flat_map(|spec| &spec.groups).collect();
    let groups = summary.schema.run_groups.iter().filter(|group| names.contains(&group.name));
    groups
        .filter_map(|group| {
            let means = mean_of_models(api, &group.name, summary, runs);
            let (headline, value, own) = means.get(model)?;
            let (score, ranked) =
                (model_score(api, own, headline, *value, summary, patience), headline.lower_is_better);
            let better = |other: f64| if ranked == Some(true) { other < *value } else { other > *value };
            Some(ModelScore {
                group: group.name.clone(),
                group_display_name: display_name(group),
                leaderboard_path: api.paths.leaderboard(&group.name),
                score,
                rank: ranked.map(|_| 1 + means.values().filter(|(_, other, _)| better(*other)).count()),
                of: means.len(),
                runs: own.iter().map(|run| run.name.clone()).collect(),
            })
        })
        .collect()
}

/// The mean score of each model over its runs of a group.
fn mean_of_models<'a>(
    api: &Api,
    group: &str,
    summary: &Summary,
    runs: &'a RunList,
) -> IndexMap<&'a str, (Headline, f64, Vec<&'a RunInfo>)> {
    let mut of_models: IndexMap<&str, Vec<(&RunInfo, Headline)>> = IndexMap::new();
    for run in &runs.runs {
        let Some(run_spec) = run.run_spec.as_deref().filter(|spec| spec.groups.iter().any(|name| name == group)) else {
            continue;
        };
        let Some(headline) = api.results.headline(run, summary).headline.clone() else { continue };
        of_models.entry(&run_spec.adapter_spec.model).or_default().push((run, headline));
    }
    let mean = |(model, runs): (&'a str, Vec<(&'a RunInfo, Headline)>)| {
        let headline = runs.first()?.1.clone();
        let alike = runs.into_iter().filter(|(_, other)| other.matcher == headline.matcher);
        let (runs, values): (Vec<&RunInfo>, Vec<(f64, u64)>) =
            alike.map(|(run, other)| (run, (other.value, other.count))).unzip();
        let count: u64 = values.iter().map(|(_, count)| count).sum();
        let sum: f64 = values.iter().map(|(value, count)| value * *count as f64).sum();
        (count > 0).then(|| (model, (headline, sum / count as f64, runs)))
    };
    of_models.into_iter().filter_map(mean).collect()
}

/// A mean over several runs, with what their instances say of it.
pub(super) fn model_score(
    api: &Api,
    runs: &[&RunInfo],
    headline: &Headline,
    value: f64,
    summary: &Summary,
    patience: Patience,
) -> Score {
    let known = |run: &RunInfo| match patience {
        Patience::Now => api.results.known_scores(run),
        Patience::Wait => Some(api.results.scores(run)),
    };
    let sample = |run: &&RunInfo| Some((scenario_of(run), Sample::new(&known(run)?, &headline.matcher)?));
    let samples = runs.iter().map(sample).collect::<Option<Vec<_>>>();
    let estimate = samples.and_then(|samples| estimate_of_runs(samples, &api.results.resampler));
    Score::new(headline, value, estimate.as_ref(), summary)
}

use super::answer::Question;
use super::error::ApiError;
use super::leaderboards::display_name;
use super::run_row::scenario_key;
use super::state::Api;
use crate::results::{Problem, RunInfo, RunList, Summary};
use helm_core::files::{RunGroup, TaxonomyInfo};
use indexmap::IndexMap;
use serde::Serialize;
use std::collections::HashSet;

/// All scenarios that there are runs of.
#[derive(Serialize)]
pub(crate) struct Scenarios {
    pub(crate) scenarios: Vec<ScenarioRow>,
    problems: Vec<Problem>,
}

/// A scenario in a list.
#[derive(Serialize)]
pub(crate) struct ScenarioRow {
    pub(crate) name: String,
    display_name: String,
    description: Option<String>,
    taxonomy: Option<TaxonomyInfo>,
    run_count: usize,
    model_count: usize,
    variants: usize,
    path: String,
    leaderboard_path: Option<String>,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Scenarios, ApiError> {
    question.query(&[])?;
    let (runs, summary) = (api.results.runs(), api.results.summary());
    let groups = scenario_groups(&summary, &runs);
    let scenarios = groups.iter().map(|(name, runs)| scenario_row(api, name, runs, &summary)).collect();
    Ok(Scenarios { scenarios, problems: summary.problems.clone() })
}

/// The run groups that runs name, with those runs: in the schema's order, then those that it lacks.
pub(crate) fn scenario_groups<'a>(summary: &Summary, runs: &'a RunList) -> IndexMap<String, Vec<&'a RunInfo>> {
    let mut groups: IndexMap<String, Vec<&RunInfo>> =
        summary.schema.run_groups.iter().map(|group| (group.name.clone(), Vec::new())).collect();
    for run in &runs.runs {
        for name in run.run_spec.iter().flat_map(|run_spec| &run_spec.groups) {
            groups.entry(name.clone()).or_default().push(run);
        }
    }
    groups.retain(|_, runs| !runs.is_empty());
    groups
}

pub(super) fn scenario_row(api: &Api, name: &str, runs: &[&RunInfo], summary: &Summary) -> ScenarioRow {
    let group = summary.group(name);
    let specs = || runs.iter().filter_map(|run| run.run_spec.as_deref());
    let models: HashSet<&str> = specs().map(|spec| spec.adapter_spec.model.as_str()).collect();
    let variants: HashSet<String> = specs().map(|spec| scenario_key(&spec.scenario_spec)).collect();
    ScenarioRow {
        name: name.into(),
        display_name: group.map_or_else(|| name.to_owned(), display_name),
        description: group.and_then(|group: &RunGroup| group.description.clone()),
        taxonomy: group.and_then(|group| group.taxonomy.clone()),
        run_count: runs.len(),
        model_count: models.len(),
        variants: variants.len(),
        path: api.paths.scenario(name),
        leaderboard_path: summary.tables_stamp(name).map(|_| api.paths.leaderboard(name)),
    }
}

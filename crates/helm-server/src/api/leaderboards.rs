use super::answer::Question;
use super::error::ApiError;
use super::state::Api;
use crate::results::{Problem, RunInfo, RunList, Summary};
use helm_core::files::{RunGroup, Visibility};
use indexmap::IndexMap;
use serde::Serialize;
use std::collections::HashSet;

/// All groups that have tables.
#[derive(Serialize)]
pub(crate) struct Leaderboards {
    categories: Vec<Category>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Category {
    title: String,
    groups: Vec<GroupRow>,
}

/// A group in a list.
#[derive(Clone, Serialize)]
pub(crate) struct GroupRow {
    pub(crate) name: String,
    display_name: String,
    short_display_name: String,
    description: Option<String>,
    run_count: usize,
    model_count: usize,
    path: String,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Leaderboards, ApiError> {
    question.query(&[])?;
    let (runs, summary) = (api.results.runs(), api.results.summary());
    let mut categories: IndexMap<&str, Vec<GroupRow>> = IndexMap::new();
    for group in groups_with_tables(&summary) {
        let row = group_row(api, group, &summary, &runs);
        if row.run_count > 0 {
            categories.entry(&group.category).or_default().push(row);
        }
    }
    let category = |(title, groups): (&str, _)| Category { title: title.into(), groups };
    Ok(Leaderboards { categories: categories.into_iter().map(category).collect(), problems: summary.problems.clone() })
}

/// The groups that `helm-summarize` wrote tables for.
pub(crate) fn groups_with_tables(summary: &Summary) -> impl Iterator<Item = &RunGroup> {
    summary.schema.run_groups.iter().filter(|group| summary.tables_stamp(&group.name).is_some())
}

pub(super) fn group_row(api: &Api, group: &RunGroup, summary: &Summary, runs: &RunList) -> GroupRow {
    let of_group: Vec<&RunInfo> = runs_of_group(group, summary, runs).collect();
    let models: HashSet<&str> =
        of_group.iter().filter_map(|run| Some(run.run_spec.as_ref()?.adapter_spec.model.as_str())).collect();
    GroupRow {
        name: group.name.clone(),
        display_name: display_name(group),
        short_display_name: group.short_name().into(),
        description: group.description.clone(),
        run_count: of_group.len(),
        model_count: models.len(),
        path: api.paths.leaderboard(&group.name),
    }
}

pub(super) fn display_name(group: &RunGroup) -> String {
    group.display_name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| group.name.clone())
}

/// The runs that name the group, or one of the groups inside it.
pub(super) fn runs_of_group<'a>(
    group: &RunGroup,
    summary: &'a Summary,
    runs: &'a RunList,
) -> impl Iterator<Item = &'a RunInfo> {
    let mut family: HashSet<String> = HashSet::new();
    let mut waiting = vec![group.name.clone()];
    while let Some(name) = waiting.pop() {
        if family.insert(name.clone())
            && let Some(group) = summary.group(&name).filter(|group| group.visibility != Visibility::ThisGroupOnly)
        {
            waiting.extend(group.subgroups.iter().cloned());
        }
    }
    runs.runs.iter().filter(move |run| {
        run.run_spec.as_ref().is_some_and(|run_spec| run_spec.groups.iter().any(|name| family.contains(name)))
    })
}

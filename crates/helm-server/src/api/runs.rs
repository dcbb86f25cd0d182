use super::answer::Question;
use super::error::ApiError;
use super::page::Page;
use super::run_row::{Patience, RunRow};
use super::search::Search;
use super::state::Api;
use crate::results::{Problem, RunInfo, Summary};
use indexmap::IndexMap;
use serde::Serialize;
use std::cmp::Ordering;

const PARAMETERS: [&str; 11] =
    ["search", "regex", "model", "scenario", "group", "method", "status", "sort", "order", "page", "page_size"];
const FACETS: [&str; 5] = ["model", "scenario", "group", "method", "status"];
const STATUSES: [&str; 5] = ["complete", "running", "stopped", "incomplete", "broken"];
const SORTS: [&str; 7] = ["name", "model", "scenario", "method", "status", "instances", "score"];

/// A page of runs.
#[derive(Serialize)]
pub(crate) struct Runs {
    #[serde(flatten)]
    page: Page,
    pub(crate) runs: Vec<RunRow>,
    facets: IndexMap<&'static str, Vec<FacetValue>>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct FacetValue {
    value: String,
    label: String,
    count: usize,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Runs, ApiError> {
    let query = question.query(&PARAMETERS)?;
    let page = Page::of(&query, 50, 200)?;
    let search = Search::of(&query)?;
    query.choices("status", &STATUSES)?;
    let wanted = FACETS.map(|facet| query.all(facet));
    let sort = query.choice("sort", &SORTS)?.unwrap_or("name");
    let is_descending = query.choice("order", &["asc", "desc"])? == Some("desc");
    Ok(list(api, page, &search, &wanted, sort, is_descending))
}

/// All runs.
pub(crate) fn all(api: &Api) -> Runs {
    list(api, Page::whole(), &Search::default(), &Default::default(), "name", false)
}

fn list(api: &Api, mut page: Page, search: &Search, wanted: &[Vec<&str>; 5], sort: &str, is_descending: bool) -> Runs {
    let (runs, summary) = (api.results.runs(), api.results.summary());
    let found: Vec<(&RunInfo, RunRow)> = runs
        .runs
        .iter()
        .map(|run| (run, RunRow::new(api, run, &summary)))
        .filter(|(_, row)| is_found(search, row))
        .collect();
    let facets = facets(&found, wanted, &summary);
    let mut hits: Vec<(&RunInfo, RunRow)> = found
        .into_iter()
        .filter(|(_, row)| (0..FACETS.len()).all(|facet| passes(row, facet, &wanted[facet])))
        .collect();
    if ["instances", "score"].contains(&sort) {
        for (run, row) in &mut hits {
            *row = RunRow::scored(api, run, &summary, Patience::Now);
        }
    }
    // Stable: runs that are alike stay in the order of their names.
    hits.sort_by(|(_, a), (_, b)| compare(a, b, sort, is_descending));
    let patience = if api.paths.export.is_some() { Patience::Wait } else { Patience::Now };
    let shown: Vec<RunRow> =
        page.cut(&hits).iter().map(|(run, _)| RunRow::scored(api, run, &summary, patience)).collect();
    Runs { page, runs: shown, facets, problems: runs.all_problems() }
}

fn is_found(search: &Search, row: &RunRow) -> bool {
    let mut texts = vec![row.name.as_str(), &row.model, &row.model_display_name, &row.scenario, &row.method];
    texts.extend(row.groups.iter().map(String::as_str));
    search.finds(&texts)
}

/// The values of a row in a facet.
fn values(row: &RunRow, facet: usize) -> Vec<String> {
    match FACETS[facet] {
        "model" => vec![row.model.clone()],
        "scenario" => vec![row.scenario.clone()],
        "group" => row.groups.clone(),
        "method" => vec![row.method.clone()],
        _ => vec![status_name(row)],
    }
}

fn status_name(row: &RunRow) -> String {
    let name = serde_json::to_value(row.status).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn passes(row: &RunRow, facet: usize, wanted: &[&str]) -> bool {
    wanted.is_empty() || values(row, facet).iter().any(|value| wanted.contains(&value.as_str()))
}

/// For each facet its values among the hits of all others.
fn facets(
    found: &[(&RunInfo, RunRow)],
    wanted: &[Vec<&str>; 5],
    summary: &Summary,
) -> IndexMap<&'static str, Vec<FacetValue>> {
    let of_facet = |facet: usize| {
        let mut counts: IndexMap<String, usize> = IndexMap::new();
        for (_, row) in found {
            if (0..FACETS.len()).all(|other| other == facet || passes(row, other, &wanted[other])) {
                for value in values(row, facet).into_iter().filter(|value| !value.is_empty()) {
                    *counts.entry(value).or_default() += 1;
                }
            }
        }
        counts.sort_unstable_keys();
        let value = |(value, count): (String, usize)| FacetValue { label: label(summary, facet, &value), value, count };
        counts.into_iter().map(value).collect::<Vec<_>>()
    };
    FACETS.iter().enumerate().map(|(index, name)| (*name, of_facet(index))).collect()
}

fn label(summary: &Summary, facet: usize, value: &str) -> String {
    match FACETS[facet] {
        "model" => summary.model_display_name(value),
        "group" => summary.group(value).map_or_else(|| value.to_owned(), |group| group.short_name().to_owned()),
        _ => value.to_owned(),
    }
}

fn compare(a: &RunRow, b: &RunRow, sort: &str, is_descending: bool) -> Ordering {
    let turned = |ordering: Ordering| if is_descending { ordering.reverse() } else { ordering };
    let value = |row: &RunRow| match sort {
        "instances" => row.instances.map(|count| count as f64),
        _ => row.score.as_ref().and_then(|score| score.value),
    };
    match sort {
        "model" => turned(a.model.cmp(&b.model)),
        "scenario" => turned(a.scenario.cmp(&b.scenario)),
        "method" => turned(a.method.cmp(&b.method)),
        "status" => turned(status_name(a).cmp(&status_name(b))),
        "instances" | "score" => match (value(a), value(b)) {
            (Some(a), Some(b)) => turned(a.total_cmp(&b)),
            // What has no value comes last, whatever the order.
            (a, b) => a.is_none().cmp(&b.is_none()),
        },
        _ => turned(a.name.cmp(&b.name)),
    }
}

use super::answer::Question;
use super::error::ApiError;
use super::instance::InstanceRow;
use super::instance_query::{self, InstanceQuery};
use super::page::Page;
use super::run::{Counts, find};
use super::state::Api;
use crate::results::Problem;
use serde::Serialize;

/// A page of a run's rows.
#[derive(Serialize)]
pub(crate) struct Instances {
    #[serde(flatten)]
    page: Page,
    counts: Counts,
    rows: Vec<InstanceRow>,
    problems: Vec<Problem>,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Instances, ApiError> {
    let mut parameters = instance_query::PARAMETERS.to_vec();
    parameters.extend(["page", "page_size"]);
    let query = question.query(&parameters)?;
    let mut page = Page::of(&query, 20, 200)?;
    let wanted = InstanceQuery::of(&query)?;
    let list = api.results.runs();
    let run = find(&list, question.name())?;
    let rows = api.results.rows(run);
    let mut problems: Vec<Problem> = run.problem.iter().chain(&rows.problems).cloned().collect();
    let hits = wanted.hits(&rows, &mut problems);
    let shown = page.cut(&hits).iter().map(|row| InstanceRow::read(api, run, &rows, *row, &mut problems).0);
    let shown = shown.collect();
    Ok(Instances { page, counts: Counts::of(&rows, hits), rows: shown, problems })
}

use super::answer::Question;
use super::error::ApiError;
use super::leaderboard_job::{CellStatistics, GroupStatistics, Standing, Subject, meaning, number, runs_of_cell};
use super::leaderboards::{GroupRow, group_row, groups_with_tables};
use super::models::organization;
use super::state::Api;
use crate::evidence::{Difference, Interval};
use crate::results::{Problem, RunList, Summary};
use helm_core::files::{Cell as TableCell, CellValue, HeaderCell, RunGroup, Table as TableFile, TaxonomyInfo};
use indexmap::IndexSet;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// Statistics that are there by then come with the first answer.
const PATIENCE: Duration = Duration::from_millis(100);

/// An export is made of whole answers.
const FOREVER: Duration = Duration::from_secs(1_000_000);

/// The tables of a group.
#[derive(Serialize)]
pub(crate) struct Leaderboard {
    group: Group,
    statistics: &'static str,
    progress: Progress,
    tables: Vec<Table>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct Group {
    #[serde(flatten)]
    row: GroupRow,
    taxonomy: Option<TaxonomyInfo>,
}

#[derive(Serialize)]
struct Progress {
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct Table {
    name: String,
    title: String,
    kind: &'static str,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Column {
    name: String,
    kind: &'static str,
    metric: Option<String>,
    metric_display_name: Option<String>,
    run_group: Option<String>,
    run_group_display_name: Option<String>,
    run_group_path: Option<String>,
    split: Option<String>,
    perturbation: Option<String>,
    description: Option<String>,
    lower_is_better: Option<bool>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    model: Option<String>,
    model_display_name: String,
    model_path: Option<String>,
    organization: Option<String>,
    runs: Vec<String>,
    failed_requests: Option<usize>,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    value: Option<f64>,
    text: Option<String>,
    description: Option<String>,
    runs: Vec<String>,
    n: Option<usize>,
    interval: Option<Interval>,
    standing: Option<Standing>,
    difference: Option<DifferenceToBest>,
}

#[derive(Serialize)]
struct DifferenceToBest {
    best_row: usize,
    #[serde(flatten)]
    difference: Difference,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Leaderboard, ApiError> {
    question.query(&[])?;
    let (runs, summary) = (api.results.runs(), api.results.summary());
    let name = question.name();
    let group = groups_with_tables(&summary).find(|group| group.name == name).ok_or_else(|| {
        let known = groups_with_tables(&summary).map(|group| group.name.as_str());
        ApiError::not_found("group with a leaderboard", name, known, "leaderboards")
    })?;
    let tables = summary.tables(name).map_err(|error| ApiError::Unreadable {
        file: Summary::tables_file(name),
        problem: std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string),
        hint: Some("run `helm-summarize` again".into()),
    })?;
    let tables = Arc::new(tables);
    let job = api.leaderboards.of(Subject {
        results: Arc::clone(&api.results),
        summary: Arc::clone(&summary),
        runs: Arc::clone(&runs),
        group: group.clone(),
        tables: Arc::clone(&tables),
    });
    let patience = if api.paths.export.is_some() { FOREVER } else { PATIENCE };
    let statistics = job.wait(patience);
    let (done, total) = job.progress(&api.results);
    let view = View { api, summary: &summary, runs: &runs, group, statistics: statistics.as_deref() };
    let mut problems = summary.problems.clone();
    problems.extend(problems_of_runs(api, &runs, &tables));
    Ok(Leaderboard {
        group: Group { row: group_row(api, group, &summary, &runs), taxonomy: group.taxonomy.clone() },
        statistics: if statistics.is_some() { "complete" } else { "pending" },
        progress: Progress { done, total },
        tables: tables.iter().enumerate().map(|(index, table)| view.table(table, index)).collect(),
        problems,
    })
}

/// What is wrong with the runs behind the tables, as far as it is known.
fn problems_of_runs<'a>(
    api: &'a Api,
    runs: &'a RunList,
    tables: &'a [TableFile],
) -> impl Iterator<Item = Problem> + use<'a> {
    let cells = tables.iter().flat_map(|table| &table.rows).flatten();
    let names: IndexSet<&String> = cells.flat_map(|cell| cell.run_spec_names.iter().flatten()).collect();
    names.into_iter().filter_map(|name| {
        let run = runs.find(name)?;
        run.problem.clone().or_else(|| api.results.known_scores(run)?.problem.clone())
    })
}

/// What tables are shown by.
struct View<'a> {
    api: &'a Api,
    summary: &'a Summary,
    runs: &'a RunList,
    group: &'a RunGroup,
    statistics: Option<&'a GroupStatistics>,
}

impl View<'_> {
    fn table(&self, table: &TableFile, index: usize) -> Table {
        let name = table.name.clone().unwrap_or_else(|| index.to_string());
        let columns: Vec<Column> = table.header.iter().skip(1).map(|header| self.column(table, header)).collect();
        let statistics = self.statistics.and_then(|statistics| statistics.tables.get(index));
        let row = |(row_index, cells): (usize, &Vec<TableCell>)| {
            self.row(cells, &columns, statistics.and_then(|rows| rows.get(row_index)))
        };
        let rows = table.rows.iter().enumerate().map(row).collect();
        let is_metric_group = self.summary.schema.metric_groups.iter().any(|group| group.name == name);
        let kind = match () {
            () if is_metric_group => "metric_group",
            () if table.rows.iter().any(|row| row.first().is_some_and(|cell| cell.run_spec_names.is_some())) => {
                "scenario"
            }
            () => "other",
        };
        Table { name, title: table.title.clone(), kind, columns, rows }
    }

    fn column(&self, table: &TableFile, header: &HeaderCell) -> Column {
        let meaning = meaning(self.summary, self.group, table, header);
        let name = text_of(header.value.as_ref());
        let kind = match name.as_str() {
            _ if meaning.is_some() => "metric",
            "Mean win rate" => "win_rate",
            "Mean score" => "mean",
            _ => "other",
        };
        let run_group = meaning.as_ref().map(|meaning| meaning.run_group);
        Column {
            kind,
            metric: meaning.as_ref().map(|meaning| meaning.matcher.name.clone()),
            metric_display_name: meaning.as_ref().map(|meaning| meaning.metric.short_name().to_owned()),
            run_group: run_group.map(|group| group.name.clone()),
            run_group_display_name: run_group.map(|group| group.short_name().to_owned()),
            run_group_path: run_group.map(|group| self.api.paths.leaderboard(&group.name)),
            split: meaning.as_ref().map(|meaning| meaning.matcher.split.clone()),
            perturbation: meaning.as_ref().and_then(|meaning| meaning.matcher.perturbation_name.clone()),
            description: header.description.clone(),
            lower_is_better: header.lower_is_better,
            name,
        }
    }

    fn row(&self, cells: &[TableCell], columns: &[Column], statistics: Option<&Vec<CellStatistics>>) -> Row {
        let runs: IndexSet<&String> = cells.iter().flat_map(|cell| cell.run_spec_names.iter().flatten()).collect();
        let model =
            runs.iter().find_map(|name| Some(self.runs.find(name)?.run_spec.as_ref()?.adapter_spec.model.clone()));
        let name = cells.first().map_or_else(String::new, |cell| text_of(cell.value.as_ref()));
        let cell = |(index, column): (usize, &Column)| {
            let known = statistics.and_then(|cells| cells.get(index)).cloned().unwrap_or_default();
            self.cell(cells, index + 1, column, known)
        };
        let failed_of = |run: &&String| self.statistics?.failed_requests.get(*run).copied();
        Row {
            failed_requests: self.statistics.map(|_| runs.iter().filter_map(failed_of).sum()),
            model_display_name: model
                .as_ref()
                .map_or_else(|| name.clone(), |model| self.summary.model_display_name(model)),
            model_path: model.as_ref().map(|model| self.api.paths.model(model)),
            organization: model.as_ref().and_then(|model| organization(self.summary, model)),
            runs: runs.into_iter().cloned().collect(),
            cells: columns.iter().enumerate().map(cell).collect(),
            model,
            name,
        }
    }

    fn cell(&self, row: &[TableCell], index: usize, column: &Column, known: CellStatistics) -> Cell {
        let Some(cell) = row.get(index) else {
            return Cell {
                value: None,
                text: None,
                description: None,
                runs: Vec::new(),
                n: None,
                interval: None,
                standing: None,
                difference: None,
            };
        };
        let value = number(cell);
        let runs = match value {
            Some(_) if column.kind == "metric" => runs_of_cell(self.runs, column.run_group.as_deref(), row, index),
            _ => Vec::new(),
        };
        Cell {
            value,
            text: value
                .is_none()
                .then(|| cell.display_value.clone().unwrap_or_else(|| text_of(cell.value.as_ref())))
                .filter(|text| !text.is_empty()),
            description: cell.description.clone(),
            runs: runs.into_iter().map(|run| run.name.clone()).collect(),
            n: known.n,
            interval: known.interval,
            standing: known.standing,
            difference: known.difference.map(|(best_row, difference)| DifferenceToBest { best_row, difference }),
        }
    }
}

fn text_of(value: Option<&CellValue>) -> String {
    match value {
        Some(CellValue::Text(text)) => text.clone(),
        Some(CellValue::Number(number)) => number.as_f64().to_string(),
        None => String::new(),
    }
}

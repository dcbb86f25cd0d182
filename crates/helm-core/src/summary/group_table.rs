//! One table: methods as rows, metrics of run groups as columns.

use super::columns::{Column, columns};
use super::context::Context;
use super::error::SummaryError;
use super::values::{CellSource, cell};
use super::{adapter, aggregate, python_text};
use crate::files::{AdapterSpec, Cell, CellValue, HeaderCell, Hyperlink, RunGroup, Table};
use crate::json;
use indexmap::IndexMap;

/// Models whose log-probabilities can't be trusted, with the metrics that are hidden for it.
const MODELS_WITHOUT_LOGPROBS: [&str; 8] = [
    "anthropic/stanford-online-all-v4-s3",
    "meta/llama-7b",
    "meta/llama-13b",
    "meta/llama-30b",
    "meta/llama-65b",
    "meta/llama-2-7b",
    "meta/llama-2-13b",
    "meta/llama-2-70b",
];
const METRICS_OF_LOGPROBS: [&str; 12] = [
    "NDCG@10",
    "RR@10",
    "NDCG@20",
    "RR@20",
    "ece_1_bin",
    "ece_10_bin",
    "platt_ece_1_bin",
    "platt_ece_10_bin",
    "platt_coef",
    "platt_intercept",
    "selective_cov_acc_area",
    "selective_acc@10",
];

/// The runs of each method, in the order of their first run.
#[derive(Default)]
pub(super) struct Methods(IndexMap<String, (AdapterSpec, Vec<usize>)>);

impl Methods {
    pub(super) fn add(&mut self, adapter: AdapterSpec, runs: Vec<usize>) -> Result<(), SummaryError> {
        let (_, known) = self.0.entry(json::to_string(&adapter)?).or_insert_with(|| (adapter, Vec::new()));
        known.extend(runs);
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a table shows.
pub(super) struct TableRequest<'a, 'b> {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) methods: &'b Methods,
    /// Run groups with the metric group to show of each; never empty.
    pub(super) columns: Vec<(&'a RunGroup, &'b str)>,
    /// Whether it is about one scenario, so that each row has its runs.
    pub(super) is_scenario_table: bool,
    pub(super) sub_split: Option<&'b str>,
    pub(super) aggregates: Vec<String>,
}

pub(super) fn group_table<'a>(context: &Context<'a>, request: &TableRequest<'a, '_>) -> Result<Table, SummaryError> {
    let columns = columns(context, &request.columns, request.sub_split)?;
    let (first_group, metric_group) = request.columns[0];
    let link_to = |runs: &[usize]| {
        let names: Vec<&str> = runs.iter().map(|run| context.runs[*run].run_spec.name.as_str()).collect();
        let names = python_text::json_list(&names);
        python_text::link(&[("group", &first_group.name), ("subgroup", &request.title), ("runSpecs", &names)])
    };

    let mut methods: Vec<&(AdapterSpec, Vec<usize>)> = request.methods.0.values().collect();
    methods.sort_by_key(|(adapter, _)| (context.models.position(&adapter.model_deployment), &adapter.model_deployment));
    let adapters: Vec<&AdapterSpec> = methods.iter().map(|(adapter, _)| adapter).collect();
    let model_names: Vec<String> =
        adapters.iter().map(|adapter| context.models.of(adapter).display_name.clone()).collect();
    let row_names = adapter::row_names(&adapters, &model_names)?;

    let mut rows = Vec::new();
    for ((adapter, runs), name) in methods.iter().zip(row_names) {
        let of_run = |run: &usize| context.runs[*run].run_spec.name.clone();
        let mut row = vec![Cell {
            value: Some(CellValue::Text(name)),
            description: Some(String::new()),
            href: request.is_scenario_table.then(|| link_to(runs)),
            run_spec_names: request.is_scenario_table.then(|| runs.iter().map(of_run).collect()),
            ..Cell::default()
        }];
        let model = &context.models.of(adapter).name;
        row.extend(columns.iter().map(|column| value_cell(context, request, column, model, runs)));
        rows.push(row);
    }

    let all_runs: Vec<usize> = request.methods.0.values().flat_map(|(_, runs)| runs).copied().collect();
    let links = (request.is_scenario_table && (2..=5).contains(&all_runs.len()))
        .then(|| Hyperlink { text: "compare all".into(), href: link_to(&all_runs) });
    let models = HeaderCell { value: Some(CellValue::Text("Model".into())), ..HeaderCell::default() };
    let mut table = Table {
        title: request.title.clone(),
        header: [models].into_iter().chain(columns.into_iter().map(|column| column.header)).collect(),
        rows,
        links: links.into_iter().collect(),
        name: Some(request.name.clone()),
        description: None,
    };
    aggregate::insert_aggregates(&mut table, &request.aggregates, first_group, metric_group)?;
    aggregate::mark_best(&mut table);
    Ok(table)
}

fn value_cell(context: &Context, request: &TableRequest, column: &Column, model: &str, runs: &[usize]) -> Cell {
    let group = &column.group.name;
    // Over all of bAbI only the runs of all its tasks count, or runs of single tasks would count twice.
    let only_all_tasks = group.contains("babi") && !request.name.contains("task:");
    let shown: Vec<usize> = runs
        .iter()
        .copied()
        .filter(|run| {
            let spec = &context.runs[*run].run_spec;
            spec.groups.contains(group) && (!only_all_tasks || spec.name.contains("task=all"))
        })
        .collect();
    let hide_value =
        MODELS_WITHOUT_LOGPROBS.contains(&model) && METRICS_OF_LOGPROBS.contains(&column.matcher.name.as_str());
    let is_scenario_table = request.is_scenario_table;
    cell(context, &CellSource { runs: &shown, matcher: &column.matcher, hide_value, is_scenario_table })
}

//! `groups.json`: all run groups by category, with what was run of each.

use super::context::Context;
use super::error::SummaryError;
use super::python_text;
use crate::files::{Cell, CellValue, HeaderCell, Number, RunGroup, Stat, Table};
use indexmap::{IndexMap, IndexSet};

const COLUMNS: [(&str, Option<&str>); 8] = [
    ("Group", None),
    ("Description", None),
    ("Adaptation method", Some("Adaptation strategy (e.g., generation)")),
    ("# instances", Some("Number of instances evaluated on")),
    ("# references", Some("Number of references provided per instance")),
    ("# prompt tokens", Some("Total number of prompt tokens")),
    ("# completion tokens", Some("Total number of completion tokens")),
    ("# models", Some("Number of models we're evaluating")),
];

pub(super) fn index_tables(context: &Context) -> Result<Vec<Table>, SummaryError> {
    let mut categories: IndexMap<&str, Vec<Vec<Cell>>> = IndexMap::new();
    for group in &context.schema.run_groups {
        categories.entry(&group.category).or_default().push(row(context, group)?);
    }
    let header = COLUMNS.map(|(name, description)| HeaderCell {
        value: Some(CellValue::Text(name.into())),
        description: description.map(str::to_owned),
        ..HeaderCell::default()
    });
    let table = |(category, rows): (&str, _)| Table {
        title: category.into(),
        header: header.to_vec(),
        rows,
        ..Table::default()
    };
    Ok(categories.into_iter().map(table).collect())
}

fn row<'a>(context: &Context<'a>, group: &'a RunGroup) -> Result<Vec<Cell>, SummaryError> {
    let mut deployments = IndexSet::new();
    let mut methods = IndexSet::new();
    let mut runs = Vec::new();
    for part in context.with_subgroups(group)? {
        for (adapter, of_adapter) in context.index.by_adapter(&part.name) {
            let adapter = &context.runs[*adapter].run_spec.adapter_spec;
            deployments.insert(adapter.model_deployment.as_str());
            methods.insert(adapter.method.as_str());
            runs.extend(context.visible(of_adapter, part));
        }
    }
    let merged = |name: &str| {
        let stats = runs.iter().flat_map(|run| &context.runs[*run].stats);
        let mut stats = stats.filter(|stat| stat.name.name == name);
        let mut merged = stats.next()?.clone();
        stats.for_each(|stat| merged.merge(stat));
        Some(merged)
    };
    let mean = |name: &str| number_cell(merged(name), |stat| stat.mean);
    let sum = |name: &str| number_cell(merged(name), |stat| Some(stat.sum));
    let text = |text: &str| Some(CellValue::Text(text.to_owned()));
    let name = Cell {
        value: group.display_name.as_deref().and_then(text),
        href: Some(python_text::link(&[("group", &group.name)])),
        ..Cell::default()
    };
    let description = Cell { value: group.description.as_deref().and_then(text), markdown: true, ..Cell::default() };
    let methods: Vec<&str> = methods.into_iter().collect();
    Ok(vec![
        name,
        description,
        Cell { value: text(&methods.join(", ")), ..Cell::default() },
        mean("num_instances"),
        mean("num_references"),
        sum("num_prompt_tokens"),
        sum("num_completion_tokens"),
        Cell { value: Some(CellValue::Number(deployments.len().into())), ..Cell::default() },
    ])
}

fn number_cell(stat: Option<Stat>, value: impl Fn(&Stat) -> Option<Number>) -> Cell {
    stat.map_or_else(Cell::default, |stat| Cell {
        value: value(&stat).map(CellValue::Number),
        description: Some(stat.summary_text()),
        ..Cell::default()
    })
}

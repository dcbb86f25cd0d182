//! The tables of each run group.

use super::context::Context;
use super::error::SummaryError;
use super::group_table::{Methods, TableRequest, group_table};
use super::{adapter, aggregate, python_text};
use crate::files::{RunGroup, SubgroupDisplayMode, Table};
use indexmap::IndexSet;
use rayon::prelude::*;
use std::collections::HashMap;

/// The tables of all run groups, in the order of the schema.
pub(super) fn tables_of_all_groups<'a>(context: &Context<'a>) -> Result<Vec<(&'a RunGroup, Vec<Table>)>, SummaryError> {
    let plans = plans(context)?;
    plans.into_par_iter().map(|plan| Ok((plan.group, tables_of(context, &plan)?))).collect()
}

/// What is shown of a run group.
struct Plan<'a> {
    group: &'a RunGroup,
    /// The group and its subgroups.
    parts: Vec<&'a RunGroup>,
    /// The scenarios of each part, when each part gets tables of its own.
    scenarios: Option<Vec<Vec<usize>>>,
}

/// Tables by scenario go through the scenarios of each part. As in HELM, a scenario that a group has
/// looked up for a subgroup counts as the group's own from then on, though it has no runs there: a later
/// group that contains this one meets it again.
fn plans<'a>(context: &Context<'a>) -> Result<Vec<Plan<'a>>, SummaryError> {
    let names = context.schema.run_groups.iter().map(|group| group.name.as_str());
    let mut known: HashMap<&str, IndexSet<usize>> =
        names.map(|name| (name, context.index.scenarios(name).collect())).collect();
    let mut plans = Vec::new();
    for group in &context.schema.run_groups {
        let parts = context.with_subgroups(group)?;
        let by_part = group.subgroup_display_mode == SubgroupDisplayMode::ByGroup || parts.len() == 1;
        let scenarios_of = |part: &&RunGroup| {
            let scenarios: Vec<usize> = known[part.name.as_str()].iter().copied().collect();
            known.entry(&group.name).or_default().extend(&scenarios);
            scenarios
        };
        let scenarios = by_part.then(|| parts.iter().map(scenarios_of).collect());
        plans.push(Plan { group, parts, scenarios });
    }
    Ok(plans)
}

fn tables_of(context: &Context, plan: &Plan) -> Result<Vec<Table>, SummaryError> {
    let Some(scenarios) = &plan.scenarios else { return tables_by_metric_group(context, plan) };
    let mut tables = Vec::new();
    for (part, scenarios) in plan.parts.iter().zip(scenarios) {
        tables.extend(tables_by_scenario(context, plan.group, part, scenarios)?);
    }
    Ok(tables)
}

/// A table for each metric group, with a column for each part.
fn tables_by_metric_group(context: &Context, plan: &Plan) -> Result<Vec<Table>, SummaryError> {
    let mut methods = Methods::default();
    for part in &plan.parts {
        for (adapter, runs) in context.index.by_adapter(&part.name) {
            let adapter = adapter::coarse(&context.runs[*adapter].run_spec.adapter_spec, None, plan.group)?;
            let runs = context.visible(runs, plan.group);
            if !runs.is_empty() {
                methods.add(adapter, runs)?;
            }
        }
    }
    let mut tables = Vec::new();
    if methods.is_empty() {
        return Ok(tables);
    }
    for name in metric_groups_of(plan) {
        let asking = plan.parts.iter().find(|part| part.metric_groups.iter().any(|asked| asked == name));
        let metric_group = context.metric_group(name, asking.unwrap_or(&plan.group))?;
        let table = group_table(
            context,
            &TableRequest {
                name: name.into(),
                title: metric_group.short_name().into(),
                methods: &methods,
                columns: plan.parts.iter().map(|part| (*part, name)).collect(),
                is_scenario_table: false,
                sub_split: None,
                aggregates: aggregate::strategies(metric_group),
            },
        )?;
        if table.header.len() > 1 {
            tables.push(table);
        }
    }
    Ok(tables)
}

/// The metric groups that the group names, or those of its parts: once each, without hidden ones, and
/// without those that are also there in detail.
fn metric_groups_of<'p>(plan: &'p Plan) -> Vec<&'p str> {
    let group = plan.group;
    if !group.metric_groups.is_empty() {
        return group.metric_groups.iter().map(String::as_str).collect();
    }
    let all: IndexSet<&str> = plan.parts.iter().flat_map(|part| &part.metric_groups).map(String::as_str).collect();
    let shown = |name: &&str| {
        !all.contains(format!("{name}_detailed").as_str())
            && group.subgroup_metric_groups_hidden.iter().all(|hidden| hidden != *name)
    };
    all.iter().copied().filter(shown).collect()
}

/// A table for each scenario of a part, with a column for each metric, and one over all of them.
fn tables_by_scenario<'a>(
    context: &Context<'a>,
    group: &'a RunGroup,
    part: &'a RunGroup,
    scenarios: &[usize],
) -> Result<Vec<Table>, SummaryError> {
    let mut tables = Vec::new();
    if part.metric_groups.is_empty() {
        return Ok(tables);
    }
    let columns: Vec<(&RunGroup, &str)> = part.metric_groups.iter().map(|name| (part, name.as_str())).collect();
    let display_name = part.display_name.as_deref().unwrap_or("None");
    let mut scenarios_shown = 0;
    for scenario in scenarios {
        let spec = &context.runs[*scenario].run_spec.scenario_spec;
        let mut methods = Methods::default();
        for (adapter, runs) in context.index.of_scenario(&group.name, *scenario) {
            let adapter = adapter::coarse(&context.runs[*adapter].run_spec.adapter_spec, Some(spec), group)?;
            methods.add(adapter, context.visible(runs, group))?;
        }
        if methods.is_empty() {
            continue;
        }
        scenarios_shown += 1;
        let arguments = python_text::listed(&spec.args);
        let name = format!("{}_{}", part.name, arguments.replace(' ', "").replace('/', "_"));
        let title = if name.contains(&group.name) { arguments } else { format!("{display_name} {arguments}") };
        let table = |name, title, is_scenario_table, sub_split| {
            let columns = columns.clone();
            let aggregates = Vec::new();
            let methods = &methods;
            group_table(
                context,
                &TableRequest { name, title, methods, columns, is_scenario_table, sub_split, aggregates },
            )
        };
        tables.push(table(name, title, true, None)?);
        for sub_split in part.sub_splits.iter().flatten() {
            let title = format!("{display_name} (sub-split: {sub_split})");
            tables.push(table(format!("{}:sub_split={sub_split}", part.name), title, false, Some(sub_split))?);
        }
    }
    if scenarios_shown > 1
        && let Some(overview) = overview(context, group, part, columns, display_name)?
    {
        tables.insert(0, overview);
    }
    Ok(tables)
}

/// The table over all scenarios of a part.
fn overview<'a>(
    context: &Context<'a>,
    group: &RunGroup,
    part: &'a RunGroup,
    columns: Vec<(&'a RunGroup, &str)>,
    display_name: &str,
) -> Result<Option<Table>, SummaryError> {
    let mut methods = Methods::default();
    for (adapter, runs) in context.index.by_adapter(&part.name) {
        let adapter = adapter::coarse(&context.runs[*adapter].run_spec.adapter_spec, None, group)?;
        methods.add(adapter, context.visible(runs, group))?;
    }
    if methods.is_empty() {
        return Ok(None);
    }
    let request = TableRequest {
        name: part.name.clone(),
        title: display_name.into(),
        methods: &methods,
        columns,
        is_scenario_table: false,
        sub_split: None,
        aggregates: Vec::new(),
    };
    group_table(context, &request).map(Some)
}

//! The value of a cell: the statistics of its runs, merged.

use super::context::Context;
use crate::files::{Cell, CellValue, MetricName, MetricNameMatcher, Stat};
use indexmap::IndexSet;
use serde_json::Map;

/// Where a cell comes from.
pub(super) struct CellSource<'a> {
    /// The runs that may have the statistic.
    pub(super) runs: &'a [usize],
    pub(super) matcher: &'a MetricNameMatcher,
    /// Describe the value, but don't show it.
    pub(super) hide_value: bool,
    /// In a scenario's table the model's cell names the runs, in others each cell does.
    pub(super) is_scenario_table: bool,
}

pub(super) fn cell(context: &Context, source: &CellSource) -> Cell {
    if source.runs.is_empty() {
        return Cell { description: Some("No matching runs".into()), ..Cell::default() };
    }
    let mut merged: Option<Stat> = None;
    let mut names = Vec::new();
    for run in source.runs {
        let run = &context.runs[*run];
        let Some(stat) = matching_stat(&run.stats, source.matcher) else { continue };
        match &mut merged {
            Some(merged) => merged.merge(&stat),
            None => merged = Some(stat),
        }
        names.push(run.run_spec.name.as_str());
    }
    let Some(stat) = merged else {
        let description = format!("{} matching runs, but no matching metrics", source.runs.len());
        return Cell { description: Some(description), ..Cell::default() };
    };
    let mut description = stat.summary_text();
    if context.list_runs_in_cells {
        description += "\nRun specs:";
        description.extend(names.iter().flat_map(|name| ["\n-- ", name]));
    }
    let distinct = || names.iter().copied().collect::<IndexSet<_>>().into_iter().map(str::to_owned).collect();
    Cell {
        value: stat.mean.filter(|_| !source.hide_value).map(CellValue::Number),
        description: Some(description),
        style: Some(Map::new()),
        run_spec_names: (!source.is_scenario_table).then(distinct),
        ..Cell::default()
    }
}

/// The statistic that is meant, its sub-splits (and, for `__all__`, its splits) merged.
///
/// Some methods report only `exact_match`, which then stands for `quasi_exact_match`.
pub fn matching_stat(stats: &[Stat], matcher: &MetricNameMatcher) -> Option<Stat> {
    let mut found = stats.iter().filter(|stat| matcher.matches(&stat.name)).peekable();
    if found.peek().is_none() && matcher.name == "quasi_exact_match" {
        return matching_stat(stats, &MetricNameMatcher { name: "exact_match".into(), ..matcher.clone() });
    }
    let first = found.next()?;
    if matcher.sub_split.is_some() && found.peek().is_none() {
        return Some(first.clone());
    }
    // HELM stops where several are left after merging sub-splits; merging them all answers the question.
    let name = MetricName { name: matcher.name.clone(), split: None, sub_split: None, perturbation: None };
    let mut merged = Stat::new(name);
    merged.merge(first);
    found.for_each(|stat| merged.merge(stat));
    Some(merged)
}

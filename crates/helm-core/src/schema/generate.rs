//! Run groups, metrics and metric groups that the runs themselves suggest, for what no schema says.

use super::built_in;
use crate::files::{Field, RunGroup, Schema};
use indexmap::{IndexMap, IndexSet};

/// Answers of these adaptation methods are options, which are right or wrong to the letter.
const MULTIPLE_CHOICE: &str = "multiple_choice";

/// Metrics that can stand for accuracy, the most telling first: scenarios that have a special one also have the general ones.
const MAIN_METRICS: [&str; 17] = [
    "math_equiv_chain_of_thought",
    "math_equiv",
    "final_number_exact_match",
    "chain_of_thought_correctness",
    "code_eval_acc",
    "test_avg",
    "ifeval_strict_accuracy",
    "wildbench_score_rescaled",
    "bleu",
    "f1_set_match",
    "rouge_2",
    "f1_score",
    "classification_macro_f1",
    "exact_match_indicator",
    "quasi_exact_match",
    "exact_match",
    "bits_per_byte",
];

/// What the runs of a group have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupOfRuns {
    /// The group's name in the run specs.
    pub name: String,
    /// The adaptation method of its first run.
    pub method: String,
    /// The metrics that were measured.
    pub metrics: IndexSet<String>,
    /// The splits that were evaluated.
    pub splits: IndexSet<String>,
}

impl GroupOfRuns {
    fn main_metric(&self) -> Option<&str> {
        let has = |name: &&str| self.metrics.contains(*name);
        if self.method.starts_with(MULTIPLE_CHOICE) && has(&"exact_match") {
            return Some("exact_match");
        }
        MAIN_METRICS.into_iter().find(has).or(self.metrics.first().map(String::as_str))
    }

    fn main_split(&self) -> &str {
        let first = self.splits.first().map_or("test", String::as_str);
        ["test", "valid"].into_iter().find(|split| self.splits.contains(*split)).unwrap_or(first)
    }

    fn to_run_group(&self, schema: &Schema) -> RunGroup {
        let environment = IndexMap::from([
            ("main_name".to_owned(), self.main_metric().unwrap_or("exact_match").to_owned()),
            ("main_split".to_owned(), self.main_split().to_owned()),
        ]);
        RunGroup {
            name: self.name.clone(),
            display_name: Some(self.name.clone()),
            description: Some("Not described by the schema; shown as its runs describe themselves.".into()),
            metric_groups: schema.metric_groups.iter().map(|group| group.name.clone()).collect(),
            environment,
            ..RunGroup::default()
        }
    }
}

/// A schema made from the runs alone.
pub fn generate(groups: &[GroupOfRuns]) -> Schema {
    let mut schema = Schema { perturbations: built_in().perturbations, ..Schema::default() };
    complete(&mut schema, groups);
    schema
}

/// Adds what a schema leaves open: metrics, metric groups, groups with runs, and a group of all groups.
pub fn complete(schema: &mut Schema, groups: &[GroupOfRuns]) {
    if schema.metrics.is_empty() {
        let names: IndexSet<&str> = groups.iter().flat_map(|group| &group.metrics).map(String::as_str).collect();
        schema.metrics = names.iter().copied().map(known_field).collect();
        if schema.metric_groups.is_empty() {
            schema.metric_groups = built_in().metric_groups;
            // Columns of perturbed values need the perturbation's name.
            for group in &mut schema.metric_groups {
                let defined = |name: &String| schema.perturbations.iter().any(|field| field.name == *name);
                group.metrics.retain(|matcher| matcher.perturbation_name.as_ref().is_none_or(defined));
            }
            keep_measured(schema, &names);
        }
    }
    if schema.run_groups.iter().all(|group| !group.subgroups.is_empty()) {
        let known: IndexSet<String> = schema.run_groups.iter().map(|group| group.name.clone()).collect();
        let others = groups.iter().filter(|group| !known.contains(&group.name));
        let added: Vec<RunGroup> = others.map(|group| group.to_run_group(schema)).collect();
        schema.run_groups.extend(added);
    }
    if schema.run_groups.iter().all(|group| group.subgroups.is_empty()) {
        let all = RunGroup {
            name: "all_scenarios".into(),
            display_name: Some("All Scenarios".into()),
            description: Some("All scenarios".into()),
            category: "Scenario Groups".into(),
            subgroups: schema.run_groups.iter().map(|group| group.name.clone()).collect(),
            ..RunGroup::default()
        };
        schema.run_groups.insert(0, all);
    }
}

/// Takes metrics that no run has out of the metric groups, and metric groups that are left empty out of the schema.
fn keep_measured(schema: &mut Schema, measured: &IndexSet<&str>) {
    for group in &mut schema.metric_groups {
        group.metrics.retain(|matcher| matcher.name.starts_with('$') || measured.contains(&*matcher.name));
    }
    schema.metric_groups.retain(|group| !group.metrics.is_empty());
    let left: IndexSet<&str> = schema.metric_groups.iter().map(|group| group.name.as_str()).collect();
    for group in &mut schema.run_groups {
        group.metric_groups.retain(|name| left.contains(name.as_str()));
    }
}

/// Fits the built-in schema to the runs: groups without runs and metrics that were not measured go, groups
/// that it doesn't know come, and each group shows a split that was evaluated.
/// The names of the latter are returned.
pub fn show_other_groups(schema: &mut Schema, groups: &[GroupOfRuns]) -> Vec<String> {
    let has_runs = |name: &String| groups.iter().any(|group| group.name == *name);
    schema.run_groups.retain(|group| !group.subgroups.is_empty() || has_runs(&group.name));
    keep_measured(schema, &groups.iter().flat_map(|group| &group.metrics).map(String::as_str).collect());
    for group in &mut schema.run_groups {
        if let Some(runs) = groups.iter().find(|runs| runs.name == group.name) {
            group.environment.insert("main_split".into(), runs.main_split().into());
        }
    }
    let known: IndexSet<String> = schema.run_groups.iter().map(|group| group.name.clone()).collect();
    let others: Vec<&GroupOfRuns> = groups.iter().filter(|group| !known.contains(&group.name)).collect();
    let added: Vec<RunGroup> = others.iter().map(|group| group.to_run_group(schema)).collect();
    for group in schema.run_groups.iter_mut().filter(|group| !group.subgroups.is_empty()) {
        group.subgroups.retain(has_runs);
        group.subgroups.extend(added.iter().map(|other| other.name.clone()));
    }
    schema.run_groups.extend(added);
    let main_metrics = others.iter().filter_map(|group| group.main_metric());
    for name in main_metrics {
        if schema.metrics.iter().all(|metric| metric.name != name) {
            schema.metrics.push(known_field(name));
        }
    }
    others.iter().map(|group| group.name.clone()).collect()
}

/// What the built-in schema says of a metric, or just its name.
fn known_field(name: &str) -> Field {
    let known = built_in().metrics.into_iter().find(|metric| metric.name == name);
    known.unwrap_or_else(|| Field { name: name.into(), display_name: Some(name.replace('_', " ")), ..Field::default() })
}

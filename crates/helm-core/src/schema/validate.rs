//! What is wrong with a schema before any run is looked at.

use super::template::is_variable;
use crate::files::{MetricGroup, RunGroup, Schema};
use std::collections::{HashMap, HashSet};
use std::fmt;

const SPLITS: [&str; 3] = ["test", "valid", "__all__"];

/// One thing that is wrong with a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaProblem {
    /// Where, such as `run_groups[mmlu].metric_groups[0]`.
    pub location: String,
    /// What.
    pub message: String,
}

impl fmt::Display for SchemaProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`: {}", self.location, self.message)
    }
}

/// Everything that is wrong with the schema: names that are empty, double or not defined, and subgroups in a circle.
pub fn validate(schema: &Schema) -> Vec<SchemaProblem> {
    let mut problems = Problems(Vec::new());
    let metrics = problems.names("metrics", schema.metrics.iter().map(|metric| &metric.name));
    let perturbations = problems.names("perturbations", schema.perturbations.iter().map(|field| &field.name));
    let metric_groups = problems.names("metric_groups", schema.metric_groups.iter().map(|group| &group.name));
    let run_groups = problems.names("run_groups", schema.run_groups.iter().map(|group| &group.name));
    for group in &schema.run_groups {
        let place = |list: &str, index: usize| format!("run_groups[{}].{list}[{index}]", group.name);
        for (index, name) in group.subgroups.iter().enumerate() {
            problems.check(&run_groups, "run group", name, place("subgroups", index));
        }
        for (index, name) in group.metric_groups.iter().enumerate() {
            problems.check(&metric_groups, "metric group", name, place("metric_groups", index));
        }
        for (index, name) in group.subgroup_metric_groups_hidden.iter().enumerate() {
            problems.check(&metric_groups, "metric group", name, place("subgroup_metric_groups_hidden", index));
        }
    }
    for group in &schema.metric_groups {
        problems.metrics_of(group, &metrics, &perturbations);
    }
    problems.circles(&schema.run_groups);
    problems.0
}

struct Problems(Vec<SchemaProblem>);

impl Problems {
    fn add(&mut self, location: String, message: String) {
        self.0.push(SchemaProblem { location, message });
    }

    /// The names in a list, once each; empty and double ones are problems.
    fn names<'a>(&mut self, list: &str, names: impl Iterator<Item = &'a String>) -> HashSet<&'a str> {
        let mut seen = HashSet::new();
        for (index, name) in names.enumerate() {
            if name.trim().is_empty() {
                self.add(format!("{list}[{index}]"), "has no name".into());
            } else if !seen.insert(name.as_str()) {
                self.add(format!("{list}[{index}]"), format!("a second `{name}`; the last one counts"));
            }
        }
        seen
    }

    fn check(&mut self, defined: &HashSet<&str>, kind: &str, name: &str, location: String) {
        if !defined.contains(name) {
            self.add(location, format!("there is no {kind} `{name}`"));
        }
    }

    fn metrics_of(&mut self, group: &MetricGroup, metrics: &HashSet<&str>, perturbations: &HashSet<&str>) {
        for (index, matcher) in group.metrics.iter().enumerate() {
            let location = format!("metric_groups[{}].metrics[{index}]", group.name);
            if !is_variable(&matcher.name) {
                self.check(metrics, "metric", &matcher.name, format!("{location}.name"));
            }
            if !is_variable(&matcher.split) && !SPLITS.contains(&matcher.split.as_str()) {
                let message = format!("the split is `test`, `valid`, `__all__` or a variable, not `{}`", matcher.split);
                self.add(format!("{location}.split"), message);
            }
            if let Some(name) = &matcher.perturbation_name
                && !is_variable(name)
                && !name.starts_with("__")
            {
                self.check(perturbations, "perturbation", name, format!("{location}.perturbation_name"));
            }
        }
    }

    fn circles(&mut self, groups: &[RunGroup]) {
        let by_name: HashMap<&str, &RunGroup> = groups.iter().map(|group| (group.name.as_str(), group)).collect();
        let mut done = HashSet::new();
        for group in groups {
            self.circles_from(&group.name, &by_name, &mut Vec::new(), &mut done);
        }
    }

    fn circles_from<'a>(
        &mut self,
        name: &'a str,
        groups: &HashMap<&str, &'a RunGroup>,
        path: &mut Vec<&'a str>,
        done: &mut HashSet<&'a str>,
    ) {
        if let Some(start) = path.iter().position(|ancestor| *ancestor == name) {
            let circle = path[start..].iter().chain([&name]).copied().collect::<Vec<_>>().join(" → ");
            self.add(format!("run_groups[{name}].subgroups"), format!("the subgroups go in a circle: {circle}"));
            return;
        }
        let Some(group) = groups.get(name).filter(|_| done.insert(name)) else { return };
        path.push(name);
        for subgroup in &group.subgroups {
            self.circles_from(subgroup, groups, path, done);
        }
        path.pop();
    }
}

//! Which runs belong to a group, by scenario and by adapter spec.

use crate::files::{AdapterSpec, ObjectSpec, Run};
use crate::json;
use indexmap::IndexMap;
use serde_json::Value;
use std::collections::HashMap;

/// Runs by adapter spec, each told by its first run.
pub(super) type RunsByAdapter = IndexMap<usize, Vec<usize>>;

#[derive(Default)]
struct GroupRuns {
    by_adapter: RunsByAdapter,
    by_scenario: IndexMap<usize, RunsByAdapter>,
}

/// Runs are told by their position among all runs; adapter specs and scenario specs by the position
/// of the first run that has them.
pub(super) struct RunIndex {
    groups: HashMap<String, GroupRuns>,
    nothing: RunsByAdapter,
}

impl RunIndex {
    pub(super) fn new(runs: &[Run]) -> Self {
        let mut adapters = HashMap::new();
        let mut scenarios = HashMap::new();
        let mut groups: HashMap<String, GroupRuns> = HashMap::new();
        for (position, run) in runs.iter().enumerate() {
            let adapter = *adapters.entry(adapter_key(&run.run_spec.adapter_spec)).or_insert(position);
            let scenario = *scenarios.entry(scenario_key(&run.run_spec.scenario_spec)).or_insert(position);
            for name in &run.run_spec.groups {
                let group = groups.entry(name.clone()).or_default();
                group.by_adapter.entry(adapter).or_default().push(position);
                group.by_scenario.entry(scenario).or_default().entry(adapter).or_default().push(position);
            }
        }
        Self { groups, nothing: RunsByAdapter::new() }
    }

    pub(super) fn has_runs(&self, group: &str) -> bool {
        self.groups.contains_key(group)
    }

    /// The group's runs by adapter spec.
    pub(super) fn by_adapter(&self, group: &str) -> &RunsByAdapter {
        self.groups.get(group).map_or(&self.nothing, |runs| &runs.by_adapter)
    }

    /// The group's scenarios.
    pub(super) fn scenarios(&self, group: &str) -> impl Iterator<Item = usize> {
        self.groups.get(group).into_iter().flat_map(|runs| runs.by_scenario.keys().copied())
    }

    /// The group's runs of one scenario by adapter spec.
    pub(super) fn of_scenario(&self, group: &str, scenario: usize) -> &RunsByAdapter {
        self.groups.get(group).and_then(|runs| runs.by_scenario.get(&scenario)).unwrap_or(&self.nothing)
    }
}

fn adapter_key(spec: &AdapterSpec) -> String {
    json::to_string(spec).expect("adapter specs are plain JSON")
}

/// Equal specs have equal keys, whatever the order of their arguments.
fn scenario_key(spec: &ObjectSpec) -> String {
    let mut arguments: Vec<(&String, &Value)> = spec.args.iter().collect();
    arguments.sort_by_key(|(name, _)| *name);
    json::to_string(&(&spec.class_name, arguments)).expect("scenario specs are plain JSON")
}

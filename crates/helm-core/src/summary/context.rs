//! What every table needs: the schema by name, the runs by group, the models.

use super::error::SummaryError;
use super::models::Models;
use super::run_index::RunIndex;
use crate::files::{Field, MetricGroup, Run, RunGroup, Schema, SchemaModel, Visibility};
use std::collections::{HashMap, HashSet};

pub(super) struct Context<'a> {
    pub(super) schema: &'a Schema,
    pub(super) runs: &'a [Run],
    pub(super) index: RunIndex,
    pub(super) models: Models,
    pub(super) list_runs_in_cells: bool,
    metrics: HashMap<&'a str, &'a Field>,
    perturbations: HashMap<&'a str, &'a Field>,
    metric_groups: HashMap<&'a str, &'a MetricGroup>,
    run_groups: HashMap<&'a str, &'a RunGroup>,
}

impl<'a> Context<'a> {
    pub(super) fn new(schema: &'a Schema, runs: &'a [Run], models: Models, list_runs_in_cells: bool) -> Self {
        Self {
            schema,
            runs,
            index: RunIndex::new(runs),
            models,
            list_runs_in_cells,
            metrics: schema.metrics.iter().map(|metric| (metric.name.as_str(), metric)).collect(),
            perturbations: schema.perturbations.iter().map(|field| (field.name.as_str(), field)).collect(),
            metric_groups: schema.metric_groups.iter().map(|group| (group.name.as_str(), group)).collect(),
            run_groups: schema.run_groups.iter().map(|group| (group.name.as_str(), group)).collect(),
        }
    }

    pub(super) fn metric(&self, name: &str) -> Option<&'a Field> {
        self.metrics.get(name).copied()
    }

    pub(super) fn perturbation(&self, name: &str, metric_group: &str) -> Result<&'a Field, SummaryError> {
        self.perturbations.get(name).copied().ok_or_else(|| SummaryError::UnknownPerturbation {
            metric_group: metric_group.into(),
            perturbation: name.into(),
            known: self.schema.perturbations.iter().map(|field| field.name.clone()).collect(),
        })
    }

    pub(super) fn metric_group(&self, name: &str, run_group: &RunGroup) -> Result<&'a MetricGroup, SummaryError> {
        self.metric_groups.get(name).copied().ok_or_else(|| SummaryError::UnknownMetricGroup {
            run_group: run_group.name.clone(),
            metric_group: name.into(),
            known: self.schema.metric_groups.iter().map(|group| group.name.clone()).collect(),
        })
    }

    /// The group, its subgroups, theirs and so on, each once.
    pub(super) fn with_subgroups(&self, group: &'a RunGroup) -> Result<Vec<&'a RunGroup>, SummaryError> {
        let mut groups = Vec::new();
        self.collect_subgroups(group, &mut groups, &mut HashSet::new())?;
        Ok(groups)
    }

    fn collect_subgroups(
        &self,
        group: &'a RunGroup,
        groups: &mut Vec<&'a RunGroup>,
        visited: &mut HashSet<&'a str>,
    ) -> Result<(), SummaryError> {
        if !visited.insert(&group.name) {
            return Ok(());
        }
        groups.push(group);
        for name in &group.subgroups {
            let subgroup =
                self.run_groups.get(name.as_str()).copied().ok_or_else(|| SummaryError::UnknownSubgroup {
                    run_group: group.name.clone(),
                    subgroup: name.clone(),
                    known: self.schema.run_groups.iter().map(|group| group.name.clone()).collect(),
                })?;
            self.collect_subgroups(subgroup, groups, visited)?;
        }
        Ok(())
    }

    /// The runs that the visibility of their groups lets `group` show.
    pub(super) fn visible(&self, runs: &[usize], group: &RunGroup) -> Vec<usize> {
        runs.iter().copied().filter(|run| self.is_visible(&self.runs[*run], group)).collect()
    }

    fn is_visible(&self, run: &Run, shown_in: &RunGroup) -> bool {
        let mut visible = shown_in.visibility != Visibility::ThisGroupOnly;
        for group in run.run_spec.groups.iter().filter_map(|name| self.run_groups.get(name.as_str())) {
            match group.visibility {
                Visibility::NoGroups => return false,
                Visibility::ThisGroupOnly if group.name == shown_in.name => return true,
                Visibility::ThisGroupOnly => visible = false,
                Visibility::AllGroups => {}
            }
        }
        visible
    }

    /// The models that were run and are known.
    pub(super) fn used_models(&self) -> Vec<SchemaModel> {
        let used: HashSet<String> =
            self.runs.iter().map(|run| self.models.of(&run.run_spec.adapter_spec).name.clone()).collect();
        let known = self.models.iter().filter(|model| used.contains(&model.name));
        known
            .map(|model| SchemaModel {
                name: model.name.clone(),
                display_name: Some(model.display_name.clone()),
                short_display_name: Some(model.display_name.clone()),
                description: Some(model.description.clone()),
                creator_organization: Some(model.creator_organization_name.clone()),
                access: Some(model.access.clone()),
                todo: false,
                release_date: model.release_date.clone(),
                num_parameters: model.num_parameters,
            })
            .collect()
    }
}

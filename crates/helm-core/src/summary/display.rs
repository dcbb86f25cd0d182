//! What the web app shows of each run's instances, in files much smaller than those of the run.

mod display_files;
mod record;
mod trial_stats;

use super::error::{FailedRun, RunError, SummaryError};
use super::usage::Usage;
use crate::files::{AdapterSpec, Run, RunGroup, Schema};
use crate::json::FileError;
use crate::json_elements::{ArrayAt, read_elements};
use crate::layout::{DISPLAY_PREDICTIONS, DISPLAY_REQUESTS, INSTANCES, PER_INSTANCE_STATS, SCENARIO_STATE};
use crate::prediction::{PREDICTED_INDEX, is_separate};
use display_files::DisplayFiles;
use rayon::prelude::*;
use record::DisplayRecord;
use regex::Regex;
use serde::de::Error as _;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use trial_stats::TrialStats;

pub(super) struct Displays {
    pub(super) failed_runs: Vec<FailedRun>,
    /// What each run's deployment used, run by run.
    pub(super) usage: Vec<(String, Usage)>,
}

/// Writes the display files of all runs. A run that can't be read is reported; a file that can't be written is an error.
pub(super) fn write_all(runs: &[Run], schema: &Schema, skip_completed: bool) -> Result<Displays, SummaryError> {
    let metrics = metrics_of_groups(schema, runs)?;
    let results: Vec<Result<Usage, FailedRun>> = runs
        .par_iter()
        .map(|run| match write(run, &metrics, skip_completed) {
            Err(RunError::File(error @ FileError::Write { .. })) => Err(SummaryError::File(error)),
            Err(error) => Ok(Err(FailedRun { folder: run.run_path.clone().into(), in_tables: true, error })),
            Ok(usage) => Ok(Ok(usage)),
        })
        .collect::<Result<_, SummaryError>>()?;
    let mut displays = Displays { failed_runs: Vec::new(), usage: Vec::new() };
    for (run, result) in runs.iter().zip(results) {
        match result {
            Ok(usage) => displays.usage.push((run.run_spec.adapter_spec.model_deployment.clone(), usage)),
            Err(failed) => displays.failed_runs.push(failed),
        }
    }
    Ok(displays)
}

/// For each group that has runs the metrics that its tables show of unperturbed instances.
fn metrics_of_groups(schema: &Schema, runs: &[Run]) -> Result<HashMap<String, HashSet<String>>, SummaryError> {
    let used: HashSet<&String> = runs.iter().flat_map(|run| &run.run_spec.groups).collect();
    let groups: HashMap<&String, &RunGroup> = schema.run_groups.iter().map(|group| (&group.name, group)).collect();
    let mut metrics = HashMap::new();
    for (name, group) in groups.into_iter().filter(|(name, _)| used.contains(name)) {
        metrics.insert(name.clone(), metrics_of_group(schema, group)?);
    }
    Ok(metrics)
}

fn metrics_of_group(schema: &Schema, group: &RunGroup) -> Result<HashSet<String>, SummaryError> {
    let mut metrics = HashSet::new();
    for name in &group.metric_groups {
        let Some(metric_group) = schema.metric_groups.iter().rev().find(|metric_group| metric_group.name == *name)
        else {
            continue;
        };
        for matcher in &metric_group.metrics {
            if matcher.perturbation_name.as_deref().is_none_or(|name| name.is_empty() || name == "__all__") {
                let matcher = matcher.substitute(group).map_err(|source| SummaryError::UnknownVariable {
                    run_group: group.name.clone(),
                    metric_group: name.clone(),
                    source,
                })?;
                metrics.insert(matcher.name);
            }
        }
    }
    Ok(metrics)
}

fn write(
    run: &Run,
    metrics_of_groups: &HashMap<String, HashSet<String>>,
    skip_completed: bool,
) -> Result<Usage, RunError> {
    let folder = Path::new(&run.run_path);
    let there = |name: &str| folder.join(name).exists();
    if !there(PER_INSTANCE_STATS) {
        return Ok(Usage::default());
    }
    let adapter = &run.run_spec.adapter_spec;
    let metrics = shown_metrics(run, metrics_of_groups);
    let record = DisplayRecord::new(folder, adapter, &metrics);
    if let Some(usage) = record.usage() {
        return Ok(usage);
    }
    let stats = TrialStats::read(&folder.join(PER_INSTANCE_STATS), &metrics)?;
    let completed = [INSTANCES, DISPLAY_PREDICTIONS, DISPLAY_REQUESTS].iter().all(|name| there(name));
    if !there(SCENARIO_STATE) || skip_completed && completed {
        return Ok(stats.usage);
    }
    write_files(folder, adapter, &stats)?;
    record.write(stats.usage)?;
    Ok(stats.usage)
}

/// The metrics that the run's groups show, and what tells which option was chosen.
fn shown_metrics<'a>(run: &'a Run, metrics_of_groups: &'a HashMap<String, HashSet<String>>) -> BTreeSet<&'a str> {
    let of_groups = run.run_spec.groups.iter().filter_map(|name| metrics_of_groups.get(name));
    let chosen = is_separate(&run.run_spec.adapter_spec).then_some(PREDICTED_INDEX);
    of_groups.flatten().map(String::as_str).chain(chosen).collect()
}

fn write_files(folder: &Path, adapter: &AdapterSpec, stats: &TrialStats) -> Result<(), RunError> {
    let pattern = adapter.output_mapping_pattern.as_deref().filter(|pattern| !pattern.is_empty()).map(|pattern| {
        let error =
            |source| RunError::Pattern { folder: folder.into(), pattern: pattern.into(), source: Box::new(source) };
        Regex::new(pattern).map_err(error)
    });
    let pattern = pattern.transpose()?;
    let mut files = DisplayFiles::create(folder, adapter, stats, pattern.as_ref())?;
    let mut not_written = None;
    let read = read_elements(&folder.join(SCENARIO_STATE), ArrayAt::Member("request_states"), |element| {
        files.add(element.read()?).map_err(|error| {
            not_written = Some(error);
            serde_json::Error::custom("what was read can't be written")
        })
    });
    // Why nothing was written says more than that reading was ended.
    not_written.map_or(read, Err)?;
    Ok(files.finish()?)
}

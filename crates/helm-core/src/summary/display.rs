//! What the web app shows of each run's instances, in files much smaller than those of the run.

use super::error::{FailedRun, RunError, SummaryError};
use super::usage::Usage;
use crate::files::{
    AdapterSpec, DisplayPrediction, DisplayRequest, Instance, Number, PerturbationDescription, RequestState, Run,
    RunGroup, ScenarioState, Schema,
};
use crate::json::{self, FileError};
use crate::layout::{DISPLAY_PREDICTIONS, DISPLAY_REQUESTS, INSTANCES, PER_INSTANCE_STATS, SCENARIO_STATE};
use crate::prediction::{PREDICTED_INDEX, is_separate, mapped_output, multimodal_text, without_prompt};
use indexmap::IndexMap;
use rayon::prelude::*;
use regex::Regex;
use serde::Deserialize;
use serde_json::Map;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

const CALIBRATED_METHOD: &str = "multiple_choice_separate_calibrated";

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

/// What is needed of an element of `per_instance_stats.json`.
#[derive(Deserialize)]
struct InstanceStats {
    instance_id: String,
    #[serde(default)]
    perturbation: Option<PerturbationDescription>,
    train_trial_index: usize,
    stats: Vec<InstanceStat>,
}

#[derive(Deserialize)]
struct InstanceStat {
    name: NameOnly,
    #[serde(default)]
    count: u64,
    #[serde(default)]
    sum: Number,
    #[serde(default)]
    mean: Option<Number>,
}

#[derive(Deserialize)]
struct NameOnly {
    name: String,
}

/// What tells instances apart: the id, and the perturbation as JSON.
type InstanceKey = (String, Option<String>);
/// What tells predictions apart: the instance and the train trial.
type TrialKey = (InstanceKey, usize);
type TrialStats = HashMap<TrialKey, IndexMap<String, f64>>;

fn instance_key(id: &str, perturbation: Option<&PerturbationDescription>) -> InstanceKey {
    let spelled = |perturbation| json::to_string(perturbation).expect("perturbations are plain JSON");
    (id.to_owned(), perturbation.map(spelled))
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
    let stats: Vec<InstanceStats> = json::read(&folder.join(PER_INSTANCE_STATS))?;
    let usage = usage_of(&stats);
    let completed = [INSTANCES, DISPLAY_PREDICTIONS, DISPLAY_REQUESTS].iter().all(|name| there(name));
    if !there(SCENARIO_STATE) || skip_completed && completed {
        return Ok(usage);
    }
    let adapter = &run.run_spec.adapter_spec;
    let mut metrics: HashSet<&str> = run
        .run_spec
        .groups
        .iter()
        .filter_map(|name| metrics_of_groups.get(name))
        .flatten()
        .map(String::as_str)
        .collect();
    if is_separate(adapter) {
        metrics.insert(PREDICTED_INDEX);
    }
    let stats = stats_by_trial(stats, &metrics);
    let scenario_state: ScenarioState = json::read(&folder.join(SCENARIO_STATE))?;
    let pattern = adapter.output_mapping_pattern.as_deref().filter(|pattern| !pattern.is_empty()).map(|pattern| {
        let error =
            |source| RunError::Pattern { folder: folder.into(), pattern: pattern.into(), source: Box::new(source) };
        Regex::new(pattern).map_err(error)
    });
    let shown = show(scenario_state.request_states, adapter, &stats, pattern.transpose()?.as_ref());
    json::write(&folder.join(INSTANCES), &shown.instances.values().collect::<Vec<_>>())?;
    json::write(&folder.join(DISPLAY_PREDICTIONS), &shown.predictions)?;
    json::write(&folder.join(DISPLAY_REQUESTS), &shown.requests)?;
    Ok(usage)
}

/// Several metrics may report the tokens of the same instance: the first report counts.
fn usage_of(stats: &[InstanceStats]) -> Usage {
    let mut usage = Usage::default();
    let mut counted = HashSet::new();
    for of_instance in stats {
        let key = instance_key(&of_instance.instance_id, of_instance.perturbation.as_ref());
        for stat in &of_instance.stats {
            if Usage::wants(&stat.name.name)
                && counted.insert((key.clone(), of_instance.train_trial_index, stat.name.name.as_str()))
            {
                usage.add(&stat.name.name, stat.count, stat.sum);
            }
        }
    }
    usage
}

fn stats_by_trial(stats: Vec<InstanceStats>, metrics: &HashSet<&str>) -> TrialStats {
    let mut by_trial = TrialStats::new();
    for of_instance in stats {
        let key = instance_key(&of_instance.instance_id, of_instance.perturbation.as_ref());
        let means = of_instance.stats.into_iter().filter_map(|stat| Some((stat.name.name, stat.mean?.as_f64())));
        by_trial
            .entry((key, of_instance.train_trial_index))
            .or_default()
            .extend(means.filter(|(name, _)| metrics.contains(name.as_str())));
    }
    by_trial
}

#[derive(Default)]
struct Shown {
    instances: IndexMap<InstanceKey, Instance>,
    predictions: Vec<DisplayPrediction>,
    requests: Vec<DisplayRequest>,
}

fn show(requests: Vec<RequestState>, adapter: &AdapterSpec, stats: &TrialStats, pattern: Option<&Regex>) -> Shown {
    let mut shown = Shown::default();
    for mut state in requests {
        let Some(result) = state.result.take() else { continue };
        if adapter.method == CALIBRATED_METHOD && state.request_mode.as_deref() == Some("calibration") {
            continue;
        }
        let id = state.instance.id.clone().unwrap_or_default();
        let key = instance_key(&id, state.instance.perturbation.as_ref());
        let trial_stats = stats.get(&(key.clone(), state.train_trial_index)).cloned().unwrap_or_default();
        if is_separate(adapter)
            && trial_stats
                .get(PREDICTED_INDEX)
                .is_some_and(|chosen| Some(*chosen) != state.reference_index.map(|index| index as f64))
        {
            continue;
        }
        let completion = result.completions.first();
        let completed_text = completion.map_or("", |completion| completion.text.as_str());
        let mapped_output = mapped_output(&state, completed_text, pattern);
        let predicted_text =
            match completion.and_then(|completion| multimodal_text(completion.multimodal_content.as_ref()?)) {
                Some(text) => format!("{text} {completed_text}"),
                None => completed_text.to_owned(),
            };
        let first_token = completion.and_then(|completion| completion.tokens.first()).map(|token| token.text.as_str());
        let truncated_predicted_text = without_prompt(&predicted_text, &state, adapter, first_token);

        let mut instance = Arc::unwrap_or_clone(state.instance);
        instance.perturbation = instance.perturbation.map(described);
        state.request.temperature = state.request.temperature.to_float();
        for value in
            [&mut state.request.top_p, &mut state.request.presence_penalty, &mut state.request.frequency_penalty]
        {
            *value = value.to_float();
        }
        let perturbation = instance.perturbation.clone();
        shown.predictions.push(DisplayPrediction {
            instance_id: id.clone(),
            perturbation: perturbation.clone(),
            train_trial_index: state.train_trial_index,
            truncated_predicted_text,
            predicted_text,
            base64_images: Some(Vec::new()),
            mapped_output,
            reference_index: state.reference_index,
            stats: trial_stats,
            annotations: state.annotations,
            thinking_text: completion.and_then(|completion| completion.thinking.as_ref()?.text.clone()),
        });
        shown.requests.push(DisplayRequest {
            instance_id: id,
            perturbation,
            train_trial_index: state.train_trial_index,
            request: state.request,
        });
        shown.instances.insert(key, instance);
    }
    shown
}

/// What the display files say of a perturbation: not its parameters.
fn described(perturbation: PerturbationDescription) -> PerturbationDescription {
    PerturbationDescription { parameters: Map::new(), ..perturbation }
}

//! How statistics of instances become statistics of a run.
//!
//! Within a train trial, equal names merge; derived statistics and worst cases follow; each trial
//! then counts with its mean. The order of names is the order of first appearance, as in HELM.

use super::stat_set::{Context, StatSet, group_by_context};
use super::worst_case::worst_case_stats;
use super::{Evaluation, InstanceStats, MetricNames, MetricResult};
use crate::files::{Instance, RequestState, Stat};
use indexmap::IndexMap;
use rayon::prelude::*;
use std::sync::Arc;

/// A metric that looks at one instance at a time.
pub(super) trait InstanceMetric: Sync {
    /// Whether a request state is of the kind that this metric measures.
    fn measures(&self, state: &RequestState) -> bool;

    /// The statistics of one instance, without context. `states` has at least one request.
    fn instance_stats(&self, evaluation: &Evaluation, states: &[&RequestState]) -> Vec<Stat>;

    /// Statistics that follow from those of a context, such as perplexity.
    fn derived_from_context(&self, _stats: &[&Stat]) -> Vec<Stat> {
        Vec::new()
    }

    /// Statistics that follow from those of a context's instances, such as calibration errors.
    fn derived_from_instances(&self, _instances: &[&InstanceStats]) -> Vec<Stat> {
        Vec::new()
    }
}

/// Measures every instance and aggregates.
pub(super) fn evaluate(metric: &impl InstanceMetric, evaluation: &Evaluation) -> MetricResult {
    let mut global = StatSet::default();
    let mut per_instance_stats = Vec::new();
    let names = MetricNames::default();
    for trial in 0..evaluation.adapter_spec.num_train_trials {
        let measured = measure(metric, evaluation, trial, &names);
        for stat in aggregate_trial(metric, &measured).iter() {
            global.merge(&stat.take_mean());
        }
        per_instance_stats.extend(measured.into_iter().filter(|stats| !stats.is_empty()));
    }
    MetricResult { stats: global.into_vec(), per_instance_stats }
}

fn measure(
    metric: &impl InstanceMetric,
    evaluation: &Evaluation,
    trial: usize,
    names: &MetricNames,
) -> Vec<InstanceStats> {
    // Instances are told apart by identity: equal questions are still two questions.
    let mut by_instance: IndexMap<*const Instance, (&Arc<Instance>, Vec<&RequestState>)> = IndexMap::new();
    for state in evaluation.request_states {
        let (_, states) =
            by_instance.entry(Arc::as_ptr(&state.instance)).or_insert_with(|| (&state.instance, Vec::new()));
        if state.train_trial_index == trial && metric.measures(state) {
            states.push(state);
        }
    }
    let instances: Vec<_> = by_instance.into_values().collect();
    instances
        .into_par_iter()
        .map(|(instance, states)| {
            let context = Context::of_instance(instance);
            let stats = if states.is_empty() { Vec::new() } else { metric.instance_stats(evaluation, &states) };
            let stats = stats.into_iter().map(|stat| context.apply(stat)).collect();
            InstanceStats::new(Arc::clone(instance), trial, stats, names)
        })
        .collect()
}

fn aggregate_trial(metric: &impl InstanceMetric, measured: &[InstanceStats]) -> StatSet {
    let mut trial = StatSet::default();
    for stat in measured.iter().flat_map(InstanceStats::iter) {
        trial.merge(&stat);
    }
    let by_context = group_by_context(trial.iter().map(|stat| (Context::of_name(&stat.name), stat)));
    let mut derived: Vec<Stat> = by_context
        .iter()
        .flat_map(|(context, stats)| metric.derived_from_context(stats).into_iter().map(|stat| context.apply(stat)))
        .collect();
    let with_stats = measured.iter().filter(|stats| !stats.is_empty());
    let by_context = group_by_context(with_stats.map(|stats| (Context::of_instance(stats.instance()), stats)));
    for (context, instances) in &by_context {
        derived.extend(metric.derived_from_instances(instances).into_iter().map(|stat| context.apply(stat)));
    }
    derived.extend(worst_case_stats(measured));
    for stat in &derived {
        trial.merge(stat);
    }
    trial
}

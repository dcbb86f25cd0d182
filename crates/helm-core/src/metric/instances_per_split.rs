use super::request_stats::count;
use super::stat_set::{Context, StatSet, group_by_context};
use super::{Evaluation, Metric, MetricResult};
use std::collections::HashSet;
use std::sync::Arc;

/// How many instances each split and perturbation has.
pub(super) struct InstancesPerSplit;

impl Metric for InstancesPerSplit {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        let mut global = StatSet::default();
        for trial in 0..evaluation.adapter_spec.num_train_trials {
            let states = evaluation.request_states.iter().filter(|state| state.train_trial_index == trial);
            let identities = states.map(|state| (Context::of_instance(&state.instance), Arc::as_ptr(&state.instance)));
            for (context, instances) in group_by_context(identities) {
                let distinct = instances.into_iter().collect::<HashSet<_>>().len();
                global.merge(&context.apply(count("num_instances", distinct)).take_mean());
            }
        }
        MetricResult { stats: global.into_vec(), per_instance_stats: Vec::new() }
    }
}

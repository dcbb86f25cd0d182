//! Statistics that no single instance has: they look at all instances of a split and perturbation.

use super::stat_set::{Context, StatSet, group_by_context};
use super::{Evaluation, MetricResult};
use crate::files::{RequestState, Stat};

/// The statistics that `measure` finds in the requests of each context, meant over train trials.
/// Requests that score a single reference take no part.
pub(super) fn evaluate(evaluation: &Evaluation, measure: impl Fn(&[&RequestState]) -> Vec<Stat>) -> MetricResult {
    let mut global = StatSet::default();
    for trial in 0..evaluation.adapter_spec.num_train_trials {
        let of_trial = |state: &&RequestState| state.train_trial_index == trial && state.reference_index.is_none();
        let states = evaluation.request_states.iter().filter(of_trial);
        for (context, states) in group_by_context(states.map(|state| (Context::of_instance(&state.instance), state))) {
            for stat in measure(&states) {
                global.merge(&context.apply(stat).take_mean());
            }
        }
    }
    MetricResult { stats: global.into_vec(), per_instance_stats: Vec::new() }
}

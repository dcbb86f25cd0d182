use super::likelihood::{likelihood, perplexity};
use super::request_stats::{count, request_stats};
use super::stat_set::{Context, StatSet, group_by_context};
use super::{Evaluation, InstanceStats, Metric, MetricNames, MetricResult};
use crate::files::RequestState;
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// How well a model predicts texts. There is one trial, and each request counts by itself: a long
/// text is as many requests as it takes windows.
pub(super) struct LanguageModeling;

impl Metric for LanguageModeling {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        let names = MetricNames::default();
        let per_instance_stats: Vec<InstanceStats> =
            evaluation.request_states.par_iter().map(|state| window_stats(evaluation, state, &names)).collect();
        let mut trial = StatSet::default();
        for stat in per_instance_stats.iter().flat_map(InstanceStats::iter) {
            trial.merge(&stat);
        }
        let of_instances = evaluation.request_states.iter().map(|state| &state.instance);
        let instances = group_by_context(of_instances.map(|instance| (Context::of_instance(instance), &instance.id)));
        let mut derived = Vec::new();
        for (context, stats) in group_by_context(trial.iter().map(|stat| (Context::of_name(&stat.name), stat))) {
            let ids = instances.iter().find(|(known, _)| *known == context).into_iter().flat_map(|(_, ids)| ids);
            let num_instances = count("num_instances", ids.collect::<HashSet<_>>().len());
            derived.extend(perplexity(&stats).into_iter().chain([num_instances]).map(|stat| context.apply(stat)));
        }
        for stat in &derived {
            trial.merge(stat);
        }
        let stats = trial.into_vec().iter().map(crate::files::Stat::take_mean).collect();
        MetricResult { stats, per_instance_stats }
    }
}

fn window_stats(evaluation: &Evaluation, state: &RequestState, names: &MetricNames) -> InstanceStats {
    let context = Context::of_instance(&state.instance);
    let stats = request_stats(evaluation, state).into_iter().chain(likelihood(state));
    let stats = stats.map(|stat| context.apply(stat)).collect();
    InstanceStats::new(Arc::clone(&state.instance), 0, stats, names)
}

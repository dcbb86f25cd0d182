//! How well a run goes while it is being asked: the mean of its main score over the instances that were answered.
//!
//! It is for who watches. What the run measures is measured when all is answered, by the same metrics.

use super::failures;
use crate::files::{Number, ObjectSpec, RequestState, RunSpec};
use crate::metric::{self, Evaluation, Metric, main_score};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The split whose score counts; where a run has none of it, all count.
const TEST: &str = "test";

/// What it takes to keep the score of a run.
pub(super) struct RunningScore<'a> {
    name: &'a str,
    metrics: Vec<Box<dyn Metric>>,
    instances: Vec<AskedInstance>,
    /// The instance of each request, by its place; none where it doesn't count.
    instance_of_request: Vec<Option<usize>>,
}

/// An instance in one train trial.
struct AskedInstance {
    /// The places of its requests.
    requests: Vec<usize>,
    num_open: AtomicUsize,
}

impl<'a> RunningScore<'a> {
    /// Nothing where a run has no main score that instances have by themselves.
    pub(super) fn new(run_spec: &'a RunSpec, states: &[RequestState]) -> Option<Self> {
        let name = main_score(run_spec)?;
        let specs = run_spec.metric_specs.iter().filter_map(|spec| with_main_score_alone(spec, name));
        let metrics = specs.filter_map(|spec| metric::create(&spec, &run_spec.adapter_spec).ok()).collect();
        let (instances, instance_of_request) = asked_instances(states);
        Some(Self { name, metrics, instances, instance_of_request })
    }

    /// The instance that is answered now that this request is.
    pub(super) fn answered(&self, request: usize) -> Option<usize> {
        let instance = self.instance_of_request[request]?;
        (self.instances[instance].num_open.fetch_sub(1, Ordering::AcqRel) == 1).then_some(instance)
    }

    /// The requests of an instance.
    pub(super) fn request_states(&self, instance: usize, states: &[RequestState]) -> Vec<RequestState> {
        self.instances[instance].requests.iter().map(|&request| states[request].clone()).collect()
    }

    /// The score of the instance whose requests alone are evaluated; none where any of them failed.
    pub(super) fn of_instance(&self, evaluation: &Evaluation) -> Option<f64> {
        if failures::measurable(evaluation.request_states).len() < evaluation.request_states.len() {
            return None;
        }
        let measured = self.metrics.iter().flat_map(|metric| metric.evaluate(evaluation).per_instance_stats);
        let mut means = measured.filter_map(|instance| instance.of_metric(self.name)?.mean);
        means.next().map(Number::as_f64).filter(|mean| mean.is_finite())
    }
}

/// A metric that has the main score, and nothing else that can be left out.
fn with_main_score_alone(spec: &ObjectSpec, name: &str) -> Option<ObjectSpec> {
    let Some(names) = spec.args.get("names") else {
        return metric::measures_options(spec).then(|| spec.clone());
    };
    let mut alone = spec.clone();
    alone.args.insert("names".into(), json!([name]));
    names.as_array()?.iter().any(|known| known == name).then_some(alone)
}

/// The unperturbed instances that count, each with its requests.
fn asked_instances(states: &[RequestState]) -> (Vec<AskedInstance>, Vec<Option<usize>>) {
    let is_test = |state: &RequestState| state.instance.split.as_deref() == Some(TEST);
    let has_test = states.iter().any(is_test);
    let mut instances: Vec<AskedInstance> = Vec::new();
    let mut places = HashMap::new();
    let place_of = |(index, state): (usize, &RequestState)| {
        if state.instance.perturbation.is_some() || has_test && !is_test(state) {
            return None;
        }
        // Instances are told apart by identity: equal questions are still two questions.
        let key = (Arc::as_ptr(&state.instance), state.train_trial_index);
        let place = *places.entry(key).or_insert_with(|| {
            instances.push(AskedInstance { requests: Vec::new(), num_open: AtomicUsize::new(0) });
            instances.len() - 1
        });
        instances[place].requests.push(index);
        *instances[place].num_open.get_mut() += 1;
        Some(place)
    };
    let instance_of_request = states.iter().enumerate().map(place_of).collect();
    (instances, instance_of_request)
}

#[cfg(test)]
mod tests;

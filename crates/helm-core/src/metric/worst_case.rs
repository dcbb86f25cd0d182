//! The worst case of each instance over its perturbed copies.
//!
//! For robustness, for fairness and for every single perturbation: the least value that an instance
//! reached, and, for single perturbations, what its original reached. Without any perturbation the
//! worst case of robustness and of fairness is the original itself.

use super::InstanceStats;
use super::stat_set::StatSet;
use crate::files::{MetricName, PerturbationDescription, Stat};
use serde_json::Map;
use std::collections::HashMap;

/// The worst-case statistics of a train trial.
pub(super) fn worst_case_stats(measured: &[InstanceStats]) -> Vec<Stat> {
    let mut derived = StatSet::default();
    for_each_metric_of_id(measured, |name, stats| worst_cases_of_instance(name, stats, &mut derived));
    derived.into_vec()
}

/// Hands over all versions (original and perturbed) of each metric of each instance, in the order in which the first
/// of them comes up: one metric at a time, because all of them together take many times the memory of the instances.
fn for_each_metric_of_id(measured: &[InstanceStats], mut each: impl FnMut(&MetricName, &[Stat])) {
    let mut versions_of_id: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
    for (place, stats) in measured.iter().enumerate() {
        versions_of_id.entry(stats.instance().id.as_deref()).or_default().push(place);
    }
    for (place, stats) in measured.iter().enumerate() {
        let versions = &versions_of_id[&stats.instance().id.as_deref()];
        for (index, name) in stats.names().enumerate() {
            let is_same = |other: &MetricName| is_same_metric(name, other);
            let came_up = stats.names().take(index).any(is_same)
                || versions
                    .iter()
                    .take_while(|&&version| version < place)
                    .any(|&version| measured[version].names().any(is_same));
            if !came_up {
                let of_versions: Vec<Stat> =
                    versions.iter().flat_map(|&version| measured[version].named(is_same)).collect();
                each(&MetricName { perturbation: None, ..name.clone() }, &of_versions);
            }
        }
    }
}

/// Whether two statistics tell the same of versions of an instance.
fn is_same_metric(name: &MetricName, other: &MetricName) -> bool {
    name.name == other.name && name.split == other.split && name.sub_split == other.sub_split
}

fn worst_cases_of_instance(name: &MetricName, stats: &[Stat], derived: &mut StatSet) {
    let all = |kind: &str| PerturbationDescription {
        name: kind.into(),
        robustness: kind == "robustness",
        fairness: kind == "fairness",
        computed_on: "perturbed".into(),
        seed: None,
        parameters: Map::new(),
    };
    let (mut robustness, mut fairness) = (about(name, all("robustness")), about(name, all("fairness")));
    let mut single = Vec::new();
    let mut original = None;
    for stat in stats {
        let Some(perturbation) = &stat.name.perturbation else {
            original = Some(stat);
            continue;
        };
        if perturbation.robustness {
            robustness.merge(stat);
        }
        if perturbation.fairness {
            fairness.merge(stat);
        }
        single.push(stat.clone());
    }
    if let Some(original) = original {
        robustness.merge(original);
        fairness.merge(original);
    }
    add_worst(&robustness, derived);
    add_worst(&fairness, derived);
    for mut stat in single {
        if let Some(original) = original {
            stat.merge(original);
            let mut before = computed_on(&stat, "original");
            before.merge(original);
            derived.merge(&before);
        }
        add_worst(&stat, derived);
    }
}

fn add_worst(stat: &Stat, derived: &mut StatSet) {
    if let Some(least) = stat.min {
        let mut worst = computed_on(stat, "worst");
        worst.add(least);
        derived.merge(&worst);
    }
}

/// An empty statistic about a perturbation.
fn about(name: &MetricName, perturbation: PerturbationDescription) -> Stat {
    Stat::new(MetricName { perturbation: Some(perturbation), ..name.clone() })
}

/// An empty statistic of the same name, computed on other versions of the instances.
fn computed_on(stat: &Stat, computed_on: &str) -> Stat {
    let mut name = stat.name.clone();
    if let Some(perturbation) = &mut name.perturbation {
        computed_on.clone_into(&mut perturbation.computed_on);
    }
    Stat::new(name)
}

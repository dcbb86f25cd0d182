//! The worst case of each instance over its perturbed copies.
//!
//! For robustness, for fairness and for every single perturbation: the least value that an instance
//! reached, and, for single perturbations, what its original reached. Without any perturbation the
//! worst case of robustness and of fairness is the original itself.

use super::aggregate::MeasuredInstance;
use super::stat_set::StatSet;
use crate::files::{MetricName, PerturbationDescription, Stat};
use indexmap::IndexMap;
use serde_json::Map;

/// The worst-case statistics of a train trial.
pub(super) fn worst_case_stats(measured: &[MeasuredInstance]) -> Vec<Stat> {
    let mut derived = StatSet::default();
    for (name, stats) in by_metric_and_id(measured) {
        worst_cases_of_instance(&name, &stats, &mut derived);
    }
    derived.into_vec()
}

/// All versions (original and perturbed) of each metric of each instance.
fn by_metric_and_id<'a>(measured: &'a [MeasuredInstance]) -> Vec<(MetricName, Vec<&'a Stat>)> {
    type Key<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);
    let mut groups: IndexMap<Key, Vec<&Stat>> = IndexMap::new();
    for MeasuredInstance { instance, stats } in measured {
        for stat in stats {
            let name = &stat.name;
            let key = (name.name.as_str(), name.split.as_deref(), name.sub_split.as_deref(), instance.id.as_deref());
            groups.entry(key).or_default().push(stat);
        }
    }
    let without_perturbation = |stat: &Stat| MetricName { perturbation: None, ..stat.name.clone() };
    groups.into_values().map(|stats| (without_perturbation(stats[0]), stats)).collect()
}

fn worst_cases_of_instance(name: &MetricName, stats: &[&Stat], derived: &mut StatSet) {
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
            original = Some(*stat);
            continue;
        };
        if perturbation.robustness {
            robustness.merge(stat);
        }
        if perturbation.fairness {
            fairness.merge(stat);
        }
        single.push((*stat).clone());
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

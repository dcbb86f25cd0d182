//! The statistics of instances, of which a run has dozens for each: nearly all are of a single value, and their names
//! are few, so they are kept as that value and a shared name.

use super::stat_set::Key;
use crate::files::{Instance, MetricName, Number, PerInstanceStats, Stat};
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

/// The statistics of one instance in one train trial. Written as [`PerInstanceStats`].
#[derive(Debug)]
pub struct InstanceStats {
    instance: Arc<Instance>,
    train_trial_index: usize,
    stats: Vec<CompactStat>,
}

#[derive(Debug)]
struct CompactStat {
    name: Arc<MetricName>,
    values: Values,
}

#[derive(Debug)]
enum Values {
    One(Number),
    /// None, or several: a statistic whose name is left out.
    Others(Box<Stat>),
}

/// Names of statistics, each kept once.
#[derive(Debug, Default)]
pub struct MetricNames {
    names: Mutex<HashMap<Key, Arc<MetricName>>>,
}

impl InstanceStats {
    /// Of an instance; `names` is shared by all instances of a run.
    pub fn new(instance: Arc<Instance>, train_trial_index: usize, stats: Vec<Stat>, names: &MetricNames) -> Self {
        Self { instance, train_trial_index, stats: names.compact(stats) }
    }

    /// The instance.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.stats.is_empty()
    }

    /// All statistics, in order.
    pub fn iter(&self) -> impl Iterator<Item = Stat> {
        self.stats.iter().map(CompactStat::expand)
    }

    /// The names of all statistics, in order.
    pub fn names(&self) -> impl Iterator<Item = &MetricName> {
        self.stats.iter().map(|stat| stat.name.as_ref())
    }

    /// The first statistic of a metric.
    pub fn of_metric(&self, name: &str) -> Option<Stat> {
        self.stats.iter().find(|stat| stat.name.name == name).map(CompactStat::expand)
    }

    /// The statistics whose names are wanted.
    pub fn named(&self, is_wanted: impl Fn(&MetricName) -> bool) -> impl Iterator<Item = Stat> {
        self.stats.iter().filter(move |stat| is_wanted(&stat.name)).map(CompactStat::expand)
    }

    /// Leaves out what is not wanted.
    pub fn retain(&mut self, is_wanted: impl Fn(&Stat) -> bool) {
        self.stats.retain(|stat| is_wanted(&stat.expand()));
    }
}

impl Serialize for InstanceStats {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let expanded = PerInstanceStats {
            instance_id: self.instance.id.clone().unwrap_or_default(),
            perturbation: self.instance.perturbation.clone(),
            train_trial_index: self.train_trial_index,
            stats: self.iter().collect(),
        };
        expanded.serialize(serializer)
    }
}

impl CompactStat {
    fn expand(&self) -> Stat {
        let name = MetricName::clone(&self.name);
        match &self.values {
            Values::One(value) => Stat::of(name, *value),
            Values::Others(stat) => Stat { name, ..Stat::clone(stat) },
        }
    }
}

impl MetricNames {
    fn compact(&self, stats: Vec<Stat>) -> Vec<CompactStat> {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let mut compact = Vec::with_capacity(stats.len());
        for mut stat in stats {
            let name = mem::replace(&mut stat.name, super::stat_set::named(""));
            let key = Key(name);
            let name = match names.get(&key) {
                Some(name) => Arc::clone(name),
                None => Arc::clone(names.entry(Key(key.0.clone())).or_insert(Arc::new(key.0))),
            };
            let values = match stat.min {
                // All there is of a statistic follows from its one value.
                Some(value) if stat.count == 1 => Values::One(value),
                _ => Values::Others(Box::new(stat)),
            };
            compact.push(CompactStat { name, values });
        }
        compact
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::stat_set::named;

    #[test]
    fn statistics_come_back_as_they_were() {
        let mut stats = vec![Stat::new(named("none"))];
        for value in [Number::Int(3), Number::Float(0.1), Number::Float(-0.0), Number::Float(3.0), Number::Int(-7)] {
            stats.push(Stat::of(named("one"), value));
            let mut merged = Stat::new(named("merged"));
            merged.merge(&Stat::of(named("one"), value));
            stats.push(merged.clone());
            merged.add(Number::Float(0.3));
            stats.push(merged);
        }
        let instance = Arc::new(Instance { id: Some("id7".into()), ..Instance::default() });
        let compact = InstanceStats::new(instance, 2, stats.clone(), &MetricNames::default());
        // Whole numbers and floats are told apart by how they are shown.
        assert_eq!(format!("{:?}", compact.iter().collect::<Vec<_>>()), format!("{stats:?}"));
        let file = PerInstanceStats { instance_id: "id7".into(), perturbation: None, train_trial_index: 2, stats };
        let spelled = crate::json::to_string(&compact).expect("plain JSON");
        assert_eq!(spelled, crate::json::to_string(&file).expect("plain JSON"));
    }
}

//! The statistics of instances, of which a run has dozens for each: nearly all are of a single value or of none, and
//! most instances have those of the same names, so values are kept, and names once.

use super::stat_set::Key;
use crate::files::{Instance, MetricName, Number, PerInstanceStats, Stat};
use serde::{Serialize, Serializer};
use std::collections::HashSet;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

/// The statistics of one instance in one train trial. Written as [`PerInstanceStats`].
#[derive(Debug)]
pub struct InstanceStats {
    instance: Arc<Instance>,
    train_trial_index: usize,
    names: Arc<Names>,
    /// In the order of the names.
    values: Box<[Values]>,
}

#[derive(Clone, Debug)]
enum Values {
    None,
    One(Number),
    /// A statistic of several values, whose name is left out.
    Several(Box<Stat>),
}

/// The names of an instance's statistics, in order.
type Names = [Key];

/// The names of the statistics of a run's instances, each combination kept once.
#[derive(Debug, Default)]
pub struct MetricNames {
    combinations: Mutex<HashSet<Arc<Names>>>,
}

impl InstanceStats {
    /// Of an instance; `names` is shared by all instances of a run.
    pub fn new(instance: Arc<Instance>, train_trial_index: usize, stats: Vec<Stat>, names: &MetricNames) -> Self {
        let (names_here, values): (Vec<Key>, Vec<Values>) = stats.into_iter().map(without_name).unzip();
        Self { instance, train_trial_index, names: names.shared(names_here), values: values.into_boxed_slice() }
    }

    /// The instance.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// All statistics, in order.
    pub fn iter(&self) -> impl Iterator<Item = Stat> {
        self.named(|_| true)
    }

    /// The names of all statistics, in order.
    pub fn names(&self) -> impl Iterator<Item = &MetricName> {
        self.names.iter().map(|Key(name)| name)
    }

    /// The first statistic of a metric.
    pub fn of_metric(&self, name: &str) -> Option<Stat> {
        self.named(|known| known.name == name).next()
    }

    /// The statistics whose names are wanted.
    pub fn named(&self, is_wanted: impl Fn(&MetricName) -> bool) -> impl Iterator<Item = Stat> {
        let all = self.names().zip(&self.values);
        all.filter(move |(name, _)| is_wanted(name)).map(|(name, values)| values.with_name(name.clone()))
    }

    /// The same without the statistics that are not wanted.
    #[must_use]
    pub fn only(self, is_wanted: impl Fn(&Stat) -> bool, names: &MetricNames) -> Self {
        if self.iter().all(|stat| is_wanted(&stat)) {
            return self;
        }
        let wanted = self.iter().filter(is_wanted).collect();
        Self::new(self.instance, self.train_trial_index, wanted, names)
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

fn without_name(mut stat: Stat) -> (Key, Values) {
    let name = mem::replace(&mut stat.name, super::stat_set::named(""));
    let values = match stat.min {
        // All there is of a statistic follows from its one value.
        Some(value) if stat.count == 1 => Values::One(value),
        None if stat.count == 0 => Values::None,
        _ => Values::Several(Box::new(stat)),
    };
    (Key(name), values)
}

impl Values {
    fn with_name(&self, name: MetricName) -> Stat {
        match self {
            Self::One(value) => Stat::of(name, *value),
            Self::None => Stat::new(name),
            Self::Several(stat) => Stat { name, ..Stat::clone(stat) },
        }
    }
}

impl MetricNames {
    fn shared(&self, names: Vec<Key>) -> Arc<Names> {
        let mut combinations = self.combinations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = combinations.get(names.as_slice()) {
            return Arc::clone(known);
        }
        let names: Arc<Names> = names.into();
        combinations.insert(Arc::clone(&names));
        names
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

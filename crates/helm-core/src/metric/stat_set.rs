//! Statistics by name, in the order in which the names came up.

use crate::files::{Instance, MetricName, PerturbationDescription, Stat};
use indexmap::IndexMap;
use std::hash::{Hash, Hasher};

/// Statistics by name; of one name there is one, into which all others merge.
#[derive(Debug, Default)]
pub(super) struct StatSet {
    stats: IndexMap<Key, Stat>,
}

impl StatSet {
    pub(super) fn merge(&mut self, stat: &Stat) {
        match self.stats.get_mut(&Key(stat.name.clone())) {
            Some(known) => known.merge(stat),
            None => {
                self.stats.insert(Key(stat.name.clone()), stat.clone());
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Stat> {
        self.stats.values()
    }

    pub(super) fn into_vec(self) -> Vec<Stat> {
        self.stats.into_values().collect()
    }
}

/// What a group of instances has in common: everything of a metric's name but the name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Context {
    pub(super) split: Option<String>,
    pub(super) sub_split: Option<String>,
    pub(super) perturbation: Option<PerturbationDescription>,
}

impl Context {
    pub(super) fn of_instance(instance: &Instance) -> Self {
        Self {
            split: instance.split.clone(),
            sub_split: instance.sub_split.clone(),
            perturbation: instance.perturbation.clone(),
        }
    }

    pub(super) fn of_name(name: &MetricName) -> Self {
        Self { split: name.split.clone(), sub_split: name.sub_split.clone(), perturbation: name.perturbation.clone() }
    }

    /// The same statistic about the instances of this context.
    pub(super) fn apply(&self, mut stat: Stat) -> Stat {
        stat.name.split.clone_from(&self.split);
        stat.name.sub_split.clone_from(&self.sub_split);
        stat.name.perturbation.clone_from(&self.perturbation);
        stat
    }
}

/// Values that share a context, in the order in which contexts came up.
pub(super) fn group_by_context<T>(items: impl IntoIterator<Item = (Context, T)>) -> Vec<(Context, Vec<T>)> {
    let mut groups: Vec<(Context, Vec<T>)> = Vec::new();
    for (context, item) in items {
        // There are a handful of contexts, so looking through them beats hashing.
        match groups.iter_mut().find(|(known, _)| *known == context) {
            Some((_, group)) => group.push(item),
            None => groups.push((context, vec![item])),
        }
    }
    groups
}

/// A metric's name with no context.
pub(super) fn named(name: &str) -> MetricName {
    MetricName { name: name.into(), split: None, sub_split: None, perturbation: None }
}

/// A name that can be looked up. The perturbation's parameters take part in equality only: they may
/// hold floats, and its name tells enough apart for a hash.
#[derive(Debug, PartialEq)]
pub(super) struct Key(pub(super) MetricName);

/// Parameters that are NaN do not occur: they come out of JSON.
impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let MetricName { name, split, sub_split, perturbation } = &self.0;
        let perturbation = perturbation.as_ref().map(|description| (&description.name, &description.computed_on));
        (name, split, sub_split, perturbation).hash(state);
    }
}

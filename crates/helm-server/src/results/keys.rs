//! Which instance, perturbation and train trial a row is about. Runs that asked the same share one list.

use helm_core::files::PerturbationDescription;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// What tells the rows of a run apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) instance_id: Box<str>,
    /// Index into [`Keys::perturbations`].
    pub(crate) perturbation: Option<u16>,
    pub(crate) train_trial_index: u32,
}

/// A perturbation as files have it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Perturbation {
    /// The description as JSON; equal perturbations have equal texts.
    pub(crate) json: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) robustness: bool,
    pub(crate) fairness: bool,
}

impl Perturbation {
    pub(super) fn new(description: &PerturbationDescription) -> Self {
        Self {
            json: serde_json::to_string(description).expect("perturbations are plain JSON").into(),
            name: description.name.as_str().into(),
            robustness: description.robustness,
            fairness: description.fairness,
        }
    }

    /// The description as it is shown.
    pub(crate) fn value(&self) -> serde_json::Value {
        serde_json::from_str(&self.json).expect("it was written as JSON")
    }
}

/// A split and a sub-split.
type SplitName = (Option<Box<str>>, Option<Box<str>>);

/// The rows of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Keys {
    pub(crate) rows: Vec<Key>,
    pub(crate) perturbations: Vec<Perturbation>,
    /// The split and sub-split of each row, as an index into `splits`.
    pub(crate) split_of_row: Vec<u16>,
    splits: Vec<SplitName>,
}

impl Keys {
    /// The index of a perturbation, added where it is new.
    pub(super) fn perturbation(&mut self, description: Option<&PerturbationDescription>) -> Option<u16> {
        let perturbation = Perturbation::new(description?);
        Some(index_of(&mut self.perturbations, perturbation))
    }

    /// The index of a split and sub-split, added where they are new.
    pub(super) fn split(&mut self, split: Option<&str>, sub_split: Option<&str>) -> u16 {
        index_of(&mut self.splits, (split.map(Into::into), sub_split.map(Into::into)))
    }

    pub(crate) fn split_of(&self, row: usize) -> Option<&str> {
        self.splits[usize::from(self.split_of_row[row])].0.as_deref()
    }

    pub(crate) fn sub_split_of(&self, row: usize) -> Option<&str> {
        self.splits[usize::from(self.split_of_row[row])].1.as_deref()
    }

    pub(crate) fn perturbation_of(&self, row: usize) -> Option<&Perturbation> {
        self.rows[row].perturbation.map(|index| &self.perturbations[usize::from(index)])
    }

    /// Bytes, roughly.
    pub(super) fn size(&self) -> usize {
        let ids: usize = self.rows.iter().map(|key| key.instance_id.len() + size_of::<Key>() + 2).sum();
        ids + self.perturbations.iter().map(|known| known.json.len() + 64).sum::<usize>()
    }
}

/// There are a handful of them. Of more than 65,536, which no run has, the last would stand for the rest.
fn index_of<T: PartialEq>(known: &mut Vec<T>, wanted: T) -> u16 {
    let index = known.iter().position(|known| *known == wanted).unwrap_or_else(|| {
        known.push(wanted);
        known.len() - 1
    });
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// The lists in use.
#[derive(Default)]
pub(super) struct KeyPool {
    known: Mutex<HashMap<u64, Weak<Keys>>>,
}

impl KeyPool {
    /// `keys`, or the equal list that is there already.
    pub(super) fn shared(&self, keys: Keys) -> Arc<Keys> {
        let mut hasher = DefaultHasher::new();
        keys.hash(&mut hasher);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, keys| keys.strong_count() > 0);
        let hash = hasher.finish();
        if let Some(equal) = known.get(&hash).and_then(Weak::upgrade).filter(|other| **other == keys) {
            return equal;
        }
        let keys = Arc::new(keys);
        known.insert(hash, Arc::downgrade(&keys));
        keys
    }
}

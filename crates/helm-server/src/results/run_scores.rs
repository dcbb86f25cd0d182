//! The scores of a run's instances: `per_instance_stats.json`, read element by element into columns.

use super::cache::Weight;
use super::column::Column;
use super::keys::{Key, KeyPool, Keys};
use super::problem::Problem;
use super::run_list::RunInfo;
use super::stamp::Root;
use helm_core::files::Number;
use helm_core::layout::PER_INSTANCE_STATS;
use helm_core::per_instance_stats::{InstanceStats, read_instance_stats};
use indexmap::IndexMap;
use std::collections::HashMap;
use std::sync::Arc;

/// The metrics that say whether an answer is right, the most telling one first.
pub(crate) const DECIDING_METRICS: [&str; 6] = [
    "quasi_exact_match",
    "exact_match",
    "prefix_exact_match",
    "quasi_prefix_exact_match",
    "chain_of_thought_correctness",
    "math_equiv",
];

/// The mean of each metric of each instance, perturbed copy and train trial of a run.
pub(crate) struct RunScores {
    pub(crate) keys: Arc<Keys>,
    metrics: IndexMap<Box<str>, Column>,
    pub(crate) problem: Option<Problem>,
}

#[derive(Default)]
struct Builder {
    keys: Keys,
    row_of_key: HashMap<Key, usize>,
    values: IndexMap<Box<str>, Vec<f64>>,
}

impl Builder {
    fn add(&mut self, instance: &InstanceStats) {
        let key = Key {
            instance_id: instance.instance_id.as_ref().into(),
            perturbation: self.keys.perturbation(instance.perturbation.as_ref()),
            train_trial_index: instance.train_trial_index,
        };
        let row = if let Some(row) = self.row_of_key.get(&key) {
            *row
        } else {
            let name = instance.stats.first().map(|stat| &stat.name);
            let split = name.and_then(|name| name.split.as_deref());
            let split = self.keys.split(split, name.and_then(|name| name.sub_split.as_deref()));
            self.keys.split_of_row.push(split);
            self.keys.rows.push(key.clone());
            self.row_of_key.insert(key, self.keys.rows.len() - 1);
            self.keys.rows.len() - 1
        };
        for stat in &instance.stats {
            let Some(mean) = stat.mean.map(Number::as_f64) else { continue };
            let values = match self.values.get_mut(stat.name.name.as_ref()) {
                Some(values) => values,
                None => self.values.entry(stat.name.name.as_ref().into()).or_default(),
            };
            values.resize(row.max(values.len()), f64::NAN);
            if row == values.len() {
                values.push(mean);
            } else {
                values[row] = mean;
            }
        }
    }
}

impl RunScores {
    pub(super) fn read(root: &Root, run: &RunInfo, pool: &KeyPool) -> Self {
        let path = run.folder.join(PER_INSTANCE_STATS);
        let mut builder = Builder::default();
        let problem = run.files.per_instance_stats.and_then(|_| {
            let read = read_instance_stats(&path, |_| true, |instance| builder.add(&instance));
            read.err().map(|error| Problem::of_run_file(root, &path, &error))
        });
        let rows = builder.keys.rows.len();
        let column = |mut values: Vec<f64>| {
            values.resize(rows, f64::NAN);
            Column::new(&values)
        };
        let metrics = builder.values.into_iter().map(|(name, values)| (name, column(values))).collect();
        Self { keys: pool.shared(builder.keys), metrics, problem }
    }

    /// The names of the metrics, in the order in which they come up.
    pub(crate) fn metrics(&self) -> impl Iterator<Item = &str> {
        self.metrics.keys().map(Box::as_ref)
    }

    /// The mean of a metric in a row.
    pub(crate) fn value(&self, metric: &str, row: usize) -> Option<f64> {
        self.metrics.get(metric)?.get(row)
    }

    /// All metrics of a row.
    pub(crate) fn values(&self, row: usize) -> impl Iterator<Item = (&str, f64)> {
        self.metrics.iter().filter_map(move |(name, column)| Some((name.as_ref(), column.get(row)?)))
    }

    /// Whether any row has the metric.
    pub(crate) fn has(&self, metric: &str) -> bool {
        self.metrics.contains_key(metric)
    }

    /// The metric that decides what is right in this run.
    pub(crate) fn deciding_metric(&self) -> Option<&'static str> {
        DECIDING_METRICS.into_iter().find(|metric| self.metrics.contains_key(*metric))
    }
}

impl Weight for RunScores {
    fn weight(&self) -> usize {
        let columns: usize = self.metrics.iter().map(|(name, column)| name.len() + 48 + column.size()).sum();
        // Keys that others share count once.
        columns + self.keys.size() / Arc::strong_count(&self.keys).max(1) + 256
    }
}

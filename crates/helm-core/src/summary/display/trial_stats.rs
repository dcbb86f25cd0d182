//! What display files and `usage.json` need of `per_instance_stats.json`.

use crate::files::PerturbationDescription;
use crate::json::{self, FileError};
use crate::per_instance_stats::{InstanceStats, read_instance_stats};
use crate::summary::usage::Usage;
use indexmap::IndexMap;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// What tells instances apart: the id, and the perturbation as JSON.
pub(super) type InstanceKey = (String, Option<String>);

pub(super) fn instance_key(id: &str, perturbation: Option<&PerturbationDescription>) -> InstanceKey {
    let spelled = |perturbation| json::to_string(perturbation).expect("perturbations are plain JSON");
    (id.to_owned(), perturbation.map(spelled))
}

/// Statistics by instance and train trial.
pub(super) struct TrialStats {
    trials: HashMap<(InstanceKey, usize), Trial>,
    pub(super) usage: Usage,
}

#[derive(Default)]
struct Trial {
    /// The mean of each metric that is shown.
    means: IndexMap<Arc<str>, f64>,
    /// Metrics of usage that were reported.
    counted: Vec<&'static str>,
}

impl TrialStats {
    /// Reads the file, one instance at a time, and keeps the means of `metrics`.
    pub(super) fn read(path: &Path, metrics: &BTreeSet<&str>) -> Result<Self, FileError> {
        let mut stats = Self { trials: HashMap::new(), usage: Usage::default() };
        // All instances share the names.
        let metrics: BTreeSet<Arc<str>> = metrics.iter().map(|metric| Arc::from(*metric)).collect();
        let wants = |name: &str| Usage::metric(name).is_some() || metrics.contains(name);
        read_instance_stats(path, wants, |instance| stats.add(&instance, &metrics))?;
        Ok(stats)
    }

    fn add(&mut self, instance: &InstanceStats, metrics: &BTreeSet<Arc<str>>) {
        let key = instance_key(&instance.instance_id, instance.perturbation.as_ref());
        let trial = self.trials.entry((key, instance.train_trial_index as usize)).or_default();
        for stat in &instance.stats {
            let name = stat.name.name.as_ref();
            // Several metrics may report the tokens of the same instance: the first report counts.
            if let Some(counted) = Usage::metric(name).filter(|metric| !trial.counted.contains(metric)) {
                trial.counted.push(counted);
                self.usage.add(counted, stat.count, stat.sum);
            }
            if let (Some(metric), Some(mean)) = (metrics.get(name), stat.mean) {
                trial.means.insert(Arc::clone(metric), mean.as_f64());
            }
        }
    }

    /// The means of one instance in one train trial; none where nothing was measured.
    pub(super) fn means(&self, instance: &InstanceKey, train_trial_index: usize) -> IndexMap<Arc<str>, f64> {
        let trial = self.trials.get(&(instance.clone(), train_trial_index));
        trial.map(|trial| trial.means.clone()).unwrap_or_default()
    }
}

//! What is wanted of `per_instance_stats.json`: it has dozens of statistics for each instance, and most readers want
//! the value of a few.

mod wanted;

use crate::files::{Number, PerturbationDescription};
use crate::json::FileError;
use crate::json_elements::{ArrayAt, read_elements};
use serde::Deserialize;
use std::borrow::Cow;
use std::path::Path;
use wanted::Instance;

/// The statistics of one instance in one train trial.
pub struct InstanceStats<'a> {
    /// The instance.
    pub instance_id: Cow<'a, str>,
    /// The instance's perturbation.
    pub perturbation: Option<PerturbationDescription>,
    /// Which draw of in-context examples.
    pub train_trial_index: u32,
    /// Those that are wanted.
    pub stats: Vec<InstanceStat<'a>>,
}

/// A statistic of one instance.
pub struct InstanceStat<'a> {
    /// What is measured.
    pub name: InstanceStatName<'a>,
    /// Number of values.
    pub count: u64,
    /// Sum of the values.
    pub sum: Number,
    /// Mean of the values.
    pub mean: Option<Number>,
}

/// What a statistic of one instance measures.
#[derive(Deserialize)]
pub struct InstanceStatName<'a> {
    /// Name of the metric.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// Split of the instance.
    #[serde(borrow, default)]
    pub split: Option<Cow<'a, str>>,
    /// Finer division of the split.
    #[serde(borrow, default)]
    pub sub_split: Option<Cow<'a, str>>,
}

/// Calls `each` with the statistics of every instance whose metric `wants` takes.
///
/// # Errors
/// As [`read_elements`] has them.
pub fn read_instance_stats(
    path: &Path,
    wants: impl Fn(&str) -> bool,
    mut each: impl FnMut(InstanceStats),
) -> Result<(), FileError> {
    read_elements(path, ArrayAt::Top, |element| {
        each(element.read_seed(Instance(&wants))?);
        Ok(())
    })
}

#[cfg(test)]
mod tests;

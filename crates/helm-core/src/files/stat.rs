use super::{Number, PerturbationDescription};
use serde::{Deserialize, Serialize};

/// What a statistic measures, and over which instances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricName {
    /// Name of the metric.
    pub name: String,
    /// Split of the instances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// Finer division of the split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_split: Option<String>,
    /// Perturbation of the instances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perturbation: Option<PerturbationDescription>,
}

/// A running summary of values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stat {
    /// What is measured.
    pub name: MetricName,
    /// Number of values.
    #[serde(default)]
    pub count: u64,
    /// Sum of the values.
    #[serde(default)]
    pub sum: Number,
    /// Sum of the squared values.
    #[serde(default)]
    pub sum_squared: Number,
    /// Least value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Number>,
    /// Greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
    /// Mean of the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Number>,
    /// Population variance of the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variance: Option<Number>,
    /// Population standard deviation of the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stddev: Option<Number>,
}

/// The statistics of one instance in one train trial (an element of `per_instance_stats.json`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerInstanceStats {
    /// The instance.
    pub instance_id: String,
    /// The instance's perturbation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perturbation: Option<PerturbationDescription>,
    /// Which draw of in-context examples.
    pub train_trial_index: usize,
    /// The statistics.
    pub stats: Vec<Stat>,
}

use super::{RunSpec, Stat, TaxonomyInfo};
use serde::{Deserialize, Serialize};

/// `summary.json`: what was summarised, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExecutiveSummary {
    /// The release, when several suites were gathered into one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// The suites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suites: Option<Vec<String>>,
    /// The suite, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suite: Option<String>,
    /// `YYYY-MM-DD`.
    pub date: String,
}

/// An element of `runs.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Folder of the run.
    pub run_path: String,
    /// What decided the run.
    pub run_spec: RunSpec,
    /// Its statistics.
    pub stats: Vec<Stat>,
}

/// A value of `groups_metadata.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupMetadata {
    /// Name as shown.
    pub display_name: Option<String>,
    /// What the group is.
    pub description: Option<String>,
    /// Where it stands in the taxonomy.
    pub taxonomy: Option<TaxonomyInfo>,
}

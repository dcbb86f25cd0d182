use serde::{Deserialize, Serialize};

/// What a run is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressPhase {
    /// Loading the model, making instances and requests.
    Preparing,
    /// Waiting for answers.
    Asking,
    /// Computing statistics, writing files.
    Measuring,
}

/// How well it goes so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProgressScore {
    /// The metric.
    pub metric: String,
    /// Its mean.
    pub value: f64,
    /// Over so many instances.
    pub n: u64,
}

/// `progress.json`: how far a run is. It is there while the run is made, and stays when it was broken off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunProgress {
    /// The run.
    pub run_name: String,
    /// What it is at.
    pub phase: ProgressPhase,
    /// Requests answered.
    pub answered: u64,
    /// Requests in all, once they are known.
    #[serde(default)]
    pub total: Option<u64>,
    /// When it began, in seconds since 1970.
    pub started: f64,
    /// When the first request was sent, in seconds since 1970.
    #[serde(default)]
    pub asking_since: Option<f64>,
    /// When this was written, in seconds since 1970.
    pub updated: f64,
    /// The process that makes the run.
    pub process_id: u32,
    /// The machine that it runs on; empty where that is unknown.
    #[serde(default)]
    pub host: String,
    /// The score of what was answered so far, once there is one; never for runs without a score that instances have by
    /// themselves.
    #[serde(default)]
    pub score: Option<ProgressScore>,
}

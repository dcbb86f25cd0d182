use super::{PerturbationDescription, Request};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// An element of `display_predictions.json`: what the web app shows of one prediction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisplayPrediction {
    /// The instance.
    pub instance_id: String,
    /// The instance's perturbation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perturbation: Option<PerturbationDescription>,
    /// Which draw of in-context examples.
    pub train_trial_index: usize,
    /// The completion's text.
    pub predicted_text: String,
    /// The completion without the echoed prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub truncated_predicted_text: Option<String>,
    /// Generated images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base64_images: Option<Vec<String>>,
    /// The option that the completion names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapped_output: Option<String>,
    /// The reference that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_index: Option<usize>,
    /// Mean of each metric that the run's groups show.
    pub stats: IndexMap<Arc<str>, f64>,
    /// What annotators found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Map<String, Value>>,
    /// What the model thought before it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thinking_text: Option<String>,
}

/// An element of `display_requests.json`: the request behind one prediction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DisplayRequest {
    /// The instance.
    pub instance_id: String,
    /// The instance's perturbation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perturbation: Option<PerturbationDescription>,
    /// Which draw of in-context examples.
    pub train_trial_index: usize,
    /// The request.
    pub request: Request,
}

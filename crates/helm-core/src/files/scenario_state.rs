use super::{AdapterSpec, Instance, ObjectSpec, Request, RequestResult};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;

/// One request made on behalf of an instance, with its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestState {
    /// The instance.
    pub instance: Arc<Instance>,
    /// Which reference is scored, for methods that score references one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_index: Option<usize>,
    /// `original` or `calibration`, for methods that score references one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_mode: Option<String>,
    /// Which draw of in-context examples.
    pub train_trial_index: usize,
    /// What each option letter stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_mapping: Option<IndexMap<String, String>>,
    /// The request.
    pub request: Request,
    /// The result, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<RequestResult>,
    /// In-context examples that fitted.
    pub num_train_instances: usize,
    /// Whether the instance itself had to be cut.
    pub prompt_truncated: bool,
    /// Leading tokens that language modelling metrics leave out.
    #[serde(default)]
    pub num_conditioning_tokens: usize,
    /// What annotators found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotations: Option<Box<Map<String, Value>>>,
}

/// `scenario_state.json`: all requests of a run, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioState {
    /// How instances became requests.
    pub adapter_spec: AdapterSpec,
    /// The requests.
    pub request_states: Vec<RequestState>,
    /// Annotators that were used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotator_specs: Option<Vec<ObjectSpec>>,
}

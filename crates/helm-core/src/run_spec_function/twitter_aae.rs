use super::parts::{language_modeling, language_modeling_metrics, object_spec};
use super::{Parameter, RunSpecFunction, Values};
use crate::files::{DataAugmenterSpec, RunSpec};
use crate::scenario::{TWITTER_AAE_CLASS, TWITTER_AAE_DEMOGRAPHICS};
use serde_json::json;

/// Tweets to be predicted.
pub(super) const TWITTER_AAE: RunSpecFunction = RunSpecFunction {
    name: "twitter_aae",
    description: "TwitterAAE: how well tweets in two varieties of English are predicted",
    parameters: &[Parameter {
        name: "demographic",
        description: "whose tweets: African-American or white-aligned English",
        required: true,
        values: Values::OneOf(TWITTER_AAE_DEMOGRAPHICS),
    }],
    build: |arguments| {
        let demographic = arguments.required("demographic");
        RunSpec {
            name: format!("twitter_aae:demographic={demographic}"),
            scenario_spec: object_spec(TWITTER_AAE_CLASS, [("demographic", json!(demographic))]),
            adapter_spec: language_modeling(),
            metric_specs: language_modeling_metrics(),
            data_augmenter_spec: DataAugmenterSpec::default(),
            groups: vec!["twitter_aae".into(), format!("twitter_aae_{demographic}")],
            annotators: None,
        }
    },
};

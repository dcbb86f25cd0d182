use super::parts::{exact_match_metrics, generation, label, object_spec};
use super::{Parameter, RunSpecFunction, Values};
use crate::files::{AdapterSpec, DataAugmenterSpec, RunSpec};
use crate::scenario::{SYNTHETIC_REASONING_CLASS, SYNTHETIC_REASONING_MODES};
use serde_json::json;

/// Patterns of symbols, what is substituted in them, and the results.
pub(super) const SYNTHETIC_REASONING: RunSpecFunction = RunSpecFunction {
    name: "synthetic_reasoning",
    description: "Synthetic reasoning: patterns of symbols, what is substituted in them, and the results",
    parameters: &[Parameter {
        name: "mode",
        description: "what is asked: the pattern of a result, a result, or the pattern of two results",
        required: true,
        values: Values::OneOf(SYNTHETIC_REASONING_MODES),
    }],
    build: |arguments| {
        let mode = arguments.required("mode");
        RunSpec {
            name: format!("synthetic_reasoning:mode={mode}"),
            scenario_spec: object_spec(SYNTHETIC_REASONING_CLASS, [("mode", json!(mode))]),
            adapter_spec: AdapterSpec {
                output_prefix: label("Target"),
                max_tokens: 50,
                ..generation("Please solve the following problem.")
            },
            metric_specs: exact_match_metrics(),
            data_augmenter_spec: DataAugmenterSpec::default(),
            groups: vec!["synthetic_reasoning".into(), format!("synthetic_reasoning_{mode}")],
            annotators: None,
        }
    },
};

use super::parts::{basic_metrics, generation, object_spec};
use super::{Parameter, RunSpecFunction, Values};
use crate::files::{AdapterSpec, DataAugmenterSpec, RunSpec};
use crate::scenario::{SYNTHETIC_REASONING_NATURAL_CLASS, SYNTHETIC_REASONING_NATURAL_DIFFICULTIES};
use serde_json::json;

/// Conclusions from rules and a fact in plain English.
pub(super) const SYNTHETIC_REASONING_NATURAL: RunSpecFunction = RunSpecFunction {
    name: "synthetic_reasoning_natural",
    description: "Synthetic reasoning in plain English: what follows from some rules and a fact",
    parameters: &[Parameter {
        name: "difficulty",
        description: "how far the words of rules and facts lie apart",
        required: true,
        values: Values::OneOf(SYNTHETIC_REASONING_NATURAL_DIFFICULTIES),
    }],
    build: |arguments| {
        let difficulty = arguments.required("difficulty");
        RunSpec {
            name: format!("synthetic_reasoning_natural:difficulty={difficulty}"),
            scenario_spec: object_spec(SYNTHETIC_REASONING_NATURAL_CLASS, [("difficulty", json!(difficulty))]),
            adapter_spec: AdapterSpec {
                input_prefix: "Rules:\n".into(),
                // More examples than three would not fit small context windows.
                max_train_instances: 3,
                max_tokens: 20,
                ..generation("Please solve the following problem.")
            },
            metric_specs: basic_metrics(&["f1_set_match", "iou_set_match", "exact_set_match"]),
            data_augmenter_spec: DataAugmenterSpec::default(),
            groups: vec!["synthetic_reasoning".into(), "synthetic_reasoning_natural".into()],
            annotators: None,
        }
    },
};

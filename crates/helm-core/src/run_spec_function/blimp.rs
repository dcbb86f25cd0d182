use super::parts::{
    MULTIPLE_CHOICE_JOINT, MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT, MULTIPLE_CHOICE_METHODS,
    MULTIPLE_CHOICE_SEPARATE_ORIGINAL, exact_match_metrics, multiple_choice, object_spec,
};
use super::{Parameter, RunSpecFunction, Values};
use crate::files::{AdapterSpec, DataAugmenterSpec, RunSpec};
use crate::scenario::{BLIMP_CLASS, BLIMP_PHENOMENA};
use serde_json::json;

/// Which of two sentences is grammatical.
pub(super) const BLIMP: RunSpecFunction = RunSpecFunction {
    name: "blimp",
    description: "BLiMP: whether the grammatical sentence of two is the more probable one",
    parameters: &[
        Parameter {
            name: "phenomenon",
            description: "what the sentences differ in",
            required: true,
            values: Values::OneOf(BLIMP_PHENOMENA),
        },
        Parameter {
            name: "method",
            description: "how pairs are asked",
            required: false,
            values: Values::OneOf(MULTIPLE_CHOICE_METHODS),
        },
    ],
    build: |arguments| {
        let phenomenon = arguments.required("phenomenon");
        let method = arguments.text("method").unwrap_or(MULTIPLE_CHOICE_SEPARATE_ORIGINAL);
        RunSpec {
            // The method is part of HELM's name here, asked for or not.
            name: format!("blimp:phenomenon={phenomenon},method={method}"),
            scenario_spec: object_spec(BLIMP_CLASS, [("phenomenon", json!(phenomenon))]),
            adapter_spec: without_input(multiple_choice(method, "Please select the grammatical sentence.")),
            metric_specs: exact_match_metrics(),
            data_augmenter_spec: DataAugmenterSpec::default(),
            groups: vec!["blimp".into()],
            annotators: None,
        }
    },
};

/// For pairs, which are options without a question: nothing stands around what is not there.
fn without_input(spec: AdapterSpec) -> AdapterSpec {
    let lists_options = [MULTIPLE_CHOICE_JOINT, MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT].contains(&spec.method.as_str());
    let output_prefix = if lists_options { spec.output_prefix.clone() } else { String::new() };
    AdapterSpec { input_prefix: String::new(), input_suffix: String::new(), output_prefix, ..spec }
}

use super::parts::{MULTIPLE_CHOICE_JOINT, MULTIPLE_CHOICE_METHODS, exact_match_metrics, multiple_choice, object_spec};
use super::{Arguments, Parameter, RunSpecFunction, Values};
use crate::files::{DataAugmenterSpec, RunSpec};
use crate::scenario::CUSTOM_MCQA_CLASS;
use serde_json::json;

const EXAMPLES: &str = "num_train_instances";

/// Questions of one's own.
pub(super) const CUSTOM_MCQA: RunSpecFunction = RunSpecFunction {
    name: "custom_mcqa",
    description: "Multiple-choice questions of your own, from a file with a question in JSON on each line",
    parameters: &[
        Parameter {
            name: "path",
            description: "the file, below `scenarios/custom_mcqa` of the output folder or as an absolute path",
            required: true,
            values: Values::Text,
        },
        Parameter {
            name: EXAMPLES,
            description: "how many questions of the split `train` are shown as examples; none unless given",
            required: false,
            values: Values::Count(0..=usize::MAX),
        },
        Parameter {
            name: "method",
            description: "how questions are asked",
            required: false,
            values: Values::OneOf(MULTIPLE_CHOICE_METHODS),
        },
    ],
    build,
};

fn build(arguments: &Arguments) -> RunSpec {
    let path = arguments.required("path");
    let examples = arguments.count(EXAMPLES).unwrap_or(0);
    let method = arguments.text("method").unwrap_or(MULTIPLE_CHOICE_JOINT);
    let mut adapter_spec = multiple_choice(method, "The following are multiple choice questions (with answers).");
    if method == MULTIPLE_CHOICE_JOINT {
        adapter_spec.max_train_instances = examples;
    }
    RunSpec {
        // HELM's name, as the name of one folder.
        name: format!("custom_mcqa,path={path},method={method}").replace('/', "_"),
        scenario_spec: object_spec(CUSTOM_MCQA_CLASS, [("path", json!(path)), (EXAMPLES, json!(examples))]),
        adapter_spec,
        metric_specs: exact_match_metrics(),
        data_augmenter_spec: DataAugmenterSpec::default(),
        groups: vec!["custom".into()],
        annotators: None,
    }
}

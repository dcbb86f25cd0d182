use super::parts::{
    MULTIPLE_CHOICE_JOINT, MULTIPLE_CHOICE_METHODS, exact_match_metrics, multiple_choice, subject_run_name,
};
use super::{Arguments, Parameter, RunSpecFunction, Values};
use crate::files::{DataAugmenterSpec, ObjectSpec, RunSpec};
use crate::scenario::MMLU_CLASS;
use serde_json::json;

/// Massive Multitask Language Understanding.
pub(super) const MMLU: RunSpecFunction = RunSpecFunction {
    name: "mmlu",
    description: "Massive Multitask Language Understanding: multiple-choice questions on 57 subjects",
    parameters: &[
        Parameter { name: "subject", description: "one of the 57 subjects", required: true, values: Values::Text },
        Parameter {
            name: "method",
            description: "how questions are asked",
            required: false,
            values: Values::OneOf(MULTIPLE_CHOICE_METHODS),
        },
    ],
    build: |arguments| questions_on_a_subject("mmlu", MMLU_CLASS, arguments),
};

/// The run spec of multiple-choice questions that are divided into subjects.
pub(super) fn questions_on_a_subject(name: &str, class_name: &str, arguments: &Arguments) -> RunSpec {
    let subject = arguments.required("subject");
    let method = arguments.text("method");
    let topic = subject.replace('_', " ");
    let instructions = format!("The following are multiple choice questions (with answers) about {topic}.");
    RunSpec {
        name: subject_run_name(name, subject, method),
        scenario_spec: ObjectSpec {
            class_name: class_name.into(),
            args: [("subject".to_owned(), json!(subject))].into_iter().collect(),
        },
        adapter_spec: multiple_choice(method.unwrap_or(MULTIPLE_CHOICE_JOINT), &instructions),
        metric_specs: exact_match_metrics(),
        data_augmenter_spec: DataAugmenterSpec::default(),
        groups: vec![name.into()],
        annotators: None,
    }
}

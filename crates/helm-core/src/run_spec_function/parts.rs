//! Adapter specs and metric specs that several run spec functions share.

use crate::files::{AdapterSpec, Number, ObjectSpec};
use serde_json::{Map, Value, json};

/// The method that multiple-choice scenarios use unless told otherwise.
pub(super) const MULTIPLE_CHOICE_JOINT: &str = "multiple_choice_joint";
const MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT: &str = "multiple_choice_joint_chain_of_thought";
const MULTIPLE_CHOICE_SEPARATE_ORIGINAL: &str = "multiple_choice_separate_original";
const MULTIPLE_CHOICE_SEPARATE_CALIBRATED: &str = "multiple_choice_separate_calibrated";

/// The methods that a multiple-choice scenario can be asked with.
pub(super) const MULTIPLE_CHOICE_METHODS: &[&str] = &[
    MULTIPLE_CHOICE_JOINT,
    MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT,
    MULTIPLE_CHOICE_SEPARATE_ORIGINAL,
    MULTIPLE_CHOICE_SEPARATE_CALIBRATED,
];

/// An adapter spec for multiple-choice questions: five examples before a question that lists its
/// options, or, for the separate methods, each option scored on its own.
pub(super) fn multiple_choice(method: &str, instructions: &str) -> AdapterSpec {
    match method {
        MULTIPLE_CHOICE_JOINT | MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT => AdapterSpec {
            method: method.into(),
            instructions: format!("{instructions}\n"),
            input_prefix: "Question: ".into(),
            output_prefix: "Answer: ".into(),
            max_tokens: 1,
            temperature: Number::Float(0.0),
            stop_sequences: vec!["\n".into()],
            ..AdapterSpec::default()
        },
        // Scoring options is language modelling: no instructions, no examples, no nouns.
        _ => AdapterSpec {
            method: method.into(),
            input_prefix: String::new(),
            input_suffix: String::new(),
            output_prefix: " ".into(),
            output_suffix: String::new(),
            max_train_instances: 0,
            num_outputs: 1,
            max_tokens: 0,
            temperature: Number::Float(0.0),
            ..AdapterSpec::default()
        },
    }
}

/// The metrics of answers that are either right or wrong.
pub(super) fn exact_match_metrics() -> Vec<ObjectSpec> {
    let names = json!(["exact_match", "quasi_exact_match", "prefix_exact_match", "quasi_prefix_exact_match"]);
    vec![
        basic_metric("BasicGenerationMetric", [("names".to_owned(), names)].into_iter().collect()),
        basic_metric("BasicReferenceMetric", Map::new()),
        basic_metric("InstancesPerSplitMetric", Map::new()),
    ]
}

fn basic_metric(class: &str, args: Map<String, Value>) -> ObjectSpec {
    ObjectSpec { class_name: format!("helm.benchmark.metrics.basic_metrics.{class}"), args }
}

/// `name:subject=S[,method=M]`: the method is part of the name only where it was asked for.
pub(super) fn subject_run_name(name: &str, subject: &str, method: Option<&str>) -> String {
    match method {
        Some(method) => format!("{name}:subject={subject},method={method}"),
        None => format!("{name}:subject={subject}"),
    }
}

//! Adapter specs and metric specs that several run spec functions share.

use crate::files::{AdapterSpec, Number, ObjectSpec};
use serde_json::{Value, json};

/// The method that multiple-choice scenarios use unless told otherwise.
pub(super) const MULTIPLE_CHOICE_JOINT: &str = "multiple_choice_joint";
const GENERATION: &str = "generation";
const LANGUAGE_MODELING: &str = "language_modeling";
pub(super) const MULTIPLE_CHOICE_JOINT_CHAIN_OF_THOUGHT: &str = "multiple_choice_joint_chain_of_thought";
pub(super) const MULTIPLE_CHOICE_SEPARATE_ORIGINAL: &str = "multiple_choice_separate_original";
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
            instructions: paragraph(instructions),
            input_prefix: label("Question"),
            output_prefix: label("Answer"),
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

/// An adapter spec for short answers: five examples, then a question that is answered on one line, with
/// nothing before either unless the caller says so.
pub(super) fn generation(instructions: &str) -> AdapterSpec {
    AdapterSpec {
        input_suffix: "\n".into(),
        output_suffix: "\n".into(),
        max_train_instances: 5,
        max_tokens: 5,
        stop_sequences: vec!["\n".into()],
        ..completion(instructions)
    }
}

/// An adapter spec for texts that are to be continued: no examples, and nothing around the text unless
/// the caller says so.
pub(super) fn completion(instructions: &str) -> AdapterSpec {
    AdapterSpec {
        method: GENERATION.into(),
        instructions: paragraph(instructions),
        input_prefix: String::new(),
        input_suffix: String::new(),
        output_prefix: String::new(),
        output_suffix: String::new(),
        max_train_instances: 0,
        num_outputs: 1,
        max_tokens: 100,
        temperature: Number::Float(0.0),
        ..AdapterSpec::default()
    }
}

/// An adapter spec for texts that are to be predicted: they stand alone, and nothing is generated.
pub(super) fn language_modeling() -> AdapterSpec {
    AdapterSpec { method: LANGUAGE_MODELING.into(), max_tokens: 0, ..completion("") }
}

/// What stands before an input or an output: `Question: `.
pub(super) fn label(noun: &str) -> String {
    format!("{noun}: ")
}

fn paragraph(instructions: &str) -> String {
    if instructions.is_empty() { String::new() } else { format!("{instructions}\n") }
}

/// A class with its arguments.
pub(super) fn object_spec<const N: usize>(class_name: &str, args: [(&str, Value); N]) -> ObjectSpec {
    let args = args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    ObjectSpec { class_name: class_name.into(), args }
}

/// The metrics of answers that are either right or wrong.
pub(super) fn exact_match_metrics() -> Vec<ObjectSpec> {
    basic_metrics(&["exact_match", "quasi_exact_match", "prefix_exact_match", "quasi_prefix_exact_match"])
}

/// The metrics of answers in words of the model's own: how much they share with a right one.
pub(super) fn open_ended_generation_metrics() -> Vec<ObjectSpec> {
    basic_metrics(&["exact_match", "quasi_exact_match", "f1_score", "rouge_l", "bleu_1", "bleu_4"])
}

/// The metrics of answers that are classes.
pub(super) fn classification_metrics() -> Vec<ObjectSpec> {
    vec![object_spec("helm.benchmark.metrics.classification_metrics.ClassificationMetric", [])]
}

/// The metrics of texts that are predicted.
pub(super) fn language_modeling_metrics() -> Vec<ObjectSpec> {
    let class_name = "helm.benchmark.metrics.language_modeling_metrics.LanguageModelingMetric";
    vec![object_spec(class_name, [("names", json!([]))])]
}

/// The named scores, with what is measured of every answer.
pub(super) fn basic_metrics(names: &[&str]) -> Vec<ObjectSpec> {
    vec![basic_generation_metric(names), basic_metric("BasicReferenceMetric", []), instances_per_split_metric()]
}

/// The named scores alone.
pub(super) fn basic_generation_metric(names: &[&str]) -> ObjectSpec {
    basic_metric("BasicGenerationMetric", [("names", json!(names))])
}

/// The number of instances.
pub(super) fn instances_per_split_metric() -> ObjectSpec {
    basic_metric("InstancesPerSplitMetric", [])
}

fn basic_metric<const N: usize>(class: &str, args: [(&str, Value); N]) -> ObjectSpec {
    object_spec(&format!("helm.benchmark.metrics.basic_metrics.{class}"), args)
}

/// `name:subject=S[,method=M]`: the method is part of the name only where it was asked for.
pub(super) fn subject_run_name(name: &str, subject: &str, method: Option<&str>) -> String {
    match method {
        Some(method) => format!("{name}:subject={subject},method={method}"),
        None => format!("{name}:subject={subject}"),
    }
}

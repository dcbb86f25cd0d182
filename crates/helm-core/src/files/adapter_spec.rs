use super::Number;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A regular expression search and replace on the finished prompt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Substitution {
    /// The pattern.
    pub source: String,
    /// What replaces each match.
    pub target: String,
}

/// How instances become requests. The defaults are those of HELM 0.5.16.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdapterSpec {
    /// Adaptation method, such as `multiple_choice_joint`.
    pub method: String,
    /// Text before the whole prompt.
    pub global_prefix: String,
    /// Text after the whole prompt.
    pub global_suffix: String,
    /// Task description at the start of the prompt.
    pub instructions: String,
    /// Text before each input.
    pub input_prefix: String,
    /// Text after each input.
    pub input_suffix: String,
    /// Text before the first reference; later references count its letter up.
    pub reference_prefix: String,
    /// Explicit option characters, in place of counting up from `reference_prefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_prefix_characters: Option<Vec<String>>,
    /// Text after each reference.
    pub reference_suffix: String,
    /// Text before each chain of thought.
    pub chain_of_thought_prefix: String,
    /// Text after each chain of thought.
    pub chain_of_thought_suffix: String,
    /// Text before each output.
    pub output_prefix: String,
    /// Text after each output.
    pub output_suffix: String,
    /// Text between instances.
    pub instance_prefix: String,
    /// Substitutions on the finished prompt.
    pub substitutions: Vec<Substitution>,
    /// At most this many in-context examples.
    pub max_train_instances: usize,
    /// At most this many evaluation instances, over all evaluation splits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_eval_instances: Option<usize>,
    /// Completions (or, for joint multiple choice, candidates per token) to ask for.
    pub num_outputs: usize,
    /// Number of independent draws of in-context examples.
    pub num_train_trials: usize,
    /// Number of times each request is repeated with another random seed.
    pub num_trials: usize,
    /// Draw in-context examples at random, or take consecutive ones.
    pub sample_train: bool,
    /// Model deployment that answers.
    pub model_deployment: String,
    /// Model that is evaluated.
    pub model: String,
    /// Sampling temperature.
    pub temperature: Number,
    /// At most this many generated tokens.
    pub max_tokens: usize,
    /// Strings that end a completion.
    pub stop_sequences: Vec<String>,
    /// Seed string that makes requests differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random: Option<String>,
    /// Whether all correct references together are the answer.
    pub multi_label: bool,
    /// Parameters of image models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_generation_parameters: Option<Value>,
    /// Parameters of adaptive evaluation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reeval_parameters: Option<Value>,
    /// Splits that evaluation instances come from; `valid` and `test` when unset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eval_splits: Option<Vec<String>>,
    /// Pattern that finds the option letter in a completion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_mapping_pattern: Option<String>,
}

impl Default for AdapterSpec {
    fn default() -> Self {
        Self {
            method: String::new(),
            global_prefix: String::new(),
            global_suffix: String::new(),
            instructions: String::new(),
            input_prefix: "Input: ".into(),
            input_suffix: "\n".into(),
            reference_prefix: "A. ".into(),
            reference_prefix_characters: None,
            reference_suffix: "\n".into(),
            chain_of_thought_prefix: String::new(),
            chain_of_thought_suffix: "\n".into(),
            output_prefix: "Output: ".into(),
            output_suffix: "\n".into(),
            instance_prefix: "\n".into(),
            substitutions: Vec::new(),
            max_train_instances: 5,
            max_eval_instances: None,
            num_outputs: 5,
            num_train_trials: 1,
            num_trials: 1,
            sample_train: true,
            model_deployment: String::new(),
            model: String::new(),
            temperature: Number::Int(1),
            max_tokens: 100,
            stop_sequences: Vec::new(),
            random: None,
            multi_label: false,
            image_generation_parameters: None,
            reeval_parameters: None,
            eval_splits: None,
            output_mapping_pattern: None,
        }
    }
}

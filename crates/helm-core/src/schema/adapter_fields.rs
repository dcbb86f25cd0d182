//! What the fields of an adapter spec mean, for the web app's run page.

use crate::files::Field;

const FIELDS: [(&str, &str); 32] = [
    ("method", "How instances become prompts, such as joint multiple choice."),
    ("global_prefix", "Text before the whole prompt."),
    ("global_suffix", "Text after the whole prompt."),
    ("instructions", "The task, described at the start of the prompt."),
    ("input_prefix", "Text before each input."),
    ("input_suffix", "Text after each input."),
    ("reference_prefix", "Text before the first answer option; its letter counts up for the next ones."),
    (
        "reference_prefix_characters",
        "The characters that name the options, where they don't count up from `reference_prefix`.",
    ),
    ("reference_suffix", "Text after each answer option."),
    ("chain_of_thought_prefix", "Text before each chain of thought."),
    ("chain_of_thought_suffix", "Text after each chain of thought."),
    ("output_prefix", "Text before each answer."),
    ("output_suffix", "Text after each answer."),
    ("instance_prefix", "Text between the instances of a prompt."),
    ("substitutions", "Regular expressions that are replaced in the finished prompt."),
    ("max_train_instances", "At most this many in-context examples."),
    ("max_eval_instances", "At most this many instances are evaluated, over all splits together."),
    ("num_outputs", "Completions that are asked for, or candidates per token."),
    ("num_train_trials", "Independent draws of in-context examples; the spread between them shows in the variance."),
    ("num_trials", "How often each request is repeated with another random seed."),
    ("sample_train", "Whether in-context examples are drawn at random rather than taken in order."),
    ("model_deployment", "Where the model answers: `<host organization>/<model>`."),
    ("model", "The model that is evaluated: `<creator organization>/<model>`."),
    ("temperature", "Sampling temperature; 0 always takes the likeliest token."),
    ("max_tokens", "At most this many tokens are generated."),
    ("stop_sequences", "Generation ends where one of these appears."),
    ("random", "Seed string that tells repeated requests apart."),
    ("multi_label", "Whether all right options together, rather than any one of them, are the right answer."),
    ("image_generation_parameters", "Parameters of image models."),
    ("reeval_parameters", "Parameters of adaptive evaluation."),
    ("eval_splits", "The splits that evaluation instances come from."),
    (
        "output_mapping_pattern",
        "Regular expression that finds the option letter in a completion: its first group, or the whole match.",
    ),
];

/// The fields of an adapter spec, in the order of the files.
pub fn adapter_fields() -> Vec<Field> {
    FIELDS
        .iter()
        .map(|(name, description)| Field {
            name: (*name).into(),
            description: Some((*description).into()),
            ..Field::default()
        })
        .collect()
}

use super::parts::{basic_generation_metric, completion, instances_per_split_metric, label, object_spec};
use super::{Parameter, RunSpecFunction, Values};
use crate::files::{AdapterSpec, DataAugmenterSpec, RunSpec};
use crate::scenario::{DYCK_LANGUAGE_CLASS, DYCK_LANGUAGE_PAIRS};
use serde_json::json;

const PAIRS: &str = "num_parenthesis_pairs";

/// Nested parentheses to be closed.
pub(super) const DYCK_LANGUAGE: RunSpecFunction = RunSpecFunction {
    name: "dyck_language",
    description: "Dyck languages: sequences of nested parentheses to be closed",
    parameters: &[Parameter {
        name: PAIRS,
        description: "how many kinds of parentheses there are, from 1 to 4",
        required: true,
        values: Values::Count(DYCK_LANGUAGE_PAIRS),
    }],
    build: |arguments| {
        let pairs = arguments.count(PAIRS).expect("a required argument that was checked to be a count");
        RunSpec {
            name: format!("dyck_language_np={pairs}"),
            scenario_spec: object_spec(DYCK_LANGUAGE_CLASS, [(PAIRS, json!(pairs))]),
            adapter_spec: AdapterSpec {
                input_prefix: label("Input"),
                max_train_instances: 3,
                max_tokens: 5,
                stop_sequences: vec!["\n".into()],
                ..completion(
                    "Please complete the rest of the following Dyck sequences, \
                     making sure that the parentheses are closed properly.",
                )
            },
            metric_specs: vec![basic_generation_metric(&["exact_match_indicator"]), instances_per_split_metric()],
            data_augmenter_spec: DataAugmenterSpec::default(),
            groups: vec!["dyck_language".into()],
            annotators: None,
        }
    },
};

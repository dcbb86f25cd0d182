use super::RunSpecFunction;
use super::parts::{classification_metrics, exact_match_metrics, generation, label, object_spec};
use crate::files::{AdapterSpec, DataAugmenterSpec, RunSpec};
use crate::scenario::SIMPLE_CLASSIFICATION_CLASS;

/// Numbers sorted into even and odd ones.
pub(super) const SIMPLE_CLASSIFICATION: RunSpecFunction = RunSpecFunction {
    name: "simple_classification",
    description: "Tutorial: numbers sorted into even and odd ones",
    parameters: &[],
    build: |_| RunSpec {
        name: "simple_classification".into(),
        scenario_spec: object_spec(SIMPLE_CLASSIFICATION_CLASS, []),
        adapter_spec: AdapterSpec {
            input_prefix: label("Number"),
            output_prefix: label("Parity"),
            ..generation(r#"Classify the following numbers by their parity. The classes are "Even" and "Odd"."#)
        },
        metric_specs: [exact_match_metrics(), classification_metrics()].concat(),
        data_augmenter_spec: DataAugmenterSpec::default(),
        groups: vec!["simple_classification".into()],
        annotators: None,
    },
};

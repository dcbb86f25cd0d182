use super::RunSpecFunction;
use super::parts::{generation, label, object_spec, open_ended_generation_metrics};
use crate::files::{AdapterSpec, DataAugmenterSpec, RunSpec};
use crate::scenario::SIMPLE_SHORT_ANSWER_QA_CLASS;

/// Even or odd, as a question to answer in a word.
pub(super) const SIMPLE_SHORT_ANSWER_QA: RunSpecFunction = RunSpecFunction {
    name: "simple_short_answer_qa",
    description: "Tutorial: whether a number is even or odd, answered in a word",
    parameters: &[],
    build: |_| RunSpec {
        name: "simple_short_answer_qa".into(),
        scenario_spec: object_spec(SIMPLE_SHORT_ANSWER_QA_CLASS, []),
        adapter_spec: AdapterSpec {
            input_prefix: label("Question"),
            output_prefix: label("Answer"),
            ..generation("Answer the following questions with a single word only.")
        },
        metric_specs: open_ended_generation_metrics(),
        data_augmenter_spec: DataAugmenterSpec::default(),
        groups: vec!["simple_short_answer_qa".into()],
        annotators: None,
    },
};

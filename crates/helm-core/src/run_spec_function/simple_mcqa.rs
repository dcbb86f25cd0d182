use super::RunSpecFunction;
use super::parts::{MULTIPLE_CHOICE_JOINT, exact_match_metrics, multiple_choice, object_spec};
use crate::files::{AdapterSpec, DataAugmenterSpec, RunSpec};
use crate::scenario::SIMPLE_MCQA_CLASS;

/// Even or odd, as a question with two options.
pub(super) const SIMPLE_MCQA: RunSpecFunction = RunSpecFunction {
    name: "simple_mcqa",
    description: "Tutorial: whether a number is even or odd, with two options",
    parameters: &[],
    build: |_| RunSpec {
        name: "simple_mcqa".into(),
        scenario_spec: object_spec(SIMPLE_MCQA_CLASS, []),
        adapter_spec: AdapterSpec {
            max_tokens: 5,
            ..multiple_choice(MULTIPLE_CHOICE_JOINT, "Answer the following questions with a single letter only.")
        },
        metric_specs: exact_match_metrics(),
        data_augmenter_spec: DataAugmenterSpec::default(),
        groups: vec!["simple_mcqa".into()],
        annotators: None,
    },
};

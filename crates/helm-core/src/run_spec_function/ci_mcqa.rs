use super::RunSpecFunction;
use super::parts::{MULTIPLE_CHOICE_JOINT, exact_match_metrics, multiple_choice, object_spec};
use crate::files::{DataAugmenterSpec, RunSpec};
use crate::scenario::CI_MCQA_CLASS;

/// Concept inventories of computer science.
pub(super) const CI_MCQA: RunSpecFunction = RunSpecFunction {
    name: "ci_mcqa",
    description: "CIMCQA: multiple-choice questions from concept inventories of computer science; needs private files",
    parameters: &[],
    build: |_| RunSpec {
        name: "ci_mcqa".into(),
        scenario_spec: object_spec(CI_MCQA_CLASS, []),
        adapter_spec: multiple_choice(
            MULTIPLE_CHOICE_JOINT,
            "Give a letter answer among the options given. For example, if the options are A, B, C, D, E, and F, \
             your answer should consist of the single letter that corresponds to the correct answer.",
        ),
        metric_specs: exact_match_metrics(),
        data_augmenter_spec: DataAugmenterSpec::default(),
        groups: vec!["CIMCQA".into()],
        annotators: None,
    },
};

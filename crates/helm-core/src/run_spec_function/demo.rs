use super::mmlu::questions_on_a_subject;
use super::parts::MULTIPLE_CHOICE_METHODS;
use super::{Parameter, RunSpecFunction, Values};
use crate::scenario::{DEMO_CLASS, DEMO_SUBJECTS};

/// The questions that come with the program.
pub(super) const DEMO: RunSpecFunction = RunSpecFunction {
    name: "demo",
    description: "The demonstration: a few questions that come with the program and need no download",
    parameters: &[
        Parameter {
            name: "subject",
            description: "which questions",
            required: true,
            values: Values::OneOf(DEMO_SUBJECTS),
        },
        Parameter {
            name: "method",
            description: "how questions are asked",
            required: false,
            values: Values::OneOf(MULTIPLE_CHOICE_METHODS),
        },
    ],
    build: |arguments| questions_on_a_subject("demo", DEMO_CLASS, arguments),
};

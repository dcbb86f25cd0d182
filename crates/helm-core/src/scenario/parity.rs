//! Whether the numbers from 10 to 99 are even or odd: what the tutorial scenarios ask.

use super::parts::{TEST_SPLIT, instance, reference};
use crate::files::{Instance, Reference};
use crate::sampling::TRAIN_SPLIT;

const EVEN: &str = "Even";
const ODD: &str = "Odd";
const LAST_TRAIN_NUMBER: u32 = 20;

/// An instance a number, with the question and the answers that are made of it.
pub(super) fn instances(question: fn(u32) -> String, references: fn(u32) -> Vec<Reference>) -> Vec<Instance> {
    (10..100)
        .map(|number| {
            let split = if number <= LAST_TRAIN_NUMBER { TRAIN_SPLIT } else { TEST_SPLIT };
            instance(question(number), references(number), split)
        })
        .collect()
}

/// The question in words.
pub(super) fn question(number: u32) -> String {
    format!("Is {number} even or odd?")
}

/// Both answers.
pub(super) fn both_answers(number: u32) -> Vec<Reference> {
    let even = number.is_multiple_of(2);
    vec![reference(EVEN, even), reference(ODD, !even)]
}

/// The right answer alone.
pub(super) fn right_answer(number: u32) -> Vec<Reference> {
    vec![reference(if number.is_multiple_of(2) { EVEN } else { ODD }, true)]
}

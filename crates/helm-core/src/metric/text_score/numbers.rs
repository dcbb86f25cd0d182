//! Scores of answers that are numbers.

use crate::files::Number;
use crate::run_entry::Argument;

/// How far two whole numbers are apart; what is no whole number counts as zero.
pub(super) fn absolute_value_difference(gold: &str, prediction: &str) -> Number {
    let difference = whole_number(gold).minus(whole_number(prediction));
    match difference {
        Number::Int(value) => value.checked_abs().map_or(Number::Float(difference.as_f64().abs()), Number::Int),
        Number::Float(value) => Number::Float(value.abs()),
    }
}

/// What Python's `int` makes of the text without commas, else `0.0`.
fn whole_number(text: &str) -> Number {
    let text = text.replace(',', "");
    match Argument::new(&text).number() {
        Some(Number::Int(value)) => Number::Int(value),
        // Python's whole numbers have no limit; beyond 63 bits the nearest float stands for them.
        Some(Number::Float(value)) if is_spelled_whole(&text) => Number::Float(value),
        _ => Number::Float(0.0),
    }
}

fn is_spelled_whole(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['+', '-']);
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '_')
}

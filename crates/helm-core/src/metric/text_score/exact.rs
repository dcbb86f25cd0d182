//! Scores that are 1 for a match and 0 otherwise.

use crate::files::Number;
use crate::metric::normalize::{normalized, without_articles};
use regex::Regex;
use std::sync::LazyLock;

pub(super) fn exact_match(gold: &str, prediction: &str) -> Number {
    one_if(!prediction.is_empty() && gold.trim() == prediction.trim())
}

pub(super) fn prefix_exact_match(gold: &str, prediction: &str) -> Number {
    one_if(!prediction.is_empty() && prediction.trim().starts_with(gold.trim()))
}

pub(super) fn quasi_exact_match(gold: &str, prediction: &str) -> Number {
    one_if(!prediction.is_empty() && without_articles(gold) == without_articles(prediction))
}

pub(super) fn quasi_prefix_exact_match(gold: &str, prediction: &str) -> Number {
    one_if(!prediction.is_empty() && without_articles(prediction).starts_with(&without_articles(gold)))
}

pub(super) fn quasi_leave_articles_exact_match(gold: &str, prediction: &str) -> Number {
    one_if(!prediction.is_empty() && normalized(gold) == normalized(prediction))
}

/// Whether the last words match: what precedes the last space is explanation.
pub(super) fn exact_match_indicator(gold: &str, prediction: &str) -> Number {
    let last = |text: &str| text.rsplit(' ').next().unwrap_or_default().trim().to_owned();
    exact_match(&last(gold), &last(prediction))
}

/// Whether the last numbers match, commas aside.
pub(super) fn final_number_exact_match(gold: &str, prediction: &str) -> Number {
    // The dot is any character, as in the reference: `3 1/2` ends in the number `1/2`.
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"-?[\d,]+(?:.\d+)?").expect("a constant pattern"));
    let last =
        |text: &str| NUMBER.find_iter(text).last().map_or_else(String::new, |found| found.as_str().replace(',', ""));
    exact_match(&last(gold), &last(prediction))
}

/// Whether the last arithmetic expression of the prediction is the gold answer.
pub(super) fn cleva_math_result_match(gold: &str, prediction: &str) -> Number {
    static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[-+*/%\.\(\)\d]+").expect("a constant pattern"));
    let last = EXPRESSION.find_iter(prediction).last();
    let answer = last.map_or(prediction, |found| found.as_str().trim_start_matches(')'));
    exact_match(gold, answer.trim())
}

fn one_if(condition: bool) -> Number {
    Number::from(condition)
}

//! Overlap of words, whatever their order and number.

use crate::files::Number;
use crate::metric::normalize::without_articles;
use std::collections::HashSet;

/// Harmonic mean of precision and recall over the sets of normalised words.
pub(super) fn f1_score(gold: &str, prediction: &str) -> Number {
    let (gold, prediction) = (without_articles(gold), without_articles(prediction));
    let gold: HashSet<&str> = gold.split_whitespace().collect();
    let prediction: HashSet<&str> = prediction.split_whitespace().collect();
    if gold.is_empty() || prediction.is_empty() {
        return Number::Float(0.0);
    }
    let shared = gold.intersection(&prediction).count();
    if shared == 0 {
        return Number::Int(0);
    }
    let precision = shared as f64 / prediction.len() as f64;
    let recall = shared as f64 / gold.len() as f64;
    // This order of operations decides the last digit.
    Number::Float(1.0 / (0.5 / precision + 0.5 / recall))
}

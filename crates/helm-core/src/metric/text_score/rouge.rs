//! ROUGE ([Lin, 2004](https://aclanthology.org/W04-1013/)): F-measures of shared n-grams and of the
//! longest common subsequence, over stemmed words.

use super::porter_stemmer::stem;
use crate::files::Number;
use std::collections::HashMap;
use std::hash::Hash;

pub(super) fn rouge_1(gold: &str, prediction: &str) -> Number {
    ngram_score(&words(gold), &words(prediction), 1)
}

pub(super) fn rouge_2(gold: &str, prediction: &str) -> Number {
    ngram_score(&words(gold), &words(prediction), 2)
}

pub(super) fn rouge_l(gold: &str, prediction: &str) -> Number {
    let (gold, prediction) = (words(gold), words(prediction));
    if gold.is_empty() || prediction.is_empty() {
        return Number::Int(0);
    }
    let length = common_subsequence(&gold, &prediction) as f64;
    f_measure(length / prediction.len() as f64, length / gold.len() as f64)
}

/// ROUGE-1 over characters.
pub(super) fn chinese_rouge_1(gold: &str, prediction: &str) -> Number {
    ngram_score(&characters(gold), &characters(prediction), 1)
}

/// ROUGE-2 over characters.
pub(super) fn chinese_rouge_2(gold: &str, prediction: &str) -> Number {
    ngram_score(&characters(gold), &characters(prediction), 2)
}

/// Runs of ASCII letters and digits in lower case; those of more than three characters stemmed.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let runs = text.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.map(|word| if word.len() > 3 { stem(word) } else { word.to_owned() }).collect()
}

fn characters(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn ngram_score<T: Eq + Hash>(gold: &[T], prediction: &[T], n: usize) -> Number {
    let (gold, prediction) = (ngrams(gold, n), ngrams(prediction, n));
    let shared: usize =
        gold.iter().map(|(ngram, count)| prediction.get(ngram).map_or(0, |other| *count.min(other))).sum();
    let total = |counts: &HashMap<&[T], usize>| counts.values().sum::<usize>().max(1) as f64;
    f_measure(shared as f64 / total(&prediction), shared as f64 / total(&gold))
}

/// How often each run of `n` tokens occurs.
pub(super) fn ngrams<T: Eq + Hash>(tokens: &[T], n: usize) -> HashMap<&[T], usize> {
    let mut counts = HashMap::new();
    for ngram in tokens.windows(n) {
        *counts.entry(ngram).or_default() += 1;
    }
    counts
}

fn f_measure(precision: f64, recall: f64) -> Number {
    let sum = precision + recall;
    Number::Float(if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}

/// The length of the longest common subsequence.
fn common_subsequence<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for left in a {
        let mut diagonal = 0;
        for (j, right) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if left == right { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}

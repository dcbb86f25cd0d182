//! BLEU ([Papineni et al., 2002](https://aclanthology.org/P02-1040/)) of one n-gram order, without
//! smoothing, against one reference.

use super::rouge::ngrams;
use super::word_tokenizer::word_tokens;
use crate::files::Number;
use crate::metric::sentences::SentenceSplitter;
use std::hash::Hash;

pub(super) fn bleu_1(gold: &str, prediction: &str, sentences: Option<&SentenceSplitter>) -> Number {
    bleu(&tokens(gold, sentences), &tokens(prediction, sentences), 1)
}

pub(super) fn bleu_4(gold: &str, prediction: &str, sentences: Option<&SentenceSplitter>) -> Number {
    bleu(&tokens(gold, sentences), &tokens(prediction, sentences), 4)
}

/// The tokens of a text, sentence by sentence: the period at the end of each is a token.
fn tokens(text: &str, sentences: Option<&SentenceSplitter>) -> Vec<String> {
    match sentences {
        Some(splitter) => splitter.sentences(text).iter().flat_map(|sentence| word_tokens(sentence)).collect(),
        None => word_tokens(text),
    }
}

/// BLEU-1 over characters.
pub(super) fn chinese_bleu_1(gold: &str, prediction: &str) -> Number {
    let characters = |text: &str| text.chars().collect::<Vec<_>>();
    bleu(&characters(gold), &characters(prediction), 1)
}

/// Brevity penalty times precision of n-grams; 0 where not even a single token is shared.
fn bleu<T: Eq + Hash>(gold: &[T], prediction: &[T], order: usize) -> Number {
    if shared_ngrams(gold, prediction, 1) == 0 {
        return Number::Int(0);
    }
    let penalty =
        if prediction.len() > gold.len() { 1.0 } else { (1.0 - gold.len() as f64 / prediction.len() as f64).exp() };
    let total = (prediction.len() + 1).saturating_sub(order).max(1);
    let precision = match shared_ngrams(gold, prediction, order) {
        // The least normal number stands for no n-gram at all, for the logarithm's sake.
        0 => f64::MIN_POSITIVE,
        shared => shared as f64 / total as f64,
    };
    // Through the logarithm, which decides the last digit.
    Number::Float(penalty * precision.ln().exp())
}

/// N-grams of the prediction that the gold answer has, each as often as there.
fn shared_ngrams<T: Eq + Hash>(gold: &[T], prediction: &[T], order: usize) -> usize {
    let gold = ngrams(gold, order);
    ngrams(prediction, order).iter().map(|(ngram, count)| gold.get(ngram).map_or(0, |other| *count.min(other))).sum()
}

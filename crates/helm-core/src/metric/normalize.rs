//! The normalisation of answers that SQuAD and QuAC use.

use regex::Regex;
use std::sync::LazyLock;

/// Lower case, without ASCII punctuation, single spaces.
pub(super) fn normalized(text: &str) -> String {
    squeeze(&plain(text))
}

/// The same, without the articles `a`, `an` and `the`.
pub(super) fn without_articles(text: &str) -> String {
    static ARTICLES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(a|an|the)\b").expect("a constant pattern"));
    squeeze(&ARTICLES.replace_all(&plain(text), " "))
}

fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_ascii_punctuation()).collect()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

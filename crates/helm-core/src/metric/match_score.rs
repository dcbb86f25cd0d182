//! Scores that compare a prediction with a gold answer.

use regex::Regex;
use std::sync::LazyLock;

/// How well a prediction matches a gold answer: 0 or 1.
pub(super) type MatchScore = fn(gold: &str, prediction: &str) -> bool;

const SCORES: &[(&str, MatchScore)] = &[
    ("exact_match", exact_match),
    ("quasi_exact_match", quasi_exact_match),
    ("quasi_leave_articles_exact_match", quasi_leave_articles_exact_match),
    ("prefix_exact_match", prefix_exact_match),
    ("quasi_prefix_exact_match", quasi_prefix_exact_match),
];

/// The names of all scores.
pub(super) const NAMES: &[&str] = &[
    "exact_match",
    "quasi_exact_match",
    "quasi_leave_articles_exact_match",
    "prefix_exact_match",
    "quasi_prefix_exact_match",
];

/// The score of that name.
pub(super) fn by_name(name: &str) -> Option<MatchScore> {
    SCORES.iter().find(|(known, _)| *known == name).map(|(_, score)| *score)
}

fn exact_match(gold: &str, prediction: &str) -> bool {
    !prediction.is_empty() && gold.trim() == prediction.trim()
}

fn prefix_exact_match(gold: &str, prediction: &str) -> bool {
    !prediction.is_empty() && prediction.trim().starts_with(gold.trim())
}

fn quasi_exact_match(gold: &str, prediction: &str) -> bool {
    !prediction.is_empty() && without_articles(gold) == without_articles(prediction)
}

fn quasi_prefix_exact_match(gold: &str, prediction: &str) -> bool {
    !prediction.is_empty() && without_articles(prediction).starts_with(&without_articles(gold))
}

fn quasi_leave_articles_exact_match(gold: &str, prediction: &str) -> bool {
    !prediction.is_empty() && squeeze(&plain(gold)) == squeeze(&plain(prediction))
}

/// Lower case, without ASCII punctuation and articles, single spaces (the normalisation of SQuAD and QuAC).
fn without_articles(text: &str) -> String {
    static ARTICLES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(a|an|the)\b").expect("a constant pattern"));
    squeeze(&ARTICLES.replace_all(&plain(text), " "))
}

fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_ascii_punctuation()).collect()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scores, in the order of [`NAMES`], for a gold answer and a prediction.
    fn scores(gold: &str, prediction: &str) -> Vec<u8> {
        SCORES.iter().map(|(_, score)| u8::from(score(gold, prediction))).collect()
    }

    #[test]
    fn scores_are_those_of_the_reference() {
        // By hand from the definitions.
        assert_eq!(scores("Paris", " Paris "), [1, 1, 1, 1, 1]);
        assert_eq!(scores("The Eiffel Tower", "eiffel tower!"), [0, 1, 0, 0, 1]);
        assert_eq!(scores("the tower", "The Tower."), [0, 1, 1, 0, 1]);
        assert_eq!(scores("Paris", "Paris, of course"), [0, 0, 0, 1, 1]);
        assert_eq!(scores("Paris", ""), [0, 0, 0, 0, 0]);
        assert_eq!(scores("a", "the"), [0, 1, 0, 0, 1]);
    }

    #[test]
    fn every_name_has_its_score() {
        assert_eq!(NAMES, SCORES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}

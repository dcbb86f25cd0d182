//! The word tokenizer of NLTK (`NLTKWordTokenizer`, after the Penn Treebank's conventions).
//!
//! It takes a sentence: in a text of several, inner final periods would stay with the words before them.

use regex::Regex;
use std::sync::LazyLock;

/// Patterns and what replaces their matches, in order, before quotes that open a word are looked at.
const OPENING_QUOTES: &[(&str, &str)] =
    &[("([«“‘„]|[`]+)", " ${1} "), (r#"^""#, "``"), ("(``)", " ${1} "), (r#"([ (\[{<])("|'{2})"#, "${1} `` ")];

const PUNCTUATION: &[(&str, &str)] = &[
    (r#"([^.])(\.)([\])}>"'»”’ ]*)\s*$"#, "${1} ${2} ${3} "),
    (r"([:,])([^\d])", " ${1} ${2}"),
    (r"([:,])$", " ${1} "),
    (r"\.{2,}", " ${0} "),
    (r"[;@#$%&]", " ${0} "),
    (r"[\u{2012}-\u{2015}]", " ${0} "),
    (r#"([^.])(\.)([\])}>"']*)\s*$"#, "${1} ${2}${3} "),
    (r"[?!]", " ${0} "),
    (r"([^'])' ", "${1} ' "),
    (r"[*]", " ${0} "),
    (r"[\]\[(){}<>]", " ${0} "),
    (r"--", " -- "),
];

/// Applied to the text between two spaces.
const CLOSING_QUOTES_AND_CONTRACTIONS: &[(&str, &str)] = &[
    ("([»”’])", " ${1} "),
    ("''", " '' "),
    ("\"", " '' "),
    (r"\s+", " "),
    (r"([^' ])('[sS]|'[mM]|'[dD]|') ", "${1} ${2} "),
    (r"([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "${1} ${2} "),
    (r"(?i)\b(can)(not)\b", " ${1} ${2} "),
    (r"(?i)\b(d)('ye)\b", " ${1} ${2} "),
    (r"(?i)\b(gim)(me)\b", " ${1} ${2} "),
    (r"(?i)\b(gon)(na)\b", " ${1} ${2} "),
    (r"(?i)\b(got)(ta)\b", " ${1} ${2} "),
    (r"(?i)\b(lem)(me)\b", " ${1} ${2} "),
    (r"(?i)\b(more)('n)\b", " ${1} ${2} "),
    (r"(?i)\b(wan)(na)(\s)", " ${1} ${2} ${3}"),
    (r"(?i) ('t)(is)\b", " ${1} ${2} "),
    (r"(?i) ('t)(was)\b", " ${1} ${2} "),
];

/// What follows an apostrophe that belongs to the word before it.
const CLITICS: &[&str] = &["re", "ve", "ll", "m", "t", "s", "d", "n"];

type Rules = LazyLock<Vec<(Regex, &'static str)>>;

/// The tokens of a sentence.
pub(super) fn word_tokens(text: &str) -> Vec<String> {
    static OPENING: Rules = LazyLock::new(|| compiled(OPENING_QUOTES));
    static MIDDLE: Rules = LazyLock::new(|| compiled(PUNCTUATION));
    static CLOSING: Rules = LazyLock::new(|| compiled(CLOSING_QUOTES_AND_CONTRACTIONS));
    let text = separate_opening_apostrophes(&applied(text.to_owned(), &OPENING));
    let text = format!(" {} ", applied(text, &MIDDLE));
    applied(text, &CLOSING).split_whitespace().map(str::to_owned).collect()
}

fn compiled(rules: &[(&str, &'static str)]) -> Vec<(Regex, &'static str)> {
    rules.iter().map(|(pattern, target)| (Regex::new(pattern).expect("a constant pattern"), *target)).collect()
}

fn applied(text: String, rules: &[(Regex, &str)]) -> String {
    rules.iter().fold(text, |text, (pattern, target)| pattern.replace_all(&text, *target).into_owned())
}

/// Puts a space after an apostrophe that starts a word, unless the word is a clitic.
fn separate_opening_apostrophes(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut separated = String::with_capacity(text.len());
    let mut before = None;
    for (index, c) in text.char_indices() {
        separated.push(c);
        if c == '\'' && !before.is_some_and(is_word) {
            let rest = &text[index + 1..];
            let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
            if !word.is_empty() && !CLITICS.contains(&word.to_lowercase().as_str()) {
                separated.push(' ');
            }
        }
        before = Some(c);
    }
    separated
}

use regex::Regex;
use std::sync::LazyLock;

/// The kind of all numbers.
pub(super) const NUMBER: &str = "##number##";

/// A word or a mark.
pub(super) struct Word {
    pub(super) text: String,
    /// What words that differ in case or in digits alone have in common.
    kind: String,
    pub(super) ends_sentence: bool,
    pub(super) is_ellipsis_or_abbreviation: bool,
}

impl Word {
    fn new(text: &[char]) -> Self {
        static NUMERAL: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^-?[.,]?\d[\d,.-]*\.?$").expect("a constant pattern"));
        let text: String = text.iter().collect();
        let lowercase = text.to_lowercase();
        let kind = if NUMERAL.is_match(&lowercase) { NUMBER.into() } else { lowercase };
        Self { text, kind, ends_sentence: false, is_ellipsis_or_abbreviation: false }
    }

    pub(super) fn kind_without_period(&self) -> &str {
        self.kind.strip_suffix('.').filter(|kind| !kind.is_empty()).unwrap_or(&self.kind)
    }

    /// The kind, without the period if that ends a sentence.
    pub(super) fn kind_in_sentence(&self) -> &str {
        if self.ends_sentence { self.kind_without_period() } else { &self.kind }
    }

    pub(super) fn is_ellipsis(&self) -> bool {
        self.text.len() > 1 && self.text.chars().all(|c| c == '.')
    }

    /// A letter and a period.
    pub(super) fn is_initial(&self) -> bool {
        let mut characters = self.text.chars();
        let letter = characters.next().is_some_and(|c| (c.is_alphanumeric() || c == '_') && !c.is_numeric());
        letter && characters.as_str() == "."
    }

    pub(super) fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn is_lowercase(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_lowercase)
    }
}

/// The words of a text. Other marks than periods stand by themselves.
pub(super) fn words(text: &[char]) -> Vec<Word> {
    let mut words = Vec::new();
    for line in text.split(|c| *c == '\n') {
        let mut rest = line;
        while let Some(&first) = rest.first() {
            let length = if first.is_whitespace() { 1 } else { word_length(rest) };
            if !first.is_whitespace() {
                words.push(Word::new(&rest[..length]));
            }
            rest = &rest[length..];
        }
    }
    words
}

/// The length of the word that a text starts with.
fn word_length(text: &[char]) -> usize {
    if let Some(length) = long_mark(text) {
        return length;
    }
    if "(\"`{[:;&#*@)}]-,".contains(text[0]) {
        return 1;
    }
    (1..text.len()).find(|&length| ends_word(&text[length..])).unwrap_or(text.len())
}

/// Whether a word is at its end before `rest`.
fn ends_word(rest: &[char]) -> bool {
    let is_end = |rest: &[char]| match rest.first() {
        None => true,
        Some(&c) => c.is_whitespace() || is_non_word(c) || long_mark(rest).is_some(),
    };
    is_end(rest) || rest[0] == ',' && is_end(&rest[1..])
}

/// Characters that no word has inside.
pub(super) fn is_non_word(c: char) -> bool {
    ")\";}]*:@'({[‘’“”«»?!".contains(c)
}

/// The length of the dash or ellipsis that a text starts with: `--`, `...`, `. . .`
fn long_mark(text: &[char]) -> Option<usize> {
    let repeated = |mark: char| text.iter().take_while(|c| **c == mark).count();
    if let Some(length) = [repeated('-'), repeated('.')].into_iter().find(|length| *length > 1) {
        return Some(length);
    }
    let pairs = text.chunks_exact(2).take_while(|pair| pair[0] == '.' && pair[1].is_whitespace()).count();
    // The last period needs no white space after it.
    let pairs = if text.get(2 * pairs) == Some(&'.') { pairs } else { pairs.saturating_sub(1) };
    (pairs > 1).then_some(2 * pairs + 1)
}

//! Finding words in text as Python's `re` finds `\b(one|two)\b`.
//!
//! Rust's regular expressions take other characters for parts of words (combining marks are some) and
//! fold case differently (`İ` is no `i`), which would move word boundaries, and with them all draws
//! that follow.

use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words to find, earlier ones first where several fit.
pub(super) struct Words {
    /// The letters of each.
    spelled: Vec<Vec<char>>,
    by_first_letter: HashMap<char, Vec<usize>>,
    fold: fn(char) -> char,
}

impl Words {
    /// Finds words in the case given.
    pub(super) fn exact<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new(words, |letter| letter)
    }

    /// Finds words in any case.
    pub(super) fn in_any_case<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new(words, folded)
    }

    fn new<'a>(words: impl IntoIterator<Item = &'a str>, fold: fn(char) -> char) -> Self {
        let spelled: Vec<Vec<char>> = words.into_iter().map(|word| word.chars().map(fold).collect()).collect();
        let mut by_first_letter: HashMap<char, Vec<usize>> = HashMap::new();
        for (index, word) in spelled.iter().enumerate() {
            if let Some(&first) = word.first() {
                by_first_letter.entry(first).or_default().push(index);
            }
        }
        Self { spelled, by_first_letter, fold }
    }

    /// Replaces each of the words that starts and ends at a word boundary and is followed by `after`,
    /// which is replaced with it.
    pub(super) fn replace_whole(&self, text: &str, after: &str, mut replacement: impl FnMut(&str) -> String) -> String {
        let fits = |end: usize| is_boundary(text, end) && text[end..].starts_with(after);
        replace(text, |start| {
            if !is_boundary(text, start) {
                return None;
            }
            let end = self.find_at(text, start, fits)?;
            Some((end + after.len(), replacement(&text[start..end])))
        })
    }

    /// Replaces each of the words that stands between two characters of which `is_inner` is false,
    /// together with these: `replacement` gets all of it, and the word.
    pub(super) fn replace_between(
        &self,
        text: &str,
        is_inner: fn(char) -> bool,
        mut replacement: impl FnMut(&str, &str) -> String,
    ) -> String {
        let outer_length =
            |at: usize| text[at..].chars().next().filter(|&character| !is_inner(character)).map(char::len_utf8);
        replace(text, |start| {
            let word_start = start + outer_length(start)?;
            let word_end = self.find_at(text, word_start, |end| outer_length(end).is_some())?;
            let end = word_end + outer_length(word_end)?;
            Some((end, replacement(&text[start..end], &text[word_start..word_end])))
        })
    }

    /// Where the first word ends that starts at `start` and whose end `fits`.
    fn find_at(&self, text: &str, start: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let rest = &text[start..];
        let first = rest.chars().next()?;
        let candidates = self.by_first_letter.get(&(self.fold)(first))?;
        candidates.iter().find_map(|&index| {
            let end = start + self.prefix_length(rest, &self.spelled[index])?;
            fits(end).then_some(end)
        })
    }

    /// How much of `text` the word takes, if it starts with it.
    fn prefix_length(&self, text: &str, word: &[char]) -> Option<usize> {
        let mut characters = text.chars();
        let starts_with = word.iter().all(|&letter| characters.next().map(self.fold) == Some(letter));
        starts_with.then(|| text.len() - characters.as_str().len())
    }
}

/// Goes through the text; where `found` gives an end and a replacement, that goes in and the search goes
/// on after it.
fn replace(text: &str, mut found: impl FnMut(usize) -> Option<(usize, String)>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        if let Some((end, replacement)) = found(at) {
            replaced.push_str(&replacement);
            at = end;
        } else {
            replaced.push(character);
            at += character.len_utf8();
        }
    }
    replaced
}

/// Python's `\b`.
fn is_boundary(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().is_some_and(is_word);
    let after = text[at..].chars().next().is_some_and(is_word);
    before != after
}

/// Python's `\w`: letters, numbers of all kinds and the underscore.
pub(super) fn is_word(character: char) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}]").expect("a valid pattern"));
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    WORD.is_match(character.encode_utf8(&mut [0; 4]))
}

/// Letters that `re.IGNORECASE` takes for the same become the same.
fn folded(letter: char) -> char {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'ı' => 'i',
        'ſ' => 's',
        lower => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_words_are_those_of_python() {
        // `re.match(r"\w", character)` of CPython 3.11.
        for (character, expected) in [
            ('é', true),
            ('中', true),
            ('½', true),
            ('²', true),
            ('Ⅷ', true),
            ('\u{301}', false),
            ('Ⓐ', false),
            ('‿', false),
        ] {
            assert_eq!(is_word(character), expected, "{character:?}");
        }
        // `re.sub(r"\b(is|issue)\b", "#", text, flags=re.IGNORECASE)`
        let words = Words::in_any_case(["is", "issue"]);
        for (text, expected) in [
            ("is issue ISSUE this_is is", "# # # this_is #"),
            ("İs ıſ is\u{301} éis", "# # #\u{301} éis"),
            ("is-is.is'is", "#-#.#'#"),
            ("", ""),
        ] {
            assert_eq!(words.replace_whole(text, "", |_| "#".into()), expected, "{text:?}");
        }
    }
}

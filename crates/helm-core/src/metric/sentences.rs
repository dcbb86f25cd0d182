//! Splitting texts into sentences as NLTK's Punkt does (Kiss and Strunk, 2006,
//! <https://aclanthology.org/J06-4003/>): a period ends a sentence unless what a model learnt of
//! abbreviations, collocations and the case of words speaks against it.

mod model;
mod words;

pub use model::PunktError;

use model::{LOWER, LOWER_AT_START, Model, UPPER, UPPER_INSIDE};
use std::ops::Range;
use std::path::Path;
use words::{Word, is_non_word, words};

/// Closing marks that belong to the sentence before them.
const CLOSING: &str = "\"')]}‘’“”«»";

/// Splits English texts by a model that was trained before.
pub struct SentenceSplitter {
    model: Model,
}

/// A mark that may end a sentence, with what stands around it.
struct Candidate {
    /// The place after the mark.
    end: usize,
    /// The word before the mark.
    word: Range<usize>,
    /// What follows: a mark, or white space and a word.
    after: Range<usize>,
    /// Where the next sentence would start.
    next: usize,
}

impl SentenceSplitter {
    /// Reads a model from its folder, `punkt_tab/english` of NLTK's data.
    pub fn read(folder: &Path) -> Result<Self, PunktError> {
        Ok(Self { model: Model::read(folder)? })
    }

    /// The sentences of a text, without the white space between them.
    pub fn sentences(&self, text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        let ranges = with_closing_marks(&text, &self.ranges(&text));
        ranges.into_iter().map(|range| text[range].iter().collect()).collect()
    }

    fn ranges(&self, text: &[char]) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let mut start = 0;
        for candidate in candidates(text) {
            let mark = candidate.end - 1..candidate.end;
            let context = [&text[candidate.word], &text[mark], &text[candidate.after]].concat();
            if self.has_end_of_sentence(&context) {
                ranges.push(start..candidate.end);
                start = candidate.next;
            }
        }
        let end = text.iter().rposition(|c| !is_python_space(*c)).map_or(0, |last| last + 1);
        ranges.push(start..end.max(start));
        ranges
    }

    /// Whether a sentence ends before the last word.
    fn has_end_of_sentence(&self, context: &[char]) -> bool {
        let mut words = words(context);
        for word in &mut words {
            self.decide_by_word(word);
        }
        for index in 1..words.len() {
            let (before, after) = words.split_at_mut(index);
            let word = &mut before[index - 1];
            self.decide_by_next(word, &after[0]);
            if word.ends_sentence {
                return true;
            }
        }
        false
    }

    fn decide_by_word(&self, word: &mut Word) {
        if [".", "?", "!"].contains(&word.text.as_str()) {
            word.ends_sentence = true;
        } else if word.is_ellipsis() {
            word.is_ellipsis_or_abbreviation = true;
        } else if let Some(stem) = word.text.strip_suffix('.').filter(|stem| !stem.ends_with('.')) {
            let stem = stem.to_lowercase();
            let last_part = stem.rsplit('-').next().unwrap_or_default();
            if self.model.is_abbreviation(&stem) || self.model.is_abbreviation(last_part) {
                word.is_ellipsis_or_abbreviation = true;
            } else {
                word.ends_sentence = true;
            }
        }
    }

    fn decide_by_next(&self, word: &mut Word, next: &Word) {
        if !word.text.ends_with('.') {
            return;
        }
        let (kind, next_kind) = (word.kind_without_period(), next.kind_in_sentence());
        if self.model.is_collocation(kind, next_kind) {
            word.ends_sentence = false;
            return;
        }
        let is_initial = word.is_initial();
        let starts_sentence = self.starts_sentence(next);
        if word.is_ellipsis_or_abbreviation && !is_initial {
            let is_starter = next.is_capitalised() && self.model.is_sentence_starter(next_kind);
            if starts_sentence == Some(true) || is_starter {
                word.ends_sentence = true;
                return;
            }
        }
        if is_initial || kind == words::NUMBER {
            let always_capitalised = next.is_capitalised() && self.model.contexts(next_kind) & LOWER == 0;
            let is_name = starts_sentence.is_none() && is_initial && always_capitalised;
            if starts_sentence == Some(false) || is_name {
                word.ends_sentence = false;
            }
        }
    }

    /// Whether a word starts a sentence, by the cases that it was seen in; nothing when they don't tell.
    fn starts_sentence(&self, word: &Word) -> Option<bool> {
        if [";", ":", ",", ".", "!", "?"].contains(&word.text.as_str()) {
            return Some(false);
        }
        let contexts = self.model.contexts(word.kind_in_sentence());
        if word.is_capitalised() && contexts & LOWER != 0 && contexts & UPPER_INSIDE == 0 {
            return Some(true);
        }
        if word.is_lowercase() && (contexts & UPPER != 0 || contexts & LOWER_AT_START == 0) {
            return Some(false);
        }
        None
    }
}

/// The marks that a sentence may end with. Of several after one word (`!!!`) the last counts.
fn candidates(text: &[char]) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    for index in 0..text.len() {
        let Some((after, next)) = after_mark(text, index) else { continue };
        let searched_from = candidates.last().map_or(0, |last| last.word.end);
        let space = text[searched_from..index].iter().rposition(|c| is_ascii_space(*c)).filter(|&space| space > 0);
        let word = space
            .map_or_else(|| candidates.last().map_or(0, |last| last.word.start), |space| searched_from + space + 1)
            ..index;
        if candidates.last().is_some_and(|last| last.word.end > word.start) {
            candidates.pop();
        }
        candidates.push(Candidate { end: index + 1, word, after, next });
    }
    candidates
}

/// What follows the mark at `index`, and where a sentence after it would start; nothing where none can end.
fn after_mark(text: &[char], index: usize) -> Option<(Range<usize>, usize)> {
    let end = index + 1;
    if !['.', '?', '!'].contains(&text[index]) || end == text.len() {
        return None;
    }
    if is_non_word(text[end]) {
        return Some((end..end + 1, end));
    }
    let start = end + text[end..].iter().take_while(|c| c.is_whitespace()).count();
    let length = text[start..].iter().take_while(|c| !c.is_whitespace()).count();
    (start > end && length > 0).then(|| (end..start + length, start))
}

/// Moves closing marks at the start of a sentence to the end of the one before it.
fn with_closing_marks(text: &[char], ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut moved = Vec::new();
    let mut offset = 0;
    for (index, range) in ranges.iter().enumerate() {
        let start = range.start + offset;
        let closing = ranges.get(index + 1).and_then(|next| Some((next.start, closing_marks(&text[next.clone()])?)));
        let end = closing.map_or(range.end, |(next, (marks, _))| next + marks);
        offset = closing.map_or(0, |(_, (_, length))| length);
        if start < end {
            moved.push(start..end);
        }
    }
    moved
}

/// How many closing marks a sentence starts with, if they stand by themselves; and the length with the
/// white space after them.
fn closing_marks(sentence: &[char]) -> Option<(usize, usize)> {
    let all = sentence.iter().take_while(|c| CLOSING.contains(**c)).count();
    // As few as there can be.
    (1..=all).find_map(|marks| {
        let rest = &sentence[marks..];
        let space = rest.iter().take_while(|c| c.is_whitespace()).count();
        (space > 0 || rest.is_empty() || rest.starts_with(&['-', '-'])).then_some((marks, marks + space))
    })
}

fn is_ascii_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// What Python strips from texts.
fn is_python_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

#[cfg(test)]
mod tests;

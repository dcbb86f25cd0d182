//! Error rates of transcriptions (Morris et al., 2004,
//! <https://www.isca-archive.org/interspeech_2004/morris04_interspeech.html>), from the words or
//! characters that are right, replaced, left out or added.

use crate::files::Number;
use crate::metric::normalize::normalized;

/// Word error rate: errors per word of the gold answer.
pub(super) fn wer_score(gold: &str, prediction: &str) -> Number {
    of_words(gold, prediction, &Alignment::error_rate)
}

/// Match error rate: the share of errors among all that was said or should have been.
pub(super) fn mer_score(gold: &str, prediction: &str) -> Number {
    of_words(gold, prediction, &Alignment::match_error_rate)
}

/// Word information preserved: the shares of right words in the gold answer and in what was said, multiplied.
pub(super) fn wip_score(gold: &str, prediction: &str) -> Number {
    of_words(gold, prediction, &Alignment::information_preserved)
}

/// Character error rate: errors per character of the gold answer.
pub(super) fn cer_score(gold: &str, prediction: &str) -> Number {
    let characters = |text: &str| normalized(text).chars().collect::<Vec<_>>();
    score(&characters(gold), &characters(prediction), prediction, &Alignment::error_rate)
}

fn of_words(gold: &str, prediction: &str, rate: &dyn Fn(&Alignment) -> Number) -> Number {
    let (gold, spoken) = (normalized(gold), normalized(prediction));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    score(&words(&gold), &words(&spoken), prediction, rate)
}

fn score<T: PartialEq>(gold: &[T], spoken: &[T], prediction: &str, rate: &dyn Fn(&Alignment) -> Number) -> Number {
    if prediction.is_empty() {
        // The reference counts silence as 0, whether that is good or bad.
        return Number::Int(0);
    }
    rate(&Alignment::new(gold, spoken))
}

/// How a gold answer became what was said, with as few errors as possible.
#[derive(Debug, Default, PartialEq)]
struct Alignment {
    hits: usize,
    substitutions: usize,
    deletions: usize,
    insertions: usize,
}

impl Alignment {
    /// Of several ways with equally few errors this takes the one that the reference finds (RapidFuzz):
    /// from the end to the start, what is left out first, then what is added, then what is replaced.
    fn new<T: PartialEq>(gold: &[T], spoken: &[T]) -> Self {
        let same = |pair: &(&T, &T)| pair.0 == pair.1;
        let start = gold.iter().zip(spoken).take_while(same).count();
        let (gold, spoken) = (&gold[start..], &spoken[start..]);
        let end = gold.iter().rev().zip(spoken.iter().rev()).take_while(same).count();
        let (gold, spoken) = (&gold[..gold.len() - end], &spoken[..spoken.len() - end]);

        let distances = distances(gold, spoken);
        let mut alignment = Self { hits: start + end, ..Self::default() };
        let (mut row, mut column) = (gold.len(), spoken.len());
        while row > 0 && column > 0 {
            if distances[row][column] == distances[row - 1][column] + 1 {
                alignment.deletions += 1;
                row -= 1;
            } else if distances[row][column - 1] + 1 == distances[row - 1][column - 1] {
                alignment.insertions += 1;
                column -= 1;
            } else {
                let right = gold[row - 1] == spoken[column - 1];
                *(if right { &mut alignment.hits } else { &mut alignment.substitutions }) += 1;
                row -= 1;
                column -= 1;
            }
        }
        alignment.deletions += row;
        alignment.insertions += column;
        alignment
    }

    fn errors(&self) -> usize {
        self.substitutions + self.deletions + self.insertions
    }

    /// The length of the gold answer.
    fn gold(&self) -> usize {
        self.hits + self.substitutions + self.deletions
    }

    /// The length of what was said.
    fn spoken(&self) -> usize {
        self.hits + self.substitutions + self.insertions
    }

    fn error_rate(&self) -> Number {
        match self.gold() {
            // The reference stops here: an empty gold answer has no rate. Everything said is wrong.
            0 => Number::Float(1.0),
            gold => Number::Float(self.errors() as f64 / gold as f64),
        }
    }

    fn match_error_rate(&self) -> Number {
        match self.gold() {
            0 => Number::Float(1.0),
            _ => Number::Float(self.errors() as f64 / (self.hits + self.errors()) as f64),
        }
    }

    fn information_preserved(&self) -> Number {
        match (self.gold(), self.spoken()) {
            (_, 0) => Number::Int(0),
            (0, _) => Number::Float(0.0),
            (gold, spoken) => Number::Float((self.hits as f64 / gold as f64) * (self.hits as f64 / spoken as f64)),
        }
    }
}

/// The least number of insertions, deletions and substitutions (Levenshtein) from each start of `a`, a
/// row each, to each start of `b`.
fn distances<T: PartialEq>(a: &[T], b: &[T]) -> Vec<Vec<usize>> {
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for (i, left) in a.iter().enumerate() {
        let above = &rows[i];
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let substituted = above[j] + usize::from(left != right);
            row.push(substituted.min(above[j + 1] + 1).min(row[j] + 1));
        }
        rows.push(row);
    }
    rows
}

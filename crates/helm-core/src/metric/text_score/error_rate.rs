//! Error rates of transcriptions: edits per word or character of the gold answer.

use crate::files::Number;
use crate::metric::normalize::normalized;

/// Word error rate.
pub(super) fn wer_score(gold: &str, prediction: &str) -> Number {
    let (gold, spoken) = (normalized(gold), normalized(prediction));
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    error_rate(&words(&gold), &words(&spoken), prediction)
}

/// Character error rate.
pub(super) fn cer_score(gold: &str, prediction: &str) -> Number {
    let characters = |text: &str| normalized(text).chars().collect::<Vec<_>>();
    error_rate(&characters(gold), &characters(prediction), prediction)
}

fn error_rate<T: PartialEq>(gold: &[T], spoken: &[T], prediction: &str) -> Number {
    if prediction.is_empty() {
        // The reference counts silence as no error.
        return Number::Int(0);
    }
    if gold.is_empty() {
        // The reference stops here: an empty gold answer has no rate. Everything said is wrong.
        return Number::Float(1.0);
    }
    Number::Float(edit_distance(gold, spoken) as f64 / gold.len() as f64)
}

/// The least number of insertions, deletions and substitutions (Levenshtein).
fn edit_distance<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

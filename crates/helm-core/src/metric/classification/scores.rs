//! Precision, recall and F1 of classes, and their averages, as scikit-learn computes them.

use serde::Deserialize;
use std::collections::BTreeSet;

/// What is measured of a class.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Score {
    F1,
    Precision,
    Recall,
}

/// How classes are taken together.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Average {
    /// From the counts of all classes.
    Micro,
    /// The mean over classes.
    Macro,
    /// The mean over classes, each as often as it is right.
    Weighted,
}

/// How often a class was predicted, was right, and both.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ClassCounts {
    both: usize,
    predicted: usize,
    actual: usize,
}

impl ClassCounts {
    pub(super) fn score(&self, score: Score) -> f64 {
        let (numerator, denominator) = match score {
            Score::F1 => (2 * self.both, self.actual + self.predicted),
            Score::Precision => (self.both, self.predicted),
            Score::Recall => (self.both, self.actual),
        };
        if denominator == 0 { 0.0 } else { numerator as f64 / denominator as f64 }
    }
}

/// The counts of each class over pairs of the right and the predicted classes.
pub(super) fn class_counts<T: Ord>(classes: &BTreeSet<T>, pairs: &[(BTreeSet<T>, BTreeSet<T>)]) -> Vec<ClassCounts> {
    let of_class = |class: &T| {
        let mut counts = ClassCounts::default();
        for (actual, predicted) in pairs {
            let (actual, predicted) = (actual.contains(class), predicted.contains(class));
            counts.both += usize::from(actual && predicted);
            counts.actual += usize::from(actual);
            counts.predicted += usize::from(predicted);
        }
        counts
    };
    classes.iter().map(of_class).collect()
}

pub(super) fn average(counts: &[ClassCounts], average: Average, score: Score) -> f64 {
    let of_classes = || counts.iter().map(|counts| counts.score(score));
    match average {
        Average::Micro => {
            let sum = |field: fn(&ClassCounts) -> usize| counts.iter().map(field).sum();
            let all = ClassCounts {
                both: sum(|counts| counts.both),
                predicted: sum(|counts| counts.predicted),
                actual: sum(|counts| counts.actual),
            };
            all.score(score)
        }
        Average::Macro => numpy_sum(&of_classes().collect::<Vec<_>>()) / counts.len() as f64,
        Average::Weighted => {
            let weight: usize = counts.iter().map(|counts| counts.actual).sum();
            let weighted = of_classes().zip(counts).map(|(score, counts)| score * counts.actual as f64);
            // Without any right class all scores are 0, and so is their mean.
            if weight == 0 { 0.0 } else { numpy_sum(&weighted.collect::<Vec<_>>()) / weight as f64 }
        }
    }
}

/// The sum in NumPy's order of additions, which decides the last digit: eight running sums, and
/// halves of what is longer than 128.
fn numpy_sum(values: &[f64]) -> f64 {
    match values.len() {
        0..8 => values.iter().sum(),
        8..=128 => {
            let chunks = values.chunks_exact(8);
            let rest = chunks.remainder();
            let mut sums = [0.0; 8];
            for chunk in chunks {
                for (sum, value) in sums.iter_mut().zip(chunk) {
                    *sum += value;
                }
            }
            let pairs =
                |sums: &[f64; 8], from: usize| (sums[from] + sums[from + 1]) + (sums[from + 2] + sums[from + 3]);
            rest.iter().fold(pairs(&sums, 0) + pairs(&sums, 4), |sum, value| sum + value)
        }
        length => {
            let half = length / 2;
            let (left, right) = values.split_at(half - half % 8);
            numpy_sum(left) + numpy_sum(right)
        }
    }
}

//! Scores of answers that name a set: `... is X and Y.`, or `Nothing.` for the empty one.

use crate::files::Number;
use std::collections::HashSet;

pub(super) fn exact_set_match(gold: &str, prediction: &str) -> Number {
    float_of(Sets::new(gold, prediction).equal())
}

/// Intersection over union.
pub(super) fn iou_set_match(gold: &str, prediction: &str) -> Number {
    let sets = Sets::new(gold, prediction);
    if sets.gold.is_empty() {
        return float_of(sets.equal());
    }
    let union = sets.gold.union(&sets.prediction).count();
    Number::Float(sets.shared() as f64 / union as f64)
}

pub(super) fn f1_set_match(gold: &str, prediction: &str) -> Number {
    let sets = Sets::new(gold, prediction);
    if sets.gold.is_empty() {
        return float_of(sets.equal());
    }
    Number::Float((2 * sets.shared()) as f64 / (sets.gold.len() + sets.prediction.len()) as f64)
}

struct Sets {
    gold: HashSet<String>,
    prediction: HashSet<String>,
}

impl Sets {
    /// Of a prediction only the first line counts.
    fn new(gold: &str, prediction: &str) -> Self {
        Self { gold: elements(gold), prediction: elements(prediction.split('\n').next().unwrap_or_default()) }
    }

    fn equal(&self) -> bool {
        self.gold == self.prediction
    }

    fn shared(&self) -> usize {
        self.gold.intersection(&self.prediction).count()
    }
}

fn elements(text: &str) -> HashSet<String> {
    if text == "Nothing." {
        return HashSet::new();
    }
    let text = text.replace('.', "");
    let list = text.rsplit(" is ").next().unwrap_or_default();
    list.split(" and ").map(str::to_owned).collect()
}

fn float_of(condition: bool) -> Number {
    Number::from(condition).to_float()
}

//! How well generated answers classify, over all instances: `classification_macro_f1` and its kin.

mod scores;

use super::normalize::normalized;
use super::population;
use super::stat_set::named;
use super::{Evaluation, Metric, MetricError, MetricResult};
use crate::files::{AdapterSpec, ObjectSpec, RequestState, Stat};
use scores::{Average, Score, average, class_counts};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Of generated answers, whose normalised text is the class.
pub(super) struct Classification {
    averages: Vec<Option<Average>>,
    scores: Vec<Score>,
    /// Separates the classes of an answer that names several.
    delimiter: Option<String>,
    /// The classes; those of the right answers when empty.
    labels: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Arguments {
    averages: Option<Vec<Option<Average>>>,
    labels: Option<Vec<String>>,
    scores: Option<Vec<Score>>,
    delimiter: Option<String>,
}

impl Classification {
    pub(super) fn from_spec(spec: &ObjectSpec, adapter_spec: &AdapterSpec) -> Result<Self, MetricError> {
        let unsupported = |reason| MetricError::Unsupported { class_name: spec.class_name.clone(), reason };
        if adapter_spec.method.starts_with("multiple_choice") {
            return Err(unsupported("it is for generated answers, not for multiple choice"));
        }
        if adapter_spec.num_outputs != 1 {
            return Err(unsupported("it is for one completion a request"));
        }
        let Arguments { averages, labels, scores, delimiter } = serde_json::from_value(spec.args.clone().into())
            .map_err(|source| MetricError::Arguments { class_name: spec.class_name.clone(), source })?;
        let default_averages = || vec![Some(Average::Macro), Some(Average::Micro)];
        Ok(Self {
            averages: averages.filter(|averages| !averages.is_empty()).unwrap_or_else(default_averages),
            scores: scores.filter(|scores| !scores.is_empty()).unwrap_or_else(|| vec![Score::F1]),
            delimiter: delimiter.filter(|delimiter| !delimiter.is_empty()),
            labels: labels.unwrap_or_default(),
        })
    }

    fn stats(&self, states: &[&RequestState]) -> Vec<Stat> {
        let pairs: Vec<_> = states.iter().map(|state| (actual_classes(state), self.predicted_classes(state))).collect();
        let classes: BTreeSet<String> = if self.labels.is_empty() {
            pairs.iter().flat_map(|(actual, _)| actual).cloned().collect()
        } else {
            self.labels.iter().map(|label| normalized(label)).collect()
        };
        let counts = match classes.first() {
            None => return Vec::new(),
            // For scikit-learn one class is two: being it and not being it.
            Some(only) if classes.len() == 1 => {
                let pairs: Vec<_> = pairs
                    .iter()
                    .map(|(actual, predicted)| {
                        (BTreeSet::from([actual.contains(only)]), BTreeSet::from([predicted.contains(only)]))
                    })
                    .collect();
                let values = pairs.iter().flat_map(|(actual, predicted)| actual.union(predicted)).copied().collect();
                class_counts(&values, &pairs)
            }
            Some(_) => class_counts(&classes, &pairs),
        };
        let mut stats = Vec::new();
        for &how in &self.averages {
            for &score in &self.scores {
                let score_name = format!("{score:?}").to_lowercase();
                if let Some(how) = how {
                    let name = format!("classification_{}_{score_name}", format!("{how:?}").to_lowercase());
                    stats.push(Stat::of(named(&name), average(&counts, how, score)));
                    continue;
                }
                for (class, counts) in classes.iter().zip(&counts) {
                    stats.push(Stat::of(named(&format!("classification_{class}_{score_name}")), counts.score(score)));
                }
            }
        }
        stats
    }

    fn predicted_classes(&self, state: &RequestState) -> BTreeSet<String> {
        let text = first_text(state);
        let parts: Vec<&str> = match &self.delimiter {
            Some(delimiter) => text.split(delimiter).collect(),
            None => vec![text],
        };
        parts.into_iter().filter(|part| !part.is_empty()).map(normalized).collect()
    }
}

impl Metric for Classification {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        population::evaluate(evaluation, |states| self.stats(states))
    }
}

fn actual_classes(state: &RequestState) -> BTreeSet<String> {
    let correct = state.instance.references.iter().filter(|reference| reference.is_correct());
    let texts = correct.map(|reference| reference.output.text.as_str()).filter(|text| !text.is_empty());
    texts.map(normalized).collect()
}

fn first_text(state: &RequestState) -> &str {
    let completion = state.result.iter().flat_map(|result| &result.completions).next();
    completion.map_or("", |completion| &completion.text)
}

/// Of joint multiple choice, where the text of an option is the class.
pub(super) struct MultipleChoiceClassification;

impl MultipleChoiceClassification {
    pub(super) fn from_spec(spec: &ObjectSpec, adapter_spec: &AdapterSpec) -> Result<Self, MetricError> {
        if adapter_spec.method.starts_with("multiple_choice_separate") {
            let reason = "it is for options that are asked about together";
            return Err(MetricError::Unsupported { class_name: spec.class_name.clone(), reason });
        }
        Ok(Self)
    }
}

impl Metric for MultipleChoiceClassification {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        population::evaluate(evaluation, multiple_choice_stats)
    }
}

fn multiple_choice_stats(states: &[&RequestState]) -> Vec<Stat> {
    let right_and_chosen = |state: &&RequestState| {
        let gold = state.instance.first_correct_reference().map_or("", |reference| &reference.output.text);
        (BTreeSet::from([gold.to_owned()]), BTreeSet::from([chosen_option(state)]))
    };
    let pairs: Vec<_> = states.iter().map(right_and_chosen).collect();
    let classes = pairs.iter().flat_map(|(actual, predicted)| actual.union(predicted)).cloned().collect();
    let counts = class_counts(&classes, &pairs);
    let stat = |name, how| Stat::of(named(name), average(&counts, how, Score::F1));
    vec![stat("classification_macro_f1", Average::Macro), stat("classification_micro_f1", Average::Micro)]
}

/// What the likeliest completion names, or its text where that is no option.
fn chosen_option(state: &RequestState) -> String {
    let completions = state.result.iter().flat_map(|result| &result.completions);
    // The first of equally likely ones, which `max_by` would pass over.
    let likeliest =
        completions.reduce(|best, next| if next.logprob.as_f64() > best.logprob.as_f64() { next } else { best });
    let text = likeliest.map_or("", |completion| completion.text.trim());
    let option = state.output_mapping.as_ref().and_then(|mapping| mapping.get(text));
    option.map_or(text, String::as_str).to_owned()
}

#[cfg(test)]
mod tests;

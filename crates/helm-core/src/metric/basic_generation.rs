use super::aggregate::{self, InstanceMetric};
use super::calibration::calibration_stats;
use super::likelihood::{likelihood, perplexity};
use super::request_stats::request_stats;
use super::stat_set::{StatSet, named};
use super::text_score::{self, TextScore};
use super::{Evaluation, InstanceStats, Metric, MetricError, MetricResult};
use crate::files::{AdapterSpec, GeneratedOutput, Number, ObjectSpec, RequestState, Stat};
use regex::Regex;

/// What is measured of every generated answer: matches with the references, likelihood, calibration.
pub(super) struct BasicGeneration {
    scores: Vec<(String, TextScore)>,
    /// Finds the option letter in an answer.
    output_mapping_pattern: Option<Regex>,
}

impl BasicGeneration {
    pub(super) fn from_spec(spec: &ObjectSpec, adapter_spec: &AdapterSpec) -> Result<Self, MetricError> {
        let names = spec.args.get("names").and_then(|names| names.as_array()).into_iter().flatten();
        let score = |name: &str| match text_score::by_name(name) {
            Some(score) => Ok((name.to_owned(), score)),
            None => Err(MetricError::UnknownName { class_name: spec.class_name.clone(), name: name.into() }),
        };
        let scores = names.filter_map(|name| name.as_str()).map(score).collect::<Result<_, _>>()?;
        let compiled = |pattern: &str| {
            Regex::new(pattern)
                .map_err(|source| MetricError::OutputMappingPattern { pattern: pattern.to_owned(), source })
        };
        // An empty pattern is no pattern.
        let pattern = adapter_spec.output_mapping_pattern.as_deref().filter(|pattern| !pattern.is_empty());
        Ok(Self { scores, output_mapping_pattern: pattern.map(compiled).transpose()? })
    }

    /// How the completions match the right answers. Of several completions the likeliest comes first.
    fn reference_stats(&self, evaluation: &Evaluation, state: &RequestState) -> Vec<Stat> {
        let mut completions: Vec<&GeneratedOutput> =
            state.result.iter().flat_map(|result| &result.completions).collect();
        completions.sort_by(|a, b| b.logprob.as_f64().total_cmp(&a.logprob.as_f64()));
        let Some(likeliest) = completions.first() else {
            return Vec::new();
        };
        let predictions: Vec<&str> = completions.iter().map(|completion| self.prediction(state, completion)).collect();
        let mut stats = vec![Stat::of(named("max_prob"), likeliest.logprob.as_f64().exp())];
        let correct = state.instance.references.iter().filter(|reference| reference.is_correct());
        let golds: Vec<&str> = correct.map(|reference| reference.output.text.as_str()).collect();
        let num_outputs = evaluation.adapter_spec.num_outputs;
        for (name, score) in &self.scores {
            let score = |gold: &str, prediction: &str| score.of(gold, prediction, evaluation.sentences);
            stats.push(Stat::of(named(name), best(score, &golds, &predictions[..1])));
            if num_outputs != 1 {
                stats.push(Stat::of(named(&format!("{name}@{num_outputs}")), best(score, &golds, &predictions)));
            }
        }
        stats
    }

    /// What a completion answers; nothing, when it names no option.
    fn prediction<'a>(&self, state: &'a RequestState, completion: &'a GeneratedOutput) -> &'a str {
        let text = completion.text.trim();
        let Some(mapping) = &state.output_mapping else {
            return text;
        };
        let key = match &self.output_mapping_pattern {
            Some(pattern) => match pattern.captures(text) {
                Some(found) if found.len() > 1 => found.get(1).map_or("", |group| group.as_str()),
                Some(found) => found.get(0).map_or("", |whole| whole.as_str()),
                None => "",
            },
            None => text,
        };
        mapping.get(key).map_or("", String::as_str)
    }
}

/// The greatest score of any gold answer with any prediction; the first of equal ones, for `1` and
/// `1.0` differ in files.
fn best(score: impl Fn(&str, &str) -> Number, golds: &[&str], predictions: &[&str]) -> Number {
    let pairs = golds.iter().flat_map(|gold| predictions.iter().map(move |prediction| (gold, prediction)));
    let scores = pairs.map(|(gold, prediction)| score(gold, prediction));
    scores.reduce(Number::greatest).unwrap_or_default()
}

impl Metric for BasicGeneration {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        aggregate::evaluate(self, evaluation)
    }

    fn splits_sentences(&self) -> bool {
        self.scores.iter().any(|(_, score)| matches!(score, TextScore::OfSentences(_)))
    }
}

impl InstanceMetric for BasicGeneration {
    fn measures(&self, state: &RequestState) -> bool {
        state.reference_index.is_none()
    }

    fn instance_stats(&self, evaluation: &Evaluation, states: &[&RequestState]) -> Vec<Stat> {
        // There are several where requests are repeated with other random seeds (`num_trials`).
        let mut merged = StatSet::default();
        for state in states {
            let mut stats = request_stats(evaluation, state);
            if !state.instance.references.is_empty() {
                stats.extend(self.reference_stats(evaluation, state));
            }
            stats.extend(likelihood(state));
            for stat in &stats {
                merged.merge(stat);
            }
        }
        merged.into_vec()
    }

    fn derived_from_context(&self, stats: &[&Stat]) -> Vec<Stat> {
        perplexity(stats)
    }

    fn derived_from_instances(&self, instances: &[&InstanceStats]) -> Vec<Stat> {
        calibration_stats(instances)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn from_pattern(pattern: &str) -> Result<BasicGeneration, MetricError> {
        let adapter_spec = AdapterSpec { output_mapping_pattern: Some(pattern.into()), ..AdapterSpec::default() };
        BasicGeneration::from_spec(&ObjectSpec { class_name: "X".into(), args: serde_json::Map::new() }, &adapter_spec)
    }

    #[test]
    fn the_pattern_finds_the_option_letter() {
        let state: RequestState = serde_json::from_value(json!({
            "instance": {"input": {"text": "?"}, "references": []}, "train_trial_index": 0,
            "output_mapping": {"A": "first", "B": "second"}, "request": {}, "num_train_instances": 0, "prompt_truncated": false,
        }))
        .expect("a request state");
        let completion: GeneratedOutput =
            serde_json::from_value(json!({"text": " The answer is (B).", "logprob": 0, "tokens": []})).expect("valid");
        // By hand: the first group, the whole match without one, nothing where an optional group or the whole is missing.
        for (pattern, expected) in [
            (r"\((\w)\)", "second"),
            ("B", "second"),
            (r"answer( was)?", ""),
            ("C", ""),
            ("", ""),
            (r"The|\((\w)\)", ""),
        ] {
            let metric = from_pattern(pattern).expect("a valid pattern");
            assert_eq!(metric.prediction(&state, &completion), expected, "{pattern}");
        }
    }

    #[test]
    fn a_broken_pattern_is_an_error() {
        let error = from_pattern("(").err().expect("no regular expression");
        assert_eq!(error.to_string(), "output mapping pattern `(` of the adapter spec is no regular expression");
        assert!(error.hint().is_some());
    }

    #[test]
    fn the_first_of_equal_scores_counts() {
        let score = |gold: &str, _: &str| if gold == "whole" { Number::Int(1) } else { Number::Float(1.0) };
        assert_eq!(format!("{:?}", best(score, &["whole", "float"], &["x"])), "Int(1)");
        assert_eq!(format!("{:?}", best(score, &["float", "whole"], &["x"])), "Float(1.0)");
    }
}

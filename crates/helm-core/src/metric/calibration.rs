//! Calibration: does a model that is sure of its answers 80 % of the time get 80 % of them right?
//!
//! The formulas are those of the `uncertainty-calibration` package (Kumar et al., 2019,
//! <https://arxiv.org/abs/1909.10155>): expected calibration errors are the mean distance between
//! confidence and accuracy over bins, weighted by their sizes.

mod platt;

use super::InstanceStats;
use super::stat_set::named;
use crate::files::{Number, Stat};

/// A confidence in [0, 1] and whether the answer was right.
type Prediction = (f64, bool);

/// The calibration statistics of a context, without context. There are none where the model gave no
/// probabilities.
pub(super) fn calibration_stats(instances: &[&InstanceStats]) -> Vec<Stat> {
    let of_logprob = |stats: &&InstanceStats| stats.of_metric("logprob").is_some_and(|stat| stat.sum.as_f64() < 0.0);
    let has_logprobs = instances.iter().any(of_logprob);
    let mean = |stats: &InstanceStats, name: &str| stats.of_metric(name)?.mean.map(Number::as_f64);
    let predictions: Vec<Prediction> = instances
        .iter()
        .filter_map(|stats| Some((mean(stats, "max_prob")?, mean(stats, "exact_match")? >= 1.0)))
        .collect();
    if !has_logprobs || predictions.is_empty() {
        return Vec::new();
    }
    measures(&predictions).into_iter().map(|(name, value)| Stat::of(named(name), value)).collect()
}

/// All measures by name, in HELM's order.
fn measures(predictions: &[Prediction]) -> Vec<(&'static str, f64)> {
    let accuracies = accuracies_by_coverage(predictions);
    let mut measures = vec![
        ("ece_10_bin", calibration_error(predictions, 10)),
        ("ece_1_bin", calibration_error(predictions, 1)),
        ("selective_cov_acc_area", accuracies.iter().sum::<f64>() / accuracies.len() as f64),
        ("selective_acc@10", accuracies[accuracies.len() / 10]),
    ];
    let right = predictions.iter().filter(|(_, correct)| *correct).count();
    if right == 0 || right == predictions.len() {
        // All right or all wrong: rescaling can make the confidence fit without error.
        measures.extend([("platt_ece_10_bin", 0.0), ("platt_ece_1_bin", 0.0)]);
        return measures;
    }
    let scaler = platt::Scaler::fit(predictions);
    let rescaled: Vec<Prediction> =
        predictions.iter().map(|&(confidence, correct)| (scaler.rescale(confidence), correct)).collect();
    measures.extend([
        ("platt_coef", scaler.coefficient),
        ("platt_intercept", scaler.intercept),
        ("platt_ece_10_bin", calibration_error(&rescaled, 10)),
        ("platt_ece_1_bin", calibration_error(&rescaled, 1)),
    ]);
    measures
}

/// Expected calibration error over `bins` bins of nearly equal numbers of predictions.
fn calibration_error(predictions: &[Prediction], bins: usize) -> f64 {
    let edges = equal_mass_edges(predictions, bins);
    let mut binned: Vec<Vec<Prediction>> = vec![Vec::new(); edges.len()];
    for &prediction in predictions {
        // The bin whose upper edge is the first that is not below the confidence.
        let bin = edges.partition_point(|&edge| edge < prediction.0).min(edges.len() - 1);
        binned[bin].push(prediction);
    }
    let distance = |bin: &[Prediction]| {
        let confidence: f64 = bin.iter().map(|(confidence, _)| confidence).sum();
        let right = bin.iter().filter(|(_, correct)| *correct).count() as f64;
        // |mean confidence - accuracy| times the bin's share of the predictions.
        (confidence - right).abs() / predictions.len() as f64
    };
    binned.iter().map(|bin| distance(bin)).sum()
}

/// Upper edges of bins: half way between the last confidence of one part and the first of the next.
fn equal_mass_edges(predictions: &[Prediction], bins: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = predictions.iter().map(|(confidence, _)| *confidence).collect();
    sorted.sort_by(f64::total_cmp);
    let parts = bins.min(sorted.len());
    let (size, larger) = (sorted.len() / parts, sorted.len() % parts);
    let starts = (1..parts).map(|part| part * size + part.min(larger));
    let mut edges: Vec<f64> = starts.map(|start| f64::midpoint(sorted[start - 1], sorted[start])).collect();
    edges.push(1.0);
    edges.dedup();
    edges
}

/// The accuracy of the k surest predictions, for k from 1 to all.
fn accuracies_by_coverage(predictions: &[Prediction]) -> Vec<f64> {
    let mut sorted = predictions.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut right = 0.0;
    let accuracy = |(index, (_, correct)): (usize, Prediction)| {
        right += f64::from(u8::from(correct));
        right / (index + 1) as f64
    };
    sorted.into_iter().enumerate().map(accuracy).collect()
}

#[cfg(test)]
mod tests;

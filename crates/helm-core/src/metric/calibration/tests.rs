use super::*;
use serde::Deserialize;
use std::collections::HashMap;

/// What `uncertainty-calibration` 0.1.4 and scikit-learn 1.9.1 make of random predictions.
#[derive(Deserialize)]
struct Reference {
    max_prob: Vec<f64>,
    correct: Vec<u8>,
    #[serde(flatten)]
    measures: HashMap<String, f64>,
}

#[test]
fn measures_equal_the_reference() {
    let references: Vec<Reference> =
        serde_json::from_str(include_str!("uncertainty_calibration.json")).expect("a valid fixture");
    for reference in references {
        let predictions: Vec<Prediction> =
            reference.max_prob.iter().copied().zip(reference.correct.iter().map(|&correct| correct == 1)).collect();
        let ours: HashMap<&str, f64> = measures(&predictions).into_iter().collect();
        for (name, expected) in &reference.measures {
            // scikit-learn stops at a gradient of 1e-4, so what follows from its fit is only that exact.
            let tolerance = if name.starts_with("platt") { 2e-3 } else { 1e-12 };
            let separable = predictions.len() == 2 && name.starts_with("platt");
            let ours = ours[name.as_str()];
            assert!(
                separable || (ours - expected).abs() < tolerance,
                "{name} of {}: {ours}, not {expected}",
                predictions.len()
            );
        }
    }
}

#[test]
fn one_bin_is_the_distance_of_the_means() {
    // By hand: mean confidence 0.7, accuracy 0.5.
    let predictions = [(0.9, true), (0.5, false)];
    assert!((calibration_error(&predictions, 1) - 0.2).abs() < 1e-12);
    // Two bins, edge 0.7: |0.9 - 1| / 2 + |0.5 - 0| / 2.
    assert!((calibration_error(&predictions, 2) - 0.3).abs() < 1e-12);
}

#[test]
fn all_right_needs_no_rescaling() {
    let measures = measures(&[(0.9, true), (0.8, true)]);
    let names: Vec<&str> = measures.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "ece_10_bin",
            "ece_1_bin",
            "selective_cov_acc_area",
            "selective_acc@10",
            "platt_ece_10_bin",
            "platt_ece_1_bin"
        ]
    );
}

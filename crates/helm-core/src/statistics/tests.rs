use super::*;
use crate::random::NumpyRandom;

const RESAMPLES: usize = 1000;

/// What SciPy, statsmodels and NumPy found.
#[derive(Deserialize)]
struct Reference {
    wilson: Vec<(u64, u64, f64, f64)>,
    mcnemar: Vec<(u64, u64, f64)>,
    mean: Vec<MeanCase>,
    strata: Vec<StrataCase>,
    paired: Vec<PairedCase>,
}

#[derive(Deserialize)]
struct MeanCase {
    seed: u32,
    scores: Vec<f64>,
    interval: (f64, f64),
    scipy: (f64, f64),
}

#[derive(Deserialize)]
struct StrataCase {
    seed: u32,
    strata: Vec<(f64, Vec<f64>)>,
    interval: (f64, f64),
}

#[derive(Deserialize)]
struct PairedCase {
    seed: u32,
    a: Vec<f64>,
    b: Vec<f64>,
    mean: f64,
    interval: (f64, f64),
    p_value: f64,
    scipy: (f64, f64),
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../../../../tests/golden/statistics.json")).expect("the fixture is JSON")
}

fn near(ours: f64, theirs: f64, tolerance: f64) -> bool {
    (ours - theirs).abs() <= tolerance
}

fn assert_interval(ours: Interval, theirs: (f64, f64), tolerance: f64) {
    let equal = near(ours.low, theirs.0, tolerance) && near(ours.high, theirs.1, tolerance);
    assert!(equal, "{ours:?}, but the reference has {theirs:?}");
}

/// The ends of an interval by 1,000 resamples vary by a few hundredths of its width (SciPy's have 100,000).
fn monte_carlo_error((low, high): (f64, f64)) -> f64 {
    0.1 * (high - low)
}

#[test]
fn wilson_intervals_equal_the_reference() {
    for (successes, outcomes, low, high) in reference().wilson {
        assert_interval(wilson_interval(successes, outcomes).expect("outcomes"), (low, high), 1e-12);
    }
    assert_eq!(wilson_interval(0, 0), None);
}

#[test]
fn mcnemar_tests_equal_the_reference() {
    for (only_a, only_b, p_value) in reference().mcnemar {
        let ours = mcnemar_exact(only_a, only_b);
        assert!(near(ours, p_value, 1e-9 * p_value), "{only_a}, {only_b}: {ours}, but the reference has {p_value}");
    }
}

#[test]
fn bootstrap_intervals_of_means_equal_the_reference() {
    for case in reference().mean {
        let strata = [Stratum { scores: &case.scores, weight: 1.0 }];
        let ours = bootstrap_interval(&strata, RESAMPLES, &mut NumpyRandom::from_seed(case.seed)).expect("scores");
        assert_interval(ours, case.interval, 1e-12);
        assert_interval(ours, case.scipy, monte_carlo_error(case.scipy));
    }
}

#[test]
fn bootstrap_intervals_of_strata_equal_the_reference() {
    for case in reference().strata {
        let strata: Vec<Stratum> =
            case.strata.iter().map(|(weight, scores)| Stratum { scores, weight: *weight }).collect();
        let ours = bootstrap_interval(&strata, RESAMPLES, &mut NumpyRandom::from_seed(case.seed)).expect("scores");
        assert_interval(ours, case.interval, 1e-12);
    }
}

#[test]
fn paired_bootstraps_equal_the_reference() {
    for case in reference().paired {
        let differences: Vec<f64> = case.a.iter().zip(&case.b).map(|(a, b)| a - b).collect();
        let mut random = NumpyRandom::from_seed(case.seed);
        let ours = paired_bootstrap(&differences, RESAMPLES, &mut random).expect("differences");
        assert!(near(ours.mean, case.mean, 1e-12));
        assert!(near(ours.p_value, case.p_value, 1e-12), "{} {}", ours.p_value, case.p_value);
        assert_interval(ours.interval, case.interval, 1e-12);
        assert_interval(ours.interval, case.scipy, monte_carlo_error(case.scipy));
    }
}

fn resamples(instances: usize, seed: u32) -> Resamples {
    let instances = u16::try_from(instances).expect("cases are short");
    Resamples::draw(instances, RESAMPLES, &mut NumpyRandom::from_seed(seed))
}

#[test]
fn resamples_drawn_once_equal_the_reference() {
    for case in reference().mean {
        let ours = resamples(case.scores.len(), case.seed).interval(&case.scores).expect("scores");
        assert_interval(ours, case.interval, 1e-12);
    }
    for case in reference().paired {
        let differences: Vec<f64> = case.a.iter().zip(&case.b).map(|(a, b)| a - b).collect();
        let ours = resamples(differences.len(), case.seed).paired(&differences).expect("differences");
        assert_interval(ours.interval, case.interval, 1e-12);
        assert!(near(ours.p_value, case.p_value, 1e-12), "{} {}", ours.p_value, case.p_value);
    }
    assert_eq!(resamples(2, 0).interval(&[1.0]), None);
    assert_eq!(resamples(0, 0).interval(&[]), None);
}

#[test]
fn nothing_has_no_interval() {
    let mut random = NumpyRandom::from_seed(0);
    assert_eq!(bootstrap_interval(&[], RESAMPLES, &mut random), None);
    assert_eq!(bootstrap_interval(&[Stratum { scores: &[], weight: 1.0 }], RESAMPLES, &mut random), None);
    assert_eq!(paired_bootstrap(&[], RESAMPLES, &mut random), None);
}

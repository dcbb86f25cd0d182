use super::*;
use serde::Deserialize;

/// What HELM's functions gave for a gold answer and a prediction; nothing where they failed.
#[derive(Deserialize)]
struct Pair {
    gold: String,
    prediction: String,
    scores: Vec<Option<Number>>,
}

#[derive(Deserialize)]
struct Fixture {
    names: Vec<String>,
    pairs: Vec<Pair>,
}

#[test]
fn scores_equal_those_of_the_reference() {
    let fixture: Fixture =
        serde_json::from_str(include_str!("../../../../../tests/golden/text_scores.json")).expect("a valid fixture");
    assert_eq!(fixture.names, ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for Pair { gold, prediction, scores } in &fixture.pairs {
        for ((name, score), expected) in ALL.iter().zip(scores) {
            let Some(expected) = expected else { continue };
            // The spelling tells `1` from `1.0`, and every digit counts.
            let ours = format!("{:?}", score.of(gold, prediction, None));
            assert_eq!(ours, format!("{expected:?}"), "{name}({gold:?}, {prediction:?})");
        }
    }
}

#[test]
fn what_the_reference_refuses_is_all_wrong() {
    for (name, expected) in [("wer_score", 1.0), ("mer_score", 1.0), ("wip_score", 0.0), ("cer_score", 1.0)] {
        assert_eq!(by_name(name).expect("there").of("...", "word", None), Number::Float(expected), "{name}");
    }
}

#[test]
fn whole_numbers_beyond_64_bits_become_floats() {
    let difference = by_name("absolute_value_difference").expect("there");
    assert_eq!(format!("{:?}", difference.of("100000000000000000000", "0", None)), "Float(1e20)");
    assert_eq!(format!("{:?}", difference.of("1e3", "5", None)), "Float(5.0)");
}

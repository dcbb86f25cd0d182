//! Expected values: CPython 3.11 running the same operations on HELM's `Stat`.

use super::*;
use crate::json;

fn stat(values: &[Number]) -> Stat {
    let mut stat = Stat::new(MetricName { name: "m".into(), split: None, sub_split: None, perturbation: None });
    for value in values {
        stat.add(*value);
    }
    stat
}

#[test]
fn sums_of_whole_numbers_stay_whole() {
    let stat = stat(&[Number::Int(4), Number::Int(2)]);
    let text = json::to_string(&stat).expect("plain JSON").replace(['\n', ' '], "");
    assert_eq!(
        text,
        r#"{"name":{"name":"m"},"count":2,"sum":6,"sum_squared":20,"min":2,"max":4,"mean":3.0,"variance":1.0,"stddev":1.0}"#
    );
}

#[test]
fn a_negative_variance_becomes_the_whole_number_0() {
    let stat = stat(&[Number::Float(0.1); 3]);
    assert_eq!(json::to_string(&stat.variance).expect("plain JSON"), "0");
    assert_eq!(json::to_string(&stat.stddev).expect("plain JSON"), "0.0");
}

#[test]
fn merging_is_adding_the_values_of_both() {
    let mut merged = stat(&[Number::Int(1), Number::Float(2.5)]);
    merged.merge(&stat(&[Number::Int(-3)]));
    assert_eq!(merged, stat(&[Number::Int(1), Number::Float(2.5), Number::Int(-3)]));
    merged.merge(&stat(&[]));
    assert_eq!(merged.count, 3);
}

#[test]
fn taking_the_mean_leaves_one_value() {
    let mean = stat(&[Number::Int(1), Number::Int(2)]).take_mean();
    assert_eq!((mean.count, mean.sum, mean.max), (1, Number::Float(1.5), Some(Number::Float(1.5))));
    assert_eq!(stat(&[]).take_mean(), stat(&[]));
}

#[test]
fn the_summary_shows_at_most_three_digits() {
    for (values, expected) in [
        (&[][..], "(0)"),
        (&[Number::Int(1), Number::Int(2)], "min=1, mean=1.5, max=2, sum=3 (2)"),
        (&[Number::Float(0.0625)], "min=0.062, mean=0.062, max=0.062, sum=0.062 (1)"),
        (&[Number::Float(0.0001)], "min=0.0, mean=0.0, max=0.0, sum=0.0 (1)"),
        (&[Number::Float(-0.0)], "min=0, mean=0, max=0, sum=0 (1)"),
        (
            &[Number::Float(1e23)],
            "min=99999999999999991611392, mean=99999999999999991611392, max=99999999999999991611392, sum=99999999999999991611392 (1)",
        ),
        (&[Number::Float(123_456.789_5)], "min=123456.789, mean=123456.789, max=123456.789, sum=123456.789 (1)"),
        (&[Number::Float(f64::NAN)], "min=NaN, mean=NaN, max=NaN, sum=NaN (1)"),
    ] {
        assert_eq!(stat(values).summary_text(), expected);
    }
}

//! Compares run folders with those of the reference implementation, leaf by leaf.
//!
//! Left out is what no two executions share: times, the cache flag, where the scenario's source lies.
//! Of generated answers, log-probabilities and all that follows from them are left out too: the
//! reference computes them from logits divided by almost 0, so they are 0 whatever the model says.

use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

const FILES: [&str; 5] =
    ["run_spec.json", "scenario.json", "scenario_state.json", "stats.json", "per_instance_stats.json"];
const VOLATILE_FIELDS: [&str; 4] = ["request_time", "request_datetime", "cached", "definition_path"];
const VOLATILE_STATS: [&str; 2] = ["inference_runtime", "batch_size"];
#[rustfmt::skip]
const LOGPROB_STATS: [&str; 13] = [
    "logprob", "perplexity", "bits_per_byte", "logprob_per_byte", "max_prob", "ece_1_bin", "ece_10_bin",
    "platt_ece_1_bin", "platt_ece_10_bin", "platt_coef", "platt_intercept", "selective_cov_acc_area",
    "selective_acc@10",
];
/// Log-probabilities of another implementation's 32 bit floats.
const LOGPROB_TOLERANCE: f64 = 2e-3;
/// And what exponents and squares make of them, as a share.
const LOGPROB_SHARE: f64 = 1e-5;
const DEFAULT_METHOD: &str = ",method=multiple_choice_joint";

/// All differences between two run folders, or the number of leaves that were compared.
pub(crate) fn run_folders(expected: &Path, actual: &Path) -> Result<usize, Vec<String>> {
    let spec = read(&expected.join("run_spec.json"));
    let method = spec["adapter_spec"]["method"].as_str().expect("run specs name a method");
    let scored = method.starts_with("multiple_choice_separate") || method == "language_modeling";
    let mut comparison = Comparison { generated: !scored, equal: 0, differences: Vec::new() };
    for file in FILES {
        comparison.values(file, &read(&expected.join(file)), &read(&actual.join(file)), 0.0);
    }
    if comparison.differences.is_empty() { Ok(comparison.equal) } else { Err(comparison.differences) }
}

/// The text of a run's files without what differs from execution to execution.
pub(crate) fn lasting_text(run: &Path) -> Vec<String> {
    let text = |file| {
        let mut value = read(&run.join(file));
        forget_times(&mut value);
        helm_core::json::to_string(&value).expect("it was read from JSON")
    };
    FILES.map(text).to_vec()
}

fn forget_times(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !VOLATILE_FIELDS.contains(&name.as_str()));
            fields.values_mut().for_each(forget_times);
        }
        Value::Array(items) => {
            items.retain(|item| stat_name(item).is_none_or(|name| !VOLATILE_STATS.contains(&name)));
            items.iter_mut().for_each(forget_times);
        }
        _ => {}
    }
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()))
}

/// The name of the metric, if it is a stat.
fn stat_name(value: &Value) -> Option<&str> {
    value.get("count")?;
    value.get("name")?.get("name")?.as_str()
}

struct Comparison {
    /// Whether the answers were generated, rather than scored.
    generated: bool,
    equal: usize,
    differences: Vec<String>,
}

impl Comparison {
    fn values(&mut self, path: &str, expected: &Value, actual: &Value, tolerance: f64) {
        match (expected, actual) {
            (Value::Object(expected_fields), Value::Object(actual_fields)) => {
                let of_logprobs = stat_name(expected).is_some_and(|name| LOGPROB_STATS.contains(&name));
                let tolerance = if of_logprobs { LOGPROB_TOLERANCE } else { tolerance };
                self.objects(path, expected_fields, actual_fields, tolerance);
            }
            (Value::Array(expected), Value::Array(actual)) => self.lists(path, expected, actual, tolerance),
            (Value::String(expected), Value::String(actual)) => {
                let plain = |text: &str| text.replace(DEFAULT_METHOD, "");
                self.note(plain(expected) == plain(actual), || format!("{path}: `{actual}`, not `{expected}`"));
            }
            (Value::Number(expected), Value::Number(actual)) => {
                let (a, b) = (expected.as_f64().unwrap_or(f64::NAN), actual.as_f64().unwrap_or(f64::NAN));
                let share = if tolerance > 0.0 { LOGPROB_SHARE } else { 1e-9 };
                let near = (a - b).abs() <= tolerance.max(share * a.abs().max(b.abs()));
                // Files spell 4 and 4.0 apart.
                let alike = near && expected.is_f64() == actual.is_f64();
                self.note(alike, || format!("{path}: {actual}, not {expected}"));
            }
            _ => self.note(expected == actual, || format!("{path}: {actual}, not {expected}")),
        }
    }

    fn objects(&mut self, path: &str, expected: &Map<String, Value>, actual: &Map<String, Value>, tolerance: f64) {
        let names = |fields: &Map<String, Value>| -> Vec<String> {
            fields.keys().filter(|name| !VOLATILE_FIELDS.contains(&name.as_str())).cloned().collect()
        };
        let (expected_names, actual_names) = (names(expected), names(actual));
        self.note(expected_names == actual_names, || {
            format!("{path}: fields {actual_names:?}, not {expected_names:?}")
        });
        for name in expected_names {
            let Some(value) = actual.get(&name) else { continue };
            if name != "logprob" {
                self.values(&format!("{path}.{name}"), &expected[&name], value, tolerance);
            } else if !self.generated {
                self.values(&format!("{path}.{name}"), &expected[&name], value, LOGPROB_TOLERANCE);
            }
        }
    }

    fn lists(&mut self, path: &str, expected: &[Value], actual: &[Value], tolerance: f64) {
        let compared = |items: &[Value]| -> Vec<Value> {
            let items = items.iter().filter(|item| stat_name(item).is_none_or(|name| self.is_compared(name)));
            items.cloned().collect()
        };
        let (expected, actual) = (compared(expected), compared(actual));
        let names = |items: &[Value]| items.iter().filter_map(stat_name).map(str::to_owned).collect::<Vec<_>>();
        self.note(names(&expected) == names(&actual), || {
            format!("{path}: stats {:?}, not {:?}", names(&actual), names(&expected))
        });
        self.note(expected.len() == actual.len(), || format!("{path}: {} items, not {}", actual.len(), expected.len()));
        for (index, (expected, actual)) in expected.iter().zip(&actual).enumerate() {
            self.values(&format!("{path}[{index}]"), expected, actual, tolerance);
        }
    }

    fn is_compared(&self, stat: &str) -> bool {
        let left_out = VOLATILE_STATS.contains(&stat) || self.generated && LOGPROB_STATS.contains(&stat);
        !left_out
    }

    fn note(&mut self, equal: bool, difference: impl FnOnce() -> String) {
        if equal {
            self.equal += 1;
        } else {
            self.differences.push(difference());
        }
    }
}

#[test]
fn differences_are_found() {
    let mut comparison = Comparison { generated: false, equal: 0, differences: Vec::new() };
    let expected = serde_json::json!({"a": [1, 2.0], "name": "x,method=multiple_choice_joint,y", "request_time": 1});
    comparison.values("", &expected, &serde_json::json!({"a": [1, 2.0], "name": "x,y", "request_time": 2}), 0.0);
    assert!(comparison.differences.is_empty(), "{:?}", comparison.differences);
    comparison.values("", &expected, &serde_json::json!({"a": [1.0, 2.1], "name": "x"}), 0.0);
    assert_eq!(
        comparison.differences,
        [".a[0]: 1.0, not 1", ".a[1]: 2.1, not 2.0", ".name: `x`, not `x,method=multiple_choice_joint,y`",]
    );
}

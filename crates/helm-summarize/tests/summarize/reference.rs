//! Our summaries of the reference runs equal those of the reference implementation.
//!
//! The golden outputs are small and part of the repository. The larger reference lies beside the
//! repository, where it lies at all.

use crate::fixture::Suite;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

const RUN_FILES: [&str; 5] =
    ["run_spec.json", "scenario.json", "scenario_state.json", "stats.json", "per_instance_stats.json"];
/// What no two executions share: the day, and where the runs lie.
const NEVER_THE_SAME: [&str; 2] = ["date", "run_path"];

fn reference() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let folder = folder.canonicalize().ok().filter(|folder| folder.join("runs/visible").is_dir());
    if folder.is_none() {
        // Straight to the terminal: what a passing test prints is not shown.
        let message = "skipped: `../shared/reference` beside the repository is not there, nothing was compared with it";
        writeln!(io::stderr(), "{message}").expect("standard error takes text");
    }
    folder
}

/// A suite with the runs of a reference, as they were before they were summarised.
fn copy_of_runs(reference: &Path, name: &str) -> Suite {
    let suite = Suite::new(name);
    for run in fs::read_dir(reference.join("runs").join(name)).expect("a folder").flatten() {
        for file in RUN_FILES.iter().filter(|file| run.path().join(file).exists()) {
            let folder = suite.path(&run.file_name().to_string_lossy());
            fs::create_dir_all(&folder).expect("writable");
            fs::write(folder.join(file), fs::read(run.path().join(file)).expect("readable")).expect("writable");
        }
    }
    suite
}

fn check(arguments: &[&str], schema: &str, summary: &str) {
    if let Some(reference) = reference() {
        check_against(&reference, "visible", arguments, schema, summary);
    }
}

fn check_against(reference: &Path, suite: &str, arguments: &[&str], schema: &str, summary: &str) {
    let suite = copy_of_runs(reference, suite);
    let path = |name: &str| reference.join(name).to_string_lossy().into_owned();
    let (schema, local) = (path(schema), path("prod_env"));
    let run = suite.summarize(&[arguments, &["--schema-path", &schema, "--local-path", &local]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let ours = suite.root().join("benchmark_output").join(summary);
    let mut differences = Vec::new();
    compare_folders(&reference.join(summary), &ours, &mut differences);
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn the_golden_suite() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    check_against(&golden, "golden", &["--suite", "golden"], "schema.yaml", "runs/golden");
}

#[test]
fn a_suite() {
    check(&["--suite", "visible"], "schema/schema_mmlu.yaml", "runs/visible");
}

#[test]
fn a_release_with_the_classic_schema() {
    let arguments = ["--release", "visible-classic", "--suites", "visible"];
    check(&arguments, "schema/schema_classic.yaml", "releases/visible-classic");
}

#[test]
fn a_release_with_the_lite_schema() {
    check(&["--release", "visible-lite", "--suites", "visible"], "schema/schema_lite.yaml", "releases/visible-lite");
}

/// Every file of the reference is there, JSON with the same values.
fn compare_folders(reference: &Path, ours: &Path, differences: &mut Vec<String>) {
    for entry in fs::read_dir(reference).expect("a folder").flatten() {
        let (reference, ours) = (entry.path(), ours.join(entry.file_name()));
        if reference.is_dir() {
            compare_folders(&reference, &ours, differences);
        } else if !ours.exists() {
            differences.push(format!("missing: {}", ours.display()));
        } else if ours.extension().is_some_and(|extension| extension == "json") {
            let read = |path: &Path| -> Value {
                serde_json::from_str(&fs::read_to_string(path).expect("readable")).expect("JSON")
            };
            compare(&ours.display().to_string(), &read(&reference), &read(&ours), differences);
        } else {
            compare_latex(&reference, &ours, differences);
        }
    }
}

fn compare(place: &str, reference: &Value, ours: &Value, differences: &mut Vec<String>) {
    match (reference, ours) {
        (Value::Object(reference), Value::Object(ours)) => {
            let keys: Vec<&String> = reference.keys().collect();
            if keys != ours.keys().collect::<Vec<_>>() {
                differences.push(format!("{place}: fields {keys:?} and {:?}", ours.keys()));
            }
            let names_adapter_field = place.contains(".adapter[");
            for (key, value) in reference {
                // The fields of adapter specs are described in our own words.
                let ignored = NEVER_THE_SAME.contains(&key.as_str()) || names_adapter_field && key == "description";
                if let Some(our_value) = ours.get(key).filter(|_| !ignored) {
                    compare(&format!("{place}.{key}"), value, our_value, differences);
                }
            }
        }
        (Value::Array(reference), Value::Array(ours)) if reference.len() == ours.len() => {
            for (index, (reference, ours)) in reference.iter().zip(ours).enumerate() {
                compare(&format!("{place}[{index}]"), reference, ours, differences);
            }
        }
        (Value::String(reference), Value::String(ours)) if methods(reference) == methods(ours) => {}
        _ if reference == ours => {}
        _ => differences.push(format!("{place}: {reference} and {ours}")),
    }
}

/// The reference lists adaptation methods in the order of an unordered set.
fn methods(text: &str) -> Vec<&str> {
    let mut parts: Vec<&str> =
        if text.starts_with("multiple_choice") { text.split(", ").collect() } else { vec![text] };
    parts.sort_unstable();
    parts
}

/// The reference prints nothing for zero; we print it.
fn compare_latex(reference: &Path, ours: &Path, differences: &mut Vec<String>) {
    let text = |path: &Path| fs::read_to_string(path).expect("readable");
    let row = |line: &str| match line.strip_suffix(" \\\\") {
        Some(cells) => {
            cells.split(" & ").map(|cell| if cell == "0.0" { "" } else { cell }).collect::<Vec<_>>().join(" & ")
                + " \\\\"
        }
        None => line.to_owned(),
    };
    let without_zeros = text(ours).lines().map(row).collect::<Vec<_>>().join("\n");
    let place = ours.display();
    if without_zeros != text(reference) {
        differences.push(format!("{place}: other text"));
    }
}

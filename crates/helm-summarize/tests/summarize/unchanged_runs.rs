//! Runs of which nothing has changed are not read again, and whatever changes is noticed.

use crate::fixture::Suite;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

const RUN: &str = "mmlu:subject=anatomy,model=demo_a";
const RECORD: &str = ".display_record.json";
const SHOWN: [&str; 3] = ["instances.json", "display_predictions.json", "display_requests.json"];

/// A suite with a run that was written long enough ago, summarised.
fn summarized_suite() -> Suite {
    let suite = Suite::new("s");
    suite.add_run(RUN, "demo/a", "mmlu", 0.5);
    for name in ["per_instance_stats.json", "scenario_state.json"] {
        set_modified(&suite.path(RUN).join(name), SystemTime::now() - Duration::from_hours(1));
    }
    assert_eq!(suite.summarize(&["--suite", "s"]).code, 0);
    suite
}

fn set_modified(path: &Path, time: SystemTime) {
    File::options().append(true).open(path).expect("it is there").set_modified(time).expect("it is our file");
}

/// All files but the record of the display files.
fn outputs(suite: &Suite) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = suite.all_files();
    files.retain(|path, _| !path.ends_with(RECORD));
    files
}

/// The files are as a summary makes them that knows nothing of earlier ones.
#[track_caller]
fn check_as_new(suite: &Suite, arguments: &[&str]) {
    suite.summarize(arguments);
    let again = outputs(suite);
    for name in SHOWN.iter().chain(&[RECORD]) {
        // Not all runs have a record.
        let _ = fs::remove_file(suite.path(RUN).join(name));
    }
    suite.summarize(arguments);
    assert!(outputs(suite) == again, "the second summary is not what it should be");
}

#[cfg(unix)]
fn inodes(suite: &Suite) -> Vec<u64> {
    use std::os::unix::fs::MetadataExt;
    let inode = |name| fs::metadata(suite.path(RUN).join(name)).expect(name).ino();
    SHOWN.map(inode).to_vec()
}

#[test]
#[cfg(unix)]
fn an_unchanged_run_is_left_alone() {
    let suite = summarized_suite();
    let (files, before) = (outputs(&suite), inodes(&suite));
    suite.summarize(&["--suite", "s"]);
    assert_eq!(inodes(&suite), before, "display files were written anew");
    assert!(outputs(&suite) == files);
    fs::remove_file(suite.path(RUN).join(RECORD)).expect("it is there");
    suite.summarize(&["--suite", "s"]);
    assert_ne!(inodes(&suite), before, "display files were not written anew");
    assert!(outputs(&suite) == files);
}

/// Puts other content of the same length in place, at the same time by the file's clock.
fn rewrite(path: &Path, from: &str, to: &str, in_place: bool) {
    let text = fs::read_to_string(path).expect("it is there");
    let changed = text.replace(from, to);
    assert!(changed != text && changed.len() == text.len(), "{from}");
    let time = fs::metadata(path).and_then(|metadata| metadata.modified()).expect("it is there");
    let written = if in_place { path.into() } else { path.with_extension("new") };
    fs::write(&written, changed).expect("writable");
    set_modified(&written, time);
    fs::rename(written, path).expect("writable");
}

#[test]
#[cfg(unix)]
fn a_change_is_noticed_that_keeps_length_and_time() {
    for in_place in [true, false] {
        let suite = summarized_suite();
        rewrite(&suite.path(RUN).join("per_instance_stats.json"), "0.5", "0.7", in_place);
        suite.summarize(&["--suite", "s"]);
        assert_eq!(suite.json(&format!("{RUN}/display_predictions.json"))[0]["stats"]["exact_match"], 0.7);
        rewrite(&suite.path(RUN).join("scenario_state.json"), "\" A\"", "\" B\"", in_place);
        suite.summarize(&["--suite", "s"]);
        assert_eq!(suite.json(&format!("{RUN}/display_predictions.json"))[0]["predicted_text"], " B");
        check_as_new(&suite, &["--suite", "s"]);
    }
}

#[test]
fn display_files_that_others_changed_are_made_anew() {
    for name in SHOWN {
        let suite = summarized_suite();
        let files = outputs(&suite);
        fs::write(suite.path(RUN).join(name), "[]").expect("writable");
        suite.summarize(&["--suite", "s"]);
        assert!(outputs(&suite) == files, "{name} was changed");
        fs::remove_file(suite.path(RUN).join(name)).expect("it is there");
        suite.summarize(&["--suite", "s"]);
        assert!(outputs(&suite) == files, "{name} was removed");
    }
}

#[test]
fn what_is_shown_and_how_decides_too() {
    let suite = summarized_suite();
    let schema = "metrics: [{name: num_prompt_tokens}]\nmetric_groups: [{name: m, metrics: [{name: num_prompt_tokens, split: test}]}]\nrun_groups: [{name: mmlu, metric_groups: [m]}]\n";
    fs::write(suite.root().join("schema.yaml"), schema).expect("writable");
    let arguments = ["--suite", "s", "--schema-path", "schema.yaml"];
    check_as_new(&suite, &arguments);
    let stats = suite.json(&format!("{RUN}/display_predictions.json"))[0]["stats"].clone();
    assert_eq!(stats, serde_json::json!({"num_prompt_tokens": 15.0}));

    let path = suite.path(RUN).join("run_spec.json");
    let spec = fs::read_to_string(&path).expect("it is there");
    fs::write(&path, spec.replace("multiple_choice_joint", "language_modeling")).expect("writable");
    check_as_new(&suite, &arguments);
}

#[test]
fn a_run_that_may_still_change_is_read_again() {
    let suite = Suite::new("s");
    suite.add_run(RUN, "demo/a", "mmlu", 0.5);
    suite.summarize(&["--suite", "s"]);
    assert!(!suite.path(RUN).join(RECORD).exists());
}

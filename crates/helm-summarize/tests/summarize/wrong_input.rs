//! Wrong input: one message that names what and where, and the cure; nothing half-written.

use crate::fixture::{Outcome, Suite};
use std::fs;

fn suite_with_a_run() -> Suite {
    let suite = Suite::new("my-suite");
    suite.add_run("mmlu:subject=anatomy,model=demo_a", "demo/a", "mmlu", 0.5);
    suite
}

#[track_caller]
fn check(run: &Outcome, code: i32, expected: &str) {
    assert_eq!((run.code, run.stderr.as_str(), run.stdout.as_str()), (code, expected, ""));
}

fn check_schema(schema: &str, expected: &str) {
    let suite = suite_with_a_run();
    fs::write(suite.root().join("schema.yaml"), schema).expect("writable");
    let before = suite.all_files();
    let arguments = ["--suite", "my-suite", "--schema-path", "schema.yaml", "--schema-validation", "off"];
    check(&suite.summarize(&arguments), 1, expected);
    assert_eq!(suite.all_files(), before, "something was written");
}

#[test]
fn no_such_suite() {
    check(
        &suite_with_a_run().summarize(&["--suite", "my-suit"]),
        1,
        "error: there is no suite `my-suit` in `benchmark_output/runs`\nhint: did you mean `my-suite`?\n",
    );
    check(
        &Suite::new("s").summarize(&[]),
        1,
        "error: there is no suite `default` in `benchmark_output/runs`\n\
         hint: run `helm-run --suite default ...` first, or name the folder with `--output-path`\n",
    );
}

#[test]
fn a_suite_without_runs() {
    let suite = Suite::new("s");
    fs::create_dir_all(suite.path("unfinished")).expect("writable");
    check(
        &suite.summarize(&["--suite", "s"]),
        1,
        "error: the suite `s` has no finished run in `benchmark_output/runs/s`\n\
         hint: run `helm-run --suite s ...` first\n",
    );
}

#[test]
fn half_a_file_costs_that_run_only() {
    let suite = suite_with_a_run();
    suite.add_run("broken", "demo/a", "mmlu", 0.5);
    fs::write(suite.path("broken/stats.json"), "[{\"name\": ").expect("writable");
    suite.add_run("unshown", "demo/b", "mmlu", 0.5);
    fs::write(suite.path("unshown/scenario_state.json"), "{").expect("writable");
    let run = suite.summarize(&["--suite", "my-suite"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("Summarised 2 runs"), "{}", run.stdout);
    for expected in [
        "error: `benchmark_output/runs/my-suite/broken/stats.json` is not the JSON it should be",
        "the run in `benchmark_output/runs/my-suite/broken` was left out\nhint: run it again",
        "error: `benchmark_output/runs/my-suite/unshown/scenario_state.json` is not the JSON it should be",
        "the run is in the tables, but its instances can't be shown",
    ] {
        assert!(run.stderr.contains(expected), "{expected}\n{}", run.stderr);
    }
    assert!(suite.path("summary.json").exists());
}

#[test]
fn no_run_that_can_be_read() {
    let suite = suite_with_a_run();
    fs::write(suite.path("mmlu:subject=anatomy,model=demo_a/run_spec.json"), "").expect("writable");
    let run = suite.summarize(&["--suite", "my-suite"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error: none of the 1 runs can be read, so nothing was written"), "{}", run.stderr);
    assert!(!suite.path("summary.json").exists());
}

#[test]
fn schema_files_that_are_none() {
    let suite = suite_with_a_run();
    fs::write(suite.root().join("schema_mine.yaml"), "metrics: []").expect("writable");
    check(
        &suite.summarize(&["--suite", "my-suite", "--schema-path", "schema_mien.yaml"]),
        1,
        "error: there is no schema file `schema_mien.yaml`\nhint: did you mean `schema_mine.yaml`?\n",
    );
    for (name, text) in
        [("broken.yaml", "metrics: ["), ("broken.json", "{\"metrics\": 5}"), ("list.yaml", "[]"), ("list.json", "[]")]
    {
        fs::write(suite.root().join(name), text).expect("writable");
        let run = suite.summarize(&["--suite", "my-suite", "--schema-path", name]);
        assert_eq!(run.code, 1);
        assert!(run.stderr.starts_with(&format!("error: `{name}` is not ")), "{}", run.stderr);
        assert!(run.stderr.contains("\nhint: a schema has `metrics`"), "{}", run.stderr);
    }
}

#[test]
fn names_that_the_schema_does_not_define() {
    check_schema(
        "metrics: [{name: exact_match}]
metric_groups: [{name: accuracy, metrics: []}]
run_groups: [{name: mmlu, metric_groups: [acuracy]}]",
        "error: the schema's run group `mmlu` shows the metric group `acuracy`, which is not defined\n\
         hint: did you mean `accuracy`?\n",
    );
    check_schema(
        "metrics: [{name: exact_match}]
run_groups: [{name: all, subgroups: [mlu]}, {name: mmlu}]",
        "error: the schema's run group `all` has the subgroup `mlu`, which is not defined\n\
         hint: did you mean `mmlu`?\n",
    );
    check_schema(
        "metrics: [{name: exact_match}]
metric_groups: [{name: accuracy, metrics: [{name: '${main_nam}', split: test}]}]
run_groups: [{name: mmlu, metric_groups: [accuracy], environment: {main_name: exact_match}}]",
        "error: in the schema's metric group `accuracy`, as shown for the run group `mmlu`: `${main_nam}` names the \
         variable `main_nam`, which is not in the run group's `environment`\nhint: did you mean `main_name`?\n",
    );
}

#[test]
fn a_mean_of_columns_with_different_directions() {
    check_schema(
        "metrics:
  - {name: exact_match, display_name: EM, lower_is_better: false}
  - {name: num_instances, display_name: N}
metric_groups:
  - {name: accuracy, aggregation_strategies: [mean], metrics: [{name: exact_match, split: test}, {name: num_instances, split: test}]}
run_groups:
  - {name: all, subgroups: [mmlu]}
  - {name: mmlu, metric_groups: [accuracy]}",
        "error: the metric group `accuracy` takes the mean of its columns for the run group `all`, but more is better \
         in `mmlu - EM` and not in `mmlu - N`\nhint: give the metrics the same `lower_is_better`, or take `mean` out of \
         `aggregation_strategies` of `accuracy`\n",
    );
}

#[test]
fn schema_validation_can_refuse() {
    let suite = suite_with_a_run();
    let schema = "metrics: [{name: exact_match}]\nmetric_groups: [{name: a, metrics: [{name: exact_mach, split: test}]}]\nrun_groups: [{name: mmlu}]";
    fs::write(suite.root().join("schema.yaml"), schema).expect("writable");
    let arguments = ["--suite", "my-suite", "--schema-path", "schema.yaml", "--schema-validation"];
    let refused = suite.summarize(&[&arguments[..], &["error"]].concat());
    check(
        &refused,
        1,
        "error: the schema `schema.yaml` has 1 problem:\n  `metric_groups[a].metrics[0].name`: there is no metric `exact_mach`\n\
         hint: correct the schema, or use `--schema-validation warn`\n",
    );
    let warned = suite.summarize(&[&arguments[..], &["warn"]].concat());
    assert_eq!(warned.code, 0);
    assert!(warned.stderr.contains("note: the schema `schema.yaml` has a problem"), "{}", warned.stderr);
    assert_eq!(suite.summarize(&[&arguments[..], &["off"]].concat()).code, 0);
}

#[test]
fn arguments_that_do_not_go_together() {
    let suite = suite_with_a_run();
    for (arguments, message) in [
        (&["--suite", "s", "--release", "r"][..], "`--suite` can't be used together with `--release` or `--suites`"),
        (&["--release", "r"], "`--release` needs `--suites`"),
        (&["--suites", "a", "b"], "`--suites` needs `--release`"),
        (&["--schema-path", "x", "--auto-generate-schema"], "`--schema-path` can't be used together with"),
        (
            &["--schema", "x"],
            "`--schema` is short for several options\nhint: write `--schema-path` or `--schema-validation`",
        ),
        (&["--schema-validation", "maybe"], "invalid value 'maybe'"),
        (&["--num-threads", "0"], "invalid value '0'"),
        (&["--no-such-option"], "unexpected argument '--no-such-option'"),
    ] {
        let run = suite.summarize(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn options_can_be_cut_short() {
    let run = suite_with_a_run().summarize(&[
        "--suite=my-suite",
        "--out",
        "benchmark_output",
        "--auto",
        "--local",
        "prod_env",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_folder_that_can_not_be_written() {
    let suite = suite_with_a_run();
    // A file where a folder should be, because permissions don't stop every user.
    fs::write(suite.path("groups"), "").expect("writable");
    let run = suite.summarize(&["--suite", "my-suite"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.starts_with("error: can't write `benchmark_output/runs/my-suite/groups/"), "{}", run.stderr);
    assert!(run.stderr.contains("\nhint: the output folder must be writable"), "{}", run.stderr);
    assert!(!suite.path("summary.json").exists());
}

//! The program on small suites, on wrong input, and against the reference where that lies beside the repository.

mod fixture;
mod reference;
mod unchanged_runs;
mod wrong_input;

use fixture::Suite;
use serde_json::json;

#[test]
fn a_suite_is_summarised() {
    let suite = Suite::new("my suite");
    suite.add_run("mmlu:subject=anatomy,model=demo_a", "demo/a", "mmlu", 0.0);
    suite.add_run("mmlu:subject=anatomy,model=demo_b", "demo/b", "mmlu", 0.5);
    let run = suite.summarize(&["--suite", "my suite"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Summarised 2 runs in 1 group: benchmark_output/runs/my suite\nNext: helm-server --suite 'my suite'\n"
    );
    assert_eq!(run.stderr, "");
    assert_eq!(suite.json("summary.json")["suites"], json!(["my suite"]));
    let tables = suite.json("groups/all_scenarios.json");
    let rows = tables[0]["rows"].as_array().expect("rows");
    // Unknown models go by their names, in alphabetical order; of two models the better one always wins.
    let cells = |row: usize| (&rows[row][0]["value"], &rows[row][1]["value"], &rows[row][2]["value"]);
    assert_eq!(cells(0), (&json!("demo/a"), &json!(0.0), &json!(0.0)));
    assert_eq!(cells(1), (&json!("demo/b"), &json!(1.0), &json!(0.5)));
    assert_eq!(rows[1][2]["style"], json!({"font-weight": "bold"}));
    let latex = suite.text("groups/latex/all_scenarios_accuracy.tex");
    assert!(latex.contains("demo/a & 0.0 & 0.0 \\\\"), "{latex}");
    assert_eq!(suite.json("costs.json"), json!({}));
    let usage = json!({"num_prompt_tokens": 30, "num_completion_tokens": 2, "num_requests": 2, "total_tokens": 32});
    assert_eq!(suite.json("usage.json")["demo/b"], usage);
    let prediction = &suite.json("mmlu:subject=anatomy,model=demo_b/display_predictions.json")[0];
    assert_eq!(prediction["mapped_output"], json!("right"));
    assert_eq!(prediction["stats"]["exact_match"], json!(0.5));
}

#[test]
fn groups_that_the_built_in_schema_lacks_are_shown() {
    let suite = Suite::new("s");
    suite.add_run("riddles:model=demo_a", "demo/a", "riddles", 0.25);
    let run = suite.summarize(&["--suite", "s"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("note: 1 group not described by the built-in schema"), "{}", run.stderr);
    assert!(run.stderr.contains("`riddles`"), "{}", run.stderr);
    assert_eq!(suite.json("groups/riddles.json")[0]["rows"][0][1]["value"], json!(0.25));
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let suite = Suite::new("s");
    for index in 0..9 {
        let model = format!("demo/{index}");
        suite.add_run(&format!("mmlu:subject=anatomy,model=demo_{index}"), &model, "mmlu", f64::from(index) / 9.0);
    }
    assert_eq!(suite.summarize(&["--suite", "s", "-n", "1"]).code, 0);
    let one = suite.all_files();
    assert_eq!(suite.summarize(&["--suite", "s", "-n", "7"]).code, 0);
    assert_eq!(suite.all_files(), one);
}

#[test]
fn a_release_gathers_suites() {
    let suite = Suite::new("a");
    suite.add_run("mmlu:subject=anatomy,model=demo_a", "demo/a", "mmlu", 0.0);
    suite.add_run_to("b", "mmlu:subject=anatomy,model=demo_a", "demo/a", "mmlu", 1.0);
    let run = suite.summarize(&["--release", "r", "--suites", "a", "b"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("is in several suites; it is listed under `b`"), "{}", run.stderr);
    let suites = suite.json("../../releases/r/runs_to_run_suites.json");
    assert_eq!(suites, json!({"mmlu:subject=anatomy,model=demo_a": "b"}));
    assert_eq!(suite.json("../../releases/r/summary.json")["release"], json!("r"));
}

#[test]
fn a_schema_can_come_from_the_runs() {
    let suite = Suite::new("s");
    suite.add_run("riddles:model=demo_a", "demo/a", "riddles", 0.25);
    let run = suite.summarize(&["--suite", "s", "--auto-generate-schema"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let schema = suite.json("schema.json");
    let names: Vec<_> = schema["run_groups"].as_array().expect("groups").iter().map(|group| &group["name"]).collect();
    assert_eq!(names, ["all_scenarios", "riddles"]);
}

#[test]
fn help_has_an_example() {
    let run = Suite::new("s").summarize(&["--help"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("helm-summarize --suite my-suite"), "{}", run.stdout);
}

//! The main job, as somebody types it: run, summarise, serve.

#[cfg(target_os = "linux")]
mod disks;

use end_to_end::{Workplace, repository};
use serde_json::Value;

const SCIENCE: &str = "demo:subject=everyday_science,model=demo/tiny-gpt2";
const GEOGRAPHY: &str = "demo:subject=world_geography,model=demo/tiny-gpt2";
const SCIENCE_FOLDER: &str = "benchmark_output/runs/my-suite/demo:subject=everyday_science,model=demo_tiny-gpt2";

fn run_and_summarize() -> Workplace {
    let workplace = Workplace::default();
    workplace.succeed(
        "helm-run",
        &["--run-entries", SCIENCE, GEOGRAPHY, "--suite", "my-suite", "--max-eval-instances", "10"],
    );
    workplace.succeed("helm-summarize", &["--suite", "my-suite"]);
    workplace
}

/// The mean of an unperturbed statistic on the test split.
fn mean(stats: &Value, metric: &str) -> f64 {
    let stats = stats.as_array().expect("a list");
    let wanted = |stat: &&Value| {
        let name = &stat["name"];
        name["name"] == metric && name["split"] == "test" && name["perturbation"].is_null()
    };
    stats.iter().find(wanted).and_then(|stat| stat["mean"].as_f64()).expect("the statistic is there")
}

#[test]
fn the_three_commands() {
    let workplace = run_and_summarize();
    for file in ["run_spec", "scenario", "scenario_state", "stats", "per_instance_stats"] {
        workplace.json(&format!("{SCIENCE_FOLDER}/{file}.json"));
    }
    for file in ["instances", "display_predictions", "display_requests"] {
        assert_eq!(workplace.json(&format!("{SCIENCE_FOLDER}/{file}.json")).as_array().map(Vec::len), Some(10));
    }
    let accuracy = mean(&workplace.json(&format!("{SCIENCE_FOLDER}/stats.json")), "exact_match");
    let table = workplace.json("benchmark_output/runs/my-suite/groups/demo.json");
    let cells = table.as_array().expect("tables").iter().flat_map(|table| {
        table["rows"].as_array().expect("rows").iter().flat_map(|row| row.as_array().expect("cells").iter())
    });
    let shown = cells.filter_map(|cell| cell["value"].as_f64()).any(|value| (value - accuracy).abs() < 1e-12);
    assert!(shown, "the leaderboard shows the accuracy {accuracy} of the run");

    let server = workplace.serve(&["--suite", "my-suite"]);
    let (status, head, _) = server.get("/");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: text/html"), "{head}");
    let (status, _, script) = server.get("/config.js");
    assert_eq!(status, 200);
    assert!(script.contains("my-suite"), "{script}");
    let (status, _, body) = server.get(
        "/benchmark_output/runs/my-suite/demo%3Asubject%3Deveryday_science%2Cmodel%3Ddemo_tiny-gpt2/run_spec.json",
    );
    assert_eq!(status, 200);
    let served: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(served, workplace.json(&format!("{SCIENCE_FOLDER}/run_spec.json")));
    let (status, ..) = server.get("/benchmark_output/../prod_env/credentials.conf");
    assert_ne!(status, 200, "nothing outside the output folder is served");
}

#[test]
fn the_same_command_gives_the_same_files() {
    let (first, second) = (run_and_summarize(), run_and_summarize());
    for file in ["run_spec.json", "scenario.json", "instances.json", "display_requests.json"] {
        let path = format!("{SCIENCE_FOLDER}/{file}");
        assert_eq!(first.json(&path), second.json(&path), "{file}");
    }
}

#[test]
fn what_helm_wrote_can_be_served() {
    let output = repository().join("tests/golden");
    let workplace = Workplace::default();
    let server = workplace.serve(&["--output-path", &output.to_string_lossy(), "--suite", "golden"]);
    let (status, _, body) = server.get("/benchmark_output/runs/golden/runs.json");
    assert_eq!(status, 200);
    let runs: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(runs.as_array().map(Vec::len), Some(4));
}

#[test]
fn every_program_explains_itself() {
    let workplace = Workplace::default();
    for program in ["helm-run", "helm-summarize", "helm-server"] {
        let help = workplace.succeed(program, &["--help"]);
        assert!(help.contains("Example"), "{program} --help has an example:\n{help}");
        assert_eq!(workplace.run(program, &["--no-such-flag"]).status.code(), Some(2), "{program}");
    }
}

#[test]
fn a_suite_that_does_not_exist_is_named() {
    let workplace = run_and_summarize();
    for program in ["helm-summarize", "helm-server"] {
        let output = workplace.run(program, &["--suite", "my-siute"]);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{program}: {message}");
        assert!(message.contains("my-siute") && message.contains("my-suite"), "{program}: {message}");
    }
}

#[test]
fn half_a_file_of_one_run_does_not_lose_the_others() {
    let workplace = run_and_summarize();
    let stats = workplace.path(&format!("{SCIENCE_FOLDER}/stats.json"));
    std::fs::write(&stats, "[{\"name\"").expect("writable");
    let output = workplace.run("helm-summarize", &["--suite", "my-suite"]);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("everyday_science") && message.contains("stats.json"), "{message}");
    let runs = workplace.json("benchmark_output/runs/my-suite/runs.json");
    assert_eq!(runs.as_array().map(Vec::len), Some(1), "the other run is summarised");
}

//! What the program does when all is as it should be.

use super::compare::lasting_text;
use super::place::Place;
use std::fs;

const DEMO: &str = "demo:subject=everyday_science,model=demo/tiny-gpt2";
const DEMO_RUN: &str = "demo:subject=everyday_science,model=demo_tiny-gpt2";
const RUN_FILES: [&str; 5] =
    ["per_instance_stats.json", "run_spec.json", "scenario.json", "scenario_state.json", "stats.json"];

#[test]
fn demo_needs_neither_home_nor_network() {
    let place = Place::new();
    let mut command = place.command(&format!("--run-entries {DEMO} --suite demo --max-eval-instances 10"));
    let output = command.env("HOME", "").env_remove("HF_HOME").output().expect("the program can be started");
    place.outcome(&output).check(
        0,
        "run                                                 instances  main metric               time   folder\n\
         demo:subject=everyday_science,model=demo_tiny-gpt2  10         exact_match 0.111 (test)  [TIME]  \
         benchmark_output/runs/demo/demo:subject=everyday_science,model=demo_tiny-gpt2\n",
        "[1/1] demo:subject=everyday_science,model=demo_tiny-gpt2\n\
         loading demo/tiny-gpt2\n\
         1 of 1 runs done\n\
         next: helm-summarize --suite demo\n",
    );
    assert_eq!(place.files(&format!("benchmark_output/runs/demo/{DEMO_RUN}")), RUN_FILES);
    assert_eq!(place.files("prod_env"), ["cache/demo.sqlite", "cache/demo.sqlite.lock", "credentials.conf"]);
    assert_eq!(place.files("").len(), RUN_FILES.len() + 3, "{:?}", place.files(""));
}

#[test]
fn help_shows_an_example() {
    let place = Place::new();
    for argument in ["--help", "-h"] {
        let outcome = place.run(argument);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        // Lines of commands are not broken elsewhere than they are meant to be.
        for line in
            ["helm-run --suite my-suite --max-eval-instances 10 --run-entries \\", "--models-to-run openai/gpt2"]
        {
            assert!(outcome.stdout.lines().any(|shown| shown.ends_with(line)), "{}", outcome.stdout);
        }
        assert!(outcome.stdout.lines().all(|line| line.chars().count() <= 100), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("--max-eval-instances"));
    }
    assert_eq!(place.files(""), [""; 0]);
}

#[test]
fn long_options_can_be_cut_short() {
    let place = Place::new();
    place.run(&format!("--run-e {DEMO} --sui short --max-eval 2 --output out --num-th 1")).succeeded();
    assert_eq!(place.files(&format!("out/runs/short/{DEMO_RUN}")), RUN_FILES);
}

#[test]
fn equal_entries_run_once() {
    let place = Place::new();
    let outcome = place.run(&format!("-r {DEMO} {DEMO} -m 2"));
    assert_eq!(outcome.succeeded().stderr.matches("[1/1]").count(), 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("1 of 1 runs done"));
}

#[test]
fn completed_runs_are_left_out_when_asked() {
    let place = Place::new();
    let arguments = format!("-r {DEMO} demo:subject=world_geography,model=demo/tiny-gpt2 -m 2 --skip-completed-runs");
    place.run(&format!("-r {DEMO} -m 2")).succeeded();
    let stats = format!("benchmark_output/runs/default/{DEMO_RUN}/stats.json");
    let before = place.read(&stats);
    let outcome = place.run(&arguments);
    assert_eq!(
        outcome.succeeded().stderr,
        "demo:subject=everyday_science,model=demo_tiny-gpt2 is complete, left out\n\
         [2/2] demo:subject=world_geography,model=demo_tiny-gpt2\n\
         loading demo/tiny-gpt2\n\
         1 of 2 runs done, 1 left out\n\
         next: helm-summarize --suite default\n"
    );
    assert_eq!(place.read(&stats), before);

    // A run that lacks a file is not complete.
    fs::remove_file(place.path(&stats)).expect("the file is there");
    let outcome = place.run(&arguments);
    assert!(outcome.succeeded().stderr.contains("[1/2] demo:subject=everyday_science"), "{}", outcome.stderr);
    assert_eq!(place.files(&format!("benchmark_output/runs/default/{DEMO_RUN}")), RUN_FILES);
}

#[test]
fn output_is_the_same_for_any_number_of_threads() {
    let place = Place::new();
    let entries = format!(
        "{DEMO} demo:subject=world_geography,method=multiple_choice_separate_calibrated,model=demo/tiny-gpt2 \
         simple_short_answer_qa:model=demo/tiny-gpt2,temperature=1,num_outputs=3"
    );
    for threads in ["1", "4"] {
        place.run(&format!("-r {entries} -m 12 --suite s{threads} --num-threads {threads}")).succeeded();
    }
    let runs = [
        "demo:subject=everyday_science,model=demo_tiny-gpt2",
        "demo:subject=world_geography,method=multiple_choice_separate_calibrated,model=demo_tiny-gpt2",
        "simple_short_answer_qa:model=demo_tiny-gpt2,temperature=1,num_outputs=3",
    ];
    for run in runs {
        let [one, four] = ["s1", "s4"].map(|suite| place.path(&format!("benchmark_output/runs/{suite}/{run}")));
        assert_eq!(lasting_text(&one), lasting_text(&four), "{run}");
    }
}

#[test]
fn main_metric_is_the_first_that_the_run_names() {
    let place = Place::new();
    for (entry, metric) in [
        ("dyck_language:num_parenthesis_pairs=2", "exact_match_indicator"),
        ("synthetic_reasoning_natural:difficulty=easy", "f1_set_match"),
    ] {
        let outcome = place.run(&format!("-r {entry},model=demo/tiny-gpt2 -m 1"));
        assert!(outcome.succeeded().stdout.contains(&format!("  {metric} 0.000 (test)  ")), "{}", outcome.stdout);
    }
}

#[test]
fn local_folder_that_is_not_there_is_told_of() {
    let place = Place::new();
    let note = "note: there is no local folder `mine`: there are the built-in models alone\n";
    assert_eq!(place.run(&format!("-r {DEMO} -m 1 --dry-run --local-path mine")).succeeded().stderr, note);
    assert_eq!(place.run("--list models --local-path mine").succeeded().stderr, note);
    assert!(place.run(&format!("-r {DEMO} -m 1 --local-path mine")).succeeded().stderr.starts_with(note));
    assert!(!place.run(&format!("-r {DEMO} -m 1 --local-path mine")).succeeded().stderr.contains("note"));
}

#[test]
fn credentials_are_made_once_and_never_overwritten() {
    let place = Place::new();
    place.run(&format!("-r {DEMO} -m 1 --local-path mine/local")).succeeded();
    assert!(place.read("mine/local/credentials.conf").starts_with("# Keys of the services"));
    place.write("mine/local/credentials.conf", "openaiApiKey: \"secret\"");
    place.run(&format!("-r {DEMO} -m 1 --local-path mine/local")).succeeded();
    assert_eq!(place.read("mine/local/credentials.conf"), "openaiApiKey: \"secret\"");
}

#[test]
fn nobody_reading_takes_nothing_from_the_runs() {
    let place = Place::new();
    let mut child = place.command(&format!("-r {DEMO} -m 1")).spawn().expect("the program can be started");
    drop((child.stdout.take(), child.stderr.take()));
    assert!(child.wait().expect("it is our child").success());
    assert_eq!(place.files(&format!("benchmark_output/runs/default/{DEMO_RUN}")), RUN_FILES);
}

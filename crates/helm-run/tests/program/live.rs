//! What is told of a run while it is made.

use super::asked::Logged;
use super::place::Place;
use serde_json::Value;
use std::time::{Duration, Instant};

const RUN: &str =
    "-r simple_short_answer_qa:model=demo/tiny-gpt2,temperature=1,num_outputs=20,num_train_trials=100 -m 12";
const FOLDER: &str = "simple_short_answer_qa:model=demo_tiny-gpt2,temperature=1,num_outputs=20,num_train_trials=100";

#[test]
fn the_score_of_what_was_answered_so_far() {
    let place = Place::new();
    let mut run = Logged::start(&place, RUN, "log");
    let path = place.path(&format!("benchmark_output/runs/default/{FOLDER}/progress.json"));
    let start = Instant::now();
    let progress = loop {
        assert!(start.elapsed() < Duration::from_mins(2), "no score is told: {}", run.stderr());
        let told = std::fs::read(&path).ok();
        if let Some(told) = told.and_then(|text| serde_json::from_slice::<Value>(&text).ok())
            && !told["score"].is_null()
        {
            break told;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    run.child.kill().expect("it is our child");
    run.child.wait().expect("it is our child");
    let score = &progress["score"];
    assert_eq!(score["metric"], "exact_match");
    let (value, num_instances) = (score["value"].as_f64().expect("a number"), score["n"].as_u64().expect("a count"));
    assert!((0.0..=1.0).contains(&value), "{progress}");
    assert!(num_instances > 0 && num_instances <= progress["answered"].as_u64().expect("a count"), "{progress}");
}

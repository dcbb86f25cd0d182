//! Requests that fail: what is filed, measured and said of them.

use super::local_models::deploy;
use super::place::Place;
use serde_json::{Value, json};

const RUN: &str = "custom_mcqa,path=questions.jsonl,method=multiple_choice_joint:model=mine_tiny";
const ARGUMENTS: &str = "-m 3 --local-path local -r custom_mcqa:path=questions.jsonl,model=mine/tiny";
const TOO_LONG: &str = "tokens are more than the 512 positions of the model";

/// The demo's model, as a deployment that promises a longer window than the model has.
fn place() -> Place {
    let place = Place::new();
    deploy(&place, "demo/tiny-gpt2");
    let deployments = place.read("local/model_deployments.yaml").replace("512", "4000");
    place.write("local/model_deployments.yaml", deployments);
    place
}

/// Three questions, of which those named are too long for the model.
fn write_questions(place: &Place, too_long: &[usize]) {
    let question = |index: usize| {
        let text = format!("Is {index} a number? ").repeat(if too_long.contains(&index) { 200 } else { 1 });
        let references =
            json!([{"output": {"text": "Yes"}, "tags": ["correct"]}, {"output": {"text": "No"}, "tags": []}]);
        json!({"input": {"text": text}, "references": references, "split": "test"}).to_string() + "\n"
    };
    place.write("benchmark_output/scenarios/custom_mcqa/questions.jsonl", (0..3).map(question).collect::<String>());
}

fn json_file(place: &Place, file: &str) -> Value {
    serde_json::from_str(&place.read(&format!("benchmark_output/runs/default/{RUN}/{file}"))).expect("JSON")
}

/// The sum of a statistic.
fn sum(place: &Place, name: &str) -> Option<f64> {
    let stats = json_file(place, "stats.json");
    stats.as_array().expect("a list").iter().find(|stat| stat["name"]["name"] == name)?["sum"].as_f64()
}

#[test]
fn what_did_not_fail_is_measured() {
    let place = place();
    write_questions(&place, &[1]);
    let outcome = place.run(ARGUMENTS);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&format!("error: 1 of 3 requests of run `{RUN}` failed\nthe first: ")));
    assert!(outcome.stderr.contains(TOO_LONG), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("\n1 of 1 runs done\n"), "{}", outcome.stderr);
    let words =
        |line: &str| line.split("  ").map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = outcome.stdout.lines().map(words).collect();
    assert_eq!(rows[0][..3], ["run", "instances", "failed requests"]);
    assert_eq!(rows[1][..3], [RUN, "3", "1"]);

    let states = json_file(&place, "scenario_state.json");
    let results: Vec<&Value> = (0..3).map(|index| &states["request_states"][index]["result"]).collect();
    assert_eq!(results.iter().map(|result| result["success"] == true).collect::<Vec<_>>(), [true, false, true]);
    assert!(results[1]["error"].as_str().expect("it says why").contains(TOO_LONG));
    assert_eq!(results[1]["completions"], json!([]));
    assert_eq!((sum(&place, "num_failed_requests"), sum(&place, "num_instances")), (Some(1.0), Some(2.0)));
    let measured = json_file(&place, "per_instance_stats.json");
    let measured = measured.as_array().expect("a list").iter().map(|instance| instance["instance_id"].clone());
    assert!(measured.clone().any(|id| id == "id0") && !measured.clone().any(|id| id == "id1"));
}

#[test]
fn a_run_with_failures_is_not_complete() {
    let place = place();
    write_questions(&place, &[1]);
    assert_eq!(place.run(ARGUMENTS).code, 1);
    write_questions(&place, &[]);
    let arguments = format!("{ARGUMENTS} --skip-completed-runs");
    assert!(place.run(&arguments).succeeded().stderr.contains("[1/1]"));
    assert_eq!((sum(&place, "num_failed_requests"), sum(&place, "num_instances")), (None, Some(3.0)));
    assert!(place.run(&arguments).succeeded().stderr.contains(&format!("{RUN} is complete, left out\n")));
}

#[test]
fn too_many_failures_fail_the_run() {
    for (too_long, option, failed) in
        [(&[0, 1][..], "--max-failed-requests 1", 2), (&[2][..], "--max-failed-requests 0", 1), (&[0, 1, 2][..], "", 3)]
    {
        let place = place();
        write_questions(&place, too_long);
        let outcome = place.run(&format!("{ARGUMENTS} {option}"));
        assert_eq!(outcome.code, 1);
        assert!(
            outcome.stderr.contains(&format!("error: {failed} of 3 requests of run `{RUN}` failed; the first: ")),
            "{}",
            outcome.stderr
        );
        assert_eq!(place.files("benchmark_output/runs"), [""; 0]);
    }
    let place = place();
    write_questions(&place, &[0, 1]);
    let outcome = place.run(&format!("{ARGUMENTS} --max-failed-requests 2"));
    assert!(outcome.stderr.contains("1 of 1 runs done\n"), "{}", outcome.stderr);
}

use super::*;
use crate::files::{ModelDeployment, ScenarioState, Stat};
use crate::json;
use crate::tokenizer::Tokenizer;
use crate::window_service::WindowService;
use std::path::{Path, PathBuf};

/// Scores of texts need no tokens.
struct NoTokens;

impl Tokenizer for NoTokens {
    fn encode(&self, _: &str) -> Vec<u32> {
        Vec::new()
    }
    fn decode(&self, _: &[u32]) -> String {
        String::new()
    }
}

/// A run that HELM made of the demonstration, and its folder.
fn golden(run: &str) -> (RunSpec, Vec<RequestState>, PathBuf) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/runs/golden").join(run);
    let run_spec = json::read(&folder.join("run_spec.json")).expect("a run spec");
    let state: ScenarioState = json::read(&folder.join("scenario_state.json")).expect("a scenario state");
    (run_spec, state.request_states, folder)
}

/// The scores of the instances, each when its last request is answered.
fn scores(run_spec: &RunSpec, states: &[RequestState]) -> Vec<f64> {
    let deployment: ModelDeployment = serde_json::from_value(json!({
        "name": "demo/tiny-gpt2", "client_spec": {"class_name": "X"}, "tokenizer_name": null, "max_sequence_length": null
    }))
    .expect("a deployment");
    let score = RunningScore::new(run_spec, states).expect("the run has a main score");
    let of_instance = |request| {
        let request_states = score.request_states(score.answered(request)?, states);
        let evaluation = Evaluation {
            adapter_spec: &run_spec.adapter_spec,
            request_states: &request_states,
            window: WindowService::new(&NoTokens, &deployment),
            sentences: None,
        };
        score.of_instance(&evaluation)
    };
    (0..states.len()).rev().filter_map(of_instance).collect()
}

#[test]
fn when_all_is_answered_it_is_what_the_reference_measures() {
    for run in [
        "mmlu:subject=everyday_science,method=multiple_choice_joint,model=demo_tiny-gpt2",
        "mmlu:subject=world_geography,method=multiple_choice_joint,model=demo_tiny-gpt2",
        "mmlu:subject=everyday_science,method=multiple_choice_joint,model=demo_tiny-gpt2,num_train_trials=2,max_train_instances=2",
    ] {
        let (run_spec, states, folder) = golden(run);
        let stats: Vec<Stat> = json::read(&folder.join("stats.json")).expect("statistics");
        let wanted = |stat: &&Stat| {
            let name = &stat.name;
            name.name == "exact_match" && name.split.as_deref() == Some("test") && name.perturbation.is_none()
        };
        let expected = stats.iter().find(wanted).and_then(|stat| stat.mean).expect("it is there").as_f64();
        let scores = scores(&run_spec, &states);
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        assert!((mean - expected).abs() < 1e-12, "{mean} rather than {expected} of {run}");
        let tests = states.iter().filter(|state| state.instance.split.as_deref() == Some("test")).count();
        assert_eq!(scores.len(), tests);
    }
}

#[test]
fn an_instance_counts_when_its_last_request_is_answered_and_none_failed() {
    let (run_spec, mut states, _) =
        golden("mmlu:subject=everyday_science,method=multiple_choice_joint,model=demo_tiny-gpt2");
    states.truncate(2);
    states[1].instance = Arc::clone(&states[0].instance);
    let score = RunningScore::new(&run_spec, &states).expect("the run has a main score");
    assert_eq!((score.answered(1), score.answered(0)), (None, Some(0)));
    assert_eq!(scores(&run_spec, &states).len(), 1);
    states[0].result.as_mut().expect("it was answered").success = false;
    assert_eq!(scores(&run_spec, &states).len(), 0);
}

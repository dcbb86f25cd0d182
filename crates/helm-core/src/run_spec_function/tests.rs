use crate::adapter::adapt;
use crate::construct::{ConstructError, Options, construct_run_specs};
use crate::files::{Instance, RunSpec, ScenarioInfo};
use crate::registry::Registry;
use crate::sampling::{EVAL_SPLITS, downsample, with_instance_ids};
use crate::scenario::{self, Archive, DataSource};
use crate::tokenizer::Tokenizer;
use crate::window_service::WindowService;
use serde::Deserialize;
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

/// What HELM makes of run entries.
#[derive(Deserialize)]
struct Expected {
    entries: Vec<ExpectedEntry>,
    runs: Vec<ExpectedRun>,
}

#[derive(Deserialize)]
struct ExpectedEntry {
    entry: String,
    run_spec: Value,
}

#[derive(Deserialize)]
struct ExpectedRun {
    entry: String,
    run_spec: Value,
    scenario: ScenarioInfo,
    requests: Vec<ExpectedRequest>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct ExpectedRequest {
    instance: Value,
    num_train_instances: usize,
    prompt: String,
}

fn expected() -> Expected {
    serde_json::from_str(include_str!("../../../../tests/golden/scenario_runs.json")).expect("a valid fixture")
}

fn construct(entry: &str, max_eval_instances: Option<usize>) -> Result<RunSpec, ConstructError> {
    let separator = if entry.contains(':') { ',' } else { ':' };
    let entry = format!("{entry}{separator}model=openai/gpt2");
    let options = Options { max_eval_instances, ..Options::default() };
    construct_run_specs(&entry, &options, &Registry::built_in()).map(|mut run_specs| run_specs.remove(0))
}

#[test]
fn run_specs_equal_those_of_helm() {
    let expected = expected();
    for ExpectedEntry { entry, run_spec } in expected.entries {
        assert_eq!(json!(construct(&entry, None).expect(&entry)), run_spec, "{entry}");
    }
    for ExpectedRun { entry, run_spec, .. } in expected.runs {
        assert_eq!(json!(construct(&entry, Some(10)).expect(&entry)), run_spec, "{entry}");
    }
}

#[test]
fn instances_and_prompts_equal_those_of_helm() {
    for expected in expected().runs {
        let run_spec = construct(&expected.entry, Some(10)).expect("a valid entry");
        let scenario = scenario::create(&run_spec.scenario_spec).expect("a scenario of ours");
        let info = ScenarioInfo { definition_path: expected.scenario.definition_path.clone(), ..scenario.info() };
        assert_eq!(info, expected.scenario);
        let instances = scenario.instances(Path::new("/none"), &Nothing).expect("needs no data");
        assert_eq!(requests(&run_spec, instances), expected.requests, "{}", expected.entry);
    }
}

fn requests(run_spec: &RunSpec, instances: Vec<Instance>) -> Vec<ExpectedRequest> {
    let instances = downsample(with_instance_ids(instances), 10, &EVAL_SPLITS.map(str::to_owned));
    let instances: Vec<Arc<Instance>> = instances.into_iter().map(Arc::new).collect();
    let deployment = Registry::built_in().deployment("huggingface/gpt2").expect("built in").clone();
    let states = adapt(&run_spec.adapter_spec, &instances, &WindowService::new(&Nothing, &deployment));
    let request = |state: crate::files::RequestState| ExpectedRequest {
        instance: json!(state.instance),
        num_train_instances: state.num_train_instances,
        prompt: state.request.prompt.text().into_owned(),
    };
    states.expect("a valid adapter spec").into_iter().map(request).collect()
}

/// No data, and a tokenizer that every prompt fits: HELM cut none of these.
struct Nothing;

impl DataSource for Nothing {
    fn fetch(&self, archive: &Archive, _folder: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(format!("{} is fetched", archive.scenario).into())
    }
    fn fetch_file(&self, url: &str, _path: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err(format!("{url} is fetched").into())
    }
}

impl Tokenizer for Nothing {
    fn encode(&self, _text: &str) -> Vec<u32> {
        Vec::new()
    }
    fn decode(&self, _tokens: &[u32]) -> String {
        String::new()
    }
}

#[test]
fn wrong_arguments_are_named_with_what_is_allowed() {
    let refusal = |entry: &str| {
        let error = construct(entry, None).expect_err("an invalid entry");
        let entry = format!(" in run entry `{entry},model=openai/gpt2`");
        format!("{error}\n{}", error.hint().unwrap_or_default()).replace(&entry, "")
    };
    for (entry, expected) in [
        (
            "dyck_language:num_parenthesis_pairs=5",
            "`num_parenthesis_pairs=5` is not allowed: expected a whole number from 1 to 4\n",
        ),
        (
            "dyck_language:num_parenthesis_pairs=three",
            "`num_parenthesis_pairs=three` is not allowed: expected a whole number from 1 to 4\n",
        ),
        (
            "custom_mcqa:path=x.jsonl,num_train_instances=-1",
            "`num_train_instances=-1` is not allowed: expected a whole number from 0 on\n",
        ),
        (
            "synthetic_reasoning:mode=pattern",
            "`mode=pattern` is not allowed: expected one of pattern_match, variable_substitution, induction\n\
             did you mean `mode=pattern_match`?",
        ),
        (
            "synthetic_reasoning_natural:difficulty=esy",
            "`difficulty=esy` is not allowed: expected one of easy, medium, hard\ndid you mean `difficulty=easy`?",
        ),
    ] {
        assert_eq!(refusal(entry), expected);
    }
}

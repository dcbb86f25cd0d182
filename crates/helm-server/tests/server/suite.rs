//! A suite made for tests: what each model answers to each question is said by hand.

use helm_core::files::{
    AdapterSpec, DataAugmenterSpec, GeneratedOutput, Input, Instance, MetricName, Number, ObjectSpec, Output,
    PerInstanceStats, PerturbationDescription, Reference, Request, RequestResult, RequestState, RunSpec, ScenarioInfo,
    ScenarioState, Stat, Token,
};
use helm_core::json;
use helm_core::layout::OutputFolder;
use helm_core::metric::{InstanceStats, MetricNames};
use helm_core::registry::Registry;
use helm_core::runner::RunOutput;
use helm_core::summary::{SchemaSource, SchemaValidation, Scope, SummaryRequest, summarize};
use indexmap::IndexMap;
use std::path::Path;
use std::sync::Arc;

/// The suite that tests show.
pub(crate) const SUITE: &str = "my-suite";
/// What no page may take for markup.
pub(crate) const HOSTILE: &str = "<script>alert(1)</script>\u{2028}\"'&[x](javascript:alert(1))";

/// Writes a run of `mmlu:subject=anatomy`: for each question whether the model is right, and the seconds it took.
pub(crate) fn write_run(root: &Path, model: &str, name: &str, right: &[bool], seconds: &[f64]) {
    let output = OutputFolder::new(root.join("benchmark_output"));
    let run_output = run_output(model, name, right, seconds);
    run_output.write(&output.run(SUITE, name)).expect("the run can be written");
}

/// Makes the suite's tables.
pub(crate) fn write_summary(root: &Path) {
    let request = SummaryRequest {
        output: OutputFolder::new(root.join("benchmark_output")),
        scope: Scope::Suite(SUITE.into()),
        schema: SchemaSource::BuiltIn,
        schema_validation: SchemaValidation::Off,
        registry: Registry::built_in(),
        threads: 1,
        list_runs_in_cells: false,
        skip_completed_displays: false,
        date: "2026-01-01".into(),
    };
    let report = summarize(&request).expect("the suite can be summarised");
    assert!(report.failed_runs.is_empty(), "{:?}", report.failed_runs);
}

/// The file of a run, to be spoiled.
pub(crate) fn file_of(root: &Path, run: &str, file: &str) -> std::path::PathBuf {
    OutputFolder::new(root.join("benchmark_output")).run(SUITE, run).join(file)
}

/// Two models of which one is better: of 20 questions both get 4, only the first 10, only the second 2.
pub(crate) fn write_two_models(root: &Path) -> [&'static str; 2] {
    let names = ["mmlu:subject=anatomy,model=a_one", "mmlu:subject=anatomy,model=b_two"];
    let first: Vec<bool> = (0..20).map(|question| question < 14).collect();
    let second: Vec<bool> = (0..20).map(|question| question < 4 || (14..16).contains(&question)).collect();
    write_run(root, "a/one", names[0], &first, &[0.25; 20]);
    write_run(root, "b/two", names[1], &second, &[0.5; 20]);
    write_summary(root);
    names
}

fn perturbation() -> PerturbationDescription {
    PerturbationDescription {
        name: "typos".into(),
        robustness: true,
        fairness: false,
        computed_on: "perturbed".into(),
        seed: None,
        parameters: serde_json::Map::new(),
    }
}

/// The question, its options and the answer. The first question has a perturbed copy, which is answered alike.
fn request_state(question: usize, is_right: bool, is_copy: bool, adapter: &AdapterSpec) -> RequestState {
    let reference = |text: &str, is_correct: bool| Reference {
        output: Output { text: text.into(), ..Output::default() },
        tags: if is_correct { vec!["correct".into()] } else { Vec::new() },
    };
    let text = if is_copy { "Qeustion 0".into() } else { format!("Question {question} {HOSTILE}") };
    let letter = if is_right { " A" } else { " B" };
    RequestState {
        instance: Arc::new(Instance {
            input: Input { text: text.clone(), ..Input::default() },
            references: vec![reference("right", true), reference(HOSTILE, false)],
            split: Some("test".into()),
            id: Some(format!("id{question}")),
            perturbation: is_copy.then(perturbation),
            ..Instance::default()
        }),
        reference_index: None,
        request_mode: None,
        train_trial_index: 0,
        output_mapping: Some(IndexMap::from([("A".into(), "right".into()), ("B".into(), HOSTILE.into())])),
        request: Request {
            model: adapter.model.clone(),
            model_deployment: adapter.model_deployment.clone(),
            prompt: format!("Answer.\n\n{text}\nA. right\nB. {HOSTILE}\nAnswer:").into(),
            ..Request::default()
        },
        result: Some(RequestResult {
            success: true,
            embedding: Vec::new(),
            completions: vec![GeneratedOutput {
                text: letter.into(),
                logprob: Number::Float(-0.5),
                tokens: vec![Token { text: letter.into(), logprob: Number::Float(-0.5) }],
                finish_reason: None,
                multimodal_content: None,
                thinking: None,
            }],
            cached: false,
            request_time: Some(Number::Float(0.25)),
            request_datetime: None,
            error: None,
            error_flags: None,
            batch_size: None,
            batch_request_time: None,
        }),
        num_train_instances: 0,
        prompt_truncated: question == 3,
        num_conditioning_tokens: 0,
        annotations: None,
    }
}

fn stat(name: &str, value: f64, perturbation: Option<PerturbationDescription>) -> Stat {
    let mut stat =
        Stat::new(MetricName { name: name.into(), split: Some("test".into()), sub_split: None, perturbation });
    stat.add(Number::Float(value));
    stat
}

fn run_output(model: &str, name: &str, right: &[bool], seconds: &[f64]) -> RunOutput {
    let adapter_spec = AdapterSpec {
        method: "multiple_choice_joint".into(),
        model: model.into(),
        model_deployment: format!("huggingface/{}", model.rsplit('/').next().expect("a name")),
        ..AdapterSpec::default()
    };
    let score = |is_right: bool| f64::from(u8::from(is_right));
    let of_question = |question: usize, perturbation: Option<PerturbationDescription>| {
        let id = Some(format!("id{question}"));
        let instance = Instance { id, perturbation: perturbation.clone(), ..Instance::default() };
        let stats = vec![
            stat("exact_match", score(right[question]), perturbation.clone()),
            stat("quasi_exact_match", score(right[question]), perturbation.clone()),
            stat("inference_runtime", seconds[question], perturbation.clone()),
            stat("num_references", 2.0, perturbation),
        ];
        InstanceStats::new(Arc::new(instance), 0, stats, &MetricNames::default())
    };
    let mut request_states: Vec<RequestState> =
        (0..right.len()).map(|question| request_state(question, right[question], false, &adapter_spec)).collect();
    request_states.insert(1, request_state(0, right[0], true, &adapter_spec));
    let mut per_instance_stats: Vec<InstanceStats> =
        (0..right.len()).map(|question| of_question(question, None)).collect();
    per_instance_stats.insert(1, of_question(0, Some(perturbation())));
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / right.len() as f64;
    let accuracy = mean(&mut right.iter().copied().map(score));
    RunOutput {
        run_spec: RunSpec {
            name: name.into(),
            scenario_spec: ObjectSpec {
                class_name: "helm.benchmark.scenarios.mmlu_scenario.MMLUScenario".into(),
                args: serde_json::Map::from_iter([("subject".to_owned(), "anatomy".into())]),
            },
            adapter_spec: adapter_spec.clone(),
            metric_specs: Vec::new(),
            data_augmenter_spec: DataAugmenterSpec::default(),
            groups: vec!["mmlu".into()],
            annotators: None,
        },
        scenario: ScenarioInfo {
            name: "mmlu".into(),
            description: HOSTILE.into(),
            tags: Vec::new(),
            definition_path: String::new(),
        },
        scenario_state: ScenarioState { adapter_spec, request_states, annotator_specs: None },
        stats: vec![
            stat("exact_match", accuracy, None),
            stat("quasi_exact_match", accuracy, None),
            stat("inference_runtime", mean(&mut seconds.iter().copied()), None),
            stat("num_references", 2.0, None),
            stat("num_instances", right.len() as f64, None),
        ],
        per_instance_stats,
    }
}

/// Lets the request of a question fail, as helm-run files it: with its error, and not measured.
pub(crate) fn fail_request(root: &Path, run: &str, question: usize, error: &str) {
    let (id, place) = (format!("id{question}"), file_of(root, run, "scenario_state.json"));
    let mut state: ScenarioState = json::read(&place).expect("the run has request states");
    for request_state in &mut state.request_states {
        if request_state.instance.id.as_deref() == Some(&id) {
            let result = request_state.result.as_mut().expect("it was answered");
            (result.success, result.error, result.completions) = (false, Some(error.into()), Vec::new());
        }
    }
    json::write(&place, &state).expect("the file can be written");
    let place = file_of(root, run, "per_instance_stats.json");
    let mut measured: Vec<PerInstanceStats> = json::read(&place).expect("the run has statistics of instances");
    measured.retain(|instance| instance.instance_id != id);
    json::write(&place, &measured).expect("the file can be written");
    let place = file_of(root, run, "stats.json");
    let mut stats: Vec<Stat> = json::read(&place).expect("the run has statistics");
    let name = MetricName { name: "num_failed_requests".into(), split: None, sub_split: None, perturbation: None };
    stats.push(Stat::of(name, 1_i64));
    json::write(&place, &stats).expect("the file can be written");
}

/// A run that is being made by this process: nothing but its progress.
pub(crate) fn write_progress(root: &Path, run: &str, progress: &serde_json::Value) {
    json::write(&file_of(root, run, "progress.json"), progress).expect("the file can be written");
}

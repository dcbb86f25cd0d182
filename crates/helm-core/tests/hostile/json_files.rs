use helm_core::files::{
    DisplayPrediction, DisplayRequest, ExecutiveSummary, GroupMetadata, Instance, PerInstanceStats, Run, RunProgress,
    RunSpec, ScenarioInfo, ScenarioState, Schema, Stat, Table,
};
use helm_core::json;
use helm_core::json_elements::{ArrayAt, read_elements};
use helm_core::layout::OutputFolder;
use helm_core::registry::Registry;
use helm_core::summary::{SchemaSource, SchemaValidation, Scope, SummaryRequest, summarize};
use hostile_input::{check, check_slow};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const RUN_SPEC: &str = r#"{"name": "a:b=c,model=d", "scenario_spec": {"class_name": "S", "args": {"subject": "x"}}, "adapter_spec": {"method": "multiple_choice_joint", "output_mapping_pattern": "(.)", "substitutions": [{"source": "a", "target": "b"}], "temperature": 0.0, "eval_splits": ["test"], "model": "d", "model_deployment": "d", "max_train_instances": 5}, "metric_specs": [{"class_name": "M", "args": {"names": ["exact_match"]}}], "data_augmenter_spec": {"perturbation_specs": [{"class_name": "P", "args": {"prob": 0.1}}], "seeds_per_instance": 1}, "groups": ["mmlu"], "annotators": [{"class_name": "A", "args": {}}]}"#;
const STATS: &str = r#"[{"name": {"name": "exact_match", "split": "test", "perturbation": {"name": "robustness", "robustness": true, "fairness": false, "computed_on": "worst", "prob": 0.1}}, "count": 2, "sum": 1.0, "sum_squared": 1, "min": 0, "max": 1.0, "mean": 0.5, "variance": 0.25, "stddev": 0.5}, {"name": {"name": "num_failed_requests"}, "count": 1, "sum": 3}]"#;
const PER_INSTANCE_STATS: &str = r#"[{"instance_id": "id0", "perturbation": {"name": "typos", "computed_on": "perturbed", "seed": 1}, "train_trial_index": 0, "stats": [{"name": {"name": "num_prompt_tokens", "split": "test"}, "count": 2, "sum": 30, "mean": 15.0}, {"name": {"name": "exact_match"}, "count": 1, "sum": 1.0, "mean": 1.0}]}, {"instance_id": "id1", "train_trial_index": 1, "stats": []}]"#;
const SCENARIO_STATE: &str = r#"{"adapter_spec": {"method": "multiple_choice_joint"}, "request_states": [{"instance": {"input": {"text": "caf\u00e9?"}, "references": [{"output": {"text": "A"}, "tags": ["correct"]}], "split": "test", "sub_split": "s", "id": "id0", "perturbation": {"name": "typos", "robustness": true, "computed_on": "perturbed", "seed": 1, "prob": 0.1}}, "reference_index": 0, "request_mode": "original", "train_trial_index": 0, "output_mapping": {"A": "x"}, "request": {"model": "d", "model_deployment": "d", "prompt": "p", "temperature": 0.0, "stop_sequences": ["\n"], "num_completions": 1, "top_p": 1}, "result": {"success": true, "embedding": [], "completions": [{"text": " A", "logprob": -0.5, "tokens": [{"text": " A", "logprob": -0.5}], "finish_reason": {"reason": "length"}, "thinking": {"text": "t"}}], "cached": true, "request_time": 0.1, "request_datetime": 1700000000, "error": "e", "error_flags": {"is_fatal": false}}, "num_train_instances": 5, "prompt_truncated": false, "annotations": {"a": {"b": 1}}}], "annotator_specs": []}"#;
const OTHERS: [&str; 7] = [
    r#"{"name": "mmlu", "description": "d", "tags": ["t"], "definition_path": "p"}"#,
    r#"{"suites": ["a", "b"], "suite": "a", "release": "r", "date": "2026-01-01"}"#,
    r#"{"mmlu": {"display_name": "M", "description": "d", "taxonomy": {"task": "t", "what": "w", "who": null, "when": "2026", "language": "English"}}}"#,
    r#"[{"title": "T", "header": [{"value": "Model", "markdown": false, "lower_is_better": true, "metadata": {}}], "rows": [[{"value": 0.5, "description": "d", "style": {"font-weight": "bold"}, "run_spec_names": ["a"], "href": "h"}]], "links": [{"text": "LaTeX", "href": "p"}], "name": "accuracy"}]"#,
    r#"[{"instance_id": "id0", "train_trial_index": 0, "predicted_text": " A", "mapped_output": "x", "stats": {"exact_match": 1.0}, "perturbation": {"name": "p"}}]"#,
    r#"{"run_name": "a", "phase": "asking", "answered": 1, "total": 2, "started": 1700000000.5, "updated": 1700000001, "process_id": 1, "host": "h", "score": {"metric": "m", "value": 0.5, "n": 2}}"#,
    r#"{"metrics": [{"name": "exact_match", "lower_is_better": false}], "metric_groups": [{"name": "m", "metrics": [{"name": "${main_name}", "split": "${main_split}"}]}], "run_groups": [{"name": "mmlu", "metric_groups": ["m"], "environment": {"main_name": "exact_match", "main_split": "test"}, "visibility": "all_groups", "taxonomy": null}]}"#,
];
const TOKENS: [&str; 6] =
    ["\"name\"", "\"stats\": ", "\"perturbation\": ", "\"split\"", "\"id0\"", "\"request_states\""];

/// What can be read can be written, and then reads as the same.
fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) {
    match json::parse::<T>(bytes) {
        Err(error) => drop((error.to_string(), json::problem(&error))),
        Ok(value) => {
            let text = json::to_string(&value).expect("what was read can be written");
            // What no JSON has is no number any more.
            let is_json = serde_json::from_str::<IgnoredAny>(&text).is_ok();
            if is_json {
                let again: T = json::parse(text.as_bytes()).expect("what was written can be read");
                assert_eq!(json::to_string(&again).expect("it can be written"), text);
            }
        }
    }
}

#[test]
fn files_never_panic() {
    let samples: Vec<&str> = [RUN_SPEC, STATS, PER_INSTANCE_STATS, SCENARIO_STATE].into_iter().chain(OTHERS).collect();
    check(&samples, &TOKENS, |bytes| {
        read::<RunSpec>(bytes);
        read::<Vec<Stat>>(bytes);
        read::<Vec<PerInstanceStats>>(bytes);
        read::<ScenarioState>(bytes);
        read::<ScenarioInfo>(bytes);
        read::<ExecutiveSummary>(bytes);
        read::<BTreeMap<String, GroupMetadata>>(bytes);
        read::<Vec<Table>>(bytes);
        read::<Vec<DisplayPrediction>>(bytes);
        read::<Vec<DisplayRequest>>(bytes);
        read::<Vec<Instance>>(bytes);
        read::<Vec<Run>>(bytes);
        read::<RunProgress>(bytes);
        read::<Schema>(bytes);
    });
}

#[test]
fn elements_never_panic() {
    let folder = hostile_input::folder();
    let path = folder.path().join("file.json");
    for (array, sample) in [(ArrayAt::Top, PER_INSTANCE_STATS), (ArrayAt::Member("request_states"), SCENARIO_STATE)] {
        check(&[sample], &TOKENS, |bytes| {
            fs::write(&path, bytes).expect("writable");
            let read = read_elements(&path, array, |element| {
                element.read::<IgnoredAny>()?;
                let (start, text) = (usize::try_from(element.start()).expect("files here are short"), element.text());
                assert_eq!(&bytes[start..start + text.len()], text.as_bytes());
                Ok(())
            });
            // A whole file of JSON has its elements, whatever is in them.
            if let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes)
                && matches!(array, ArrayAt::Top)
            {
                assert_eq!(read.is_ok(), value.is_array(), "{read:?}");
            }
        });
    }
}

fn summary_of(root: &Path) -> SummaryRequest {
    SummaryRequest {
        output: OutputFolder::new(root),
        scope: Scope::Suite("s".into()),
        schema: SchemaSource::Runs,
        schema_validation: SchemaValidation::Warn,
        registry: Registry::built_in(),
        threads: 1,
        list_runs_in_cells: true,
        skip_completed_displays: false,
        date: "2026-01-01".into(),
    }
}

#[test]
fn summaries_never_panic() {
    let folder = hostile_input::folder();
    let request = summary_of(folder.path());
    let run = request.output.run("s", "a:b=c,model=d");
    fs::create_dir_all(&run).expect("writable");
    let files = [
        ("run_spec.json", RUN_SPEC),
        ("stats.json", STATS),
        ("per_instance_stats.json", PER_INSTANCE_STATS),
        ("scenario_state.json", SCENARIO_STATE),
    ];
    for (name, text) in files {
        fs::write(run.join(name), text).expect("writable");
    }
    for (name, text) in files {
        check_slow(&[text], &TOKENS, |bytes| {
            fs::write(run.join(name), bytes).expect("writable");
            match summarize(&request) {
                Ok(report) => drop(format!("{:?}", report.failed_runs)),
                Err(error) => drop((error.to_string(), error.hint())),
            }
        });
        fs::write(run.join(name), text).expect("writable");
    }
}

//! A temporary output folder with small runs, and the program run on it.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, str};
use tempfile::TempDir;

/// What a run of the program left.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A suite in an output folder of its own.
pub(crate) struct Suite {
    name: String,
    folder: TempDir,
}

impl Suite {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.into(), folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The folder that the program is run in.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join("benchmark_output/runs").join(&self.name).join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).expect(name)
    }

    pub(crate) fn summarize(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_helm-summarize"));
        let output = command.args(arguments).current_dir(self.root()).output().expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        let code = output.status.code().expect("not killed");
        Outcome { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub(crate) fn add_run(&self, name: &str, model: &str, group: &str, score: f64) {
        self.add_run_to(&self.name, name, model, group, score);
    }

    /// A run of one instance with one joint multiple-choice request.
    pub(crate) fn add_run_to(&self, suite: &str, name: &str, model: &str, group: &str, score: f64) {
        let folder = self.root().join("benchmark_output/runs").join(suite).join(name);
        fs::create_dir_all(&folder).expect("writable");
        let write = |file: &str, value: &Value| fs::write(folder.join(file), value.to_string()).expect("writable");
        let adapter = json!({"method": "multiple_choice_joint", "model": model, "model_deployment": model});
        let scenario = json!({"class_name": "some.Scenario", "args": {"subject": "anatomy"}});
        write(
            "run_spec.json",
            &json!({"name": name, "scenario_spec": scenario, "adapter_spec": adapter, "metric_specs": [], "groups": [group]}),
        );
        let stat = |metric: &str, value: f64| {
            let name = json!({"name": metric, "split": "test"});
            json!({"name": name, "count": 1, "sum": value, "sum_squared": value * value,
                "min": value, "max": value, "mean": value, "variance": 0, "stddev": 0.0})
        };
        write("stats.json", &json!([stat("exact_match", score), stat("num_instances", 1.0)]));
        let mut tokens = stat("num_prompt_tokens", 15.0);
        tokens["count"] = json!(2);
        tokens["sum"] = json!(30);
        let mut completion = stat("num_completion_tokens", 2.0);
        completion["sum"] = json!(2);
        let stats = json!([tokens, completion, stat("exact_match", score)]);
        write("per_instance_stats.json", &json!([{"instance_id": "id0", "train_trial_index": 0, "stats": stats}]));
        let instance = json!({"input": {"text": "?"}, "references": [], "split": "test", "id": "id0"});
        let completions = json!([{"text": " A", "logprob": 0.0, "tokens": []}]);
        let result = json!({"success": true, "embedding": [], "completions": completions, "cached": false});
        let request = json!({"model": model, "model_deployment": model, "prompt": "?"});
        let state = json!({"instance": instance, "train_trial_index": 0, "output_mapping": {"A": "right"},
            "request": request, "result": result, "num_train_instances": 0, "prompt_truncated": false});
        write("scenario_state.json", &json!({"adapter_spec": adapter, "request_states": [state]}));
    }

    /// Every file below the output folder, with its content.
    pub(crate) fn all_files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect_files(&self.root().join("benchmark_output"), &mut files);
        files
    }
}

fn collect_files(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_files(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).expect("readable"));
        }
    }
}

use helm_core::files::ObjectSpec;
use helm_core::scenario::{self, Archive, DataSource};
use hostile_input::check;
use serde_json::json;
use std::error::Error;
use std::fs;
use std::path::Path;

struct NoData;

impl DataSource for NoData {
    fn fetch(&self, _: &Archive, _: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err("there is nothing to fetch".into())
    }
    fn fetch_file(&self, _: &str, _: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err("there is nothing to fetch".into())
    }
}

/// Reads the questions of a scenario that has its file at `file` in its folder.
fn check_scenario(class_name: &str, arguments: serde_json::Value, file: &str, samples: &[&str], tokens: &[&str]) {
    let folder = hostile_input::folder();
    let path = folder.path().join(file);
    fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("writable");
    let args = serde_json::from_value(arguments).expect("an object");
    let spec = ObjectSpec { class_name: class_name.into(), args };
    check(samples, tokens, |bytes| {
        fs::write(&path, bytes).expect("writable");
        let scenario = scenario::create(&spec).expect("there is such a scenario");
        if let Err(error) = scenario.instances(folder.path(), &NoData) {
            drop((error.to_string(), error.hint()));
        }
    });
}

#[test]
fn csv_files_never_panic() {
    check_scenario(
        "helm.benchmark.scenarios.mmlu_scenario.MMLUScenario",
        json!({"subject": "anatomy"}),
        "data/test/anatomy_test.csv",
        &[
            "\"Which of these, \"\"if any\"\", is blue?\",The sky,Grass,\"Snow\nand ice\",Coal,A\n1 + 1?,1,2,3,4,B\r\n",
            include_str!("../../../../demo/data/dev/everyday_science_dev.csv"),
        ],
        &["\"\"", "\",\"", "\n\n", "E", "A,B,C,D,A\n"],
    );
}

#[test]
fn own_questions_never_panic() {
    check_scenario(
        "helm.benchmark.scenarios.custom_mcqa_scenario.CustomMCQAScenario",
        json!({"path": "questions.jsonl"}),
        "questions.jsonl",
        &[
            "{\"input\": {\"text\": \"1 + 1?\"}, \"references\": [{\"output\": {\"text\": \"2\"}, \"tags\": [\"correct\"]}, {\"output\": {\"text\": \"3\"}, \"tags\": []}], \"split\": \"test\"}\n{\"input\": {\"text\": \"é\"}, \"references\": [{\"output\": {\"text\": \"2\"}, \"tags\": [\"correct\"]}], \"split\": \"train\", \"extra_data\": {\"a\": [1]}}\n",
        ],
        &["\"correct\"", "\"extra_data\": ", "\"perturbation\": ", "\"messages\": "],
    );
}

//! Against HELM: `tests/golden/run_specs/run_specs.json` is what its run specs are.

use super::{ALL, by_name};
use crate::construct::{ConstructError, Options, construct_run_specs};
use crate::files::{AdapterSpec, RunSpec};
use crate::registry::Registry;
use crate::run_entry::{Argument, RunEntry};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;

/// Expanders that leave no trace in HELM's run names.
const WITHOUT_SUFFIX: &[&str] = &[
    "add_to_stop",
    "format_prompt",
    "follow_format_instructions",
    "increase_max_tokens",
    "increase_temperature",
    "output_format_instructions",
    "process_output",
    "temperature",
];

fn golden() -> Value {
    serde_json::from_str(include_str!("../../../../tests/golden/run_specs/run_specs.json")).expect("a JSON file")
}

/// The models and deployments of the golden file, besides the built-in ones.
fn registry(golden: &Value) -> Registry {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let models = golden["models"].as_array().expect("a list").iter().map(|model| {
        json!({
            "name": model["name"], "tags": model["tags"],
            "creator_organization_name": "", "display_name": "", "description": "", "access": "open",
        })
    });
    let deployments = golden["deployments"].as_array().expect("a list").iter().map(|deployment| {
        let mut deployment = deployment.clone();
        deployment["client_spec"] = json!({"class_name": "x.Y"});
        deployment
    });
    let write = |file: &str, key: &str, entries: Vec<Value>| {
        // JSON is YAML.
        fs::write(folder.path().join(file), json!({ key: entries }).to_string()).expect("writable");
    };
    write("model_metadata.yaml", "models", models.collect());
    write("model_deployments.yaml", "model_deployments", deployments.collect());
    Registry::with_local_folder(folder.path()).expect("valid")
}

/// What a run spec decides, as JSON that keeps whole numbers and fractions apart.
fn parts(run_spec: &RunSpec) -> [Value; 5] {
    [
        json!(run_spec.adapter_spec),
        json!(run_spec.metric_specs),
        json!(run_spec.data_augmenter_spec),
        json!(run_spec.scenario_spec.args),
        json!(run_spec.groups),
    ]
}

/// The same of a run spec of the golden file.
fn golden_parts(golden: &Value, run_spec: &Value, base: &str) -> [Value; 5] {
    let mut adapter = golden["adapter_spec"][base].clone();
    merge(&mut adapter, &run_spec["adapter_spec"]);
    let index = usize::try_from(run_spec["metric_specs"].as_u64().expect("an index")).expect("a small one");
    let augmenter = run_spec.get("data_augmenter_spec").cloned();
    [
        adapter,
        golden["metric_specs"].as_array().expect("a list")[index].clone(),
        augmenter.unwrap_or_else(|| json!(crate::files::DataAugmenterSpec::default())),
        run_spec["scenario_args"].clone(),
        run_spec["groups"].clone(),
    ]
}

fn merge(into: &mut Value, other: &Value) {
    let other: Map<String, Value> = other.as_object().expect("an object").clone();
    into.as_object_mut().expect("an object").extend(other);
}

/// A run name by HELM's rules: with the method, without what HELM gives no suffix.
fn name_in_helm(entry: &str, name: &str) -> String {
    let entry = RunEntry::parse(entry).expect("a valid entry");
    let mut parts: Vec<String> = name.split(',').map(str::to_owned).collect();
    if !entry.arguments.contains_key("method") {
        parts.insert(1, "method=multiple_choice_joint".into());
    }
    parts.retain(|part| !WITHOUT_SUFFIX.contains(&part.split('=').next().unwrap_or_default()));
    parts.join(",")
}

#[test]
fn run_specs_of_entries_are_those_of_helm() {
    let golden = golden();
    let registry = registry(&golden);
    let entries = golden["entries"].as_object().expect("an object");
    assert!(entries.len() > 100);
    for (entry, expected) in entries {
        let ours = construct_run_specs(entry, &Options::default(), &registry);
        if expected.as_array().is_some_and(Vec::is_empty) {
            // A group without members, of which HELM says nothing.
            assert!(matches!(ours, Err(ConstructError::InvalidValue { .. })), "{entry}");
            continue;
        }
        let ours = ours.expect(entry);
        // HELM lists the members of groups in the order of its tables, and some twice.
        let is_group = !entry.split("model=").nth(1).is_some_and(|model| model.contains('/'));
        let is_in_helm = |run_spec: &&RunSpec| {
            let built_in = ["distilbert/", "demo/", "openai/gpt2-"];
            !built_in.iter().any(|start| run_spec.adapter_spec.model.starts_with(start))
        };
        let ours: Vec<_> = ours
            .iter()
            .filter(is_in_helm)
            .map(|run_spec| (name_in_helm(entry, &run_spec.name), parts(run_spec)))
            .collect();
        let of_golden = |run_spec: &Value| {
            (run_spec["name"].as_str().expect("a name").to_owned(), golden_parts(&golden, run_spec, "mmlu"))
        };
        let expected: Vec<_> = expected.as_array().expect("a list").iter().map(of_golden).collect();
        if is_group {
            let by_name = |run_specs: Vec<(String, [Value; 5])>| run_specs.into_iter().collect::<BTreeMap<_, _>>();
            assert_eq!(by_name(ours), by_name(expected), "{entry}");
        } else {
            assert_eq!(ours, expected, "{entry}");
        }
    }
}

#[test]
fn expansions_are_those_of_helm() {
    let golden = golden();
    let registry = registry(&golden);
    let base = "mmlu:subject=anatomy,method=multiple_choice_joint,model=openai/gpt2";
    let [base]: [RunSpec; 1] =
        construct_run_specs(base, &Options::default(), &registry).expect("valid").try_into().expect("one");
    for expansion in golden["expansions"].as_array().expect("a list") {
        let mut start = golden["adapter_spec"]["default"].clone();
        merge(&mut start, &expansion["start"]);
        let adapter_spec: AdapterSpec = serde_json::from_value(start).expect("an adapter spec");
        let name = expansion["name"].as_str().expect("a name").to_owned();
        let mut run_spec = RunSpec { name, adapter_spec, ..base.clone() };
        for step in expansion["expanders"].as_array().expect("a list") {
            let value = step[1].as_str().map_or_else(|| step[1].to_string(), str::to_owned);
            let expander = by_name(step[0].as_str().expect("a name")).expect("an expander");
            let expanded = (expander.expand)(run_spec, &Argument::new(&value), &registry);
            [run_spec] = expanded.unwrap_or_else(|_| panic!("{step}")).try_into().expect("one of one");
        }
        assert_eq!(parts(&run_spec), golden_parts(&golden, &expansion["result"], "default"), "{expansion}");
    }
}

#[test]
fn the_default_adapter_spec_is_that_of_helm() {
    assert_eq!(json!(AdapterSpec::default()), golden()["adapter_spec"]["default"]);
}

#[test]
fn what_changes_a_run_spec_without_a_suffix_of_helm_is_in_our_name() {
    let name = |arguments: &str| {
        let entry = format!("mmlu:subject=anatomy,model=openai/gpt2,{arguments}");
        let run_specs = construct_run_specs(&entry, &Options::default(), &Registry::built_in()).expect(&entry);
        run_specs[0].name.strip_prefix("mmlu:subject=anatomy,model=openai_gpt2").expect("the start").to_owned()
    };
    for changing in ["temperature=0.3", "add_to_stop=newline", "increase_max_tokens=7", "chatml=true"] {
        assert_eq!(name(changing), format!(",{changing}"));
    }
    assert_eq!(name("temperature=05e-1"), ",temperature=0.5");
    assert_eq!(name("format_prompt=a/b"), ",format_prompt=a_b");
    assert_eq!(name("temperature=0.5,stop=hash,temperature=0.7"), ",temperature=0.7,stop=hash");
    for idle in ["temperature=0", "increase_temperature=0", "increase_max_tokens=0"] {
        assert_eq!(name(idle), "", "{idle}");
    }
}

/// Of each expander a value that it doesn't take, and what is said to be allowed.
const WRONG: &[(&str, &str, &str)] = &[
    ("add_to_stop", "", "`newline` or another text that ends completions"),
    ("chatml", "yes", "one of true"),
    ("eval_split", "train", "one of test, valid"),
    ("follow_format_instructions", "some", "one of all, instruct"),
    ("global_prefix", "nlp", "one of nlg"),
    ("increase_max_tokens", "-1", "a whole number of tokens"),
    ("increase_max_tokens", "99999999999999999999", "a whole number of tokens"),
    ("increase_temperature", "nan", "a number from 0 on"),
    ("instructions", "novice", "one of none, expert"),
    ("max_eval_instances", "many", "a whole number, or one of default, heim_default, heim_fid, heim_art_styles"),
    ("max_train_instances", "-2", "a whole number, or one of zero, one, all, big_bench_few_shot_setting, vhelm, melt"),
    ("model", "vlm", "a model, or a group that some model belongs to"),
    ("model_deployment", "huggingface/gpt3", "one of huggingface/gpt2, "),
    ("newline", "hash", "one of semicolon, br"),
    ("num_output_tokens", "1.5", "a whole number, or one of default_sweep"),
    ("num_outputs", "x", "a whole number, or one of default, copyright_sweep"),
    ("num_prompt_tokens", "", "a whole number, or one of default_sweep"),
    ("num_train_trials", "0", "a whole number from 1 to 10000"),
    ("num_trials", "0", "a whole number from 1 to 10000"),
    ("output_format_instructions", "mmul", "one of arabic_mcqa, "),
    ("process_output", "os.remove", "one of helm.benchmark.metrics.output_processors.remove_deepseek_r1_thinking"),
    ("prompt", "q_a", "one of human_assistant, question_answer, qa, "),
    ("stop", "newline", "one of hash, semicolon, br, none"),
    ("temperature", "hot", "a number from 0 on"),
    ("temperature", "-0.1", "a number from 0 on"),
    ("tokenizer", "huggingface/gtp2", "one of default, huggingface/gpt2, "),
    ("num_outputs", "0", "a whole number from 1 to 10000, or one of "),
    ("num_trials", "99999999999999", "a whole number from 1 to 10000"),
    ("data_augmentation", "robustnes", "one of "),
    ("data_augmentation", "synonym", "another set, for perturbation `SynonymPerturbation` is not supported"),
];
/// Takes any value.
const TAKES_ALL: &[&str] = &["format_prompt"];

#[test]
fn wrong_values_of_all_expanders_are_named_with_what_is_allowed() {
    for (key, value, expected) in WRONG {
        let model = if key.starts_with("model") { "" } else { ",model=openai/gpt2" };
        let entry = format!("mmlu:subject=anatomy,{key}={value}{model}");
        let error = construct_run_specs(&entry, &Options::default(), &Registry::built_in()).expect_err(&entry);
        let ConstructError::InvalidValue { argument, value: named, allowed, .. } = &error else {
            panic!("{entry}: {error}");
        };
        assert_eq!((argument.as_str(), named.as_str()), (*key, *value));
        assert!(allowed.starts_with(expected), "{entry}: {allowed}");
        assert!(error.to_string().contains(&format!("`{key}={value}` is not allowed")), "{error}");
    }
    for expander in ALL {
        let is_tested = WRONG.iter().any(|(key, ..)| *key == expander.name) || TAKES_ALL.contains(&expander.name);
        assert!(is_tested, "{} is not tested", expander.name);
    }
}

#[test]
fn expanders_for_other_methods_say_so() {
    let refusal = |entry: &str| {
        construct_run_specs(entry, &Options::default(), &Registry::built_in()).expect_err(entry).to_string()
    };
    assert!(
        refusal("mmlu:subject=anatomy,model=openai/gpt2,follow_format_instructions=all")
            .ends_with("expected an adaptation method generation, and this is multiple_choice_joint")
    );
    let separate = "mmlu:subject=anatomy,method=multiple_choice_separate_original,model=openai/gpt2";
    assert!(
        refusal(&format!("{separate},output_format_instructions=mmlu"))
            .ends_with("and this is multiple_choice_separate_original")
    );
}

#[test]
fn the_table_is_sorted() {
    assert!(ALL.is_sorted_by_key(|expander| expander.name));
}

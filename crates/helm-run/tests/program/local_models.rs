//! Models of one's own, in a folder.

use super::checkpoints::{Weights, demo_file};
use super::compare::lasting_text;
use super::place::{Outcome, Place};
use serde_json::json;

/// Makes a folder `local` whose deployment `mine/tiny` is the model at `model`.
pub(crate) fn deploy(place: &Place, model: &str) {
    let spec = |class: &str| {
        format!("      class_name: {class}\n      args:\n        pretrained_model_name_or_path: {model}\n")
    };
    place.write(
        "local/model_deployments.yaml",
        format!(
            "model_deployments:\n  - name: mine/tiny\n    tokenizer_name: mine/tiny\n    max_sequence_length: 512\n    \
             client_spec:\n{}",
            spec("helm.clients.huggingface_client.HuggingFaceClient")
        ),
    );
    place.write(
        "local/tokenizer_configs.yaml",
        format!(
            "tokenizer_configs:\n  - name: mine/tiny\n    end_of_text_token: <|endoftext|>\n    tokenizer_spec:\n{}",
            spec("helm.tokenizers.huggingface_tokenizer.HuggingFaceTokenizer")
        ),
    );
}

pub(crate) const MINE: &str = "-m 3 -r demo:subject=everyday_science,model=mine/tiny --local-path local";
pub(crate) const MINE_RUN: &str = "benchmark_output/runs/default/demo:subject=everyday_science,model=mine_tiny";

/// A folder `model` with the demo's model, but for one file.
fn with_model_but(name: &str, content: Option<&[u8]>) -> Place {
    let place = Place::new();
    for file in ["config.json", "model.safetensors", "tokenizer.json"] {
        match content {
            Some(content) if file == name => place.write(&format!("model/{file}"), content),
            None if file == name => continue,
            _ => place.write(&format!("model/{file}"), demo_file(file)),
        };
    }
    deploy(&place, "model");
    place
}

#[track_caller]
fn failed(outcome: &Outcome, loading: &str, error: &str) {
    outcome.check(
        1,
        "",
        &format!(
            "[1/1] demo:subject=everyday_science,model=mine_tiny\n{loading}\
             error: run `demo:subject=everyday_science,model=mine_tiny` failed: can't load model `model`: {error}\n\
             hint: a model's folder holds config.json, model.safetensors and tokenizer.json of a GPT-2\n\
             0 of 1 runs done, 1 failed\n"
        ),
    );
}

#[test]
fn folder_answers_as_what_it_is_a_copy_of() {
    let place = with_model_but("", None);
    place.run(MINE).succeeded();
    place.run("-m 3 -r demo:subject=everyday_science,model=demo/tiny-gpt2").succeeded();
    let text = |run: &str| lasting_text(&place.path(run)).concat();
    assert_eq!(
        text(MINE_RUN).replace("mine/tiny", "demo/tiny-gpt2").replace("mine_tiny", "demo_tiny-gpt2"),
        text("benchmark_output/runs/default/demo:subject=everyday_science,model=demo_tiny-gpt2")
    );
}

#[test]
fn weights_in_several_files() {
    let place = with_model_but("model.safetensors", None);
    let whole = Weights::of_demo();
    let is_first = |name: &str| name.contains(".h.0.") || name.starts_with("h.0.");
    place.write("model/first.safetensors", whole.only(is_first).bytes());
    place.write("model/rest.safetensors", whole.only(|name| !is_first(name)).bytes());
    let file =
        |name: &String| (name.clone(), json!(if is_first(name) { "first.safetensors" } else { "rest.safetensors" }));
    let index = json!({"weight_map": whole.tensors.keys().filter(|name| *name != "__metadata__").map(file).collect::<serde_json::Map<_, _>>()});
    place.write("model/model.safetensors.index.json", index.to_string());
    place.run(MINE).succeeded();
}

#[test]
fn files_that_are_missing() {
    let loading = "loading model\n";
    for (file, loading) in [("config.json", loading), ("model.safetensors", loading), ("tokenizer.json", "")] {
        let place = with_model_but(file, None);
        failed(&place.run(MINE), loading, &format!("`model` has no {file}"));
        assert_eq!(place.files("benchmark_output"), [""; 0]);
    }
}

#[test]
fn checkpoint_that_is_cut_off() {
    let whole = demo_file("model.safetensors");
    for length in [0, 5, 1000, whole.len() - 1] {
        let place = with_model_but("model.safetensors", Some(&whole[..length]));
        let outcome = place.run(MINE);
        let error = outcome.stderr.lines().nth(2).unwrap_or_default();
        assert!(
            error.contains("can't load model `model`: `model.safetensors` is no whole safetensors file: "),
            "{}",
            outcome.stderr
        );
        assert_eq!(error.matches("safetensors file").count(), 1, "{error}");
        assert_eq!(outcome.code, 1);
        assert_eq!(place.files("benchmark_output"), [""; 0]);
    }
}

#[test]
fn tensor_that_is_missing() {
    let without = Weights::of_demo().only(|name| !name.ends_with("h.1.mlp.c_fc.bias"));
    let place = with_model_but("model.safetensors", Some(&without.bytes()));
    failed(
        &place.run(MINE),
        "loading model\n",
        "the checkpoint has no tensor `transformer.h.1.mlp.c_fc.bias` (expected with shape [256])",
    );
}

#[test]
fn tensor_of_another_shape() {
    let mut weights = Weights::of_demo();
    let name = "transformer.h.0.attn.c_proj.weight";
    let shape = weights.tensors[name]["shape"].clone();
    let (rows, columns) = (shape[0].as_u64().expect("a length"), shape[1].as_u64().expect("a length"));
    weights.tensors[name]["shape"] = json!([rows * 2, columns / 2]);
    let place = with_model_but("model.safetensors", Some(&weights.bytes()));
    failed(
        &place.run(MINE),
        "loading model\n",
        &format!(
            "tensor `{name}` has shape [{}, {}], but the configuration asks for [{rows}, {columns}]",
            rows * 2,
            columns / 2
        ),
    );
}

#[test]
fn configuration_and_tokenizer_that_make_no_sense() {
    for (file, loading, error) in [
        ("config.json", "loading model\n", "`config.json` is no GPT-2 configuration: "),
        ("tokenizer.json", "", "`tokenizer.json` is no tokenizer: "),
    ] {
        let place = with_model_but(file, Some(b"{"));
        let outcome = place.run(MINE);
        let start = format!(
            "[1/1] demo:subject=everyday_science,model=mine_tiny\n{loading}\
             error: run `demo:subject=everyday_science,model=mine_tiny` failed: can't load model `model`: {error}"
        );
        assert!(outcome.stderr.starts_with(&start), "{}", outcome.stderr);
        assert_eq!(outcome.code, 1);
    }
}

#[test]
fn path_of_nothing() {
    let place = Place::new();
    deploy(&place, "/no/such/folder");
    place.run(MINE).check(
        1,
        "",
        "[1/1] demo:subject=everyday_science,model=mine_tiny\n\
         error: run `demo:subject=everyday_science,model=mine_tiny` failed: can't get model `/no/such/folder`: \
         `/no/such/folder` is neither a folder nor the name of a repository\n\
         hint: `pretrained_model_name_or_path` takes a folder or `organization/name`\n\
         0 of 1 runs done, 1 failed\n",
    );
}

use helm_core::{registry::Registry, schema};
use hostile_input::{check, check_slow};
use std::fs;

const TOKENS: [&str; 12] =
    ["&a ", "*a", "<<: ", "!!binary ", "? ", "- ", "|\n", ">\n", "---\n", "...\n", "name: ", "run_groups: "];

#[test]
fn schemas_never_panic() {
    let folder = hostile_input::folder();
    let path = folder.path().join("schema.yaml");
    let sample = include_str!("../../../../tests/golden/schema.yaml");
    check(&[sample], &TOKENS, |bytes| {
        fs::write(&path, bytes).expect("writable");
        match schema::read(&path) {
            Ok(schema) => drop(schema::validate(&schema)),
            Err(error) => drop((error.to_string(), error.hint())),
        }
    });
}

#[test]
fn registries_never_panic() {
    let folder = hostile_input::folder();
    let models = "models:\n  - name: a/b\n    display_name: B\n    description: \"\"\n    creator_organization_name: A\n    access: open\n    num_parameters: 124000000\n    release_date: 2019-02-14\n    tags: [TEXT_MODEL_TAG]\n";
    let deployments = "model_deployments:\n  - name: huggingface/b\n    model_name: a/b\n    tokenizer_name: huggingface/gpt2\n    max_sequence_length: 1024\n    client_spec:\n      class_name: \"helm.clients.huggingface_client.HuggingFaceClient\"\n      args: {pretrained_model_name_or_path: /b}\n";
    let tokenizers = "tokenizer_configs:\n  - name: a/b\n    tokenizer_spec: {class_name: C, args: {}}\n    end_of_text_token: \"<|endoftext|>\"\n    prefix_token: \"\"\n";
    for (file, sample) in
        [("model_metadata", models), ("model_deployments", deployments), ("tokenizer_configs", tokenizers)]
    {
        let path = folder.path().join(file).with_extension("yaml");
        check_slow(&[sample], &TOKENS, |bytes| {
            fs::write(&path, bytes).expect("writable");
            if let Err(error) = Registry::with_local_folder(folder.path()) {
                drop(error.to_string());
            }
        });
        fs::remove_file(&path).expect("it is there");
    }
}

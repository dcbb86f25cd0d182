//! Checkpoints in all their forms, and what is wrong with broken ones.

use crate::random_model::{self, Tensor, Tensors, safetensors, tensors, with_prefix};
use crate::repository;
use helm_gpt2::{Checkpoint, Config, Error, Gpt2, LoadOptions};
use safetensors::tensor::Dtype;
use std::error::Error as _;
use std::fs;
use std::path::Path;

/// A copy of the demonstration model with another configuration or other weights.
fn broken_checkpoint(change: impl Fn(&Path)) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["config.json", "model.safetensors"] {
        fs::copy(repository().join("demo/model").join(name), folder.path().join(name)).expect("copied");
    }
    change(folder.path());
    let loaded =
        Checkpoint::from_folder(folder.path()).and_then(|checkpoint| Gpt2::load(&checkpoint, &LoadOptions::default()));
    loaded.err().expect("a broken checkpoint is refused").to_string()
}

fn replace_in_config(folder: &Path, from: &str, to: &str) {
    let path = folder.join("config.json");
    let text = fs::read_to_string(&path).expect("readable");
    assert!(text.contains(from), "the configuration has {from}");
    fs::write(path, text.replace(from, to)).expect("writable");
}

#[test]
fn a_checkpoint_that_does_not_fit_says_which_tensor() {
    assert_eq!(
        broken_checkpoint(|folder| replace_in_config(folder, "\"vocab_size\": 1000", "\"vocab_size\": 1001")),
        "tensor `transformer.wte.weight` has shape [1000, 64], but the configuration asks for [1001, 64]"
    );
    assert_eq!(
        broken_checkpoint(|folder| replace_in_config(folder, "\"n_layer\": 2", "\"n_layer\": 3")),
        "the checkpoint has no tensor `transformer.h.2.ln_1.weight` (expected with shape [64])"
    );
}

#[test]
fn a_cut_off_checkpoint_is_named() {
    let message = broken_checkpoint(|folder| {
        let path = folder.join("model.safetensors");
        let bytes = fs::read(&path).expect("readable");
        fs::write(path, &bytes[..bytes.len() / 2]).expect("writable");
    });
    assert!(message.starts_with("`model.safetensors` is no whole safetensors file: "), "{message}");
    let message = broken_checkpoint(|folder| fs::remove_file(folder.join("model.safetensors")).expect("removed"));
    assert!(message.ends_with("has no model.safetensors"), "{message}");
    Config::parse("config.json", b"{").expect_err("half a file is no configuration");
}

/// The configuration of a small model with output embeddings of its own.
fn untied() -> serde_json::Value {
    random_model::config([70, 20, 24, 2, 3], serde_json::json!({"tie_word_embeddings": false}))
}

/// A folder with a checkpoint of [`untied`]: each part of its tensors in a file of its own.
fn folder_of(parts: &[(&str, &Tensors)], dtype: Dtype) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("config.json"), untied().to_string()).expect("written");
    let mut names = serde_json::Map::new();
    for (file, tensors) in parts {
        fs::write(folder.path().join(file), safetensors(tensors, dtype)).expect("written");
        names.extend(tensors.keys().map(|name| (name.clone(), (*file).into())));
    }
    if parts.len() > 1 {
        write_index(folder.path(), &names.into());
    }
    folder
}

fn write_index(folder: &Path, weight_map: &serde_json::Value) {
    let index = serde_json::json!({"metadata": {"total_size": 1}, "weight_map": weight_map});
    fs::write(folder.join("model.safetensors.index.json"), index.to_string()).expect("written");
}

fn load(folder: &Path) -> Result<Gpt2, Error> {
    Gpt2::load(&Checkpoint::from_folder(folder)?, &LoadOptions::default())
}

/// What a model makes of a text, as bits: all log-probabilities after it.
fn bits(gpt2: &Gpt2) -> Vec<u64> {
    let logprobs = gpt2.next_token_logprobs(&[1, 69, 0, 33, 5]).expect("scores");
    logprobs.iter().map(|logprob| logprob.to_bits()).collect()
}

fn bits_of(tensors: &Tensors, dtype: Dtype) -> Vec<u64> {
    bits(&load(folder_of(&[("model.safetensors", tensors)], dtype).path()).expect("a checkpoint"))
}

/// The tensors in three parts, of which the last has those of the head alone.
fn in_parts(tensors: &Tensors) -> [Tensors; 3] {
    let part = |name: &str| match name {
        "lm_head.weight" => 2,
        name => usize::from(name.contains("h.1.")),
    };
    std::array::from_fn(|index| {
        let tensors = tensors.iter().filter(|(name, _)| part(name) == index);
        tensors.map(|(name, tensor)| (name.clone(), tensor.clone())).collect()
    })
}

const SHARDS: [&str; 3] = ["model-1.safetensors", "model-2.safetensors", "model-3.safetensors"];

fn sharded(tensors: &Tensors) -> tempfile::TempDir {
    let parts = in_parts(tensors);
    folder_of(&[(SHARDS[0], &parts[0]), (SHARDS[1], &parts[1]), (SHARDS[2], &parts[2])], Dtype::F32)
}

#[test]
fn files_and_prefixes_make_no_difference() {
    let tensors = tensors(&untied(), 1);
    let expected = bits_of(&tensors, Dtype::F32);
    let prefixed = with_prefix(tensors.clone());
    assert_eq!(bits_of(&prefixed, Dtype::F32), expected);
    assert_eq!(bits(&load(sharded(&tensors).path()).expect("a checkpoint")), expected);
    assert_eq!(bits(&load(sharded(&prefixed).path()).expect("a checkpoint")), expected);
    let names =
        Checkpoint::shards(&fs::read(sharded(&tensors).path().join("model.safetensors.index.json")).expect("read"));
    assert_eq!(names.expect("an index"), SHARDS);
}

/// Those that are published hold the causal mask of each block.
#[test]
fn tensors_that_are_no_weights_are_left_alone() {
    let tensors = tensors(&untied(), 1);
    let mut masked = tensors.clone();
    for layer in 0..2 {
        let mask = Tensor { shape: vec![1, 1, 20, 20], values: vec![1.0; 400] };
        masked.insert(format!("h.{layer}.attn.bias"), mask);
        masked.insert(format!("h.{layer}.attn.masked_bias"), Tensor { shape: vec![], values: vec![-1e4] });
    }
    assert_eq!(bits_of(&masked, Dtype::F32), bits_of(&tensors, Dtype::F32));
}

#[test]
fn output_embeddings_of_their_own_are_used() {
    let tensors = tensors(&untied(), 1);
    let mut others = tensors.clone();
    let head = others.get_mut("lm_head.weight").expect("the head is there");
    head.values.swap(0, 24);
    assert_ne!(bits_of(&others, Dtype::F32), bits_of(&tensors, Dtype::F32));
    others.insert("lm_head.weight".into(), tensors["wte.weight"].clone());
    let mut config = untied();
    config["tie_word_embeddings"] = true.into();
    let folder = folder_of(&[("model.safetensors", &tensors)], Dtype::F32);
    fs::write(folder.path().join("config.json"), config.to_string()).expect("written");
    assert_eq!(bits(&load(folder.path()).expect("a checkpoint")), bits_of(&others, Dtype::F32));
}

#[test]
fn weights_of_16_bits_are_the_numbers_that_they_stand_for() {
    let tensors = tensors(&untied(), 2);
    for (dtype, round) in [
        (Dtype::F16, (|value| half::f16::from_f32(value).to_f32()) as fn(f32) -> f32),
        (Dtype::BF16, |value| half::bf16::from_f32(value).to_f32()),
    ] {
        let mut rounded = tensors.clone();
        rounded.values_mut().flat_map(|tensor| &mut tensor.values).for_each(|value| *value = round(*value));
        assert_ne!(bits_of(&rounded, Dtype::F32), bits_of(&tensors, Dtype::F32));
        assert_eq!(bits_of(&tensors, dtype), bits_of(&rounded, Dtype::F32), "{dtype}");
    }
}

#[test]
fn weights_of_another_type_are_refused() {
    let folder = folder_of(&[("model.safetensors", &tensors(&untied(), 1))], Dtype::I64);
    let error = load(folder.path()).err().expect("integers are no weights").to_string();
    assert_eq!(error, "tensor `lm_head.weight` has values of type I64; F32, F16 and BF16 can be read");
}

#[test]
fn a_shard_that_is_missing_or_cut_off_is_named() {
    let tensors = tensors(&untied(), 1);
    for shard in SHARDS {
        let folder = sharded(&tensors);
        let path = folder.path().join(shard);
        let bytes = fs::read(&path).expect("readable");
        for length in [bytes.len() - 1, 20, 0] {
            fs::write(&path, &bytes[..length]).expect("written");
            let error = load(folder.path()).err().expect("a cut-off shard").to_string();
            assert!(error.starts_with(&format!("`{shard}` is no whole safetensors file: ")), "{error}");
        }
        fs::remove_file(&path).expect("removed");
        let error = load(folder.path()).err().expect("a missing shard");
        assert_eq!(error.to_string(), format!("can't read `{}`", path.display()));
        assert!(error.source().expect("why").to_string().contains("No such file"), "{error:?}");
    }
    let mut without_head = in_parts(&tensors);
    without_head[2].clear();
    let folder = folder_of(&[(SHARDS[0], &without_head[0]), (SHARDS[1], &without_head[1])], Dtype::F32);
    let error = load(folder.path()).err().expect("no head").to_string();
    assert_eq!(error, "the checkpoint has no tensor `lm_head.weight` (expected with shape [70, 24])");
}

#[test]
fn an_index_names_files_beside_it() {
    let folder = sharded(&tensors(&untied(), 1));
    for name in ["../model-1.safetensors", "/etc/hostname", "more/model.safetensors", "..", ".", ".hidden", "", "/"] {
        write_index(folder.path(), &serde_json::json!({"wte.weight": SHARDS[0], "wpe.weight": name}));
        let error = load(folder.path()).err().expect("another folder").to_string();
        assert!(error.contains(&format!("`{name}` is no name of a file beside it")), "{name}: {error}");
    }
    write_index(folder.path(), &serde_json::json!({}));
    let error = load(folder.path()).err().expect("no weights").to_string();
    assert!(error.contains("it names no files"), "{error}");
    fs::write(folder.path().join("model.safetensors.index.json"), "{").expect("written");
    let error = load(folder.path()).err().expect("half an index").to_string();
    assert!(error.starts_with("`model.safetensors.index.json` is no GPT-2 configuration: "), "{error}");
}

#[test]
fn sizes_of_nothing_are_refused() {
    for name in ["vocab_size", "n_positions", "n_embd", "n_layer", "n_head", "n_inner"] {
        let mut config = untied();
        config[name] = 0.into();
        let error = Config::parse("config.json", config.to_string().as_bytes()).expect_err("no model").to_string();
        assert_eq!(error, format!("`config.json` is no GPT-2 configuration: {name} is 0"));
    }
}

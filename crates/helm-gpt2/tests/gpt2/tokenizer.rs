use crate::repository;
use helm_gpt2::Tokenizer;
use serde_json::json;
use std::fs;

#[test]
fn vocabulary_and_merges_make_the_same_tokenizer() {
    let model = repository().join("demo/model");
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["vocab.json", "merges.txt"] {
        fs::copy(model.join(name), folder.path().join(name)).expect("copied");
    }
    let text = "Which planet—Venus, São Tomé's or 火星—is\n  near?<|endoftext|>";
    let expected = Tokenizer::from_folder(&model).expect("a tokenizer").encode(text);
    assert_eq!(Tokenizer::from_folder(folder.path()).expect("a tokenizer").encode(text), expected);
}

/// The demonstration's `tokenizer.json`, with a field of it replaced.
fn with(field: &str, value: serde_json::Value) -> Vec<u8> {
    let file = fs::read(repository().join("demo/model/tokenizer.json")).expect("readable");
    let mut tokenizer: serde_json::Value = serde_json::from_slice(&file).expect("JSON");
    tokenizer[field] = value;
    tokenizer.to_string().into_bytes()
}

#[test]
fn texts_are_neither_cut_nor_padded_whatever_the_file_says() {
    let tokens = |json: &[u8]| Tokenizer::from_json("tokenizer.json", json).expect("a tokenizer").encode("What is it?");
    let truncation = json!({"direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0});
    let padding = json!({
        "strategy": {"Fixed": 32}, "direction": "Right", "pad_to_multiple_of": null,
        "pad_id": 0, "pad_type_id": 0, "pad_token": "!",
    });
    let expected = tokens(&with("truncation", json!(null)));
    assert!((3..32).contains(&expected.len()));
    assert_eq!(tokens(&with("truncation", truncation)), expected);
    assert_eq!(tokens(&with("padding", padding)), expected);
}

#[test]
fn tokenizers_of_another_kind_are_refused() {
    let words = json!({"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "missing"});
    let error = Tokenizer::from_json("tokenizer.json", &with("model", words)).err().expect("no byte pair encoding");
    assert!(error.to_string().contains("no byte pair encoding"), "{error}");
}

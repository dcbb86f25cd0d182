use crate::repository;
use helm_gpt2::Tokenizer;
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

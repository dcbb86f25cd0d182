//! Log-probabilities, tokens and continuations against those that transformers computed.

use helm_gpt2::{Checkpoint, Config, Error, Gpt2, LoadOptions, Sampling, StopCriteria, Tokenizer};
use serde::Deserialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// How far log-probabilities may be off. The references were computed in float64 or checked with it.
const TOLERANCE: f64 = 1e-4;

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    token_ids: Vec<u32>,
    token_strings: Vec<String>,
    prompt_logprobs: Vec<f64>,
    next_token_top10: Vec<(u32, f64)>,
    greedy_continuation: Vec<u32>,
    greedy_text: String,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn load(folder: &Path) -> (Gpt2, Tokenizer) {
    let checkpoint = Checkpoint::from_folder(folder).expect("a checkpoint");
    let gpt2 = Gpt2::load(&checkpoint, &LoadOptions::default()).expect("whole weights");
    (gpt2, Tokenizer::from_folder(folder).expect("a tokenizer"))
}

fn check(model_folder: &Path, reference: &Path) {
    let (gpt2, tokenizer) = load(model_folder);
    let json = fs::read(reference).expect("the reference is there");
    let reference: Reference = serde_json::from_slice(&json).expect("the reference is valid");
    assert!(!reference.cases.is_empty());
    for case in &reference.cases {
        check_tokens(&tokenizer, case);
        check_scores(&gpt2, case);
        let stop = StopCriteria { tokens: gpt2.config().eos_token_id.into_iter().collect(), sequences: vec![] };
        let length = case.greedy_continuation.len();
        let room = gpt2.config().n_positions + 1 - case.token_ids.len();
        let completion = gpt2.generate(&case.token_ids, length.min(room), &stop, Sampling::Greedy).expect("generates");
        assert_eq!(completion.tokens, case.greedy_continuation, "{:?}", case.text);
        assert_eq!(tokenizer.decode(&completion.tokens), case.greedy_text, "{:?}", case.text);
    }
}

fn check_tokens(tokenizer: &Tokenizer, case: &Case) {
    assert_eq!(tokenizer.encode(&case.text), case.token_ids, "{:?}", case.text);
    let strings: Vec<String> = case.token_ids.iter().map(|&token| tokenizer.decode(&[token])).collect();
    assert_eq!(strings, case.token_strings, "{:?}", case.text);
}

fn check_scores(gpt2: &Gpt2, case: &Case) {
    let scores = gpt2.score(&case.token_ids).expect("scores");
    assert_eq!(scores.len() + 1, case.token_ids.len());
    for (position, (ours, expected)) in scores.iter().zip(&case.prompt_logprobs[1..]).enumerate() {
        assert!((ours - expected).abs() < TOLERANCE, "{:?} at {position}: {ours}, not {expected}", case.text);
    }
    let next = gpt2.next_token_logprobs(&case.token_ids).expect("scores");
    for &(token, expected) in &case.next_token_top10 {
        let ours = next[token as usize];
        assert!((ours - expected).abs() < TOLERANCE, "{:?}, token {token}: {ours}, not {expected}", case.text);
    }
}

#[test]
fn demonstration_model_equals_transformers() {
    check(&repository().join("demo/model"), &repository().join("tests/golden/demo_logits.json"));
}

#[test]
fn larger_reference_model_equals_transformers() {
    let shared = repository().join("../shared");
    if !shared.is_dir() {
        // Straight to the terminal: what a passing test prints is not shown.
        let message = "skipped: `../shared` beside the repository is not there, nothing was compared with its model";
        writeln!(io::stderr(), "{message}").expect("standard error takes text");
        return;
    }
    check(&shared.join("models/mini-gpt2"), &shared.join("reference/mini_gpt2_logits.json"));
}

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

#[test]
fn cached_keys_and_values_change_nothing() {
    let (gpt2, tokenizer) = load(&repository().join("demo/model"));
    let prompt = tokenizer.encode("Question: Which planet is");
    let generated = gpt2.generate(&prompt, 5, &StopCriteria::default(), Sampling::Greedy).expect("generates");
    let mut tokens = prompt;
    for (&token, &logprob) in generated.tokens.iter().zip(&generated.logprobs) {
        let next = gpt2.next_token_logprobs(&tokens).expect("scores");
        assert!((next[token as usize] - logprob).abs() < 1e-5);
        tokens.push(token);
    }
}

#[test]
fn the_last_token_is_scored_without_being_read() {
    let (gpt2, _) = load(&repository().join("demo/model"));
    let tokens: Vec<u32> = (0..=u32::try_from(gpt2.config().n_positions).expect("few")).collect();
    let scores = gpt2.score(&tokens).expect("one more than there are positions");
    let next = gpt2.next_token_logprobs(&tokens[..tokens.len() - 1]).expect("scores");
    assert_eq!(scores.len() + 1, tokens.len());
    assert!((scores[scores.len() - 1] - next[tokens[tokens.len() - 1] as usize]).abs() < 1e-5);
    assert!(gpt2.score(&tokens[..1]).expect("nothing comes before a single token").is_empty());
}

#[test]
fn requests_that_do_not_fit_are_refused() {
    let (gpt2, _) = load(&repository().join("demo/model"));
    let positions = gpt2.config().n_positions;
    assert!(matches!(gpt2.score(&[]), Err(Error::EmptyPrompt)));
    assert!(matches!(gpt2.score(&vec![1; positions + 2]), Err(Error::TooLong { tokens: 513, positions: 512 })));
    assert!(matches!(gpt2.score(&[1, 1000]), Err(Error::UnknownToken { token: 1000, vocabulary: 1000 })));
    assert!(matches!(gpt2.score(&[1000]), Err(Error::UnknownToken { token: 1000, .. })));
    let full = vec![1; positions];
    let greedy = Sampling::Greedy;
    assert_eq!(gpt2.generate(&full, 1, &StopCriteria::default(), greedy).expect("one fits").tokens.len(), 1);
    assert!(matches!(
        gpt2.generate(&full, 2, &StopCriteria::default(), greedy),
        Err(Error::TooLong { tokens: 513, .. })
    ));
}

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

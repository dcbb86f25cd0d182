//! Log-probabilities, tokens and continuations against those that transformers computed.

use crate::{load, repository};
use helm_gpt2::{Gpt2, Request, Sampling, StopCriteria, Tokenizer};
use serde::Deserialize;
use std::io::Write;
use std::path::Path;
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
    // One token more, so that the last token's place is among those whose alternatives are asked for.
    let prompt = [case.token_ids.as_slice(), &[0]].concat();
    let request = Request { alternatives: case.next_token_top10.len(), ..Request::score(prompt) };
    let answer = gpt2.answer(&[request], &mut |_| {}).swap_remove(0).expect("scores");
    let alternatives = answer.prompt_alternatives.last().expect("each place has some");
    assert_eq!(alternatives.len(), case.next_token_top10.len());
    for ((_, ours), (_, expected)) in alternatives.iter().zip(&case.next_token_top10) {
        assert!((ours - expected).abs() < TOLERANCE, "{:?}: {ours}, not {expected}", case.text);
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

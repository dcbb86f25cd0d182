//! What happens to prompts before anything is computed.

use crate::prefix_tree::PrefixTree;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use helm_gpt2::Tokenizer;
use std::fs;
use std::path::Path;

/// Subjects of a run, and questions of each.
const SUBJECTS: u32 = 57;
const QUESTIONS: u32 = 20;

/// The demonstration's questions as one text.
#[divan::bench]
fn tokenizer(bencher: Bencher) {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo");
    let tokenizer = Tokenizer::from_folder(&demo.join("model")).expect("the demonstration has a tokenizer");
    let text = fs::read_to_string(demo.join("data/test/world_geography_test.csv")).expect("and questions");
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| tokenizer.encode(&text));
}

/// The prompts of a run over all subjects: 600 tokens that those of a subject share, 100 of their own.
#[divan::bench]
fn prefix_tree(bencher: Bencher) {
    let prompt = |subject: u32, question: u32| -> Vec<u32> {
        let shared = (0..600).map(|index| index * 7 + subject);
        shared.chain((0..100).map(|index| index * 11 + question)).collect()
    };
    let questions = (0..SUBJECTS).flat_map(|subject| (0..QUESTIONS).map(move |question| prompt(subject, question)));
    let prompts: Vec<Vec<u32>> = questions.collect();
    let prompts: Vec<&[u32]> = prompts.iter().map(Vec::as_slice).collect();
    bencher.counter(ItemsCount::new(prompts.len())).bench_local(|| PrefixTree::new(&prompts));
}

//! The engine against candle's own operations.

use crate::random::Random;
use crate::random_model::{self, config};
use candle_core::Device;
use helm_gpt2::{Answer, Gpt2, Kernels, LoadOptions, Request, Sampling, StopCriteria};

/// How far log-probabilities may be apart.
const TOLERANCE: f64 = 1e-4;

/// Holds the engine to the plain operations, with prompts of these lengths that share the first `shared` tokens.
fn check(config: &serde_json::Value, seed: u64, shared: usize, lengths: &[usize]) {
    let checkpoint = random_model::checkpoint(config, seed);
    let plain = Gpt2::load_plain(&checkpoint, &Device::Cpu).expect("whole weights");
    let mut random = Random(seed);
    let vocabulary = plain.config().vocab_size;
    let mut tokens = |count| -> Vec<u32> {
        (0..count).map(|_| u32::try_from(random.below(vocabulary)).expect("vocabularies are small")).collect()
    };
    let stem = tokens(shared);
    let request = |&length: &usize| Request {
        prompt: [stem.as_slice(), &tokens(length)].concat(),
        score_prompt: true,
        alternatives: 3,
        next_token_logprobs: true,
        max_tokens: 4,
        stop: StopCriteria::default(),
        completions: vec![Sampling::Greedy],
    };
    let requests: Vec<Request> = lengths.iter().map(request).collect();
    let references: Vec<_> =
        plain.answer(&requests, &mut |_| {}).into_iter().map(|answer| answer.expect("an answer")).collect();
    for kernels in Kernels::supported() {
        let options = LoadOptions { kernels, ..LoadOptions::default() };
        let engine = Gpt2::load(&checkpoint, &options).expect("whole weights");
        let answers = engine.answer(&requests, &mut |_| {});
        for ((answer, reference), request) in answers.into_iter().zip(&references).zip(&requests) {
            let answer = answer.expect("an answer");
            let what = format!("{}, {} tokens", kernels.name, request.prompt.len());
            assert_eq!(answer.prompt_logprobs.len(), request.prompt.len() - 1);
            assert_near(&what, &answer.prompt_logprobs, &reference.prompt_logprobs);
            // Which of two likely tokens comes first may differ, but not how likely they are.
            let logprobs = |answer: &Answer| -> Vec<f64> {
                answer.prompt_alternatives.iter().flatten().map(|&(_, logprob)| logprob).collect()
            };
            assert_eq!(answer.prompt_alternatives.len(), request.prompt.len() - 1);
            assert_near(&what, &logprobs(&answer), &logprobs(reference));
            assert_eq!(answer.next_token_logprobs.len(), vocabulary);
            assert_near(&what, &answer.next_token_logprobs, &reference.next_token_logprobs);
            // Which of two likeliest tokens comes first may differ, but not how likely what was generated is.
            let [completion] = &answer.completions[..] else { panic!("{what}: one completion was asked for") };
            assert_eq!(completion.tokens.len(), 4);
            let text = [request.prompt.as_slice(), &completion.tokens].concat();
            let scores = plain.score(&text).expect("scores");
            assert_near(&what, &completion.logprobs, &scores[request.prompt.len() - 1..]);
            let first = reference.next_token_logprobs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            assert_near(&what, &completion.logprobs[..1], &[first]);
        }
    }
}

fn assert_near(what: &str, ours: &[f64], expected: &[f64]) {
    assert_eq!(ours.len(), expected.len(), "{what}");
    for (index, (ours, expected)) in ours.iter().zip(expected).enumerate() {
        assert!((ours - expected).abs() <= TOLERANCE, "{what}: {ours} at {index}, not {expected}");
    }
}

#[test]
fn models_of_odd_shapes_are_computed_as_by_plain_operations() {
    for (seed, config) in random_model::odd_configs().iter().enumerate() {
        check(config, seed as u64, 20, &[0, 1, 13, 50]);
        check(config, seed as u64 + 10, 0, &[1, 2, 70]);
    }
    // More rows than a group has, in one sequence.
    check(&random_model::odd_configs()[1], 5, 130, &[1, 150]);
}

#[test]
fn layers_of_the_published_widths_are_computed_as_by_plain_operations() {
    // Two layers of distilgpt2 and gpt2, one of gpt2-medium, one of half gpt2-xl's width: 25 heads are odd too.
    for (seed, (width, layers, heads)) in [(768, 2, 12), (1024, 1, 16), (800, 1, 25)].into_iter().enumerate() {
        check(&config([600, 64, width, layers, heads], serde_json::json!({})), seed as u64, 16, &[3, 17]);
    }
}

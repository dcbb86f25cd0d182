//! An answer is the same to the bit whatever else is asked for, in whichever order, with however many threads and
//! however little memory.

use crate::random::Random;
use crate::{random_model, repository};
use helm_gpt2::{Answer, Checkpoint, Config, Error, Gpt2, Kernels, LoadOptions, Request, Sampling, StopCriteria};
use std::time::{Duration, Instant};

/// What is compared of an answer: everything but its time, with floats as their bits.
#[derive(Debug, PartialEq)]
enum Outcome {
    Answer {
        prompt: Vec<u64>,
        alternatives: Vec<Vec<(u32, u64)>>,
        next: Vec<u64>,
        completions: Vec<(Vec<u32>, Vec<u64>)>,
    },
    Error(String),
}

impl Outcome {
    fn of(answer: Result<Answer, Error>) -> Self {
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect();
        match answer {
            Ok(answer) => Self::Answer {
                prompt: bits(&answer.prompt_logprobs),
                alternatives: (answer.prompt_alternatives.iter())
                    .map(|tokens| tokens.iter().map(|(token, logprob)| (*token, logprob.to_bits())).collect())
                    .collect(),
                next: bits(&answer.next_token_logprobs),
                completions: (answer.completions.into_iter())
                    .map(|completion| (completion.tokens, bits(&completion.logprobs)))
                    .collect(),
            },
            Err(error) => Self::Error(error.to_string()),
        }
    }
}

/// Answers to requests that are asked together.
fn outcomes(gpt2: &Gpt2, requests: &[Request], threads: usize) -> Vec<Outcome> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| {
        let mut answered = vec![0; requests.len()];
        let start = Instant::now();
        let answers = gpt2.answer(requests, &mut |index| answered[index] += 1);
        let passed = start.elapsed();
        assert!(answered.iter().all(|&times| times == 1), "each is told of once: {answered:?}");
        let times: Duration = answers.iter().flatten().map(|answer| answer.time).sum();
        // The time of a pass is shared row by row, and each share rounded to a nanosecond.
        let rows: usize = requests.iter().map(|request| request.prompt.len() + 10 * request.completions.len()).sum();
        let roundings = Duration::from_nanos(u64::try_from(rows).expect("few"));
        assert!(times <= passed + roundings, "shares of {passed:?} add up to {times:?}");
        answers.into_iter().map(Outcome::of).collect()
    })
}

/// Prompts of all lengths, of which many begin alike, are the beginning of others, or are others once more.
fn prompts(random: &mut Random, config: &Config, count: usize) -> Vec<Vec<u32>> {
    let mut prompts: Vec<Vec<u32>> = Vec::new();
    while prompts.len() < count {
        let mut prompt = match prompts.len() {
            0 => Vec::new(),
            earlier => prompts[random.below(earlier)].clone(),
        };
        if random.below(4) == 0 {
            prompt.clear();
        }
        if random.below(3) == 0 {
            prompt.truncate(random.below(prompt.len() + 1));
        }
        let most = [1, 3, 20, 70][random.below(4)];
        let own = random.below(most);
        prompt.extend((0..own).map(|_| token(random, config)));
        prompt.truncate(config.n_positions);
        prompts.push(prompt);
    }
    prompts
}

fn token(random: &mut Random, config: &Config) -> u32 {
    u32::try_from(random.below(config.vocab_size)).expect("vocabularies are small")
}

/// Requests of all kinds, some of which can't be answered.
fn requests(random: &mut Random, config: &Config, count: usize) -> Vec<Request> {
    let mut requests = Vec::new();
    for mut prompt in prompts(random, config, count) {
        match random.below(25) {
            0 => prompt.push(u32::try_from(config.vocab_size).expect("vocabularies are small")),
            1 => prompt.resize(config.n_positions + 2, 0),
            2 => prompt.resize(config.n_positions + 1, 1),
            3 => prompt.resize(config.n_positions, 1),
            _ => {}
        }
        let sampling = |random: &mut Random| match random.below(2) {
            0 => Sampling::Greedy,
            _ => Sampling::Random {
                temperature: [0.5, 1.0, 3.0][random.below(3)],
                top_p: [0.8, 1.0][random.below(2)],
                seed: random.below(1000) as u64,
            },
        };
        let generates = random.below(2) == 0;
        let stop = StopCriteria {
            tokens: (0..random.below(30)).map(|_| token(random, config)).collect(),
            sequences: (0..random.below(30))
                .map(|_| (0..random.below(3)).map(|_| token(random, config)).collect())
                .collect(),
        };
        requests.push(Request {
            prompt,
            score_prompt: random.below(2) == 0,
            alternatives: [0, 0, 1, 5][random.below(4)],
            next_token_logprobs: random.below(3) == 0,
            max_tokens: if generates { random.below(7) } else { 0 },
            stop,
            completions: if generates { (0..random.below(4)).map(|_| sampling(random)).collect() } else { Vec::new() },
        });
    }
    requests
}

/// Compares answers to requests that were asked together with those to each one alone.
struct Alone<'a> {
    requests: &'a [Request],
    outcomes: Vec<Outcome>,
}

impl Alone<'_> {
    fn check(&self, what: &str, gpt2: &Gpt2, order: &[usize], threads: usize) {
        let together: Vec<Request> = order.iter().map(|&index| self.requests[index].clone()).collect();
        for (outcome, &index) in outcomes(gpt2, &together, threads).iter().zip(order) {
            let request = &self.requests[index];
            assert!(*outcome == self.outcomes[index], "{what}, {threads} threads: {request:?} has another answer");
        }
    }
}

fn shuffled(random: &mut Random, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    (1..count).rev().for_each(|last| order.swap(last, random.below(last + 1)));
    order
}

fn check(checkpoint: &Checkpoint, kernels: &'static Kernels, seed: u64, count: usize) {
    let load = |memory| Gpt2::load(checkpoint, &LoadOptions { kernels, memory }).expect("whole weights");
    let default = LoadOptions::default().memory;
    let gpt2 = load(default);
    let random = &mut Random(seed);
    let requests = requests(random, gpt2.config(), count);
    let alone = |request| outcomes(&gpt2, std::slice::from_ref(request), 1).remove(0);
    let alone = Alone { requests: &requests, outcomes: requests.iter().map(alone).collect() };
    assert!(alone.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Error(_))), "something to refuse");
    let what = |what: &str| format!("{}, seed {seed}: {what}", kernels.name);
    let in_order: Vec<usize> = (0..count).collect();
    alone.check(&what("together"), &gpt2, &in_order, 1);
    for threads in [2, 3, 4] {
        alone.check(&what("shuffled"), &gpt2, &shuffled(random, count), threads);
    }
    let some: Vec<usize> = (0..count).map(|_| random.below(count)).collect();
    alone.check(&what("some, and some twice"), &gpt2, &some, 2);
    alone.check(&what("without memory"), &load(0), &shuffled(random, count), 3);
    alone.check(&what("with little memory"), &load(1 << 20), &shuffled(random, count), 2);
}

#[test]
fn answers_of_the_demonstration_model_do_not_depend_on_others() {
    let checkpoint = Checkpoint::from_folder(&repository().join("demo/model")).expect("a checkpoint");
    for (seed, kernels) in Kernels::supported().into_iter().enumerate() {
        check(&checkpoint, kernels, seed as u64, 40);
    }
}

#[test]
fn answers_of_models_of_odd_shapes_do_not_depend_on_others() {
    for (index, config) in random_model::odd_configs().iter().enumerate() {
        let checkpoint = random_model::checkpoint(config, index as u64);
        for (seed, kernels) in Kernels::supported().into_iter().enumerate() {
            check(&checkpoint, kernels, 100 + 10 * index as u64 + seed as u64, 40);
        }
    }
}

#[test]
fn scores_do_not_depend_on_what_is_shared_and_how_long_it_is() {
    // A prompt alone, with one that leaves it after each of its tokens, and cut off after each of them.
    let config = &random_model::odd_configs()[0];
    let checkpoint = random_model::checkpoint(config, 9);
    let random = &mut Random(9);
    for kernels in Kernels::supported() {
        let gpt2 = Gpt2::load(&checkpoint, &LoadOptions { kernels, ..LoadOptions::default() }).expect("whole weights");
        let prompt: Vec<u32> = (0..50).map(|_| token(random, gpt2.config())).collect();
        let scores = |requests: &[Request]| -> Vec<Vec<u64>> {
            let answers = gpt2.answer(requests, &mut |_| {}).into_iter().map(|answer| answer.expect("an answer"));
            answers.map(|answer| answer.prompt_logprobs.iter().map(|value| value.to_bits()).collect()).collect()
        };
        let alone = scores(&[Request::score(prompt.clone())]).remove(0);
        assert_eq!(alone.len(), prompt.len() - 1);
        for shared in 1..prompt.len() {
            let cut_off = prompt[..shared].to_vec();
            let other: Vec<u32> = cut_off.iter().copied().chain([(prompt[shared] + 1) % 517, 3]).collect();
            let together = scores(&[other, prompt.clone(), cut_off].map(Request::score));
            assert_eq!(together[1], alone, "{}, {shared} tokens shared", kernels.name);
            assert_eq!(together[2], alone[..shared - 1], "{}, {shared} tokens", kernels.name);
            assert_eq!(together[0][..shared - 1], alone[..shared - 1], "{}, {shared} tokens shared", kernels.name);
        }
    }
}

#[test]
fn a_request_that_fails_leaves_the_others_alone() {
    let checkpoint = Checkpoint::from_folder(&repository().join("demo/model")).expect("a checkpoint");
    let gpt2 = Gpt2::load(&checkpoint, &LoadOptions::default()).expect("whole weights");
    let good = Request::score(vec![5, 6, 7]);
    let greedy = |prompt, max_tokens| Request::generate(prompt, max_tokens, StopCriteria::default(), Sampling::Greedy);
    let requests = [
        good.clone(),
        Request::score(vec![]),
        Request::score(vec![5, 6, 1000]),
        greedy(vec![5; 513], 1),
        greedy(vec![5; 510], 5),
        good.clone(),
    ];
    let mut order = Vec::new();
    let mut answers = gpt2.answer(&requests, &mut |index| order.push(index)).into_iter();
    let mut next = || answers.next().expect("an answer for each");
    let expected = gpt2.score(&good.prompt).expect("scores");
    assert_eq!(next().expect("a good request").prompt_logprobs, expected);
    assert!(matches!(next(), Err(Error::EmptyPrompt)));
    assert!(matches!(next(), Err(Error::UnknownToken { token: 1000, vocabulary: 1000 })));
    assert!(matches!(next(), Err(Error::TooLong { tokens: 513, positions: 512 })));
    // 510 tokens and 3 generated ones, of which the last can't be read.
    assert!(matches!(next(), Err(Error::TooLong { tokens: 513, positions: 512 })));
    assert_eq!(next().expect("a good request").prompt_logprobs, expected);
    order.sort_unstable();
    assert_eq!(order, [0, 1, 2, 3, 4, 5]);
}

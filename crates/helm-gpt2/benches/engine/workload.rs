//! The work that is measured, as evaluation asks for it.

use crate::operations::{Run, operations};
use anyhow::{Context, Error, Result};
use helm_gpt2::{Config, Gpt2, Request, Sampling, StopCriteria};
use std::fmt;
use std::str::FromStr;

/// Some requests that are answered together.
#[derive(Clone, Copy)]
pub(crate) enum Workload {
    /// The token after each of some prompts that have nothing in common.
    Prefill { tokens: usize, prompts: usize },
    /// The log-probability of each token of a text.
    Score { tokens: usize },
    /// The token after each of some prompts that begin alike.
    Questions { questions: usize, shared: usize, own: usize },
}

/// What is measured, in order.
pub(crate) const ALL: [Workload; 6] = [
    Workload::Prefill { tokens: 512, prompts: 1 },
    Workload::Prefill { tokens: 900, prompts: 1 },
    Workload::Prefill { tokens: 512, prompts: 8 },
    Workload::Score { tokens: 512 },
    Workload::Score { tokens: 900 },
    Workload::Questions { questions: 100, shared: 400, own: 100 },
];

/// What is measured of kernels that take their time.
pub(crate) const SHORT: [Workload; 2] = [ALL[0], ALL[3]];

impl Workload {
    pub(crate) fn requests(self, config: &Config) -> Vec<Request> {
        let generate = |prompt| Request::generate(prompt, 1, StopCriteria::default(), Sampling::Greedy);
        match self {
            Self::Prefill { tokens: count, prompts } => {
                (0..prompts).map(|prompt| generate(tokens(config, prompt, count))).collect()
            }
            Self::Score { tokens: count } => vec![Request::score(tokens(config, 0, count))],
            Self::Questions { questions, shared, own } => {
                let shared = tokens(config, 0, shared);
                let question = |question| [shared.clone(), tokens(config, question + 1, own)].concat();
                (0..questions).map(|index| generate(question(index))).collect()
            }
        }
    }

    /// Answers its requests. What was found, for comparison: the sum of the tokens' ids, or that of the
    /// log-probabilities.
    pub(crate) fn run(gpt2: &Gpt2, requests: &[Request]) -> Result<f64> {
        let mut found = 0.0;
        for answer in gpt2.answer(requests, &mut |_| {}) {
            let answer = answer?;
            found += answer.prompt_logprobs.iter().sum::<f64>();
            found += answer
                .completions
                .iter()
                .flat_map(|completion| &completion.tokens)
                .copied()
                .map(f64::from)
                .sum::<f64>();
        }
        Ok(found)
    }

    /// Floating-point operations that its requests need.
    pub(crate) fn operations(self, config: &Config) -> f64 {
        let runs = match self {
            Self::Prefill { tokens, prompts } => vec![Run { past: 0, tokens, wanted: 1 }; prompts],
            // The last token is scored but not read.
            Self::Score { tokens } => vec![Run { past: 0, tokens: tokens - 1, wanted: tokens - 1 }],
            Self::Questions { questions, shared, own } => {
                let mut runs = vec![Run { past: shared, tokens: own, wanted: 1 }; questions];
                runs.push(Run { past: 0, tokens: shared, wanted: 0 });
                runs
            }
        };
        operations(config, &runs)
    }
}

/// Tokens all over the vocabulary; sequences of different numbers differ from the first token on. The numbers are
/// arbitrary primes, and the same wherever the workloads are run.
fn tokens(config: &Config, sequence: usize, count: usize) -> Vec<u32> {
    let token = |index: usize| (index * 7_919 + sequence * 104_729 + 13) % config.vocab_size;
    (0..count).map(|index| u32::try_from(token(index)).expect("tokens have 32 bits")).collect()
}

impl fmt::Display for Workload {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Prefill { tokens, prompts } => write!(formatter, "prefill {tokens} x {prompts}"),
            Self::Score { tokens } => write!(formatter, "score {tokens}"),
            Self::Questions { questions, shared, own } => write!(formatter, "{questions} questions {shared} + {own}"),
        }
    }
}

impl FromStr for Workload {
    type Err = Error;

    fn from_str(line: &str) -> Result<Self> {
        let unknown =
            || format!("`{line}` is no workload: `prefill TOKENS PROMPTS`, `score TOKENS`, `questions N SHARED OWN`");
        let mut words = line.split_whitespace();
        let name = words.next().with_context(unknown)?;
        let numbers: Vec<usize> = words.map(str::parse).collect::<Result<_, _>>().with_context(unknown)?;
        match (name, &numbers[..]) {
            ("prefill", &[tokens, prompts]) => Some(Self::Prefill { tokens, prompts }),
            ("score", &[tokens]) => Some(Self::Score { tokens }),
            ("questions", &[questions, shared, own]) => Some(Self::Questions { questions, shared, own }),
            _ => None,
        }
        .with_context(unknown)
    }
}

use crate::Sampling;
use std::time::Duration;

/// What is wanted of the model for one prompt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// The prompt's tokens.
    pub prompt: Vec<u32>,
    /// Whether the log-probabilities of the prompt's own tokens are wanted.
    pub score_prompt: bool,
    /// How many of the likeliest tokens are wanted at each place of the prompt, where it is scored.
    pub alternatives: usize,
    /// Whether the log-probability of every token of the vocabulary after the prompt is wanted.
    pub next_token_logprobs: bool,
    /// The most tokens of a completion.
    pub max_tokens: usize,
    /// When completions end before that.
    pub stop: StopCriteria,
    /// How the tokens of each completion are chosen: as many completions as there are samplings.
    pub completions: Vec<Sampling>,
}

/// When generation ends before the most tokens are generated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopCriteria {
    /// Any of these tokens.
    pub tokens: Vec<u32>,
    /// Any of these sequences of tokens.
    pub sequences: Vec<Vec<u32>>,
}

/// The answer to a [`Request`]. What was not asked for is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// The natural logarithm of the probability of each token of the prompt but the first, given those before it:
    /// one fewer than the prompt has tokens.
    pub prompt_logprobs: Vec<f64>,
    /// The likeliest tokens in the place of each of these, with their log-probabilities; of equally likely ones those
    /// with the least ids.
    pub prompt_alternatives: Vec<Vec<(u32, f64)>>,
    /// The log-probability of every token of the vocabulary after the prompt.
    pub next_token_logprobs: Vec<f64>,
    /// The completions, in the order of the request's samplings.
    pub completions: Vec<Completion>,
    /// The time that went into this answer. Where answers were computed together they share it, so that those of
    /// all answers add up to what passed.
    pub time: Duration,
}

/// What was generated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// The tokens, with what stopped generation.
    pub tokens: Vec<u32>,
    /// The natural logarithm of each token's probability, whatever the sampling.
    pub logprobs: Vec<f64>,
}

impl Request {
    /// Asks for the log-probabilities of a text's own tokens.
    pub fn score(prompt: Vec<u32>) -> Self {
        Self { prompt, score_prompt: true, ..Self::default() }
    }

    /// Asks for a single completion.
    pub fn generate(prompt: Vec<u32>, max_tokens: usize, stop: StopCriteria, sampling: Sampling) -> Self {
        Self { prompt, max_tokens, stop, completions: vec![sampling], ..Self::default() }
    }

    /// The tokens that the model has to read. A last token that is only scored is not among them, so that there may
    /// be one more than the model has positions.
    pub(crate) fn read(&self) -> &[u32] {
        if self.next_token_logprobs || self.generates() {
            &self.prompt
        } else if self.score_prompt {
            &self.prompt[..self.prompt.len().saturating_sub(1)]
        } else {
            &[]
        }
    }

    /// How many of the likeliest tokens have to be found at each place.
    pub(crate) fn likeliest(&self) -> usize {
        if self.score_prompt { self.alternatives } else { 0 }
    }

    /// The most tokens of a completion that are read, where there are so many positions: the last one never is.
    pub(crate) fn most_read_of_completion(&self, positions: usize) -> usize {
        self.max_tokens.saturating_sub(1).min(positions.saturating_sub(self.prompt.len()))
    }

    /// Whether any tokens are to be generated.
    pub(crate) fn generates(&self) -> bool {
        self.max_tokens > 0 && !self.completions.is_empty()
    }
}

impl StopCriteria {
    pub(crate) fn reached(&self, generated: &[u32]) -> bool {
        generated.last().is_some_and(|last| self.tokens.contains(last))
            || self.sequences.iter().any(|sequence| !sequence.is_empty() && generated.ends_with(sequence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generation_stops_at_tokens_and_sequences() {
        let stop = StopCriteria { tokens: vec![9], sequences: vec![vec![1, 2]] };
        assert!(stop.reached(&[5, 9]));
        assert!(stop.reached(&[5, 1, 2]));
        assert!(!stop.reached(&[1, 2, 5]));
        assert!(!stop.reached(&[]));
    }
}

//! Completions that grow by a token in each pass.

use crate::Error;
use crate::engine::{Segment, Sequence, Wanted};
use crate::request::{Completion, Request};
use crate::sampling::Sampler;
use std::sync::Arc;

/// What the next token is chosen by.
#[derive(Clone, Copy)]
pub(super) enum Next<'a> {
    /// The likeliest token, which a greedy completion takes, and its log-probability.
    Likeliest(u32, f64),
    /// All logits, and the logarithm of the sum of their exponentials.
    Logits(&'a [f32], f64),
}

/// A completion under way.
pub(super) struct CompletionUnderWay {
    /// The index of its request.
    pub(super) request: usize,
    /// The index of its sampling in the request.
    pub(super) sampling: usize,
    /// What was generated so far.
    pub(super) done: Completion,
    sampler: Sampler,
    /// The prompt's keys and values.
    past: Arc<[Arc<Segment>]>,
    /// Those of what was generated, with room for all that will be.
    own: Segment,
}

impl CompletionUnderWay {
    /// `own` has no tokens yet.
    pub(super) fn new(
        index: usize,
        sampling: usize,
        request: &Request,
        past: Arc<[Arc<Segment>]>,
        own: Segment,
    ) -> Self {
        Self {
            request: index,
            sampling,
            done: Completion::default(),
            sampler: request.completions[sampling].start(),
            past,
            own,
        }
    }

    /// Whether the likeliest token is all that it needs to go on.
    pub(super) fn is_greedy(&self) -> bool {
        self.sampler.is_greedy()
    }

    /// Chooses the next token, and whether another has to come after it.
    pub(super) fn next(&mut self, request: &Request, positions: usize, next: Next<'_>) -> Result<bool, Error> {
        let (token, logprob) = match next {
            Next::Likeliest(token, logprob) => (token, logprob),
            Next::Logits(logits, normalizer) => {
                let token = self.sampler.next(logits)?;
                (token, f64::from(logits[token as usize]) - normalizer)
            }
        };
        self.done.tokens.push(token);
        self.done.logprobs.push(logprob);
        if self.done.tokens.len() == request.max_tokens || request.stop.reached(&self.done.tokens) {
            return Ok(false);
        }
        let tokens = request.prompt.len() + self.done.tokens.len();
        if tokens > positions {
            return Err(Error::TooLong { tokens, positions });
        }
        Ok(true)
    }

    /// Its last token, to be read.
    pub(super) fn sequence(&mut self) -> Sequence<'_> {
        let last = self.done.tokens.len() - 1;
        Sequence { tokens: &self.done.tokens[last..], past: &self.past, own: &mut self.own, wanted: Wanted::Last }
    }

    /// Bytes of memory, without the prompt's.
    pub(super) fn bytes(&self) -> usize {
        self.own.bytes()
    }
}

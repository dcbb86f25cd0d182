//! Completions that grow by a token in each pass.

use crate::Error;
use crate::engine::{Segment, Sequence, Wanted};
use crate::request::{Completion, Request};
use crate::sampling::Sampler;
use std::sync::Arc;

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

    /// Chooses the next token by its logits, and whether another has to come after it.
    pub(super) fn next(
        &mut self,
        request: &Request,
        positions: usize,
        logits: &[f32],
        normalizer: f64,
    ) -> Result<bool, Error> {
        let token = self.sampler.next(logits)?;
        self.done.tokens.push(token);
        self.done.logprobs.push(f64::from(logits[token as usize]) - normalizer);
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

//! Window services: what fits into a model deployment's context window, and how to make it fit.

use crate::files::ModelDeployment;
use crate::tokenizer::Tokenizer;

/// The context window of a model deployment, measured by its tokenizer.
#[derive(Clone, Copy)]
pub struct WindowService<'a> {
    tokenizer: &'a dyn Tokenizer,
    max_request_length: usize,
}

impl<'a> WindowService<'a> {
    /// The window of `deployment`; one that states no length has no limit.
    pub fn new(tokenizer: &'a dyn Tokenizer, deployment: &ModelDeployment) -> Self {
        let limit = deployment.max_request_length.or(deployment.max_sequence_length);
        Self { tokenizer, max_request_length: limit.unwrap_or(usize::MAX) }
    }

    /// The number of tokens of `text`.
    pub fn count_tokens(&self, text: &str) -> usize {
        self.tokenizer.count(text)
    }

    /// Whether `text` and a completion of `completion_tokens` tokens fit.
    pub fn fits(&self, text: &str, completion_tokens: usize) -> bool {
        self.count_tokens(text).saturating_add(completion_tokens) <= self.max_request_length
    }

    /// As much of the start of `text` as fits beside a completion of `completion_tokens` tokens.
    pub fn truncate_from_right(&self, text: &str, completion_tokens: usize) -> String {
        let tokens = self.tokenizer.encode(text);
        let kept = tokens.len().min(self.max_request_length.saturating_sub(completion_tokens));
        let mut truncated = self.tokenizer.decode(&tokens[..kept]);
        // What is decoded from fewer tokens can encode to more when a character was cut in two.
        while !truncated.is_empty() && !self.fits(&truncated, completion_tokens) {
            truncated.pop();
        }
        truncated
    }
}

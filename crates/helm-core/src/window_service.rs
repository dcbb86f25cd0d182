//! Window services: what fits into a model deployment's context window, and how to make it fit.

use crate::files::ModelDeployment;
use crate::tokenizer::Tokenizer;

/// The context window of a model deployment, measured by its tokenizer.
#[derive(Clone, Copy)]
pub struct WindowService<'a> {
    tokenizer: &'a dyn Tokenizer,
    max_request_length: usize,
    max_sequence_length: usize,
}

impl<'a> WindowService<'a> {
    /// The window of `deployment`; one that states no length has no limit.
    pub fn new(tokenizer: &'a dyn Tokenizer, deployment: &ModelDeployment) -> Self {
        let max_sequence_length = deployment.max_sequence_length.unwrap_or(usize::MAX);
        let max_request_length = deployment.max_request_length.unwrap_or(max_sequence_length);
        Self { tokenizer, max_request_length, max_sequence_length }
    }

    /// The number of tokens of `text`.
    pub fn count_tokens(&self, text: &str) -> usize {
        self.tokenizer.count(text)
    }

    /// Whether `text` and a completion of `completion_tokens` tokens fit.
    pub fn fits(&self, text: &str, completion_tokens: usize) -> bool {
        self.count_tokens(text) <= self.prompt_limit(completion_tokens)
    }

    /// As much of the start of `text` as fits beside a completion of `completion_tokens` tokens.
    pub fn truncate_from_right(&self, text: &str, completion_tokens: usize) -> String {
        let tokens = self.tokenizer.encode(text);
        let kept = tokens.len().min(self.prompt_limit(completion_tokens));
        let mut truncated = self.tokenizer.decode(&tokens[..kept]);
        // What is decoded from fewer tokens can encode to more when a character was cut in two.
        while !truncated.is_empty() && !self.fits(&truncated, completion_tokens) {
            truncated.pop();
        }
        truncated
    }

    /// The longest prompt that leaves room for a completion. A request may be longer than what the model
    /// reads, but only by what the model writes: a prompt that is scored must be read whole.
    fn prompt_limit(&self, completion_tokens: usize) -> usize {
        self.max_request_length.saturating_sub(completion_tokens).min(self.max_sequence_length)
    }
}

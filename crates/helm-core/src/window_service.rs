//! Window services: what fits into a model deployment's context window, and how to make it fit.

use crate::files::ModelDeployment;
use crate::tokenizer::Tokenizer;

/// The context window of a model deployment, measured by its tokenizer.
#[derive(Clone, Copy)]
pub struct WindowService<'a> {
    tokenizer: &'a dyn Tokenizer,
    max_sequence_length: usize,
    max_request_length: usize,
    max_sequence_and_generated_tokens_length: usize,
    prefix_token: &'a str,
}

impl<'a> WindowService<'a> {
    /// The window of `deployment`; one that states no length has no limit.
    pub fn new(tokenizer: &'a dyn Tokenizer, deployment: &ModelDeployment) -> Self {
        let (sequence, request) = (deployment.max_sequence_length, deployment.max_request_length);
        Self {
            tokenizer,
            max_sequence_length: sequence.or(request).unwrap_or(usize::MAX),
            max_request_length: request.or(sequence).unwrap_or(usize::MAX),
            max_sequence_and_generated_tokens_length: deployment
                .max_sequence_and_generated_tokens_length
                .unwrap_or(usize::MAX),
            prefix_token: "",
        }
    }

    /// The same window, of a tokenizer with this token for language modelling to start from.
    #[must_use]
    pub fn with_prefix_token(self, prefix_token: Option<&'a str>) -> Self {
        Self { prefix_token: prefix_token.unwrap_or_default(), ..self }
    }

    /// The longest input, in tokens.
    pub fn max_sequence_length(&self) -> usize {
        self.max_sequence_length
    }

    /// The longest request for which `generated` tokens are wanted, in tokens. It may be longer than
    /// the longest input by a last token that is scored and not fed.
    pub fn max_request_length(&self, generated: usize) -> usize {
        self.max_request_length.min(self.max_sequence_and_generated_tokens_length.saturating_sub(generated))
    }

    /// The token that language modelling starts from; empty where there is none.
    pub fn prefix_token(&self) -> &'a str {
        self.prefix_token
    }

    /// The tokens of `text`.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        self.tokenizer.encode(text)
    }

    /// The text of `tokens`.
    pub fn decode(&self, tokens: &[u32]) -> String {
        self.tokenizer.decode(tokens)
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

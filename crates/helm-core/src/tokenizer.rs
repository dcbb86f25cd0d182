//! What evaluation wants of a tokenizer.

mod remembering;

pub use remembering::Remembering;

/// Splits texts into the tokens of a model.
pub trait Tokenizer: Send + Sync {
    /// The token ids of `text`, without special tokens added.
    fn encode(&self, text: &str) -> Vec<u32>;

    /// The text of token ids; bytes that are no UTF-8 become U+FFFD.
    fn decode(&self, tokens: &[u32]) -> String;

    /// The number of tokens of `text`.
    fn count(&self, text: &str) -> usize {
        self.encode(text).len()
    }
}

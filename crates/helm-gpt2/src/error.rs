use crate::Accelerator;
use std::path::PathBuf;

/// What can go wrong with a checkpoint or a request to it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is no checkpoint.
    #[error("`{}` has no {missing}", folder.display())]
    NoCheckpoint {
        /// The folder.
        folder: PathBuf,
        /// The file that is not there.
        missing: &'static str,
    },
    /// A file can't be read.
    #[error("can't read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The configuration makes no sense.
    #[error("`{name}` is no GPT-2 configuration: {problem}")]
    Config {
        /// The file.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// The tokenizer's files make no sense.
    #[error("`{name}` is no tokenizer: {problem}")]
    Tokenizer {
        /// The file.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// The weights are no safetensors file.
    #[error("`{name}` is no whole safetensors file: {source}")]
    Weights {
        /// The file.
        name: String,
        /// What is wrong.
        source: safetensors::SafeTensorError,
    },
    /// A tensor is not among the weights.
    #[error("the checkpoint has no tensor `{name}` (expected with shape {expected:?})")]
    MissingTensor {
        /// The tensor.
        name: String,
        /// The shape that the configuration asks for.
        expected: Vec<usize>,
    },
    /// A tensor does not fit the configuration.
    #[error("tensor `{name}` has shape {actual:?}, but the configuration asks for {expected:?}")]
    MisshapenTensor {
        /// The tensor.
        name: String,
        /// Its shape.
        actual: Vec<usize>,
        /// The shape that the configuration asks for.
        expected: Vec<usize>,
    },
    /// A tensor's values are of a type that weights don't have.
    #[error("tensor `{name}` has values of type {dtype}; F32, F16 and BF16 can be read")]
    UnsupportedType {
        /// The tensor.
        name: String,
        /// The type.
        dtype: String,
    },
    /// A request without tokens.
    #[error("the prompt is empty: there is nothing to continue")]
    EmptyPrompt,
    /// More tokens than the model has positions.
    #[error("{tokens} tokens are more than the {positions} positions of the model")]
    TooLong {
        /// The tokens.
        tokens: usize,
        /// The positions.
        positions: usize,
    },
    /// A token that the model does not know.
    #[error("token {token} is not among the {vocabulary} of the model")]
    UnknownToken {
        /// The token.
        token: u32,
        /// How many the model has.
        vocabulary: usize,
    },
    /// A GPU can't be used.
    #[error("can't compute with {accelerator:?}")]
    NoAccelerator {
        /// What was asked for.
        accelerator: Accelerator,
        /// Why not.
        source: candle_core::Error,
    },
    /// A computation failed.
    #[error(transparent)]
    Candle(#[from] candle_core::Error),
}

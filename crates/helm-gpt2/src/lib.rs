//! GPT-2 inference: an engine for CPUs ([`Gpt2::load`]), and candle's own operations for any device that candle
//! has ([`Gpt2::load_plain`]), which the engine is tested against.
//!
//! ```no_run
//! use helm_gpt2::{Checkpoint, Gpt2, LoadOptions, Sampling, Tokenizer};
//!
//! let folder = std::path::Path::new("gpt2");
//! let tokenizer = Tokenizer::from_folder(folder)?;
//! let gpt2 = Gpt2::load(&Checkpoint::from_folder(folder)?, &LoadOptions::default())?;
//! let prompt = tokenizer.encode("Hello, my name is");
//! let completion = gpt2.generate(&prompt, 20, &Default::default(), Sampling::Greedy)?;
//! let text = tokenizer.decode(&completion.tokens);
//! # Ok::<(), helm_gpt2::Error>(())
//! ```
//!
//! Any Hugging Face checkpoint of model type `gpt2` loads: one or several safetensors files, 32 or 16
//! bit weights, with or without the `transformer.` prefix, with tied or separate output embeddings.
//! Inference runs in 32 bit floats; logarithms of probabilities are taken in 64 bit.
//!
//! Many requests are answered together ([`Gpt2::answer`]): what their prompts have in common at the start is computed
//! once. An answer is the same to the bit whatever it is computed with, and by however many threads.
//!
//! This crate knows nothing of evaluation.

mod checkpoint;
mod config;
mod engine;
mod error;
mod floats;
mod gpt2;
mod kernel;
mod plain;
mod prefix_tree;
#[cfg(test)]
mod random;
mod request;
mod sampling;
mod schedule;
mod tokenizer;

pub use checkpoint::Checkpoint;
pub use config::Config;
pub use error::Error;
pub use gpt2::{Accelerator, Gpt2, LoadOptions};
pub use kernel::Kernels;
pub use request::{Answer, Completion, Request, StopCriteria};
pub use sampling::Sampling;
pub use tokenizer::Tokenizer;

//! The demonstration's model, which comes with the program.

/// Its name in deployments and tokenizer configurations.
pub(crate) const NAME: &str = "demo/tiny-gpt2";
pub(crate) const CONFIG: &[u8] = include_bytes!("../../../demo/model/config.json");
pub(crate) const TOKENIZER: &[u8] = include_bytes!("../../../demo/model/tokenizer.json");
pub(crate) const WEIGHTS: &[u8] = include_bytes!("../../../demo/model/model.safetensors");

use crate::Error;
use serde::Deserialize;

/// `config.json` of a GPT-2 checkpoint.
#[derive(Clone, Debug, Deserialize)]
pub struct Config {
    /// Must be `gpt2`.
    #[serde(default)]
    pub model_type: String,
    /// Number of tokens.
    pub vocab_size: usize,
    /// Number of positions.
    pub n_positions: usize,
    /// Width of the residual stream.
    pub n_embd: usize,
    /// Number of blocks.
    pub n_layer: usize,
    /// Number of attention heads.
    pub n_head: usize,
    /// Width of the feed-forward layer; four times `n_embd` when unset.
    #[serde(default)]
    pub n_inner: Option<usize>,
    /// Must be `gelu_new` or another name of that function.
    #[serde(default = "gelu_new")]
    pub activation_function: String,
    /// Added to variances.
    #[serde(default = "default_epsilon")]
    pub layer_norm_epsilon: f64,
    /// Divide attention scores by the square root of the head's width.
    #[serde(default = "yes")]
    pub scale_attn_weights: bool,
    /// Divide attention scores by the number of the block, from 1.
    #[serde(default)]
    pub scale_attn_by_inverse_layer_idx: bool,
    /// Whether the output embeddings are the input embeddings.
    #[serde(default = "yes")]
    pub tie_word_embeddings: bool,
    /// Token that ends a text.
    #[serde(default)]
    pub eos_token_id: Option<u32>,
}

/// The names that transformers has for x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2. Its `gelu` is another
/// function.
const ACTIVATIONS: [&str; 3] = ["gelu_new", "gelu_fast", "gelu_pytorch_tanh"];

fn gelu_new() -> String {
    "gelu_new".into()
}

fn default_epsilon() -> f64 {
    1e-5
}

fn yes() -> bool {
    true
}

impl Config {
    /// Parses and checks the file's content; `name` is what errors call it.
    pub fn parse(name: &str, json: &[u8]) -> Result<Self, Error> {
        let problem = |problem: String| Error::Config { name: name.into(), problem };
        let config: Self = serde_json::from_slice(json).map_err(|error| problem(error.to_string()))?;
        if config.model_type != "gpt2" {
            return Err(problem(format!("model_type is `{}`, not `gpt2`", config.model_type)));
        }
        if !ACTIVATIONS.contains(&config.activation_function.as_str()) {
            let (activation, known) = (&config.activation_function, ACTIVATIONS.join("`, `"));
            return Err(problem(format!("activation_function is `{activation}`, not one of `{known}`")));
        }
        let sizes = [
            ("vocab_size", config.vocab_size),
            ("n_positions", config.n_positions),
            ("n_embd", config.n_embd),
            ("n_layer", config.n_layer),
            ("n_head", config.n_head),
            ("n_inner", config.n_inner.unwrap_or(1)),
        ];
        if let Some((name, _)) = sizes.iter().find(|(_, size)| *size == 0) {
            return Err(problem(format!("{name} is 0")));
        }
        if !config.n_embd.is_multiple_of(config.n_head) {
            return Err(problem(format!("n_embd {} can't be divided into {} heads", config.n_embd, config.n_head)));
        }
        Ok(config)
    }

    /// Width of the feed-forward layer.
    pub fn inner_width(&self) -> usize {
        self.n_inner.unwrap_or(4 * self.n_embd)
    }

    /// Width of an attention head.
    pub fn head_width(&self) -> usize {
        self.n_embd / self.n_head
    }

    /// What products of queries and keys are multiplied by in a layer, counted from 0.
    pub(crate) fn attention_scale(&self, layer: usize) -> f32 {
        let by_width = if self.scale_attn_weights { (self.head_width() as f64).sqrt() } else { 1.0 };
        let by_layer = if self.scale_attn_by_inverse_layer_idx { (layer + 1) as f64 } else { 1.0 };
        #[expect(clippy::cast_possible_truncation, reason = "multiplies 32 bit scores")]
        let scale = (1.0 / by_width / by_layer) as f32;
        scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the file holds that comes with the smallest GPT-2 on the Hugging Face Hub: the length of the context twice, and
    /// much that is not read.
    const PUBLISHED: &str = r#"{
        "activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1,
        "bos_token_id": 50256, "embd_pdrop": 0.1, "eos_token_id": 50256, "initializer_range": 0.02,
        "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_inner": null,
        "n_layer": 12, "n_positions": 1024, "resid_pdrop": 0.1, "summary_activation": null,
        "summary_first_dropout": 0.1, "summary_proj_to_labels": true, "summary_type": "cls_index",
        "summary_use_proj": true, "task_specific_params": {"text-generation": {"do_sample": true, "max_length": 50}},
        "vocab_size": 50257
    }"#;

    #[test]
    fn published_configurations_are_read() {
        let config = Config::parse("config.json", PUBLISHED.as_bytes()).expect("GPT-2's own");
        assert_eq!((config.vocab_size, config.n_positions, config.n_embd), (50257, 1024, 768));
        assert_eq!((config.n_layer, config.n_head, config.head_width(), config.inner_width()), (12, 12, 64, 3072));
        assert!(config.tie_word_embeddings && config.eos_token_id == Some(50256));
    }

    #[test]
    fn what_is_no_gpt2_is_refused() {
        let problem = |json: &str| Config::parse("config.json", json.as_bytes()).expect_err("wrong").to_string();
        let sizes = r#""vocab_size": 10, "n_positions": 8, "n_layer": 1, "n_head": 3"#;
        assert_eq!(
            problem(&format!(r#"{{"model_type": "llama", "n_embd": 6, {sizes}}}"#)),
            "`config.json` is no GPT-2 configuration: model_type is `llama`, not `gpt2`"
        );
        assert_eq!(
            problem(&format!(r#"{{"model_type": "gpt2", "n_embd": 7, {sizes}}}"#)),
            "`config.json` is no GPT-2 configuration: n_embd 7 can't be divided into 3 heads"
        );
        assert_eq!(
            problem(&format!(r#"{{"model_type": "gpt2", "n_embd": 6, "activation_function": "gelu", {sizes}}}"#)),
            "`config.json` is no GPT-2 configuration: activation_function is `gelu`, not one of `gelu_new`, `gelu_fast`, \
             `gelu_pytorch_tanh`"
        );
        assert!(problem(r#"{"model_type": "gpt2"}"#).contains("missing field `vocab_size`"));
    }
}

use super::attention::Attention;
use super::linear::Linear;
use super::load_norm;
use crate::checkpoint::Weights;
use crate::{Config, Error};
use candle_core::{Device, Module, Tensor};
use candle_nn::LayerNorm;

/// Attention and a feed-forward layer, each after a layer norm and added to what it read.
pub(super) struct Block {
    attention_norm: LayerNorm,
    attention: Attention,
    feed_forward_norm: LayerNorm,
    expansion: Linear,
    contraction: Linear,
}

impl Block {
    pub(super) fn load(config: &Config, weights: &Weights, layer: usize, device: &Device) -> Result<Self, Error> {
        let (width, inner) = (config.n_embd, config.inner_width());
        let name = |part: &str| format!("h.{layer}.{part}");
        Ok(Self {
            attention_norm: load_norm(config, weights, &name("ln_1"), device)?,
            attention: Attention::load(config, weights, layer, device)?,
            feed_forward_norm: load_norm(config, weights, &name("ln_2"), device)?,
            expansion: Linear::load(weights, &name("mlp.c_fc"), width, inner, device)?,
            contraction: Linear::load(weights, &name("mlp.c_proj"), inner, width, device)?,
        })
    }

    /// From shape (1, tokens, width) to the same.
    pub(super) fn forward(
        &self,
        input: &Tensor,
        mask: Option<&Tensor>,
        cached: &mut Option<(Tensor, Tensor)>,
    ) -> Result<Tensor, candle_core::Error> {
        let attended = self.attention.forward(&self.attention_norm.forward(input)?, mask, cached)?;
        let hidden = (input + attended)?;
        // candle's `gelu` is the tanh form that GPT-2 calls `gelu_new`.
        let expanded = self.expansion.forward(&self.feed_forward_norm.forward(&hidden)?)?.gelu()?;
        hidden + self.contraction.forward(&expanded)?
    }
}

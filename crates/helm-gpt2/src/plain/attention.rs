use super::linear::Linear;
use crate::checkpoint::Weights;
use crate::{Config, Error};
use candle_core::{D, Device, Tensor};
use candle_nn::ops::softmax_last_dim;

/// Multi-head causal self-attention.
pub(super) struct Attention {
    queries_keys_values: Linear,
    projection: Linear,
    heads: usize,
    head_width: usize,
    scale: f64,
}

impl Attention {
    pub(super) fn load(config: &Config, weights: &Weights, layer: usize, device: &Device) -> Result<Self, Error> {
        let width = config.n_embd;
        let name = format!("h.{layer}.attn");
        Ok(Self {
            queries_keys_values: Linear::load(weights, &format!("{name}.c_attn"), width, 3 * width, device)?,
            projection: Linear::load(weights, &format!("{name}.c_proj"), width, width, device)?,
            heads: config.n_head,
            head_width: config.head_width(),
            scale: config.attention_scale(layer).into(),
        })
    }

    /// From shape (1, tokens, width) to the same; `cached` gets the keys and values of the tokens.
    pub(super) fn forward(
        &self,
        input: &Tensor,
        mask: Option<&Tensor>,
        cached: &mut Option<(Tensor, Tensor)>,
    ) -> Result<Tensor, candle_core::Error> {
        let (_, tokens, width) = input.dims3()?;
        let joined = self.queries_keys_values.forward(input)?;
        let part = |index: usize| {
            let part = joined.narrow(D::Minus1, index * width, width)?;
            part.reshape((1, tokens, self.heads, self.head_width))?.transpose(1, 2)?.contiguous()
        };
        let (queries, mut keys, mut values) = (part(0)?, part(1)?, part(2)?);
        if let Some((earlier_keys, earlier_values)) = cached {
            keys = Tensor::cat(&[&*earlier_keys, &keys], 2)?;
            values = Tensor::cat(&[&*earlier_values, &values], 2)?;
        }
        let scores = (queries.matmul(&keys.t()?)? * self.scale)?;
        let scores = match mask {
            Some(mask) => scores.broadcast_add(mask)?,
            None => scores,
        };
        let mixed = softmax_last_dim(&scores)?.matmul(&values)?;
        *cached = Some((keys, values));
        self.projection.forward(&mixed.transpose(1, 2)?.reshape((1, tokens, width))?)
    }
}

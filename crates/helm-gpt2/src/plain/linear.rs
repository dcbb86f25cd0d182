use super::tensor;
use crate::Error;
use crate::checkpoint::Weights;
use candle_core::{Device, Tensor};

/// An affine map. GPT-2's checkpoints store it as a `Conv1D`: weights of shape (inputs, outputs).
pub(super) struct Linear {
    weight: Tensor,
    bias: Tensor,
}

impl Linear {
    pub(super) fn load(
        weights: &Weights,
        name: &str,
        inputs: usize,
        outputs: usize,
        device: &Device,
    ) -> Result<Self, Error> {
        Ok(Self {
            weight: tensor(&weights.view(&format!("{name}.weight"), &[inputs, outputs])?, device)?,
            bias: tensor(&weights.view(&format!("{name}.bias"), &[outputs])?, device)?,
        })
    }

    /// From shape (1, tokens, inputs) to (1, tokens, outputs).
    pub(super) fn forward(&self, input: &Tensor) -> Result<Tensor, candle_core::Error> {
        input.squeeze(0)?.matmul(&self.weight)?.broadcast_add(&self.bias)?.unsqueeze(0)
    }
}

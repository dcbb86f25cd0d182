//! The transformer (Radford et al., 2019): token and position embeddings, blocks of attention and
//! feed-forward layers with layer norms before them, a final layer norm, output embeddings.

mod attention;
mod block;
mod linear;

use crate::checkpoint::Weights;
use crate::{Config, Error};
use block::Block;
use candle_core::{DType, Device, Module, Tensor};
use candle_nn::LayerNorm;

/// The keys and values of the tokens so far, a pair for each block. Shapes: (1, heads, tokens, width).
#[derive(Clone, Default)]
pub(crate) struct Cache {
    layers: Vec<Option<(Tensor, Tensor)>>,
    tokens: usize,
}

/// The model.
pub(crate) struct Model {
    device: Device,
    token_embeddings: Tensor,
    position_embeddings: Tensor,
    blocks: Vec<Block>,
    final_norm: LayerNorm,
    /// Shape (width, vocabulary).
    output_embeddings: Tensor,
}

impl Model {
    pub(crate) fn load(config: &Config, weights: &Weights, device: &Device) -> Result<Self, Error> {
        let (width, vocabulary) = (config.n_embd, config.vocab_size);
        let token_embeddings = weights.tensor("wte.weight", &[vocabulary, width], device)?;
        let output_embeddings = if config.tie_word_embeddings {
            token_embeddings.t()?
        } else {
            weights.output_embeddings(&[vocabulary, width], device)?.t()?
        };
        let blocks = (0..config.n_layer).map(|layer| Block::load(config, weights, layer, device));
        Ok(Self {
            device: device.clone(),
            position_embeddings: weights.tensor("wpe.weight", &[config.n_positions, width], device)?,
            blocks: blocks.collect::<Result<_, _>>()?,
            final_norm: load_norm(config, weights, "ln_f", device)?,
            token_embeddings,
            output_embeddings,
        })
    }

    /// The final hidden states of `tokens` that follow those in `cache`, which then holds them too.
    /// Shape (tokens, width).
    pub(crate) fn hidden_states(&self, tokens: &[u32], cache: &mut Cache) -> Result<Tensor, Error> {
        cache.layers.resize_with(self.blocks.len(), || None);
        let ids = Tensor::new(tokens, &self.device)?;
        let positions = self.position_embeddings.narrow(0, cache.tokens, tokens.len())?;
        let embedded = self.token_embeddings.index_select(&ids, 0)?;
        let mut hidden = (embedded + positions)?.unsqueeze(0)?;
        let mask = causal_mask(tokens.len(), cache.tokens, &self.device)?;
        for (block, cached) in self.blocks.iter().zip(&mut cache.layers) {
            hidden = block.forward(&hidden, mask.as_ref(), cached)?;
        }
        cache.tokens += tokens.len();
        Ok(self.final_norm.forward(&hidden)?.squeeze(0)?)
    }

    /// The logits of hidden states. From shape (n, width) to n rows of the vocabulary's size.
    pub(crate) fn logits(&self, hidden: &Tensor) -> Result<Vec<Vec<f32>>, Error> {
        Ok(hidden.contiguous()?.matmul(&self.output_embeddings)?.to_vec2()?)
    }
}

fn load_norm(config: &Config, weights: &Weights, name: &str, device: &Device) -> Result<LayerNorm, Error> {
    let scale = weights.tensor(&format!("{name}.weight"), &[config.n_embd], device)?;
    let shift = weights.tensor(&format!("{name}.bias"), &[config.n_embd], device)?;
    Ok(LayerNorm::new(scale, shift, config.layer_norm_epsilon))
}

/// What is added to attention scores so that no token sees later ones: 0 or minus infinity, of shape
/// (new, cached + new). A single token may see everything.
fn causal_mask(new: usize, cached: usize, device: &Device) -> Result<Option<Tensor>, Error> {
    if new == 1 {
        return Ok(None);
    }
    let visible = |row: usize, column: usize| if column <= cached + row { 0.0 } else { f32::NEG_INFINITY };
    let values: Vec<f32> = (0..new).flat_map(|row| (0..cached + new).map(move |column| visible(row, column))).collect();
    Ok(Some(Tensor::from_vec(values, (new, cached + new), device)?.to_dtype(DType::F32)?))
}

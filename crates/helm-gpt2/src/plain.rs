//! GPT-2 in candle's own operations, one request after the other: for any device that candle has, and to
//! compare the engine with.
//!
//! The transformer (Radford et al., 2019): token and position embeddings, blocks of attention and
//! feed-forward layers with layer norms before them, a final layer norm, output embeddings.

mod attention;
mod block;
mod linear;

use crate::checkpoint::{View, Weights};
use crate::engine::Likeliest;
use crate::request::{Answer, Completion, Request};
use crate::sampling::Sampler;
use crate::{Config, Error};
use block::Block;
use candle_core::{DType, Device, Module, Tensor};
use candle_nn::LayerNorm;
use std::time::Instant;

/// Positions whose logits are computed together: bounds memory to this many rows of the vocabulary.
const SCORED_ROWS: usize = 128;

/// The keys and values of the tokens so far, a pair for each block. Shapes: (1, heads, tokens, width).
#[derive(Default)]
struct Cache {
    layers: Vec<Option<(Tensor, Tensor)>>,
    tokens: usize,
}

/// The model.
pub(crate) struct Plain {
    device: Device,
    token_embeddings: Tensor,
    position_embeddings: Tensor,
    blocks: Vec<Block>,
    final_norm: LayerNorm,
    /// Shape (width, vocabulary).
    output_embeddings: Tensor,
}

impl Plain {
    pub(crate) fn load(config: &Config, weights: &Weights, device: &Device) -> Result<Self, Error> {
        let (width, vocabulary) = (config.n_embd, config.vocab_size);
        let token_embeddings = tensor(&weights.view("wte.weight", &[vocabulary, width])?, device)?;
        let output_embeddings = if config.tie_word_embeddings {
            token_embeddings.t()?
        } else {
            tensor(&weights.output_embeddings(&[vocabulary, width])?, device)?.t()?
        };
        let blocks = (0..config.n_layer).map(|layer| Block::load(config, weights, layer, device));
        Ok(Self {
            device: device.clone(),
            position_embeddings: tensor(&weights.view("wpe.weight", &[config.n_positions, width])?, device)?,
            blocks: blocks.collect::<Result<_, _>>()?,
            final_norm: load_norm(config, weights, "ln_f", device)?,
            token_embeddings,
            output_embeddings,
        })
    }

    /// The answer to a request that the model can answer.
    pub(crate) fn answer(&self, config: &Config, request: &Request) -> Result<Answer, Error> {
        let start = Instant::now();
        let mut answer = Answer::default();
        if request.score_prompt {
            self.score(request, &mut answer)?;
        }
        if request.next_token_logprobs {
            let logits = self.last_logits(&request.prompt, &mut Cache::default())?;
            let normalizer = log_sum_exp(&logits);
            answer.next_token_logprobs = logits.iter().map(|&logit| f64::from(logit) - normalizer).collect();
        }
        for sampling in &request.completions {
            answer.completions.push(self.complete(config, request, sampling.start())?);
        }
        answer.time = start.elapsed();
        Ok(answer)
    }

    fn score(&self, request: &Request, answer: &mut Answer) -> Result<(), Error> {
        let tokens = &request.prompt;
        let read = &tokens[..tokens.len() - 1];
        if read.is_empty() {
            return Ok(());
        }
        let hidden = self.hidden_states(read, &mut Cache::default())?;
        for (block, targets) in tokens[1..].chunks(SCORED_ROWS).enumerate() {
            let logits = self.logits(&hidden.narrow(0, block * SCORED_ROWS, targets.len())?)?;
            for (logits, &target) in logits.iter().zip(targets) {
                let normalizer = log_sum_exp(logits);
                answer.prompt_logprobs.push(f64::from(logits[target as usize]) - normalizer);
                if request.likeliest() > 0 {
                    let mut likeliest = Likeliest::new(request.likeliest());
                    (0..).zip(logits).for_each(|(token, &logit)| likeliest.add(token, logit));
                    answer.prompt_alternatives.push(likeliest.logprobs(normalizer));
                }
            }
        }
        Ok(())
    }

    fn complete(&self, config: &Config, request: &Request, mut sampler: Sampler) -> Result<Completion, Error> {
        let mut completion = Completion::default();
        let mut cache = Cache::default();
        let mut unread = request.prompt.clone();
        while completion.tokens.len() < request.max_tokens {
            let tokens = request.prompt.len() + completion.tokens.len();
            if tokens > config.n_positions {
                return Err(Error::TooLong { tokens, positions: config.n_positions });
            }
            let logits = self.last_logits(&unread, &mut cache)?;
            let token = sampler.next(&logits)?;
            completion.tokens.push(token);
            completion.logprobs.push(f64::from(logits[token as usize]) - log_sum_exp(&logits));
            if request.stop.reached(&completion.tokens) {
                break;
            }
            unread = vec![token];
        }
        Ok(completion)
    }

    fn last_logits(&self, tokens: &[u32], cache: &mut Cache) -> Result<Vec<f32>, Error> {
        let hidden = self.hidden_states(tokens, cache)?;
        Ok(self.logits(&hidden.narrow(0, tokens.len() - 1, 1)?)?.swap_remove(0))
    }

    /// The final hidden states of `tokens` that follow those in `cache`, which then holds them too.
    /// Shape (tokens, width).
    fn hidden_states(&self, tokens: &[u32], cache: &mut Cache) -> Result<Tensor, Error> {
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
    fn logits(&self, hidden: &Tensor) -> Result<Vec<Vec<f32>>, Error> {
        Ok(hidden.contiguous()?.matmul(&self.output_embeddings)?.to_vec2()?)
    }
}

/// A tensor in 32 bit floats.
fn tensor(view: &View<'_>, device: &Device) -> Result<Tensor, Error> {
    Ok(Tensor::from_vec(view.values(), view.shape(), device)?)
}

fn load_norm(config: &Config, weights: &Weights, name: &str, device: &Device) -> Result<LayerNorm, Error> {
    let scale = tensor(&weights.view(&format!("{name}.weight"), &[config.n_embd])?, device)?;
    let shift = tensor(&weights.view(&format!("{name}.bias"), &[config.n_embd])?, device)?;
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

/// log Σ exp(logit), summed in 64 bit.
fn log_sum_exp(logits: &[f32]) -> f64 {
    let greatest = f64::from(logits.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    greatest + logits.iter().map(|&logit| (f64::from(logit) - greatest).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_sum_exp_by_hand() {
        // log(e^0 + e^0) = log 2; a constant moves it by that constant.
        assert!((log_sum_exp(&[0.0, 0.0]) - 2.0_f64.ln()).abs() < 1e-12);
        assert!((log_sum_exp(&[1000.0, 1000.0]) - (1000.0 + 2.0_f64.ln())).abs() < 1e-9);
    }
}

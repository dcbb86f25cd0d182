//! A checkpoint of GPT-2's smallest shape, 124 million parameters, with random weights: how fast a model is does not
//! depend on what it knows. Written as Hugging Face writes it, so that other programs can be given the same.

use anyhow::Result;
use helm_gpt2::Config;
use rayon::prelude::*;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

const CONFIG: &str = r#"{
  "architectures": ["GPT2LMHeadModel"],
  "model_type": "gpt2",
  "vocab_size": 50257,
  "n_positions": 1024,
  "n_embd": 768,
  "n_layer": 12,
  "n_head": 12,
  "activation_function": "gelu_new",
  "layer_norm_epsilon": 1e-05,
  "bos_token_id": 50256,
  "eos_token_id": 50256
}
"#;

/// The standard deviation with which GPT-2's weights begin, before training.
const DEVIATION: f32 = 0.02;

/// Makes the checkpoint in `folder`, unless it is there.
pub(crate) fn make(folder: &Path) -> Result<()> {
    let path = folder.join("model.safetensors");
    if path.exists() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("config.json"), CONFIG)?;
    let config = Config::parse("config.json", CONFIG.as_bytes())?;
    let tensors: Vec<(String, Vec<usize>, Vec<u8>)> = (shapes(&config).into_par_iter().enumerate())
        .map(|(index, (name, shape))| {
            let values = values(index as u64, &name, shape.iter().product());
            let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
            (name, shape, bytes)
        })
        .collect();
    let views =
        tensors.iter().map(|(name, shape, bytes)| Ok((name, TensorView::new(Dtype::F32, shape.clone(), bytes)?)));
    let views = views.collect::<Result<Vec<_>>>()?;
    // Without it, transformers refuses the file.
    let format = HashMap::from([("format".to_owned(), "pt".to_owned())]);
    let unfinished = folder.join("model.safetensors.unfinished");
    safetensors::serialize_to_file(views, Some(format), &unfinished)?;
    fs::rename(unfinished, path)?;
    Ok(())
}

/// Names and shapes of all tensors. The output embeddings are the input embeddings.
fn shapes(config: &Config) -> Vec<(String, Vec<usize>)> {
    let (width, inner) = (config.n_embd, config.inner_width());
    let mut shapes = vec![
        ("wte.weight".to_owned(), vec![config.vocab_size, width]),
        ("wpe.weight".to_owned(), vec![config.n_positions, width]),
    ];
    for layer in 0..config.n_layer {
        for norm in ["ln_1", "ln_2"] {
            shapes.push((format!("h.{layer}.{norm}.weight"), vec![width]));
            shapes.push((format!("h.{layer}.{norm}.bias"), vec![width]));
        }
        let linear = [
            ("attn.c_attn", width, 3 * width),
            ("attn.c_proj", width, width),
            ("mlp.c_fc", width, inner),
            ("mlp.c_proj", inner, width),
        ];
        for (name, inputs, outputs) in linear {
            shapes.push((format!("h.{layer}.{name}.weight"), vec![inputs, outputs]));
            shapes.push((format!("h.{layer}.{name}.bias"), vec![outputs]));
        }
    }
    shapes.push(("ln_f.weight".to_owned(), vec![width]));
    shapes.push(("ln_f.bias".to_owned(), vec![width]));
    shapes.into_iter().map(|(name, shape)| (format!("transformer.{name}"), shape)).collect()
}

/// Evenly distributed values around 0, around 1 for the scales of layer norms.
fn values(seed: u64, name: &str, count: usize) -> Vec<f32> {
    let middle = if name.contains("ln_") && name.ends_with("weight") { 1.0 } else { 0.0 };
    // An even distribution is this much wider than its standard deviation, to either side.
    let reach = DEVIATION * 3_f32.sqrt();
    let value = |index: usize| middle + reach * (2.0 * fraction((seed << 40) + index as u64) - 1.0);
    (0..count).map(value).collect()
}

/// `SplitMix64` at a place in its sequence, as a number from 0 to 1.
fn fraction(index: u64) -> f32 {
    let mut bits = (index + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^= bits >> 31;
    // As many bits as a 32 bit float holds.
    (bits >> 40) as f32 / (1_u32 << 24) as f32
}

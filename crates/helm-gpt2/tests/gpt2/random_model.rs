//! Models of random weights, of shapes that no published one has.

use crate::random::Random;
use helm_gpt2::{Checkpoint, Config};
use safetensors::tensor::{Dtype, TensorView};
use std::collections::BTreeMap;

/// The tensors of a checkpoint.
pub(crate) type Tensors = BTreeMap<String, Tensor>;

#[derive(Clone)]
pub(crate) struct Tensor {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// A configuration of these sizes, as `config.json` has it; `more` is added to it.
pub(crate) fn config(
    [vocab_size, n_positions, n_embd, n_layer, n_head]: [usize; 5],
    more: serde_json::Value,
) -> serde_json::Value {
    let mut config = serde_json::json!({
        "model_type": "gpt2",
        "vocab_size": vocab_size,
        "n_positions": n_positions,
        "n_embd": n_embd,
        "n_layer": n_layer,
        "n_head": n_head,
    });
    let (serde_json::Value::Object(config_fields), serde_json::Value::Object(more)) = (&mut config, more) else {
        unreachable!("both are objects")
    };
    config_fields.extend(more);
    config
}

/// Models whose sizes are no multiples of anything, with all that configurations may say.
pub(crate) fn odd_configs() -> Vec<serde_json::Value> {
    use serde_json::json;
    vec![
        // Heads of more than a block, a vocabulary of more than 512.
        config(
            [517, 150, 160, 3, 2],
            json!({"n_inner": 203, "tie_word_embeddings": false, "scale_attn_by_inverse_layer_idx": true}),
        ),
        // Less than a block of everything.
        config([65, 300, 24, 2, 3], json!({"scale_attn_weights": false, "layer_norm_epsilon": 1e-3})),
        // So wide a feed-forward layer that its sums are split.
        config([130, 80, 60, 1, 5], json!({"n_inner": 1000})),
    ]
}

/// Weights for a configuration, so large that every part of the model matters.
pub(crate) fn tensors(config: &serde_json::Value, seed: u64) -> Tensors {
    let config = parse(config);
    let mut random = Random(seed);
    let mut tensors = Tensors::new();
    let mut add = |name: String, shape: &[usize], middle: f32, spread: f32| {
        let values = random.floats(shape.iter().product(), 9973).into_iter();
        let values = values.map(|value| middle + spread * value).collect();
        tensors.insert(name, Tensor { shape: shape.to_vec(), values });
    };
    let (width, inner) = (config.n_embd, config.inner_width());
    // Logits of a deviation of about 2.
    let of_embeddings = 2.0 * (3.0 / width as f32).sqrt();
    add("wte.weight".into(), &[config.vocab_size, width], 0.0, of_embeddings);
    add("wpe.weight".into(), &[config.n_positions, width], 0.0, 0.5);
    for layer in 0..config.n_layer {
        for norm in ["ln_1", "ln_2"] {
            add(format!("h.{layer}.{norm}.weight"), &[width], 1.0, 0.3);
            add(format!("h.{layer}.{norm}.bias"), &[width], 0.0, 0.3);
        }
        let linear = [
            ("attn.c_attn", width, 3 * width),
            ("attn.c_proj", width, width),
            ("mlp.c_fc", width, inner),
            ("mlp.c_proj", inner, width),
        ];
        for (name, inputs, outputs) in linear {
            // The variance of what comes out is that of what goes in.
            let spread = (3.0 / inputs as f32).sqrt();
            add(format!("h.{layer}.{name}.weight"), &[inputs, outputs], 0.0, spread);
            add(format!("h.{layer}.{name}.bias"), &[outputs], 0.0, 0.3);
        }
    }
    add("ln_f.weight".into(), &[width], 1.0, 0.3);
    add("ln_f.bias".into(), &[width], 0.0, 0.3);
    if !config.tie_word_embeddings {
        add("lm_head.weight".into(), &[config.vocab_size, width], 0.0, of_embeddings);
    }
    tensors
}

/// Names as checkpoints of the language model have them.
pub(crate) fn with_prefix(tensors: Tensors) -> Tensors {
    let name = |name: String| if name == "lm_head.weight" { name } else { format!("transformer.{name}") };
    tensors.into_iter().map(|(key, tensor)| (name(key), tensor)).collect()
}

/// A safetensors file.
pub(crate) fn safetensors(tensors: &Tensors, dtype: Dtype) -> Vec<u8> {
    let bytes = |tensor: &Tensor| -> Vec<u8> {
        let values = tensor.values.iter();
        match dtype {
            Dtype::F32 => values.flat_map(|value| value.to_le_bytes()).collect(),
            Dtype::F16 => values.flat_map(|&value| half::f16::from_f32(value).to_le_bytes()).collect(),
            Dtype::BF16 => values.flat_map(|&value| half::bf16::from_f32(value).to_le_bytes()).collect(),
            #[expect(clippy::cast_possible_truncation, reason = "values are never read")]
            Dtype::I64 => values.flat_map(|&value| (value as i64).to_le_bytes()).collect(),
            other => unreachable!("no test writes {other}"),
        }
    };
    let bytes: Vec<(&String, &Tensor, Vec<u8>)> =
        tensors.iter().map(|(name, tensor)| (name, tensor, bytes(tensor))).collect();
    let views = bytes.iter().map(|(name, tensor, bytes)| {
        (*name, TensorView::new(dtype, tensor.shape.clone(), bytes).expect("as many bytes as the shape asks for"))
    });
    safetensors::serialize(views, None).expect("tensors can be written")
}

/// A checkpoint in memory.
pub(crate) fn checkpoint(config: &serde_json::Value, seed: u64) -> Checkpoint {
    let weights = safetensors(&tensors(config, seed), Dtype::F32);
    Checkpoint::from_bytes(config.to_string().as_bytes(), weights.leak()).expect("a configuration")
}

pub(crate) fn parse(config: &serde_json::Value) -> Config {
    Config::parse("config.json", config.to_string().as_bytes()).expect("a configuration")
}

//! The head: from hidden states to log-probabilities over the vocabulary of GPT-2.

use divan::Bencher;
use divan::counter::ItemsCount;
use helm_gpt2::{Checkpoint, Gpt2, Kernels, LoadOptions};
use safetensors::Dtype;
use safetensors::tensor::TensorView;

const WIDTH: usize = 768;
const VOCABULARY: usize = 50_257;
/// Of the only block, so that there is next to nothing before the head.
const INNER: usize = 64;
const POSITIONS: usize = 512;

/// Scores a text; items a second are operations of the head.
#[divan::bench(args = names(), sample_count = 20)]
fn head(bencher: Bencher, name: &str) {
    let kernels = Kernels::supported().into_iter().find(|kernels| kernels.name == name).expect("a supported name");
    let weights: &'static [u8] = Box::leak(weights().into_boxed_slice());
    let checkpoint = Checkpoint::from_bytes(config().as_bytes(), weights).expect("a whole checkpoint");
    let gpt2 = Gpt2::load(&checkpoint, &LoadOptions { kernels, ..LoadOptions::default() }).expect("a model");
    let tokens: Vec<u32> = (0..).map(|index| index * 97).take(POSITIONS + 1).collect();
    bencher
        .counter(ItemsCount::new(2 * POSITIONS * WIDTH * VOCABULARY))
        .bench_local(|| gpt2.score(&tokens).expect("scores"));
}

fn names() -> impl Iterator<Item = &'static str> {
    Kernels::supported().into_iter().map(|kernels| kernels.name)
}

fn config() -> String {
    format!(
        r#"{{"model_type": "gpt2", "vocab_size": {VOCABULARY}, "n_positions": {POSITIONS}, "n_embd": {WIDTH},
            "n_layer": 1, "n_head": 12, "n_inner": {INNER}}}"#
    )
}

/// A checkpoint in which all values are the same: the time does not depend on them.
fn weights() -> Vec<u8> {
    let shapes: [(&str, &[usize]); 16] = [
        ("wte.weight", &[VOCABULARY, WIDTH]),
        ("wpe.weight", &[POSITIONS, WIDTH]),
        ("h.0.ln_1.weight", &[WIDTH]),
        ("h.0.ln_1.bias", &[WIDTH]),
        ("h.0.attn.c_attn.weight", &[WIDTH, 3 * WIDTH]),
        ("h.0.attn.c_attn.bias", &[3 * WIDTH]),
        ("h.0.attn.c_proj.weight", &[WIDTH, WIDTH]),
        ("h.0.attn.c_proj.bias", &[WIDTH]),
        ("h.0.ln_2.weight", &[WIDTH]),
        ("h.0.ln_2.bias", &[WIDTH]),
        ("h.0.mlp.c_fc.weight", &[WIDTH, INNER]),
        ("h.0.mlp.c_fc.bias", &[INNER]),
        ("h.0.mlp.c_proj.weight", &[INNER, WIDTH]),
        ("h.0.mlp.c_proj.bias", &[WIDTH]),
        ("ln_f.weight", &[WIDTH]),
        ("ln_f.bias", &[WIDTH]),
    ];
    let bytes = 0.01_f32.to_le_bytes().repeat(VOCABULARY * WIDTH);
    let tensors = shapes.map(|(name, shape)| {
        let len = shape.iter().product::<usize>() * size_of::<f32>();
        (name, TensorView::new(Dtype::F32, shape.to_vec(), &bytes[..len]).expect("as many bytes as values"))
    });
    safetensors::serialize(tensors, None).expect("a checkpoint")
}

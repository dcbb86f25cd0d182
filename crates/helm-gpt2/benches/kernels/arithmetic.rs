//! Kernels, for each kind that the processor can run; items a second are floating-point operations, or values where
//! nothing is multiplied.

use crate::floats::Floats;
use crate::kernel::{
    BLOCK, Columns, Finish, GROUP, Kernels, KeysAndValues, NewTokens, PACKED_ROWS, Queries, Rows, SumOfExponentials,
    TILE,
};
use divan::Bencher;
use divan::counter::ItemsCount;

/// Blocks of GPT-2's width, 768.
const WIDTH_BLOCKS: usize = 12;

fn names() -> impl Iterator<Item = &'static str> {
    Kernels::supported().into_iter().map(|kernels| kernels.name)
}

fn kernels(name: &str) -> &'static Kernels {
    let mut supported = Kernels::supported().into_iter();
    supported.find(|kernels| kernels.name == name).expect("names are those of supported kernels")
}

/// Values between -1 and 1 that repeat late.
#[expect(clippy::cast_possible_truncation, reason = "any values do")]
fn values(count: usize) -> Vec<f32> {
    (0..count).map(|index| (index as f64 * 0.7).sin() as f32).collect()
}

/// The rows of a group as products read them.
fn packed(kernels: &Kernels, tiles: &[f32], packed_len: usize) -> Floats {
    let mut packed = Floats::zeroed(GROUP / PACKED_ROWS * packed_len);
    for (first, packed) in (0..GROUP).step_by(PACKED_ROWS).zip(packed.chunks_mut(packed_len)) {
        kernels.pack_rows(tiles, first..first + PACKED_ROWS, packed);
    }
    packed
}

/// A block of columns of a layer with `blocks` blocks of inputs, for a full group of rows.
fn linear(bencher: Bencher, name: &str, blocks: usize, finish: Finish) {
    let kernels = kernels(name);
    let bias = values(BLOCK);
    let mut weights = Floats::zeroed(blocks * kernels.weights_len());
    let fill = |panels: &mut [f32]| panels.copy_from_slice(&values(blocks * BLOCK * BLOCK));
    kernels.pack_weights(&mut weights, &mut Vec::new(), fill);
    let mut tiles = Floats::zeroed(blocks * TILE);
    tiles.copy_from_slice(&values(blocks * TILE));
    let input = match kernels.packed_rows_len() {
        Some(rows_len) => packed(kernels, &tiles, blocks * rows_len),
        None => tiles,
    };
    let columns = Columns { weights: &weights, blocks: 1, inputs: blocks, bias: Some(&bias) };
    let mut output = vec![0.0; TILE];
    let operations = 2 * GROUP * blocks * BLOCK * BLOCK;
    bencher.counter(ItemsCount::new(operations)).bench_local(|| {
        let rows = Rows { input: &input, rows: GROUP, output: &mut output };
        kernels.linear(&columns, finish, rows);
    });
}

#[divan::bench(args = names())]
fn linear_store(bencher: Bencher, name: &str) {
    linear(bencher, name, WIDTH_BLOCKS, Finish::Store);
}

#[divan::bench(args = names())]
fn linear_gelu(bencher: Bencher, name: &str) {
    linear(bencher, name, WIDTH_BLOCKS, Finish::Gelu);
}

#[divan::bench(args = names())]
fn linear_add_of_four_widths(bencher: Bencher, name: &str) {
    linear(bencher, name, 4 * WIDTH_BLOCKS, Finish::Add);
}

/// One head: a group of queries that are the last of so many tokens, whose keys lie in two segments.
fn attention(bencher: Bencher, name: &str, tokens: usize) {
    let kernels = kernels(name);
    let tiles = values(TILE);
    let first_position = tokens - GROUP;
    let segment = |tokens: usize| {
        let mut kept = Floats::zeroed(kernels.kept_len(tokens, 1));
        for first in (0..tokens).step_by(GROUP) {
            let new = NewTokens { keys: &tiles, values: &tiles, rows: 0..GROUP.min(tokens - first) };
            kernels.keep(&new, first, tokens, &mut kept);
        }
        (tokens, kept)
    };
    let segments = [segment(first_position / 2), segment(tokens - first_position / 2)];
    let sources = segments.each_ref().map(|(tokens, kept)| KeysAndValues { tokens: *tokens, capacity: *tokens, kept });
    let queries = Queries { tiles: &tiles, first_row: 0, rows: GROUP, first_position, scale: 0.125 };
    let mut room = Vec::new();
    let mut output = vec![0.0; TILE];
    let visible: usize = (first_position + 1..=tokens).sum();
    bencher
        .counter(ItemsCount::new(2 * 2 * visible * BLOCK))
        .bench_local(|| kernels.attention(&queries, &sources, &mut room, &mut output));
}

#[divan::bench(args = names())]
fn attention_at_512(bencher: Bencher, name: &str) {
    attention(bencher, name, 512);
}

#[divan::bench(args = names())]
fn attention_at_1024(bencher: Bencher, name: &str) {
    attention(bencher, name, 1024);
}

#[divan::bench(args = names())]
fn layer_norm(bencher: Bencher, name: &str) {
    let width = WIDTH_BLOCKS * BLOCK;
    let (input, scale, shift) = (values(WIDTH_BLOCKS * TILE), values(width), values(width));
    let mut output = vec![0.0; WIDTH_BLOCKS * TILE];
    bencher
        .counter(ItemsCount::new(GROUP * width))
        .bench_local(|| kernels(name).layer_norm(&input, GROUP, width, (&scale, &shift), 1e-5, &mut output));
}

#[divan::bench(args = names())]
fn log_sum_exp(bencher: Bencher, name: &str) {
    let tile = values(TILE);
    let mut sums = vec![SumOfExponentials::default(); GROUP];
    bencher.counter(ItemsCount::new(TILE)).bench_local(|| kernels(name).log_sum_exp(&tile, BLOCK, &mut sums));
}

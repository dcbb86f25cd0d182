//! Every kernel of every kind of processor that is here, against the same in 64 bit floats.

#![expect(clippy::float_cmp, reason = "what is exact has to be equal")]

mod attention;
mod exponential;
mod layer_norm;
mod linear;
mod log_sum_exp;

use super::{BLOCK, Columns, Finish, Kernels, PACKED_ROWS, Rows, TILE};

/// Half of the distance from 1 to the next 32 bit float: what one rounding may add, as a part of the result.
const ROUNDING: f64 = 1.0 / 16_777_216.0;

/// What kernels must neither read nor write.
const UNTOUCHED: f32 = f32::NAN;

/// Tiles with `rows` rows from `first` on, given by (row, column), and nothing that may be read elsewhere.
fn tiles(blocks: usize, first: usize, rows: usize, mut value: impl FnMut(usize, usize) -> f32) -> Vec<f32> {
    let mut tiles = vec![UNTOUCHED; blocks * TILE];
    for row in 0..rows {
        for column in 0..blocks * BLOCK {
            tiles[place(first + row, column)] = value(row, column);
        }
    }
    tiles
}

/// Where a value of a group lies.
fn place(row: usize, column: usize) -> usize {
    column / BLOCK * TILE + row * BLOCK + column % BLOCK
}

/// A matrix of shape (rows, columns) in panels, each of shape (rows, panel).
fn panels(rows: usize, columns: usize, panel: usize, value: impl Fn(usize, usize) -> f32) -> Vec<f32> {
    let mut packed = Vec::with_capacity(rows * columns);
    for first in (0..columns).step_by(panel) {
        for row in 0..rows {
            packed.extend((first..first + panel).map(|column| value(row, column)));
        }
    }
    packed
}

/// The first rows of tiles as kernels read factors.
fn operand(kernels: &Kernels, rows: usize, tiles: &[f32]) -> Vec<f32> {
    let Some(rows_len) = kernels.packed_rows_len() else { return tiles.to_vec() };
    let packed_len = tiles.len() / TILE * rows_len;
    let mut operand = vec![UNTOUCHED; rows.div_ceil(PACKED_ROWS) * packed_len];
    for (first, packed) in (0..rows).step_by(PACKED_ROWS).zip(operand.chunks_mut(packed_len)) {
        kernels.pack_rows(tiles, first..rows.min(first + PACKED_ROWS), packed);
    }
    operand
}

/// Weights of shape (64 x blocks of inputs, 64) as kernels read them.
fn weights(kernels: &Kernels, inputs: usize, value: impl Fn(usize, usize) -> f32) -> Vec<f32> {
    let mut packed = vec![0.0; inputs * kernels.weights_len()];
    kernels.pack_weights(&mut packed, &mut Vec::new(), |room| {
        room.copy_from_slice(&panels(inputs * BLOCK, BLOCK, kernels.panel, value));
    });
    packed
}

/// One block of columns of a layer, for the first rows of a group.
fn linear(
    kernels: &Kernels,
    (input, rows): (&[f32], usize),
    (weights, bias): (&[f32], Option<&[f32]>),
    finish: Finish,
    output: &mut [f32],
) {
    let inputs = input.len() / TILE;
    let input = &operand(kernels, rows, input);
    kernels.linear(&Columns { weights, blocks: 1, inputs, bias }, finish, Rows { input, rows, output });
}

/// That only the rows from `first` on were written, `rows` of them.
fn assert_untouched(tiles: &[f32], first: usize, rows: usize) {
    for (index, value) in tiles.iter().enumerate() {
        let row = index % TILE / BLOCK;
        let is_written = (first..first + rows).contains(&row);
        assert!(is_written || value.is_nan(), "row {row} was written, which is not one of {first}+{rows}");
    }
}

#[test]
fn the_portable_kernels_come_last_and_are_always_there() {
    let names: Vec<&str> = Kernels::supported().iter().map(|kernels| kernels.name).collect();
    assert_eq!(names.last(), Some(&"portable"));
    assert!(names.len() <= 4, "{names:?}");
}

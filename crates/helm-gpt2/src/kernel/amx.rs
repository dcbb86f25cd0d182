//! AMX: products of tiles of bfloat16 numbers, sixteen times as many a second as AVX-512 has of 32 bit floats.
//!
//! A float is the sum of three bfloat16 numbers, each with 8 of its 24 bits ([`split`]). The product of two floats is
//! taken as the sum of the six greatest of the nine products of their parts ([`product`]): what the others would add
//! is less than 2^-21 of it, and on average as little as a rounding. All else is left to the kernels for AVX-512.

mod permission;
mod product;
mod split;

use super::avx512::Avx512;
use super::linear::{self, Columns, Finish, Rows, Span};
use super::simd::Simd;
use super::{BLOCK, Kernels, TILE};
use product::{COLUMNS, Configuration, FETCHED_IN_STEP, Factors, ROWS, Sums};
use split::{OPERAND_LEN, RUN_LEN, STEPS};
use std::mem::MaybeUninit;

pub(super) static KERNELS: Kernels = Kernels {
    name: "amx",
    operand_len: OPERAND_LEN,
    split: Some(split::rows),
    keeps_rows: true,
    linear,
    ..super::avx512::KERNELS
};

pub(super) fn is_supported() -> bool {
    super::avx512::is_supported() && permission::is_granted()
}

/// # Safety
///
/// [`is_supported`], and lengths must be as [`Kernels::linear`] checks them.
#[target_feature(enable = "avx512f,avx2,fma")]
unsafe fn linear(columns: &Columns<'_>, finish: Finish, groups: &mut [Rows<'_>]) {
    // SAFETY: the processor has AMX, and the permission to use it was granted.
    let configuration = unsafe { Configuration::load() };
    let mut weights = MaybeUninit::uninit();
    // Of a span, the rows of a group fit into the cache of a core; weights pass by.
    for span in linear::spans(columns.input_blocks()) {
        for group in &mut *groups {
            for block in 0..columns.blocks {
                let place = Place { columns, finish, span, block };
                // SAFETY: the columns have the block, the groups all of their rows; see above.
                unsafe {
                    let weights = split::weights(columns, block, span, &mut weights);
                    block_of_columns(&configuration, &place, weights, group);
                }
            }
        }
    }
}

/// What rows are multiplied by.
struct Place<'a> {
    columns: &'a Columns<'a>,
    finish: Finish,
    span: Span,
    block: usize,
}

#[inline]
#[target_feature(enable = "avx512f,avx2,fma")]
unsafe fn block_of_columns(
    configuration: &Configuration,
    place: &Place<'_>,
    weights: *const f32,
    group: &mut Rows<'_>,
) {
    let &Place { columns, finish, span, block } = place;
    let blocks = span.end - span.start;
    let mut sums = Sums::default();
    for first_row in (0..group.rows).step_by(ROWS) {
        let rows = ROWS.min(group.rows - first_row);
        for panel in 0..BLOCK / COLUMNS {
            // SAFETY: rows and columns are within the operands, the split weights and the output.
            unsafe {
                let factors = Factors {
                    left: group.input.as_ptr().add(span.start * OPERAND_LEN + split::place_of_row(first_row)),
                    right: weights.add(panel * blocks * STEPS * 2 * RUN_LEN),
                    blocks,
                    next: columns
                        .panel(block + 1, panel * COLUMNS, span.start, COLUMNS)
                        .wrapping_add(first_row / ROWS * blocks * STEPS * FETCHED_IN_STEP),
                };
                configuration.multiply(&factors, rows, &mut sums);
                let column = block * BLOCK + panel * COLUMNS;
                let output = group.output.as_mut_ptr().add(block * TILE + first_row * BLOCK + panel * COLUMNS);
                for (row, sums) in sums.rows().take(rows).enumerate() {
                    let (left, right) = sums.split_at(Avx512::LANES);
                    let mut sums = [[Avx512::load(left.as_ptr()), Avx512::load(right.as_ptr())]];
                    let output = output.add(row * BLOCK);
                    linear::finish_rows::<Avx512, 1>(columns, finish, span, column, &mut sums, output);
                }
            }
        }
    }
}

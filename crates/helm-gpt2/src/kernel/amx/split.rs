//! Floats as sums of three bfloat16 numbers, in the order in which tiles are loaded.
//!
//! A run is what one step of a product takes of 16 rows, or of 16 columns twice: 32 inner values of each. Its tiles
//! are 16 lines of 16 words, each word two bfloat16 numbers: the values of a step that are 16 apart. (Any two would
//! do, as long as both factors agree.)

use super::super::linear::{Columns, MOST_BLOCKS, Span};
use super::super::{BLOCK, GROUP};
use super::product::COLUMNS;
use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_castps_si512, _mm512_castsi512_ps, _mm512_loadu_si512, _mm512_set1_epi32,
    _mm512_srli_epi32, _mm512_storeu_si512, _mm512_sub_ps, _mm512_ternarylogic_epi32,
};
use std::mem::MaybeUninit;

/// Lines of a tile, and words of a line.
pub(super) const LINES: usize = 16;
/// Inner values of a step.
const STEP: usize = 2 * LINES;
/// Steps of a block.
pub(super) const STEPS: usize = BLOCK / STEP;
/// Words of a tile.
const TILE_LEN: usize = LINES * LINES;
/// Numbers that a float is split into.
pub(super) const PARTS: usize = 3;
/// Words of what a step takes of 16 rows. For each part a tile, the greatest part first.
pub(super) const RUN_LEN: usize = PARTS * TILE_LEN;
/// Words of a tile of activations as an operand: for each 16 rows, the runs of two steps.
pub(super) const OPERAND_LEN: usize = GROUP / LINES * STEPS * RUN_LEN;

/// Weights of one block of columns, and of as many blocks of inputs as are summed at once: for each panel and step
/// the runs of two times 16 columns, tile by tile in turns.
#[repr(C, align(64))]
pub(super) struct SplitWeights([u32; MOST_BLOCKS * BLOCK / COLUMNS * STEPS * 2 * RUN_LEN]);

/// Where the first tile of an operand has a row.
pub(super) fn place_of_row(row: usize) -> usize {
    row / LINES * STEPS * RUN_LEN + row % LINES * LINES
}

/// Makes an operand of the first rows of a tile.
///
/// # Safety
///
/// The processor must have AVX-512; `tile` must have the rows and `operand` the length.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn rows(tile: &[f32], rows: usize, operand: &mut [f32]) {
    for row in 0..rows {
        for step in 0..STEPS {
            // SAFETY: the row is in both, by the caller's promise.
            unsafe {
                let from = tile.as_ptr().add(row * BLOCK + step * STEP);
                let to = operand.as_mut_ptr().add(place_of_row(row) + step * RUN_LEN);
                let pairs = split_pairs(_mm512_loadu_si512(from.cast()), _mm512_loadu_si512(from.add(LINES).cast()));
                for (part, pairs) in pairs.into_iter().enumerate() {
                    _mm512_storeu_si512(to.add(part * TILE_LEN).cast(), pairs);
                }
            }
        }
    }
}

/// Splits the weights of a block of columns and a span of inputs, and says where they are.
///
/// # Safety
///
/// The processor must have AVX-512; the columns must have the block and the span.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn weights(
    columns: &Columns<'_>,
    block: usize,
    span: Span,
    split: &mut MaybeUninit<SplitWeights>,
) -> *const f32 {
    let split = split.as_mut_ptr().cast::<f32>();
    let steps = (span.end - span.start) * STEPS;
    for panel in 0..BLOCK / COLUMNS {
        let panel_weights = columns.panel(block, panel * COLUMNS, span.start, COLUMNS);
        for step in 0..steps {
            for line in 0..LINES {
                for half in 0..COLUMNS / LINES {
                    // SAFETY: a step has 32 rows of two vectors, and two runs of split weights.
                    unsafe {
                        let first = panel_weights.add((step * STEP + line) * COLUMNS + half * LINES);
                        let second = first.add(LINES * COLUMNS);
                        let pairs = split_pairs(_mm512_loadu_si512(first.cast()), _mm512_loadu_si512(second.cast()));
                        for (part, pairs) in pairs.into_iter().enumerate() {
                            let tile = ((panel * steps + step) * PARTS + part) * 2 + half;
                            _mm512_storeu_si512(split.add(tile * TILE_LEN + line * LINES).cast(), pairs);
                        }
                    }
                }
            }
        }
    }
    split
}

/// The parts of two vectors of floats: in the lower half of each word that of the first, in the upper half that of
/// the second.
///
/// What is cut off has fewer bits than a float, so that subtractions are exact, and the last part is what is left.
#[inline]
#[target_feature(enable = "avx512f")]
fn split_pairs(first: __m512i, second: __m512i) -> [__m512i; PARTS] {
    let upper = _mm512_set1_epi32(0xFFFF_0000_u32.cast_signed());
    let rest = |value: __m512i| {
        let part = _mm512_castsi512_ps(_mm512_and_si512(value, upper));
        _mm512_castps_si512(_mm512_sub_ps(_mm512_castsi512_ps(value), part))
    };
    // first >> 16 | second & upper
    let pair = |first: __m512i, second: __m512i| {
        _mm512_ternarylogic_epi32::<0b1111_1000>(_mm512_srli_epi32::<16>(first), second, upper)
    };
    let (first_rest, second_rest) = (rest(first), rest(second));
    [pair(first, second), pair(first_rest, second_rest), pair(rest(first_rest), rest(second_rest))]
}

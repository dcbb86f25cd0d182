//! Floats as whole numbers of 24 bits that share a power of two, cut into three slices of 8 bits, in the order in
//! which tiles are loaded.
//!
//! The rows of a group lie in runs of [`PACKED_ROWS`], weights in blocks of 64 columns. Both lie span by span: tiles for
//! each block of inputs, then what the whole numbers of each row or column are to be multiplied by.

mod bytes;

use super::super::linear::{Span, spans};
use super::super::{BLOCK, PACKED_ROWS, TILE};
use bytes::{beside_each_other, interleaved};
use std::arch::x86_64::{
    __m512, __m512i, _mm512_and_si512, _mm512_cvtps_epi32, _mm512_loadu_ps, _mm512_loadu_si512, _mm512_maskz_loadu_ps,
    _mm512_max_epu32, _mm512_mul_ps, _mm512_or_si512, _mm512_reduce_max_epu32, _mm512_set1_epi32, _mm512_set1_ps,
    _mm512_setzero_si512, _mm512_storeu_si512,
};
use std::ops::Range;

/// Lines of a tile.
pub(super) const LINES: usize = 16;
/// Words of four bytes in a tile: as many in a line as there are lines.
pub(super) const TILE_LEN: usize = LINES * LINES;
/// Bytes of a word: neighbouring inner values.
const BYTES: usize = size_of::<f32>();
/// Slices of a float, the greatest first.
const SLICES: usize = 3;
/// Columns that are computed together: those of a tile.
pub(super) const PANEL: usize = LINES;

/// Words that a run of rows takes for a block of inputs: its tiles.
pub(super) const ROW_TILES_LEN: usize = SLICES * TILE_LEN;
/// The same, and a word for each row.
pub(super) const ROWS_LEN: usize = ROW_TILES_LEN + PACKED_ROWS;
/// Words that a panel of weights takes for a block of inputs: its tiles.
pub(super) const PANEL_TILES_LEN: usize = SLICES * TILE_LEN;
/// Words that a block of columns takes for a block of inputs: its panels, and a word for each column.
pub(super) const WEIGHTS_LEN: usize = BLOCK / PANEL * PANEL_TILES_LEN + BLOCK;

const _: () = assert!(PACKED_ROWS == LINES && BLOCK == 4 * LINES, "a line has the 64 inner values of a block");

/// Where a run of rows has what belongs to a span, in words from the first of all runs on.
#[derive(Clone, Copy)]
pub(super) struct RowsOfSpan {
    first: usize,
    span: Span,
}

impl RowsOfSpan {
    pub(super) fn new(run: usize, inputs: usize, span: Span) -> Self {
        Self { first: (run * inputs + span.start) * ROWS_LEN, span }
    }

    /// The tiles for blocks of inputs from `block` on.
    pub(super) fn tiles(self, block: usize) -> usize {
        self.first + (block - self.span.start) * ROW_TILES_LEN
    }

    /// What whole numbers of each row are to be multiplied by.
    pub(super) fn scales(self) -> usize {
        self.tiles(self.span.end)
    }
}

/// Where a block of columns has what belongs to a span, in words from the first of all blocks on.
#[derive(Clone, Copy)]
pub(super) struct WeightsOfSpan {
    first: usize,
    span: Span,
}

impl WeightsOfSpan {
    pub(super) fn new(block: usize, inputs: usize, span: Span) -> Self {
        Self { first: (block * inputs + span.start) * WEIGHTS_LEN, span }
    }

    /// The tiles of a panel for blocks of inputs from `block` on.
    pub(super) fn tiles(self, panel: usize, block: usize) -> usize {
        let blocks_of_panel = self.span.end - self.span.start;
        self.first + (panel * blocks_of_panel + block - self.span.start) * PANEL_TILES_LEN
    }

    /// What whole numbers of each column of a panel are to be multiplied by.
    pub(super) fn scales(self, panel: usize) -> usize {
        self.tiles(BLOCK / PANEL, self.span.start) + panel * PANEL
    }
}

/// How values become whole numbers.
#[derive(Clone, Copy)]
pub(super) struct Scaling {
    /// What values are multiplied by.
    pub(super) factor: f32,
    /// What whole numbers are multiplied by: 2^4 / `factor`. Sums of slices lack a factor of 2^8, half of which is here.
    pub(super) scale: f32,
}

impl Scaling {
    /// For values whose magnitudes are at most the float of these bits.
    pub(super) fn of(greatest: u32) -> Self {
        let greatest = f32::from_bits(greatest);
        if !greatest.is_finite() {
            // Whole numbers know neither infinity nor NaN, and must not hide them.
            return Self { factor: 0.0, scale: f32::NAN };
        }
        let power_of_two = |exponent: i32| f32::from_bits((exponent + 127).cast_unsigned() << 23);
        // Slices of -128 to 127 end at 127 + 127/256 + ..., a little below 2^7.
        let exponent = ((greatest * 1.004).to_bits() >> 23).cast_signed() - 127;
        // So that no factor is too great for a float. What is so small that it matters here never matters.
        let exponent = exponent.max(-100);
        Self { factor: power_of_two(22 - exponent), scale: power_of_two(exponent - 18) }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn greater_magnitudes(greatest: __m512i, values: __m512i) -> __m512i {
    // The bits of magnitudes are in the order of these, and NaN is greater than all.
    _mm512_max_epu32(greatest, _mm512_and_si512(values, _mm512_set1_epi32(i32::MAX)))
}

/// How the values of a row that lie in some of the tiles become whole numbers.
///
/// # Safety
///
/// The processor must have AVX-512, and the row must be in all of the tiles.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn scaling_of_row(row: *const f32, blocks: Range<usize>) -> Scaling {
    let mut greatest = _mm512_setzero_si512();
    for at in (blocks.start * BLOCK..blocks.end * BLOCK).step_by(LINES) {
        // SAFETY: the caller's promise.
        let values = unsafe { _mm512_loadu_si512(row.add(at / BLOCK * TILE + at % BLOCK).cast()) };
        greatest = greater_magnitudes(greatest, values);
    }
    Scaling::of(_mm512_reduce_max_epu32(greatest))
}

/// Slices of up to 64 values, and zeros.
///
/// # Safety
///
/// The processor must have AVX-512 with VBMI, and there must be as many values.
#[inline]
#[target_feature(enable = "avx512vbmi")]
pub(super) unsafe fn slices_of(values: *const f32, count: usize, factor: f32) -> [__m512i; SLICES] {
    let factor = _mm512_set1_ps(factor);
    beside_each_other([0, 1, 2, 3].map(|index| {
        let mask = if count == BLOCK { u16::MAX } else { first_lanes(count.saturating_sub(index * LINES)) };
        // SAFETY: the caller's promise.
        let values = unsafe { _mm512_maskz_loadu_ps(mask, values.wrapping_add(index * LINES)) };
        _mm512_cvtps_epi32(_mm512_mul_ps(values, factor))
    }))
}

/// A bit for each of so many lanes, or for all.
pub(super) fn first_lanes(count: usize) -> u16 {
    u16::MAX.checked_shr(u32::try_from(LINES.saturating_sub(count)).expect("at most 16")).unwrap_or(0)
}

/// Puts slices of sixteen columns of up to four rows, each with its factor, into a line of tiles, a word for each
/// column: `line` for the first slice. `bytes` says which rows there are; the bytes of others stay as they are.
///
/// # Safety
///
/// The processor must have AVX-512 with VBMI. `rows` is where the first row would be; those that are there must have
/// sixteen values.
#[inline]
#[target_feature(enable = "avx512vbmi")]
pub(super) unsafe fn merge_rows(rows: *const f32, bytes: Range<usize>, factors: [f32; BYTES], line: &mut [f32]) {
    let whole_numbers = [0, 1, 2, 3].map(|row| {
        if bytes.contains(&row) {
            // SAFETY: the caller's promise.
            unsafe { numbers(rows.wrapping_add(row * BLOCK), _mm512_set1_ps(factors[row])) }
        } else {
            _mm512_setzero_si512()
        }
    });
    let others = (0..BYTES).filter(|row| !bytes.contains(row)).fold(0, |mask, row| mask | 255 << (8 * row));
    for (slice, words) in interleaved(whole_numbers).into_iter().enumerate() {
        let line = line[slice * TILE_LEN..][..LINES].as_mut_ptr().cast();
        // SAFETY: a line has sixteen words.
        unsafe {
            let before = _mm512_and_si512(_mm512_loadu_si512(line), _mm512_set1_epi32(others));
            _mm512_storeu_si512(line.cast(), _mm512_or_si512(before, words));
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn numbers(values: *const f32, factor: __m512) -> __m512i {
    // SAFETY: the caller promises sixteen values.
    unsafe { _mm512_cvtps_epi32(_mm512_mul_ps(_mm512_loadu_ps(values), factor)) }
}

/// # Safety
///
/// The processor must have AVX-512 with VBMI, and lengths must be as [`super::super::Kernels::pack_rows`] checks them.
#[target_feature(enable = "avx512vbmi")]
pub(super) unsafe fn pack_rows(tiles: &[f32], rows: Range<usize>, packed: &mut [f32]) {
    let inputs = tiles.len() / TILE;
    for span in spans(inputs) {
        // SAFETY: the caller's promises are passed on.
        unsafe { pack_rows_of_span(tiles, rows.clone(), RowsOfSpan::new(0, inputs, span), packed) }
    }
}

/// Packs what a run of rows has of one span.
///
/// # Safety
///
/// As for [`pack_rows`].
#[inline]
#[target_feature(enable = "avx512vbmi")]
pub(super) unsafe fn pack_rows_of_span(tiles: &[f32], rows: Range<usize>, run: RowsOfSpan, packed: &mut [f32]) {
    for (index, row) in rows.enumerate() {
        // SAFETY: the row is in all tiles and in the run, by the caller's promise.
        unsafe {
            let row = tiles.as_ptr().add(row * BLOCK);
            let scaling = scaling_of_row(row, run.span.start..run.span.end);
            for block in run.span.start..run.span.end {
                let to = packed.as_mut_ptr().add(run.tiles(block) + index * LINES);
                for (slice, bytes) in slices_of(row.add(block * TILE), BLOCK, scaling.factor).into_iter().enumerate() {
                    _mm512_storeu_si512(to.add(slice * TILE_LEN).cast(), bytes);
                }
            }
            packed[run.scales() + index] = scaling.scale;
        }
    }
}

/// # Safety
///
/// The processor must have AVX-512 with VBMI, and lengths must be as [`super::super::Kernels::pack_weights`] has them.
#[target_feature(enable = "avx512vbmi")]
pub(super) unsafe fn pack_weights(panels: &[f32], packed: &mut [f32]) {
    let inputs = packed.len() / WEIGHTS_LEN;
    for span in spans(inputs) {
        let weights = WeightsOfSpan::new(0, inputs, span);
        for panel in 0..BLOCK / PANEL {
            // SAFETY: panels have a row for each inner value of each block of inputs.
            unsafe {
                let row = |inner: usize| panels.as_ptr().add((panel * inputs * BLOCK + inner) * PANEL);
                let mut greatest = _mm512_setzero_si512();
                for inner in span.start * BLOCK..span.end * BLOCK {
                    greatest = greater_magnitudes(greatest, _mm512_loadu_si512(row(inner).cast()));
                }
                let mut magnitudes = [0_u32; LINES];
                _mm512_storeu_si512(magnitudes.as_mut_ptr().cast(), greatest);
                let scalings = magnitudes.map(Scaling::of);
                let factors = scalings.map(|scaling| scaling.factor);
                let factors = _mm512_loadu_ps(factors.as_ptr());
                for block in span.start..span.end {
                    let to = packed.as_mut_ptr().add(weights.tiles(panel, block));
                    for line in 0..LINES {
                        let first = block * BLOCK + line * BYTES;
                        let numbers = [0, 1, 2, 3].map(|byte| numbers(row(first + byte), factors));
                        for (slice, words) in interleaved(numbers).into_iter().enumerate() {
                            _mm512_storeu_si512(to.add(slice * TILE_LEN + line * LINES).cast(), words);
                        }
                    }
                }
                let scales = packed[weights.scales(panel)..].iter_mut();
                scales.zip(scalings).for_each(|(scale, scaling)| *scale = scaling.scale);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_add_up_and_fit_into_bytes() {
        let numbers = |greatest: f32| {
            let scaling = Scaling::of(greatest.to_bits());
            (greatest * scaling.factor, scaling.scale / 16.0)
        };
        // The greatest number whose slices are all 127, and what has to take the next power of two.
        assert_eq!(numbers(1.99), (1.99 * 4_194_304.0, 1.0 / 4_194_304.0));
        assert_eq!(numbers(1.993), (1.993 * 2_097_152.0, 1.0 / 2_097_152.0));
        for greatest in [f32::MIN_POSITIVE, 1e-20, 0.7, 1.0, 1.992, 1.9999, 3e5, f32::MAX] {
            let (number, scale) = numbers(greatest);
            assert!(number.abs() <= 8_355_711.0, "{greatest}: {number}");
            assert!((number * scale - greatest).abs() <= scale / 2.0, "{greatest}: {number} x {scale}");
        }
        assert!(numbers(f32::INFINITY).1.is_nan() && numbers(f32::NAN).1.is_nan());
        assert!(numbers(0.0).0.abs() < f32::MIN_POSITIVE);
    }
}

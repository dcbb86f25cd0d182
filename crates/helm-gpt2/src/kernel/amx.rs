//! AMX: products of tiles of 8 bit whole numbers, 32 times as many a second as AVX-512 has of 32 bit floats.
//!
//! Of a row, and of a column of weights, each float is taken as a whole number of 24 bits times a power of two that
//! all of them share, and the whole number as three slices of 8 bits ([`slices`]). The product of two of them is the
//! sum of the products of their slices ([`product`]) but for that of the smallest ones, which is less than 2^-30 of the
//! product of the greatest values of both. Whole numbers are summed exactly. So what is lost is what lies 2^-24 below
//! the greatest value of a row or column; sums of floats lose as much below the greatest of their products. All else
//! is left to the kernels for AVX-512.

mod permission;
mod product;
mod slices;

use super::avx512::Avx512;
use super::exponential::gelu;
use super::linear::{self, Columns, Finish, Rows, Span};
use super::simd::Simd;
use super::{BLOCK, Kernels, PACKED_ROWS, PackedFactors, TILE};
use product::{Configuration, FETCHED_IN_STEP, Factors, Sums};
use slices::{PANEL, ROWS_LEN, RowsOfSpan, WEIGHTS_LEN, WeightsOfSpan};

pub(super) static KERNELS: Kernels = Kernels {
    name: "amx",
    factors: Some(&PackedFactors {
        rows_len: ROWS_LEN,
        weights_len: WEIGHTS_LEN,
        pack_rows: slices::pack_rows,
        pack_weights: slices::pack_weights,
    }),
    keeps_rows: true,
    linear,
    ..super::avx512::KERNELS
};

/// Blocks of inputs whose products are summed as whole numbers: so many that the weights of a panel stay in the
/// nearest cache while rows pass by.
const SUMMED_BLOCKS: usize = 4;

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
    // Of a span, the rows of a group fit into the cache of a core; weights pass by.
    for span in linear::spans(columns.inputs) {
        for group in &mut *groups {
            for block in 0..columns.blocks {
                for part in span.parts(SUMMED_BLOCKS) {
                    for panel in 0..BLOCK / PANEL {
                        let place = Place { columns, finish, span, part, block, panel };
                        // SAFETY: the columns have the block, the groups all of their rows; see above.
                        unsafe { place.multiply(&configuration, group) }
                    }
                }
            }
        }
    }
}

/// What rows are multiplied by.
struct Place<'a> {
    columns: &'a Columns<'a>,
    finish: Finish,
    /// Blocks of inputs whose values share their powers of two.
    span: Span,
    /// Those that are multiplied.
    part: Span,
    block: usize,
    /// Of the block.
    panel: usize,
}

impl Place<'_> {
    #[inline]
    #[target_feature(enable = "avx512f,avx2,fma")]
    unsafe fn multiply(&self, configuration: &Configuration, group: &mut Rows<'_>) {
        let &Self { columns: &Columns { weights, inputs, .. }, span, part, block, panel, .. } = self;
        let place = WeightsOfSpan::new(block, inputs, span);
        let next = WeightsOfSpan::new(block + 1, inputs, span).tiles(0, span.start);
        // What comes next is fetched step by step, in all panels of all parts.
        let steps = part.end - part.start;
        let row_runs = group.rows.div_ceil(PACKED_ROWS);
        let steps_before = ((part.start - span.start) * BLOCK / PANEL + panel * steps) * row_runs;
        let mut sums = Sums::default();
        for run in 0..row_runs {
            let rows = RowsOfSpan::new(run, inputs, span);
            let factors = Factors {
                rows: &group.input[rows.tiles(part.start)..],
                columns: &weights[place.tiles(panel, part.start)..],
                steps,
                next: weights.as_ptr().wrapping_add(next + (steps_before + run * steps) * FETCHED_IN_STEP),
            };
            configuration.multiply(&factors, &mut sums);
            // SAFETY: the caller's promises are passed on.
            unsafe { self.finish_run(&sums, run, group) }
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx2,fma")]
    unsafe fn finish_run(&self, sums: &Sums, run: usize, group: &mut Rows<'_>) {
        let &Self { columns, span, part, block, panel, .. } = self;
        let rows = PACKED_ROWS.min(group.rows - run * PACKED_ROWS);
        let row_scales = &group.input[RowsOfSpan::new(run, columns.inputs, span).scales()..][..rows];
        let output = &mut group.output[block * TILE + run * PACKED_ROWS * BLOCK + panel * PANEL..];
        // SAFETY: the caller's promises are passed on.
        unsafe {
            if part.is_first && self.finish != Finish::Add {
                self.finish_rows::<false>(sums, row_scales, output);
            } else {
                self.finish_rows::<true>(sums, row_scales, output);
            }
        }
    }

    /// Puts sums where they belong, or adds them to what is there. The bias is added to the first.
    #[inline]
    #[target_feature(enable = "avx512f,avx2,fma")]
    unsafe fn finish_rows<const ADDS: bool>(&self, sums: &Sums, row_scales: &[f32], output: &mut [f32]) {
        let &Self { columns, span, part, block, panel, .. } = self;
        let panel_of = |values: &[f32], start: usize| {
            let values = &values[start..][..PANEL];
            // SAFETY: a panel has two vectors.
            [0, Avx512::LANES].map(|half| unsafe { Avx512::load(values[half..].as_ptr()) })
        };
        let column_scales = panel_of(columns.weights, WeightsOfSpan::new(block, columns.inputs, span).scales(panel));
        let bias = match columns.bias {
            Some(bias) if part.is_first => panel_of(bias, block * BLOCK + panel * PANEL),
            // SAFETY: the processor has the instructions.
            _ => unsafe { [Avx512::splat(0.0); 2] },
        };
        assert!(output.len() >= (row_scales.len() - 1) * BLOCK + PANEL, "as many rows");
        let output = output.as_mut_ptr();
        // SAFETY: rows and columns are within the output.
        unsafe {
            for (row, &row_scale) in row_scales.iter().enumerate() {
                let row_scale = Avx512::splat(row_scale);
                for (half, sums) in sums.row(row).into_iter().enumerate() {
                    let to = output.add(row * BLOCK + half * Avx512::LANES);
                    let before = if ADDS { Avx512::add(Avx512::load(to), bias[half]) } else { bias[half] };
                    let scale = Avx512::multiply(row_scale, column_scales[half]);
                    Avx512::store(to, Avx512::multiply_add(sums, scale, before));
                }
            }
            // Apart from the loop above: it needs registers of its own.
            if part.is_last && self.finish == Finish::Gelu {
                for row in 0..row_scales.len() {
                    for half in 0..PANEL / Avx512::LANES {
                        let to = output.add(row * BLOCK + half * Avx512::LANES);
                        Avx512::store(to, gelu::<Avx512>(Avx512::load(to)));
                    }
                }
            }
        }
    }
}

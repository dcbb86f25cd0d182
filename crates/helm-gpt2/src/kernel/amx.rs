//! AMX: products of tiles of 8 bit whole numbers, 32 times as many a second as AVX-512 has of 32 bit floats.
//!
//! Of a row, and of a column of weights, each float is taken as a whole number of 24 bits times a power of two that
//! all of them share, and the whole number as three slices of 8 bits ([`slices`]). The product of two of them is the
//! sum of the six greatest of the nine products of their slices ([`product`]): what the others would add is less than
//! 2^-22 of the product of the greatest values of both, and on average no more than what rounding adds to sums of
//! floats. Whole numbers are summed exactly. All else is left to the kernels for AVX-512.

mod permission;
mod product;
mod slices;

use super::avx512::Avx512;
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
        let &Self { columns, finish, span, part, block, panel } = self;
        let weights = WeightsOfSpan::new(block, columns.inputs, span);
        let next = columns
            .weights
            .as_ptr()
            .wrapping_add(WeightsOfSpan::new(block + 1, columns.inputs, span).tiles(0, span.start));
        // What comes next is fetched step by step, in all panels of all parts.
        let steps = part.end - part.start;
        let row_runs = group.rows.div_ceil(PACKED_ROWS);
        let steps_before = ((part.start - span.start) * BLOCK / PANEL + panel * steps) * row_runs;
        let mut sums = Sums::default();
        for run in 0..row_runs {
            let rows = RowsOfSpan::new(run, columns.inputs, span);
            let factors = Factors {
                rows: &group.input[rows.tiles(part.start)..],
                columns: &columns.weights[weights.tiles(panel, part.start)..],
                steps,
                next: next.wrapping_add((steps_before + run * steps) * FETCHED_IN_STEP),
            };
            let row_scales = &group.input[rows.scales()..][..PACKED_ROWS];
            let column_scales = &columns.weights[weights.scales(panel)..][..PANEL];
            // SAFETY: rows and columns are within the packed rows, the packed weights and the output.
            unsafe {
                configuration.multiply(&factors, &mut sums);
                let column_scales = [0, Avx512::LANES].map(|half| Avx512::load(column_scales[half..].as_ptr()));
                let first_row = run * PACKED_ROWS;
                let output = group.output.as_mut_ptr().add(block * TILE + first_row * BLOCK + panel * PANEL);
                for (row, &scale) in row_scales.iter().enumerate().take(group.rows - first_row) {
                    let scale = Avx512::splat(scale);
                    let mut sums = [sums.row(row)];
                    for (sum, column_scales) in sums[0].iter_mut().zip(column_scales) {
                        *sum = Avx512::multiply(Avx512::multiply(*sum, scale), column_scales);
                    }
                    let (column, output) = (block * BLOCK + panel * PANEL, output.add(row * BLOCK));
                    linear::finish_rows::<Avx512, 1>(columns, finish, part, column, &mut sums, output);
                }
            }
        }
    }
}

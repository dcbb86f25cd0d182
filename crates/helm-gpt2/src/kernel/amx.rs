//! AMX: products of tiles of 8 bit whole numbers, 32 times as many a second as AVX-512 has of 32 bit floats.
//!
//! Each row, and each column of weights, is quantised: whole numbers of 24 bits times a power of two that they share,
//! cut into three slices of 8 bits ([`slices`]). A product is the sum of eight products of slices ([`product`]); the
//! ninth, of the smallest by the smallest, is less than 2^-30 of the product of both greatest values and left out. Whole
//! numbers are summed exactly, so what is lost is what lies 2^-24 below the greatest value of a row or column, where sums
//! of floats lose as much below the greatest of their products. All else is left to the kernels for AVX-512.

mod attention;
mod finish;
mod permission;
mod product;
mod slices;

use super::linear::{self, Columns, Rows, Span};
use super::{BLOCK, Kernels, PACKED_ROWS, PackedFactors, TILE};
use finish::Finish;
use product::{FETCHED_IN_STEP, Factors, Products};
use slices::{LINES, PANEL, ROWS_LEN, RowsOfSpan, WEIGHTS_LEN, WeightsOfSpan};
use std::arch::x86_64::{__m512, _mm512_loadu_ps, _mm512_setzero_ps};

pub(super) static KERNELS: Kernels = Kernels {
    name: "amx",
    panel: PANEL,
    factors: Some(&PackedFactors {
        rows_len: ROWS_LEN,
        weights_len: WEIGHTS_LEN,
        pack_rows: slices::pack_rows,
        pack_weights: slices::pack_weights,
    }),
    linear,
    attention: attention::FUNCTIONS,
    ..super::avx512::KERNELS
};

pub(super) fn is_supported() -> bool {
    super::avx512::is_supported()
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
        && permission::is_granted()
}

/// # Safety
///
/// [`is_supported`], and lengths must be as [`Kernels::linear`] checks them.
#[target_feature(enable = "avx512f,avx512bw,avx2,fma")]
unsafe fn linear(columns: &Columns<'_>, finish: linear::Finish, rows: Rows<'_>) {
    // SAFETY: the processor has AMX, and the permission to use it was granted.
    let mut products = unsafe { Products::new() };
    let Rows { input, rows, output } = rows;
    let group = Group { input, rows, output: output.as_mut_ptr() };
    // Of a span, the rows of a group fit into the cache of a core; weights pass by.
    for span in linear::spans(columns.inputs) {
        for block in 0..columns.blocks {
            for panel in 0..BLOCK / PANEL {
                let place = Place { columns, finish, span, block, panel };
                // SAFETY: the columns have the block, the group all of its rows; see above.
                unsafe { place.multiply(&group, &mut products) }
            }
        }
    }
    // SAFETY: the group is still there.
    unsafe { products.finish() }
}

/// Rows whose output is written after more has been multiplied.
struct Group<'a> {
    input: &'a [f32],
    rows: usize,
    /// Tiles for all blocks of columns.
    output: *mut f32,
}

/// What rows are multiplied by.
struct Place<'a> {
    columns: &'a Columns<'a>,
    finish: linear::Finish,
    /// Blocks of inputs.
    span: Span,
    block: usize,
    /// Of the block.
    panel: usize,
}

impl Place<'_> {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx2,fma")]
    unsafe fn multiply(&self, group: &Group<'_>, products: &mut Products) {
        let &Self { columns: &Columns { weights, inputs, bias, .. }, finish, span, block, panel } = self;
        let place = WeightsOfSpan::new(block, inputs, span);
        let column_scales = vector(&weights[place.scales(panel)..]);
        let before = match bias {
            Some(bias) if span.is_first => vector(&bias[block * BLOCK + panel * PANEL..]),
            _ => _mm512_setzero_ps(),
        };
        let next = WeightsOfSpan::new(block + 1, inputs, span).tiles(0, span.start);
        // What comes next is fetched step by step, while all panels are multiplied.
        let steps = span.end - span.start;
        let row_runs = group.rows.div_ceil(PACKED_ROWS);
        let fetched = weights.as_ptr().wrapping_add(next + panel * row_runs * steps * FETCHED_IN_STEP);
        let columns = [product::Columns::new(&weights[place.tiles(panel, span.start)..], steps)];
        for run in 0..row_runs {
            let place_of_rows = RowsOfSpan::new(run, inputs, span);
            let rows = &group.input[place_of_rows.tiles(span.start)..];
            let rows_of_run = PACKED_ROWS.min(group.rows - run * PACKED_ROWS);
            let finish = Finish {
                output: group.output.wrapping_add(block * TILE + run * PACKED_ROWS * BLOCK + panel * PANEL),
                stride: BLOCK,
                rows: rows_of_run,
                row_scales: group.input[place_of_rows.scales()..][..rows_of_run].as_ptr(),
                column_scales,
                before,
                adds: !span.is_first || finish == linear::Finish::Add,
                activates: span.is_last && finish == linear::Finish::Gelu,
            };
            let next = fetched.wrapping_add(run * steps * FETCHED_IN_STEP);
            // SAFETY: rows and columns are within the output, which nothing else uses before `linear` ends.
            unsafe { products.multiply(&Factors { rows, near: false, columns: &columns, next }, finish) }
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn vector(values: &[f32]) -> __m512 {
    let values = &values[..LINES];
    // SAFETY: there are as many values as lanes.
    unsafe { _mm512_loadu_ps(values.as_ptr()) }
}

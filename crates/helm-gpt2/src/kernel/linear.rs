//! Linear layers: products of activations and packed weights, and what is done with them while they are in
//! registers.

use super::exponential::gelu;
use super::simd::Simd;
use super::{BLOCK, TILE, with_rows};

/// What becomes of a product with its bias.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Finish {
    /// It is the output.
    Store,
    /// The output is `gelu_new` of it.
    Gelu,
    /// It is added to what the output holds.
    Add,
}

/// See [`super::Kernels::linear`].
pub(super) struct Task<'a> {
    pub(super) input: &'a [f32],
    pub(super) rows: usize,
    pub(super) weights: &'a [f32],
    pub(super) bias: Option<&'a [f32]>,
    pub(super) finish: Finish,
}

/// Blocks of input whose products are summed in registers: their weights for one panel should stay in the
/// cache that the rows of a group pass through. A layer with more adds several such sums.
const MOST_BLOCKS: usize = 12;

/// # Safety
///
/// The processor must have the instructions, and lengths must be as [`super::Kernels::linear`] checks them.
#[inline(always)]
pub(super) unsafe fn run<S: Simd>(task: &Task<'_>, output: &mut [f32]) {
    let blocks = task.input.len() / TILE;
    let parts = blocks.div_ceil(MOST_BLOCKS);
    for part in 0..parts {
        let (start, end) = (part * blocks / parts, (part + 1) * blocks / parts);
        let span = Span { start, end, is_first: part == 0, is_last: part + 1 == parts };
        let mut row = 0;
        while row < task.rows {
            // Equal shares, so that no last few rows are left to a kernel that waits for its sums.
            let left = task.rows - row;
            let rows = left.div_ceil(left.div_ceil(S::ROWS));
            for panel in 0..BLOCK / (2 * S::LANES) {
                // SAFETY: the caller's promises; `row + rows` is at most `task.rows`.
                unsafe { with_rows!(rows, panel_of_rows::<S>(task, &span, row, panel, output.as_mut_ptr())) }
            }
            row += rows;
        }
    }
}

/// Some of the blocks of the input.
struct Span {
    start: usize,
    end: usize,
    is_first: bool,
    is_last: bool,
}

#[inline(always)]
unsafe fn panel_of_rows<S: Simd, const ROWS: usize>(
    task: &Task<'_>,
    span: &Span,
    row: usize,
    panel: usize,
    output: *mut f32,
) {
    let width = 2 * S::LANES;
    // SAFETY: rows and panels are within the tiles and the weights, whose lengths were checked.
    unsafe {
        let input = task.input.as_ptr().add(span.start * TILE + row * BLOCK);
        let all_blocks = task.input.len() / TILE;
        let weights = task.weights.as_ptr().add((panel * all_blocks + span.start) * BLOCK * width);
        let mut sums = [[S::splat(0.0); 2]; ROWS];
        for block in 0..span.end - span.start {
            let (input, weights) = (input.add(block * TILE), weights.add(block * BLOCK * width));
            let next = input.wrapping_add(TILE);
            multiply_add_rows::<S, ROWS>(&mut sums, BLOCK, (input, BLOCK), (weights, width), next);
        }
        let output = output.add(row * BLOCK + panel * width);
        let adds = !span.is_first || task.finish == Finish::Add;
        for (index, sums) in sums.iter_mut().enumerate() {
            for (half, sum) in sums.iter_mut().enumerate() {
                let to = output.add(index * BLOCK + half * S::LANES);
                if adds {
                    *sum = S::add(*sum, S::load(to));
                }
                if span.is_last
                    && let Some(bias) = task.bias
                {
                    *sum = S::add(*sum, S::load(bias.as_ptr().add(panel * width + half * S::LANES)));
                }
                S::store(to, *sum);
            }
        }
        // Apart from the loop above: it needs registers of its own.
        if span.is_last && task.finish == Finish::Gelu {
            for index in 0..ROWS {
                for half in 0..2 {
                    let to = output.add(index * BLOCK + half * S::LANES);
                    S::store(to, gelu::<S>(S::load(to)));
                }
            }
        }
    }
}

/// Rows of the right matrix between the one that is read and the one that is fetched: as long as a cache further
/// away takes to answer.
const FETCHED_AHEAD: usize = 32;
/// Floats of a line of the caches.
const LINE: usize = 16;

/// Adds the products of `ROWS` rows of `left` (shape (rows, inner)) and two vectors of columns of `right` (shape
/// (inner, columns)) to `sums`, in the order of `inner`. The strides are those of rows. Meanwhile the lines that begin
/// at `next` are fetched, one for each product: what comes after `left`.
#[inline(always)]
pub(super) unsafe fn multiply_add_rows<S: Simd, const ROWS: usize>(
    sums: &mut [[S::Vector; 2]; ROWS],
    inner: usize,
    (left, left_stride): (*const f32, usize),
    (right, right_stride): (*const f32, usize),
    next: *const f32,
) {
    let (mut left, mut right, mut next) = (left, right, next);
    for _ in 0..inner {
        // SAFETY: the caller promises `inner` columns of `left` and rows of `right`.
        unsafe {
            S::prefetch(next);
            let ahead = right.wrapping_add(FETCHED_AHEAD * right_stride);
            S::prefetch(ahead);
            if 2 * S::LANES > LINE {
                S::prefetch(ahead.wrapping_add(LINE));
            }
            let (first, second) = (S::load(right), S::load(right.add(S::LANES)));
            for (row, sums) in sums.iter_mut().enumerate() {
                let value = S::splat(*left.add(row * left_stride));
                sums[0] = S::multiply_add(value, first, sums[0]);
                sums[1] = S::multiply_add(value, second, sums[1]);
            }
        }
        next = next.wrapping_add(LINE);
        left = left.wrapping_add(1);
        right = right.wrapping_add(right_stride);
    }
}

//! Linear layers: products of activations and packed weights, and what is done with them while they are in
//! registers.

use super::exponential::gelu;
use super::simd::Simd;
use super::{BLOCK, TILE, with_rows};
use std::ops::Range;

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

/// Some neighbouring blocks of columns of a layer.
#[derive(Clone, Copy)]
pub(crate) struct Columns<'a> {
    /// For each block its panels, each of shape (64 x blocks of inputs, panel), or what kernels have packed them to.
    pub(crate) weights: &'a [f32],
    /// How many blocks.
    pub(crate) blocks: usize,
    /// Blocks of inputs.
    pub(crate) inputs: usize,
    /// A value for each column, or none.
    pub(crate) bias: Option<&'a [f32]>,
}

/// Some rows of a group: what is multiplied, and what becomes of it.
pub(crate) struct Rows<'a> {
    /// All tiles of the group, or what kernels have packed its rows to.
    pub(crate) input: &'a [f32],
    /// How many rows count, from the first on.
    pub(crate) rows: usize,
    /// A tile for each block of columns.
    pub(crate) output: &'a mut [f32],
}

/// Some of the blocks of inputs.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is_first: bool,
    pub(super) is_last: bool,
}

/// Most blocks of inputs whose products are summed in registers: a panel's weights for them should stay in the cache
/// while the rows of a group stream past. The sum over more inputs is split, and its parts are added in memory.
const MOST_BLOCKS: usize = 12;

/// The spans whose products are summed in registers, one after the other.
pub(super) fn spans(blocks: usize) -> impl Iterator<Item = Span> {
    Span { start: 0, end: blocks, is_first: true, is_last: true }.parts(MOST_BLOCKS)
}

impl Span {
    /// The span in nearly equal parts of at most so many blocks.
    pub(super) fn parts(self, most_blocks: usize) -> impl Iterator<Item = Self> {
        let blocks = self.end - self.start;
        let parts = blocks.div_ceil(most_blocks);
        (0..parts).map(move |part| Self {
            start: self.start + part * blocks / parts,
            end: self.start + (part + 1) * blocks / parts,
            is_first: self.is_first && part == 0,
            is_last: self.is_last && part + 1 == parts,
        })
    }
}

/// From so many register tiles a panel on, the next block's weights are prefetched, an equal share during each tile.
/// With fewer, memory is the bound anyway, and asking for all at once makes it worse.
const MANY_SETS: usize = 10;

/// # Safety
///
/// The processor must have the instructions, and lengths must be as [`super::Kernels::linear`] checks them.
#[inline(always)]
pub(super) unsafe fn run<S: Simd>(columns: &Columns<'_>, finish: Finish, rows: Rows<'_>) {
    let Rows { input, rows, output } = rows;
    let sets = rows.div_ceil(S::ROWS);
    let fetched = if sets < MANY_SETS { 0 } else { (2 * S::LANES * BLOCK).div_ceil(sets) };
    // The rows' values of a span stay in the cache of a core while the columns pass by.
    for span in spans(columns.inputs) {
        for block in 0..columns.blocks {
            let mut row = 0;
            for set in 0..sets {
                // Tiles of equal height: one of few rows has too few sums under way to hide how long an addition takes.
                let count = (rows - row).div_ceil(sets - set);
                for panel in 0..BLOCK / (2 * S::LANES) {
                    let coming = set * fetched..(set + 1) * fetched;
                    let task = Task { columns, finish, span, block, panel, coming };
                    // SAFETY: the caller's promises; `row + count` is at most the number of rows.
                    unsafe { with_rows!(count, panel_of_rows::<S>(&task, input, row, output.as_mut_ptr())) }
                }
                row += count;
            }
        }
    }
}

/// What some rows are multiplied by at once.
struct Task<'a> {
    columns: &'a Columns<'a>,
    finish: Finish,
    span: Span,
    block: usize,
    /// Of the block.
    panel: usize,
    /// What is fetched meanwhile of the next columns' weights, for each block of inputs.
    coming: Range<usize>,
}

#[inline(always)]
unsafe fn panel_of_rows<S: Simd, const ROWS: usize>(task: &Task<'_>, input: &[f32], row: usize, output: *mut f32) {
    let width = 2 * S::LANES;
    let &Task { columns, finish, span, block, panel, ref coming } = task;
    // SAFETY: rows and panels are within the tiles and the weights, whose lengths were checked.
    unsafe {
        let input = input.as_ptr().add(span.start * TILE + row * BLOCK);
        let first = ((block * BLOCK + panel * width) * columns.inputs + span.start * width) * BLOCK;
        let weights = columns.weights.as_ptr().add(first);
        let next_weights = weights.wrapping_add(BLOCK * columns.inputs * BLOCK);
        let output = output.add(block * TILE + row * BLOCK + panel * width);
        // The output is in no near cache: without this, one store after another would miss.
        for row in 0..ROWS {
            for line in (0..width).step_by(LINE) {
                S::prefetch(output.wrapping_add(row * BLOCK + line));
            }
        }
        let mut sums = [[S::splat(0.0); 2]; ROWS];
        for block in 0..span.end - span.start {
            for line in coming.clone().step_by(LINE) {
                S::prefetch(next_weights.wrapping_add(block * BLOCK * width + line));
            }
            let (input, weights) = (input.add(block * TILE), weights.add(block * BLOCK * width));
            let next = input.wrapping_add(TILE);
            multiply_add_rows::<S, ROWS>(&mut sums, BLOCK, (input, BLOCK), (weights, width), next);
        }
        finish_rows::<S, ROWS>(columns, finish, span, block * BLOCK + panel * width, &mut sums, output);
    }
}

/// The epilogue of a register tile: adds what the output held and the bias, stores, activates. `output` begins at
/// `column`.
///
/// Branches are outside of the loops over rows, so that sums stay in registers.
#[inline(always)]
unsafe fn finish_rows<S: Simd, const ROWS: usize>(
    columns: &Columns<'_>,
    finish: Finish,
    span: Span,
    column: usize,
    sums: &mut [[S::Vector; 2]; ROWS],
    output: *mut f32,
) {
    // SAFETY: the caller's promises; a bias has a value for each column.
    unsafe {
        let place = |row: usize, half: usize| output.add(row * BLOCK + half * S::LANES);
        if !span.is_first || finish == Finish::Add {
            for (row, sums) in sums.iter_mut().enumerate() {
                sums[0] = S::add(sums[0], S::load(place(row, 0)));
                sums[1] = S::add(sums[1], S::load(place(row, 1)));
            }
        }
        if span.is_last
            && let Some(bias) = columns.bias
        {
            let bias = bias.as_ptr().add(column);
            let bias = [S::load(bias), S::load(bias.add(S::LANES))];
            for sums in sums.iter_mut() {
                *sums = [S::add(sums[0], bias[0]), S::add(sums[1], bias[1])];
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            S::store(place(row, 0), sums[0]);
            S::store(place(row, 1), sums[1]);
        }
        // From memory: it needs registers of its own.
        if span.is_last && finish == Finish::Gelu {
            for row in 0..ROWS {
                for half in 0..2 {
                    S::store(place(row, half), gelu::<S>(S::load(place(row, half))));
                }
            }
        }
    }
}

/// Prefetch distance, in rows of the right matrix: as long as the next level of cache takes to answer.
const FETCHED_AHEAD: usize = 32;
/// Floats of a line of the caches.
const LINE: usize = 16;

/// The micro-kernel: adds `left` (shape (`ROWS`, inner)) times two vectors of columns of `right` (shape (inner, columns))
/// to `sums`, in the order of `inner`. Strides are those of rows. Prefetches `right`, and `ROWS` times `inner` floats
/// from `next` on: what comes after `left`.
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
        next = next.wrapping_add(ROWS);
        left = left.wrapping_add(1);
        right = right.wrapping_add(right_stride);
    }
}

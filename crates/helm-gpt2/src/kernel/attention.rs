//! Causal attention of one head: the queries of some rows against keys and values that lie in several
//! segments, those of shared prefixes first.
//!
//! Scores lie by absolute position, whatever segment a key comes from, and every sum runs over positions in
//! order: where a sequence was cut makes no difference to any bit.

use super::exponential::exponential;
use super::linear::multiply_add_rows;
use super::simd::Simd;
use super::{BLOCK, TILE, with_rows};
use std::ops::Range;

/// The queries of consecutive tokens of one sequence.
pub(crate) struct Queries<'a> {
    /// The blocks of one head, of the group that the rows are in.
    pub(crate) tiles: &'a [f32],
    /// The group's row of the first query.
    pub(crate) first_row: usize,
    /// How many there are.
    pub(crate) rows: usize,
    /// The first query's position in its sequence.
    pub(crate) first_position: usize,
    /// What scores are multiplied by.
    pub(crate) scale: f32,
}

/// The keys and values of consecutive tokens, of one layer and head.
#[derive(Clone, Copy)]
pub(crate) struct KeysAndValues<'a> {
    /// How many tokens.
    pub(crate) tokens: usize,
    /// How many there is room for.
    pub(crate) capacity: usize,
    /// What [`super::Kernels::keep`] has made of them.
    pub(crate) kept: &'a [f32],
}

/// Keys and values of new tokens, of one layer and head.
pub(crate) struct NewTokens<'a> {
    /// The keys' blocks of the head, of the group that the rows are in.
    pub(crate) keys: &'a [f32],
    /// The same of values.
    pub(crate) values: &'a [f32],
    /// The group's rows, one for each token.
    pub(crate) rows: Range<usize>,
}

/// How kernels keep keys and values, and read them.
#[derive(Clone, Copy)]
pub(super) struct Functions {
    /// The longest sequence that they can read.
    pub(super) most_tokens: usize,
    /// Floats of memory that so many tokens take, with so many blocks for each head.
    pub(super) kept_len: fn(usize, usize) -> usize,
    /// Floats of memory that is worked in, to read from these keys and values, so many blocks, and up to so many tokens.
    pub(super) room_len: fn(&[KeysAndValues<'_>], usize, usize) -> usize,
    /// Keeps new tokens: at which index, of how many that there is room for, and where.
    pub(super) keep: unsafe fn(&NewTokens<'_>, usize, usize, &mut [f32]),
    /// See [`super::Kernels::attention`].
    pub(super) attend: unsafe fn(&Task<'_>, &mut [f32], &mut [f32]),
}

/// See [`super::Kernels::attention`].
pub(super) struct Task<'a> {
    pub(super) queries: &'a Queries<'a>,
    pub(super) sources: &'a [KeysAndValues<'a>],
    pub(super) blocks: usize,
}

impl<'a> Task<'a> {
    /// Tokens that the last of the queries sees.
    pub(super) fn visible(&self) -> usize {
        self.queries.first_position + self.queries.rows
    }

    /// The sources of so many first tokens: each with the position of its first token, and how many of its tokens
    /// are among them.
    pub(super) fn visible_sources(
        &self,
        visible: usize,
    ) -> impl Iterator<Item = (KeysAndValues<'a>, usize, usize)> + use<'a> {
        let mut start = 0;
        let sources = self.sources.iter().map(move |source| {
            let first = start;
            start += source.tokens;
            (*source, first, source.tokens.min(visible.saturating_sub(first)))
        });
        sources.filter(|&(_, _, tokens)| tokens > 0)
    }
}

/// From a row of scores to the next: room for the last panel to reach beyond what is visible, and no power of
/// two, at which rows would share their place in the cache.
pub(super) fn scores_stride(visible: usize, panel: usize) -> usize {
    (visible + panel).next_multiple_of(32) + 16
}

/// Keys lie in panels of shape (64 x blocks, panel), with a column for each token. The last may be partly filled.
/// After them are values: for each block, rows of 64, one for each token.
fn keys_len<S: Simd>(tokens: usize, blocks: usize) -> usize {
    tokens.next_multiple_of(2 * S::LANES) * blocks * BLOCK
}

pub(super) fn kept_len<S: Simd>(tokens: usize, blocks: usize) -> usize {
    keys_len::<S>(tokens, blocks) + tokens * blocks * BLOCK
}

pub(super) fn room_len<S: Simd>(_sources: &[KeysAndValues<'_>], _blocks: usize, visible: usize) -> usize {
    S::ROWS * scores_stride(visible, 2 * S::LANES)
}

pub(super) fn keep<S: Simd>(new: &NewTokens<'_>, first: usize, capacity: usize, kept: &mut [f32]) {
    let panel = 2 * S::LANES;
    let blocks = new.keys.len() / TILE;
    let (keys, values) = kept.split_at_mut(keys_len::<S>(capacity, blocks));
    for block in 0..blocks {
        for (token, row) in (first..).zip(new.rows.clone()) {
            let row = block * TILE + row * BLOCK..block * TILE + (row + 1) * BLOCK;
            let start = (token / panel * blocks + block) * BLOCK * panel + token % panel;
            let column = keys[start..].iter_mut().step_by(panel);
            column.zip(&new.keys[row.clone()]).for_each(|(place, &key)| *place = key);
            values[(block * capacity + token) * BLOCK..][..BLOCK].copy_from_slice(&new.values[row]);
        }
    }
}

/// # Safety
///
/// The processor must have the instructions, and lengths must be as [`super::Kernels::attention`] checks them.
#[inline(always)]
pub(super) unsafe fn run<S: Simd>(task: &Task<'_>, scores: &mut [f32], output: &mut [f32]) {
    let mut row = 0;
    while row < task.queries.rows {
        let left = task.queries.rows - row;
        let rows = left.div_ceil(left.div_ceil(S::ROWS));
        // SAFETY: the caller's promises; `row + rows` is at most the number of queries.
        unsafe { with_rows!(rows, attend::<S>(task, row, scores.as_mut_ptr(), output.as_mut_ptr())) }
        row += rows;
    }
}

#[inline(always)]
unsafe fn attend<S: Simd, const ROWS: usize>(task: &Task<'_>, row: usize, scores: *mut f32, output: *mut f32) {
    let queries = task.queries;
    let position = queries.first_position + row;
    let visible = position + ROWS;
    let stride = scores_stride(task.visible(), 2 * S::LANES);
    let offset = (queries.first_row + row) * BLOCK;
    // SAFETY: rows are within the tiles; the scores have room for `visible` and a panel for each row.
    unsafe {
        score::<S, ROWS>(task, queries.tiles.as_ptr().add(offset), visible, (scores, stride));
        let mut factors = [0.0; ROWS];
        for (index, factor) in factors.iter_mut().enumerate() {
            let row = scores.add(index * stride);
            let own = position + index + 1;
            *factor = 1.0 / exponentials::<S>(row, own, queries.scale);
            // What only later rows may see has no share.
            std::slice::from_raw_parts_mut(row.add(own), visible - own).fill(0.0);
        }
        mix::<S, ROWS>(task, (scores, stride), visible, &factors, output.add(offset));
    }
}

/// Products of queries and keys, one row of `scores` for each query, in the order of positions.
#[inline(always)]
unsafe fn score<S: Simd, const ROWS: usize>(
    task: &Task<'_>,
    queries: *const f32,
    visible: usize,
    (scores, stride): (*mut f32, usize),
) {
    let width = 2 * S::LANES;
    for (source, start, tokens) in task.visible_sources(visible) {
        for panel in 0..tokens.div_ceil(width) {
            let mut sums;
            // SAFETY: the panels of a source hold all its tokens; what the last one writes beyond them is
            // overwritten by the next source, or lies in the room that a row of scores has for it.
            unsafe {
                sums = [[S::splat(0.0); 2]; ROWS];
                for block in 0..task.blocks {
                    let keys = source.kept.as_ptr().add((panel * task.blocks + block) * BLOCK * width);
                    let queries = queries.add(block * TILE);
                    multiply_add_rows::<S, ROWS>(&mut sums, BLOCK, (queries, BLOCK), (keys, width), queries);
                }
                for (index, sums) in sums.iter().enumerate() {
                    let to = scores.add(index * stride + start + panel * width);
                    S::store(to, sums[0]);
                    S::store(to.add(S::LANES), sums[1]);
                }
            }
        }
    }
}

/// Turns `count` scores s into e^(scale (s - greatest)) and returns their sum.
///
/// The last vector may reach beyond them. There it gets the least number that [`exponential`] gives, about 2^-126: beside
/// the greatest score's exponential, 1, it makes no difference to the sum.
#[inline(always)]
unsafe fn exponentials<S: Simd>(scores: *mut f32, count: usize, scale: f32) -> f32 {
    let vectors = count.div_ceil(S::LANES);
    // SAFETY: there are `count` scores, and room for a vector after the last whole one.
    unsafe {
        std::slice::from_raw_parts_mut(scores.add(count), vectors * S::LANES - count).fill(f32::NEG_INFINITY);
        let mut greatest = S::load(scores);
        for index in 1..vectors {
            greatest = S::max(greatest, S::load(scores.add(index * S::LANES)));
        }
        let greatest = S::splat(S::greatest(greatest));
        let shift = (greatest, S::splat(scale));
        // Two sums, so that no addition waits for the one before.
        let (mut even, mut odd) = (S::splat(0.0), S::splat(0.0));
        for pair in 0..vectors / 2 {
            let at = scores.add(2 * pair * S::LANES);
            even = S::add(even, shifted_exponential::<S>(at, shift));
            odd = S::add(odd, shifted_exponential::<S>(at.add(S::LANES), shift));
        }
        if vectors % 2 == 1 {
            even = S::add(even, shifted_exponential::<S>(scores.add((vectors - 1) * S::LANES), shift));
        }
        S::sum(S::add(even, odd))
    }
}

/// Turns a vector of scores s into e^(scale (s - greatest)).
#[inline(always)]
unsafe fn shifted_exponential<S: Simd>(scores: *mut f32, (greatest, scale): (S::Vector, S::Vector)) -> S::Vector {
    // SAFETY: the caller's promises are passed on.
    unsafe {
        let value = exponential::<S>(S::multiply(S::subtract(S::load(scores), greatest), scale));
        S::store(scores, value);
        value
    }
}

/// Sums of values weighted by `scores`, times the rows' factors.
#[inline(always)]
unsafe fn mix<S: Simd, const ROWS: usize>(
    task: &Task<'_>,
    (scores, stride): (*const f32, usize),
    visible: usize,
    factors: &[f32; ROWS],
    output: *mut f32,
) {
    let width = 2 * S::LANES;
    for block in 0..task.blocks {
        for panel in 0..BLOCK / width {
            // SAFETY: each source has a row of values for each of its tokens.
            unsafe {
                let mut sums = [[S::splat(0.0); 2]; ROWS];
                for (source, start, tokens) in task.visible_sources(visible) {
                    let values = keys_len::<S>(source.capacity, task.blocks) + block * source.capacity * BLOCK;
                    let values = source.kept.as_ptr().add(values + panel * width);
                    let scores = scores.add(start);
                    multiply_add_rows::<S, ROWS>(&mut sums, tokens, (scores, stride), (values, BLOCK), scores);
                }
                for (index, (sums, &factor)) in sums.iter().zip(factors).enumerate() {
                    let to = output.add(block * TILE + index * BLOCK + panel * width);
                    let factor = S::splat(factor);
                    S::store(to, S::multiply(sums[0], factor));
                    S::store(to.add(S::LANES), S::multiply(sums[1], factor));
                }
            }
        }
    }
}

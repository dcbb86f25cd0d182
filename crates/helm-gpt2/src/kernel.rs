//! The arithmetic of the CPU engine: matrix products, attention, layer norms and sums of exponentials,
//! written once over vectors of 32 bit floats ([`simd::Simd`]) and compiled for each kind of processor. Where there is a
//! unit for products of matrices (AMX), they are left to it. Which one runs is decided when a model is loaded, by what
//! the processor has.
//!
//! Every sum has one order, which depends neither on what else is in a batch nor on the number of
//! threads nor on how a sequence was cut into segments: equal requests give equal bits.
//!
//! Data lies in blocks of [`BLOCK`] columns and groups of [`GROUP`] rows ([`TILE`] is one of each), so that
//! what one task reads and writes is contiguous, and rows are a constant distance apart.

#![expect(clippy::inline_always, reason = "shared code has to become part of functions compiled for a processor")]
#![expect(unsafe_code, reason = "vector instructions and their loads have no safe form; see each block")]

mod attention;
mod exponential;
mod layer_norm;
mod linear;
mod log_sum_exp;
mod portable;
mod simd;
#[cfg(test)]
mod tests;

#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod amx;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;

pub(crate) use attention::{KeysAndValues, NewTokens, Queries};
pub(crate) use linear::{Columns, Finish, Rows};
pub(crate) use log_sum_exp::SumOfExponentials;

use std::ops::Range;

/// Columns of a block.
pub(crate) const BLOCK: usize = 64;
/// Rows of a group: so many that the time for reading weights hardly counts, and so few that what a layer reads of
/// them fits into the cache of a core.
pub(crate) const GROUP: usize = 256;
/// Floats of a block of a group.
pub(crate) const TILE: usize = GROUP * BLOCK;

/// The kernels for one kind of processor.
///
/// Only [`Kernels::supported`] gives them out: those that the processor can run.
pub struct Kernels {
    /// What the processor must have, as in `avx512`.
    pub name: &'static str,
    /// Width of a register tile, and of the panels in which weights are packed, unless `factors` says otherwise.
    pub(crate) panel: usize,
    /// How factors of products are packed, unless they are floats in tiles and panels.
    factors: Option<&'static PackedFactors>,
    linear: unsafe fn(&Columns<'_>, Finish, Rows<'_>),
    attention: attention::Functions,
    layer_norm: unsafe fn(&layer_norm::Task<'_>, &mut [f32]),
    log_sum_exp: unsafe fn(&[f32], usize, &mut [SumOfExponentials]),
}

/// Factors of products in a form of their own.
struct PackedFactors {
    /// Floats of memory that [`PACKED_ROWS`] rows take for each block.
    rows_len: usize,
    /// Floats of memory that a block of columns takes for each block of inputs.
    weights_len: usize,
    /// Packs rows, see [`Kernels::pack_rows`]: all tiles of a group, which rows of it, and where to.
    pack_rows: unsafe fn(&[f32], Range<usize>, &mut [f32]),
    /// Packs a block of columns: its panels, and where to.
    pack_weights: unsafe fn(&[f32], &mut [f32]),
}

/// Rows that are packed together.
pub(crate) const PACKED_ROWS: usize = 16;

impl Kernels {
    /// Those that this processor can run, the fastest first.
    pub fn supported() -> Vec<&'static Self> {
        let mut supported = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            #[cfg(target_os = "linux")]
            if amx::is_supported() {
                supported.push(&amx::KERNELS);
            }
            if avx512::is_supported() {
                supported.push(&avx512::KERNELS);
            }
            if avx2::is_supported() {
                supported.push(&avx2::KERNELS);
            }
        }
        #[cfg(target_arch = "aarch64")]
        supported.push(&neon::KERNELS);
        supported.push(&portable::KERNELS);
        supported
    }

    /// These, or the fastest others where these can't read sequences of so many tokens.
    pub(crate) fn for_context(&'static self, tokens: usize) -> &'static Self {
        let reads = |kernels: &&'static Self| tokens <= kernels.attention.most_tokens;
        let mut candidates = [self].into_iter().chain(Self::supported());
        candidates.find(reads).expect("the portable ones read any number of tokens")
    }

    /// Floats of memory that [`PACKED_ROWS`] rows take for each block, if factors are not read from tiles.
    pub(crate) fn packed_rows_len(&self) -> Option<usize> {
        self.factors.map(|factors| factors.rows_len)
    }

    /// Whether packed weights are the weights themselves.
    pub(crate) fn keeps_weights(&self) -> bool {
        self.factors.is_none()
    }

    /// Floats of memory that a block of columns takes for each block of inputs.
    pub(crate) fn weights_len(&self) -> usize {
        self.factors.map_or(BLOCK * BLOCK, |factors| factors.weights_len)
    }

    /// Blocks of inputs that are packed together: each such span of a row has scales of its own, so that it can be packed
    /// before the others are there.
    pub(crate) fn packed_together(blocks: usize) -> impl Iterator<Item = Range<usize>> {
        linear::spans(blocks).map(|span| span.start..span.end)
    }

    /// Packs a run of at most [`PACKED_ROWS`] rows, from all tiles of a group. Only where [`Kernels::packed_rows_len`] is
    /// some.
    pub(crate) fn pack_rows(&self, tiles: &[f32], rows: Range<usize>, packed: &mut [f32]) {
        let factors = self.factors.expect("there is a form to pack them in");
        assert!(tiles.len().is_multiple_of(TILE) && rows.end <= GROUP && rows.len() <= PACKED_ROWS, "rows of a group");
        assert!(packed.len() == tiles.len() / TILE * factors.rows_len, "room for as many blocks");
        // SAFETY: the processor has the instructions, see `supported`; the lengths were checked.
        unsafe { (factors.pack_rows)(tiles, rows, packed) }
    }

    /// Packs a block of columns, whose panels (zeros to begin with, each of shape (64 x blocks of inputs, panel))
    /// `write` fills in. `room` is kept for the next one.
    pub(crate) fn pack_weights(&self, packed: &mut [f32], room: &mut Vec<f32>, write: impl FnOnce(&mut [f32])) {
        let Some(factors) = self.factors else { return write(packed) };
        assert!(packed.len().is_multiple_of(factors.weights_len), "whole blocks");
        room.clear();
        room.resize(packed.len() / factors.weights_len * BLOCK * BLOCK, 0.0);
        write(room);
        // SAFETY: the processor has the instructions, see `supported`; the lengths are right.
        unsafe { (factors.pack_weights)(room, packed) }
    }

    /// Some columns of a linear layer, for rows of a group: `output = finish(input * weights + bias)`.
    pub(crate) fn linear(&self, columns: &Columns<'_>, finish: Finish, rows: Rows<'_>) {
        let &Columns { weights, blocks, inputs, bias } = columns;
        assert!(weights.len() == blocks * inputs * self.weights_len(), "weights of whole blocks");
        assert!(bias.is_none_or(|bias| bias.len() == blocks * BLOCK), "a bias for each column");
        let rows_len = |rows: usize| match self.factors {
            Some(factors) => rows.div_ceil(PACKED_ROWS) * factors.rows_len,
            None => TILE,
        };
        assert!(rows.rows <= GROUP && rows.output.len() == blocks * TILE, "a tile for each block of columns");
        assert!(rows.input.len() >= inputs * rows_len(rows.rows), "rows for all weights");
        // SAFETY: the processor has the instructions, see `supported`; the lengths were checked.
        unsafe { (self.linear)(columns, finish, rows) }
    }

    /// Floats of memory that the keys and values of so many tokens take, of a head of so many blocks.
    pub(crate) fn kept_len(&self, tokens: usize, blocks: usize) -> usize {
        (self.attention.kept_len)(tokens, blocks)
    }

    /// Keeps keys and values of new tokens, from the index `first` on, in memory for `capacity` of them.
    pub(crate) fn keep(&self, new: &NewTokens<'_>, first: usize, capacity: usize, kept: &mut [f32]) {
        let blocks = new.keys.len() / TILE;
        assert!(new.keys.len() == blocks * TILE && new.values.len() == blocks * TILE, "tiles of one head");
        assert!(new.rows.end <= GROUP && first + new.rows.len() <= capacity, "room for new tokens");
        assert!(kept.len() == self.kept_len(capacity, blocks), "room for all tokens");
        // SAFETY: the processor has the instructions, see `supported`; the lengths were checked.
        unsafe { (self.attention.keep)(new, first, capacity, kept) }
    }

    /// What one head reads from keys and values: `rows` rows of `output`, from `first_row` on, for the queries
    /// of the same rows. `room` is memory to work in, which is kept for the next time.
    pub(crate) fn attention(
        &self,
        queries: &Queries<'_>,
        sources: &[KeysAndValues<'_>],
        room: &mut Vec<f32>,
        output: &mut [f32],
    ) {
        let blocks = queries.tiles.len() / TILE;
        assert!(queries.tiles.len() == blocks * TILE && output.len() == blocks * TILE, "tiles of one head");
        assert!(queries.first_row + queries.rows <= GROUP, "rows of the group");
        let task = attention::Task { queries, sources, blocks };
        let visible = task.visible();
        assert!(sources.iter().map(|source| source.tokens).sum::<usize>() >= visible, "keys for all that is visible");
        for &KeysAndValues { tokens, capacity, kept } in sources {
            assert!(tokens <= capacity && kept.len() == self.kept_len(capacity, blocks), "keys and values");
        }
        let room_len = (self.attention.room_len)(sources, blocks, visible);
        room.resize(room_len.max(room.len()), 0.0);
        // SAFETY: the processor has the instructions, see `supported`; the lengths were checked.
        unsafe { (self.attention.attend)(&task, room, output) }
    }

    /// Layer norms of the first `rows` rows of a group, over the first `width` columns.
    ///
    /// `scale` and `shift` have a value for each column of all blocks, 0 where there is no column.
    pub(crate) fn layer_norm(
        &self,
        input: &[f32],
        rows: usize,
        width: usize,
        scale_and_shift: (&[f32], &[f32]),
        epsilon: f32,
        output: &mut [f32],
    ) {
        let (scale, shift) = scale_and_shift;
        let blocks = width.div_ceil(BLOCK);
        assert!(rows <= GROUP && input.len() == blocks * TILE && output.len() == input.len(), "tiles");
        assert!(scale.len() == blocks * BLOCK && shift.len() == scale.len(), "a scale and a shift for each column");
        let task = layer_norm::Task { input, rows, width, scale, shift, epsilon };
        // SAFETY: the processor has the instructions, see `supported`; the lengths were checked.
        unsafe { (self.layer_norm)(&task, output) }
    }

    /// Adds the exponentials of the first `columns` columns of each row of a tile to that row's sum.
    pub(crate) fn log_sum_exp(&self, tile: &[f32], columns: usize, sums: &mut [SumOfExponentials]) {
        assert!(tile.len() == TILE && sums.len() <= GROUP && (1..=BLOCK).contains(&columns), "a tile");
        // SAFETY: the processor has the instructions, see `supported`; the lengths were checked.
        unsafe { (self.log_sum_exp)(tile, columns, sums) }
    }
}

/// Calls `$function::<$simd, ROWS>` with as many rows as `$rows` says, from 1 to 14.
macro_rules! with_rows {
    ($rows:expr, $function:ident::<$simd:ident>($($argument:expr),* $(,)?)) => {
        match $rows {
            1 => $function::<$simd, 1>($($argument),*),
            2 => $function::<$simd, 2>($($argument),*),
            3 => $function::<$simd, 3>($($argument),*),
            4 => $function::<$simd, 4>($($argument),*),
            5 => $function::<$simd, 5>($($argument),*),
            6 => $function::<$simd, 6>($($argument),*),
            7 => $function::<$simd, 7>($($argument),*),
            8 => $function::<$simd, 8>($($argument),*),
            9 => $function::<$simd, 9>($($argument),*),
            10 => $function::<$simd, 10>($($argument),*),
            11 => $function::<$simd, 11>($($argument),*),
            12 => $function::<$simd, 12>($($argument),*),
            13 => $function::<$simd, 13>($($argument),*),
            14 => $function::<$simd, 14>($($argument),*),
            _ => unreachable!("rows are taken by at most `Simd::ROWS`"),
        }
    };
}
use with_rows;

/// Defines `KERNELS` for one kind of processor: the shared code, compiled with its instructions.
macro_rules! kernels {
    ($simd:ty, $name:literal $(, $features:literal)?) => {
        pub(super) static KERNELS: $crate::kernel::Kernels = {
            use $crate::kernel::{attention, layer_norm, linear, log_sum_exp, simd::Simd};

            $(#[target_feature(enable = $features)])?
            unsafe fn linear(columns: &linear::Columns<'_>, finish: linear::Finish, rows: linear::Rows<'_>) {
                // SAFETY: the caller's promises are passed on.
                unsafe { linear::run::<$simd>(columns, finish, rows) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn attend(task: &attention::Task<'_>, room: &mut [f32], output: &mut [f32]) {
                // SAFETY: the caller's promises are passed on.
                unsafe { attention::run::<$simd>(task, room, output) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn layer_norm(task: &layer_norm::Task<'_>, output: &mut [f32]) {
                // SAFETY: the caller's promises are passed on.
                unsafe { layer_norm::run::<$simd>(task, output) }
            }
            $(#[target_feature(enable = $features)])?
            unsafe fn log_sum_exp(tile: &[f32], columns: usize, sums: &mut [log_sum_exp::SumOfExponentials]) {
                // SAFETY: the caller's promises are passed on.
                unsafe { log_sum_exp::run::<$simd>(tile, columns, sums) }
            }
            $crate::kernel::Kernels {
                name: $name,
                panel: 2 * <$simd>::LANES,
                factors: None,
                linear,
                attention: attention::Functions {
                    most_tokens: usize::MAX,
                    kept_len: attention::kept_len::<$simd>,
                    room_len: attention::room_len::<$simd>,
                    keep: attention::keep::<$simd>,
                    attend,
                },
                layer_norm,
                log_sum_exp,
            }
        };
    };
}
use kernels;

//! Keys and values of the tokens of one head, in slices.

use crate::kernel::amx::slices::{LINES, PANEL, PANEL_TILES_LEN, TILE_LEN, merge_rows, scaling_of_row, slices_of};
use crate::kernel::attention::NewTokens;
use crate::kernel::{BLOCK, TILE};
use std::arch::x86_64::_mm512_storeu_si512;
use std::ops::Range;

/// Where things lie in what is kept of the tokens of one head, in words.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    /// Tokens, in whole blocks.
    pub(super) capacity: usize,
    /// Blocks of the head.
    blocks: usize,
}

impl Kept {
    pub(super) fn new(capacity: usize, blocks: usize) -> Self {
        Self { capacity: capacity.next_multiple_of(BLOCK), blocks }
    }

    /// Tiles of a panel of keys, for all blocks of the head.
    pub(super) fn keys(self, panel: usize) -> usize {
        panel * self.blocks * PANEL_TILES_LEN
    }

    /// Tiles of a panel of columns of values, from a block of tokens on.
    pub(super) fn values(self, panel: usize, block: usize) -> usize {
        self.keys(self.capacity / PANEL) + (panel * self.capacity / BLOCK + block) * PANEL_TILES_LEN
    }

    /// What whole numbers of the keys of each token are to be multiplied by.
    pub(super) fn key_scales(self) -> usize {
        self.values(self.blocks * BLOCK / PANEL, 0)
    }

    /// The same of values.
    pub(super) fn value_scales(self) -> usize {
        self.key_scales() + self.capacity
    }

    fn len(self) -> usize {
        self.value_scales() + self.capacity
    }
}

pub(super) fn kept_len(tokens: usize, blocks: usize) -> usize {
    Kept::new(tokens, blocks).len()
}

/// # Safety
///
/// The processor must have AVX-512 with VBMI, and lengths must be as [`Kernels::keep`](crate::kernel::Kernels::keep) checks them.
#[target_feature(enable = "avx512vbmi")]
pub(super) unsafe fn keep(new: &NewTokens<'_>, first: usize, capacity: usize, kept: &mut [f32]) {
    let place = Kept::new(capacity, new.keys.len() / TILE);
    // SAFETY: the caller's promises: the rows are in all tiles, and the tokens in what is kept.
    unsafe {
        for (token, row) in (first..).zip(new.rows.clone()) {
            keep_key(new.keys.as_ptr().add(row * BLOCK), token, place, kept);
        }
        let end = first + new.rows.len();
        let mut token = first;
        while token < end {
            // Up to four that share the words of tiles.
            let next = (token / 4 * 4 + 4).min(end);
            let row = new.rows.start + token - first;
            keep_values(new.values.as_ptr().add(row * BLOCK), token..next, place, kept);
            token = next;
        }
    }
}

/// The key of a token is a column: words of four slices each, one below the other.
#[inline]
#[target_feature(enable = "avx512vbmi")]
unsafe fn keep_key(key: *const f32, token: usize, place: Kept, kept: &mut [f32]) {
    // SAFETY: the caller's promises are passed on; a vector has sixteen words.
    unsafe {
        let scaling = scaling_of_row(key, 0..place.blocks);
        for block in 0..place.blocks {
            let panel = &mut kept[place.keys(token / PANEL) + block * PANEL_TILES_LEN..][..PANEL_TILES_LEN];
            for (slice, bytes) in slices_of(key.add(block * TILE), BLOCK, scaling.factor).into_iter().enumerate() {
                let mut words = [0.0; LINES];
                _mm512_storeu_si512(words.as_mut_ptr().cast(), bytes);
                let lines = panel[slice * TILE_LEN + token % PANEL..].iter_mut().step_by(LINES);
                lines.zip(words).for_each(|(place, word)| *place = word);
            }
        }
        kept[place.key_scales() + token] = scaling.scale;
    }
}

/// The values of a token are a row: a byte of each word of a line of the tiles.
#[inline]
#[target_feature(enable = "avx512vbmi")]
unsafe fn keep_values(values: *const f32, tokens: Range<usize>, place: Kept, kept: &mut [f32]) {
    let mut factors = [0.0; 4];
    // SAFETY: the caller's promises are passed on.
    unsafe {
        for token in tokens.clone() {
            let scaling = scaling_of_row(values.add((token - tokens.start) * BLOCK), 0..place.blocks);
            factors[token % 4] = scaling.factor;
            kept[place.value_scales() + token] = scaling.scale;
        }
        let bytes = tokens.start % 4..tokens.start % 4 + tokens.len();
        // As if there were rows before these in the word.
        let values = values.wrapping_sub(bytes.start * BLOCK);
        let line = tokens.start % BLOCK / 4 * LINES;
        for block in 0..place.blocks {
            for column in (0..BLOCK).step_by(PANEL) {
                let tile = place.values((block * BLOCK + column) / PANEL, tokens.start / BLOCK);
                let values = values.wrapping_add(block * TILE + column);
                merge_rows(values, bytes.clone(), factors, &mut kept[tile + line..]);
            }
        }
    }
}

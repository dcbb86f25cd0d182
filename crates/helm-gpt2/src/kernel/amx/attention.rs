//! Causal attention of one head in slices of whole numbers.
//!
//! Keys and values are cut as they are kept. Those of a token share a power of two, so that tokens can be kept one by
//! one, and cut into segments anywhere. Keys are the columns of a first product. Values are the rows of a second one,
//! where each has a power of two of its own: by that the share which it has in what a query reads is multiplied before
//! shares become whole numbers. Of these all products are summed exactly, so their order makes no difference, nor do
//! zeros between segments.

use super::super::attention::{Functions, KeysAndValues, NewTokens, Task};
use super::super::avx512::Avx512;
use super::super::exponential::exponential;
use super::super::linear::Span;
use super::super::{BLOCK, GROUP, PACKED_ROWS, TILE};
use super::finish::Finish;
use super::product::{Factors, Products};
use super::slices::{
    LINES, PANEL, PANEL_TILES_LEN, ROW_TILES_LEN, ROWS_LEN, RowsOfSpan, Scaling, TILE_LEN, first_lanes,
    greater_magnitudes, merge_rows, pack_rows_of_span, scaling_of_row, slices_of,
};
use std::arch::x86_64::{
    _mm512_add_ps, _mm512_castps_si512, _mm512_loadu_ps, _mm512_mask_add_ps, _mm512_mask_max_ps, _mm512_mask_storeu_ps,
    _mm512_maskz_loadu_ps, _mm512_maskz_mul_ps, _mm512_max_epu32, _mm512_max_ps, _mm512_mul_ps, _mm512_reduce_add_ps,
    _mm512_reduce_max_epu32, _mm512_reduce_max_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512,
    _mm512_storeu_si512, _mm512_sub_ps,
};
use std::ops::Range;

pub(super) const FUNCTIONS: Functions = Functions { most_tokens: MOST_TOKENS, kept_len, room_len, keep, attend };

/// Tokens whose products are summed exactly: a sum of 32 bits has room for three products of slices of each.
const MOST_TOKENS: usize = 1 << 15;
const _: () = assert!(MOST_TOKENS * 3 * (128 * 128) < 1 << 31);

/// Where things lie in what is kept of the tokens of one head, in words.
#[derive(Clone, Copy)]
struct Kept {
    /// Tokens, in whole blocks.
    capacity: usize,
    /// Blocks of the head.
    blocks: usize,
}

impl Kept {
    fn new(capacity: usize, blocks: usize) -> Self {
        Self { capacity: capacity.next_multiple_of(BLOCK), blocks }
    }

    /// Tiles of a panel of keys, for all blocks of the head.
    fn keys(self, panel: usize) -> usize {
        panel * self.blocks * PANEL_TILES_LEN
    }

    /// Tiles of a panel of columns of values, from a block of tokens on.
    fn values(self, panel: usize, block: usize) -> usize {
        self.keys(self.capacity / PANEL) + (panel * self.capacity / BLOCK + block) * PANEL_TILES_LEN
    }

    /// What whole numbers of the keys of each token are to be multiplied by.
    fn key_scales(self) -> usize {
        self.values(self.blocks * BLOCK / PANEL, 0)
    }

    /// The same of values.
    fn value_scales(self) -> usize {
        self.key_scales() + self.capacity
    }

    fn len(self) -> usize {
        self.value_scales() + self.capacity
    }
}

fn kept_len(tokens: usize, blocks: usize) -> usize {
    Kept::new(tokens, blocks).len()
}

/// # Safety
///
/// The processor must have AVX-512 with VBMI, and lengths must be as [`super::super::Kernels::keep`] checks them.
#[target_feature(enable = "avx512vbmi")]
unsafe fn keep(new: &NewTokens<'_>, first: usize, capacity: usize, kept: &mut [f32]) {
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

/// How the memory is shared out that is worked in. All parts are whole lines of tiles.
struct Room {
    /// Words that packed queries take.
    queries: usize,
    /// From the scores of a query to the next.
    stride: usize,
    /// Blocks of tokens, of all sources.
    blocks_of_tokens: usize,
}

impl Room {
    fn new(sources: &[KeysAndValues<'_>], blocks: usize, visible: usize) -> Self {
        // No power of two, at which rows would share their place in the cache, and room for the last panel.
        let stride = (visible + PANEL).next_multiple_of(2 * LINES) + LINES;
        let blocks_of_tokens = sources.iter().map(|source| source.tokens.div_ceil(BLOCK)).sum();
        Self { queries: blocks * ROWS_LEN, stride, blocks_of_tokens }
    }

    fn len(&self) -> usize {
        self.queries + (PACKED_ROWS + 1) * self.stride + self.blocks_of_tokens * ROW_TILES_LEN
    }
}

fn room_len(sources: &[KeysAndValues<'_>], blocks: usize, visible: usize) -> usize {
    // So that tiles can begin at a multiple of 64 bytes.
    Room::new(sources, blocks, visible).len() + LINES
}

/// # Safety
///
/// [`super::is_supported`], and lengths must be as [`super::super::Kernels::attention`] checks them.
#[target_feature(enable = "avx512vbmi,avx2,fma")]
unsafe fn attend(task: &Task<'_>, room: &mut [f32], output: &mut [f32]) {
    let aligned = room.as_ptr().align_offset(LINES * size_of::<f32>());
    let Room { queries, stride, .. } = Room::new(task.sources, task.blocks, task.visible());
    let (queries, rest) = room[aligned..].split_at_mut(queries);
    let (scores, rest) = rest.split_at_mut(PACKED_ROWS * stride);
    let (value_scales, shares) = rest.split_at_mut(stride);
    // SAFETY: the processor has AVX-512 and AMX, and the permission to use it was granted.
    let products = unsafe { Products::new() };
    let mut head = Head { task, queries, scores, stride, value_scales, shares, products };
    for (source, start, tokens) in task.visible_sources(task.visible()) {
        let scales = &source.kept[Kept::new(source.capacity, task.blocks).value_scales()..][..tokens];
        head.value_scales[start..start + tokens].copy_from_slice(scales);
    }
    for first in (0..task.queries.rows).step_by(PACKED_ROWS) {
        let rows = PACKED_ROWS.min(task.queries.rows - first);
        let run = Run { row: task.queries.first_row + first, rows, position: task.queries.first_position + first };
        // SAFETY: the caller's promises are passed on; the rows are among those of the queries.
        unsafe {
            head.score(run);
            let factors = head.share_out(run);
            head.mix(run, &factors, output);
        }
    }
}

/// Up to sixteen queries.
#[derive(Clone, Copy)]
struct Run {
    /// The group's row of the first.
    row: usize,
    rows: usize,
    /// Its position.
    position: usize,
}

impl Run {
    /// Tokens that any of them sees.
    fn visible(self) -> usize {
        self.position + self.rows
    }
}

/// What one head reads, and the memory for it.
struct Head<'a> {
    task: &'a Task<'a>,
    /// A run as a factor.
    queries: &'a mut [f32],
    /// A row for each query of a run, with a value for each visible token.
    scores: &'a mut [f32],
    /// From a row of scores to the next.
    stride: usize,
    /// What values of each visible token are to be multiplied by.
    value_scales: &'a mut [f32],
    /// For each source the tiles of what its tokens have as their shares.
    shares: &'a mut [f32],
    products: Products,
}

impl Head<'_> {
    /// Products of queries and keys, in the order of positions.
    #[inline]
    #[target_feature(enable = "avx512vbmi,avx2,fma")]
    unsafe fn score(&mut self, run: Run) {
        let blocks = self.task.blocks;
        let queries = RowsOfSpan::new(0, blocks, Span { start: 0, end: blocks, is_first: true, is_last: true });
        let rows = run.row..run.row + run.rows;
        // SAFETY: the rows are in all tiles.
        unsafe { pack_rows_of_span(self.task.queries.tiles, rows, queries, self.queries) }
        assert!(run.visible() + PANEL <= self.stride && self.scores.len() == PACKED_ROWS * self.stride, "scores");
        let scores = self.scores.as_mut_ptr();
        for (source, start, tokens) in self.task.visible_sources(run.visible()) {
            let place = Kept::new(source.capacity, blocks);
            for first in (0..tokens).step_by(PANEL) {
                let columns = &source.kept[place.keys(first / PANEL)..];
                let next = columns.as_ptr().wrapping_add(PANEL_TILES_LEN * blocks);
                let key_scales = &source.kept[place.key_scales() + first..][..PANEL];
                // SAFETY: there are sixteen scales, and as many scores in each row; nothing else uses these meanwhile.
                unsafe {
                    let finish = Finish {
                        // What the last tile has beyond the tokens is overwritten by the next source, or never read.
                        output: scores.add(start + first),
                        stride: self.stride,
                        rows: run.rows,
                        row_scales: self.queries[queries.scales()..].as_ptr(),
                        column_scales: _mm512_loadu_ps(key_scales.as_ptr()),
                        before: _mm512_setzero_ps(),
                        adds: false,
                        activates: false,
                    };
                    self.products.multiply(&Factors { rows: self.queries, columns, steps: blocks, next }, finish);
                }
            }
        }
        // SAFETY: the scores are still there.
        unsafe { self.products.finish() }
    }

    /// Turns scores into the shares that tokens have in what is read, as whole numbers. For each query what products
    /// of these are to be multiplied by.
    #[inline]
    #[target_feature(enable = "avx512vbmi,avx2,fma")]
    unsafe fn share_out(&mut self, run: Run) -> [f32; PACKED_ROWS] {
        let mut factors = [0.0; PACKED_ROWS];
        for (row, factor) in factors[..run.rows].iter_mut().enumerate() {
            let own = run.position + row + 1;
            let scores = &mut self.scores[row * self.stride..][..self.stride];
            let (sum, scaling) = exponentials(scores, own, self.task.queries.scale, self.value_scales);
            *factor = scaling.scale / sum;
            // What only later queries may see has no share.
            scores[own..].fill(0.0);
            let mut tiles = self.shares.chunks_exact_mut(ROW_TILES_LEN);
            for (_, start, tokens) in self.task.visible_sources(run.visible()) {
                for shares in scores[start..start + tokens].chunks(BLOCK) {
                    let tiles = tiles.next().expect("there is room for the tokens of all sources");
                    // SAFETY: there are as many shares, and a line of each tile.
                    unsafe {
                        let slices = slices_of(shares.as_ptr(), shares.len(), scaling.factor);
                        for (tile, bytes) in tiles.chunks_exact_mut(TILE_LEN).zip(slices) {
                            let line = &mut tile[row * LINES..][..LINES];
                            _mm512_storeu_si512(line.as_mut_ptr().cast(), bytes);
                        }
                    }
                }
            }
        }
        factors
    }

    /// Sums of values by their shares, times the queries' factors.
    #[inline]
    #[target_feature(enable = "avx512vbmi,avx2,fma")]
    unsafe fn mix(&mut self, run: Run, factors: &[f32; PACKED_ROWS], output: &mut [f32]) {
        assert!(output.len() == self.task.blocks * TILE && run.row + run.rows <= GROUP, "rows of the output");
        let output = output.as_mut_ptr();
        for column in (0..self.task.blocks * BLOCK).step_by(PANEL) {
            let mut shares = &*self.shares;
            for (source, start, tokens) in self.task.visible_sources(run.visible()) {
                let place = Kept::new(source.capacity, self.task.blocks);
                let steps = tokens.div_ceil(BLOCK);
                let columns = &source.kept[place.values(column / PANEL, 0)..];
                let next = columns.as_ptr().wrapping_add(place.capacity / BLOCK * PANEL_TILES_LEN);
                let products = Factors { rows: shares, columns, steps, next };
                let finish = Finish {
                    output: output.wrapping_add(column / BLOCK * TILE + run.row * BLOCK + column % BLOCK),
                    stride: BLOCK,
                    rows: run.rows,
                    row_scales: factors.as_ptr(),
                    column_scales: _mm512_set1_ps(1.0),
                    before: _mm512_setzero_ps(),
                    adds: false,
                    activates: false,
                };
                // SAFETY: the output was checked. It and the factors stay until all is finished.
                unsafe {
                    if start == 0 { self.products.multiply(&products, finish) } else { self.products.add(&products) }
                }
                shares = &shares[steps * ROW_TILES_LEN..];
            }
        }
        // SAFETY: the output and the factors are still there.
        unsafe { self.products.finish() }
    }
}

/// Turns the first `own` scores s into e^(scale (s - greatest)), each times what its token's values are to be
/// multiplied by. Returns the sum of the exponentials alone, and how the products become whole numbers.
#[inline]
#[target_feature(enable = "avx512vbmi,avx2,fma")]
fn exponentials(scores: &mut [f32], own: usize, scale: f32, value_scales: &[f32]) -> (f32, Scaling) {
    assert!(scores.len() >= own && value_scales.len() >= own, "a value for each token");
    let (scores, value_scales) = (scores.as_mut_ptr(), value_scales.as_ptr());
    let mut greatest = [_mm512_set1_ps(f32::NEG_INFINITY); CHAINS];
    for_vectors(own, |chain, at, mask| {
        // SAFETY: the lanes of the mask are among the first `own` values.
        let score = unsafe { _mm512_maskz_loadu_ps(mask, scores.wrapping_add(at)) };
        greatest[chain] = _mm512_mask_max_ps(greatest[chain], mask, greatest[chain], score);
    });
    let [first, second, third, fourth] = greatest;
    let greatest = _mm512_max_ps(_mm512_max_ps(first, second), _mm512_max_ps(third, fourth));
    let greatest = _mm512_set1_ps(_mm512_reduce_max_ps(greatest));
    let scale = _mm512_set1_ps(scale);
    let mut sums = [_mm512_setzero_ps(); CHAINS];
    let mut greatest_products = [_mm512_setzero_si512(); CHAINS];
    for_vectors(own, |chain, at, mask| {
        // SAFETY: as above.
        unsafe {
            let score = _mm512_maskz_loadu_ps(mask, scores.wrapping_add(at));
            let value = exponential::<Avx512>(_mm512_mul_ps(_mm512_sub_ps(score, greatest), scale));
            sums[chain] = _mm512_mask_add_ps(sums[chain], mask, sums[chain], value);
            let value_scales = _mm512_maskz_loadu_ps(mask, value_scales.wrapping_add(at));
            let product = _mm512_maskz_mul_ps(mask, value, value_scales);
            greatest_products[chain] = greater_magnitudes(greatest_products[chain], _mm512_castps_si512(product));
            _mm512_mask_storeu_ps(scores.wrapping_add(at), mask, product);
        }
    });
    let [first, second, third, fourth] = sums;
    let sum = _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(first, second), _mm512_add_ps(third, fourth)));
    let [first, second, third, fourth] = greatest_products;
    let greatest_product = _mm512_max_epu32(_mm512_max_epu32(first, second), _mm512_max_epu32(third, fourth));
    (sum, Scaling::of(_mm512_reduce_max_epu32(greatest_product)))
}

/// Results that vectors are added to in turns, so that none waits for the one before.
const CHAINS: usize = 4;

/// Calls `each` for all vectors of the first `count` values: with the chain that each belongs to, its first value, and
/// a bit for each value.
#[inline]
#[target_feature(enable = "avx512vbmi,avx2,fma")]
fn for_vectors(count: usize, mut each: impl FnMut(usize, usize, u16)) {
    let whole = count / (CHAINS * LINES) * CHAINS * LINES;
    for first in (0..whole).step_by(CHAINS * LINES) {
        for chain in 0..CHAINS {
            each(chain, first + chain * LINES, u16::MAX);
        }
    }
    for chain in 0..CHAINS {
        let at = whole + chain * LINES;
        each(chain, at, first_lanes(count.saturating_sub(at)));
    }
}

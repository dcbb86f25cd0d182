//! Causal attention of one head in slices of whole numbers.
//!
//! Keys and values are quantised as they are kept, each token by a power of two of its own, so that tokens can be kept
//! one by one, and a sequence cut into segments anywhere. Keys are the columns of a first product. A second one sums
//! over tokens: what softmax gives a token, its share, is multiplied by the power of two of its value before shares are
//! quantised in turn. All products are summed exactly, so their order makes no difference, nor do zeros between
//! segments.

mod kept;
mod shares;

use super::super::attention::{Functions, KeysAndValues, Task, scores_stride};
use super::super::linear::Span;
use super::super::{BLOCK, GROUP, PACKED_ROWS, TILE};
use super::finish::Finish;
use super::product::{Columns, Factors, Products};
use super::slices::{
    LINES, PANEL, PANEL_TILES_LEN, ROW_TILES_LEN, ROWS_LEN, RowsOfSpan, TILE_LEN, pack_rows_of_span, slices_of,
};
use kept::{Kept, keep, kept_len};
use shares::exponentials;
use std::arch::x86_64::{_mm512_loadu_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_storeu_si512};

pub(super) const FUNCTIONS: Functions = Functions { most_tokens: MOST_TOKENS, kept_len, room_len, keep, attend };

/// Tokens whose products are summed exactly: a sum of 32 bits has room for three products of slices of each.
const MOST_TOKENS: usize = 1 << 15;
const _: () = assert!(MOST_TOKENS * 3 * (128 * 128) < 1 << 31);

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
        let stride = scores_stride(visible, PANEL);
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
    let mut head = Head { task, queries, scores, stride, value_scales, shares, columns: Vec::new(), products };
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
    /// Of the values of each source.
    columns: Vec<Columns<'a>>,
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
                let columns = [Columns::new(columns, blocks)];
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
                    self.products
                        .multiply(&Factors { rows: self.queries, near: true, columns: &columns, next }, finish);
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
            self.columns.clear();
            let mut next = std::ptr::null();
            for (source, _, tokens) in self.task.visible_sources(run.visible()) {
                let place = Kept::new(source.capacity, self.task.blocks);
                let columns = &source.kept[place.values(column / PANEL, 0)..];
                next = columns.as_ptr().wrapping_add(place.capacity / BLOCK * PANEL_TILES_LEN);
                self.columns.push(Columns::new(columns, tokens.div_ceil(BLOCK)));
            }
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
                self.products
                    .multiply(&Factors { rows: self.shares, near: false, columns: &self.columns, next }, finish);
            }
        }
        // SAFETY: the output and the factors are still there.
        unsafe { self.products.finish() }
    }
}

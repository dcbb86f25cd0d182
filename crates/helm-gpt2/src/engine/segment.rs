//! The keys and values of tokens, kept for the tokens that come after them.

use super::activations::Activations;
use super::pool::{Pool, Pooled};
use crate::kernel::{Kernels, KeysAndValues, NewTokens};
use rayon::prelude::*;
use std::sync::Arc;

/// How keys and values are laid out for one model and kind of processor.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) kernels: &'static Kernels,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    /// Blocks of 64 columns that a head takes.
    pub(crate) head_blocks: usize,
}

impl Layout {
    /// Floats that a head of a layer takes.
    fn head_len(&self, tokens: usize) -> usize {
        self.kernels.kept_len(tokens, self.head_blocks)
    }

    /// Bytes that a segment with room for `tokens` tokens takes.
    pub(crate) fn bytes(&self, tokens: usize) -> usize {
        self.layers * self.heads * self.head_len(tokens) * size_of::<f32>()
    }
}

/// The keys and values of consecutive tokens of a sequence. Shared by all sequences that begin alike.
pub(crate) struct Segment {
    layout: Layout,
    tokens: usize,
    capacity: usize,
    /// All, or a single one that layers use in turn.
    kept_layers: usize,
    /// For each layer its heads, each as kernels keep its keys and values. What they have not kept yet has no meaning.
    data: Pooled,
}

impl Segment {
    /// Room for `capacity` tokens.
    pub(super) fn new(pool: &Arc<Pool>, layout: Layout, capacity: usize) -> Self {
        Self::with_layers(pool, layout, capacity, layout.layers)
    }

    /// Room for `capacity` tokens that nothing comes after: what a layer leaves, the next one may overwrite.
    pub(super) fn last(pool: &Arc<Pool>, layout: Layout, capacity: usize) -> Self {
        Self::with_layers(pool, layout, capacity, 1)
    }

    fn with_layers(pool: &Arc<Pool>, layout: Layout, capacity: usize, kept_layers: usize) -> Self {
        let data = pool.take(kept_layers * layout.heads * layout.head_len(capacity));
        Self { layout, tokens: 0, capacity, kept_layers, data }
    }

    /// How many tokens there are.
    pub(crate) fn tokens(&self) -> usize {
        self.tokens
    }

    /// Bytes of memory.
    pub(crate) fn bytes(&self) -> usize {
        self.data.held() * size_of::<f32>()
    }

    /// What one head of a layer reads, of the tokens there are and `more` that this layer already has.
    pub(super) fn head(&self, layer: usize, head: usize, more: usize) -> KeysAndValues<'_> {
        let head_len = self.layout.head_len(self.capacity);
        let first = (layer % self.kept_layers * self.layout.heads + head) * head_len;
        let (tokens, capacity) = (self.tokens + more, self.capacity);
        KeysAndValues { tokens, capacity, kept: &self.data[first..first + head_len] }
    }

    /// The heads of a layer, to be written to.
    pub(super) fn heads_mut(&mut self, layer: usize) -> impl Iterator<Item = HeadMut<'_>> {
        let (layout, tokens, capacity) = (self.layout, self.tokens, self.capacity);
        let head_len = layout.head_len(capacity);
        let heads = self.data[layer % self.kept_layers * layout.heads * head_len..].chunks_mut(head_len);
        heads.take(layout.heads).enumerate().map(move |(head, kept)| HeadMut { layout, head, tokens, capacity, kept })
    }

    /// Counts tokens whose keys and values all layers now have.
    pub(super) fn extend(&mut self, tokens: usize) {
        self.tokens += tokens;
        debug_assert!(self.tokens <= self.capacity, "room was made for all tokens");
    }
}

/// One head of a layer of a segment.
pub(super) struct HeadMut<'a> {
    layout: Layout,
    head: usize,
    tokens: usize,
    capacity: usize,
    kept: &'a mut [f32],
}

impl HeadMut<'_> {
    /// Appends the keys and values of consecutive rows: blocks of all heads' keys, then of their values.
    pub(super) fn append(&mut self, keys_and_values: &Activations, first_row: usize, rows: usize) {
        let Layout { kernels, heads, head_blocks, .. } = self.layout;
        let mut token = self.tokens;
        for (group, rows) in keys_and_values.groups().parts(first_row..first_row + rows) {
            let next = token + rows.len();
            let tiles = |block| keys_and_values.tiles(group, block, head_blocks);
            let (keys, values) = (tiles(self.head * head_blocks), tiles((heads + self.head) * head_blocks));
            kernels.keep(&NewTokens { keys, values, rows }, token, self.capacity, self.kept);
            token = next;
        }
    }
}

/// Appends to several segments at once: to each the rows from an index on, as many as it says.
pub(super) fn append<'a>(
    layer: usize,
    keys_and_values: &Activations,
    segments: impl Iterator<Item = (&'a mut Segment, usize, usize)>,
) {
    let heads = segments.flat_map(|(segment, row, rows)| segment.heads_mut(layer).map(move |head| (head, row, rows)));
    let heads: Vec<_> = heads.collect();
    heads.into_par_iter().for_each(|(mut head, row, rows)| head.append(keys_and_values, row, rows));
}

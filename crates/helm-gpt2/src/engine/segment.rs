//! The keys and values of tokens, kept for the tokens that come after them.

use super::activations::Activations;
use crate::floats::Floats;
use crate::kernel::{BLOCK, KeysAndValues};
use rayon::prelude::*;

/// How keys and values are laid out for one model and kind of processor.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    /// Blocks of 64 columns that a head takes.
    pub(crate) head_blocks: usize,
    /// Keys of a panel.
    pub(crate) panel: usize,
}

impl Layout {
    /// Floats that the keys of `tokens` tokens take, for one layer and head.
    fn keys_len(&self, tokens: usize) -> usize {
        tokens.next_multiple_of(self.panel) * self.head_blocks * BLOCK
    }

    fn values_len(&self, tokens: usize) -> usize {
        tokens * self.head_blocks * BLOCK
    }

    /// Floats that one layer takes.
    fn layer_len(&self, tokens: usize) -> usize {
        self.heads * (self.keys_len(tokens) + self.values_len(tokens))
    }

    /// Bytes that a segment with room for `tokens` tokens takes.
    pub(crate) fn bytes(&self, tokens: usize) -> usize {
        self.layers * self.layer_len(tokens) * size_of::<f32>()
    }
}

/// The keys and values of consecutive tokens of a sequence. Shared by all sequences that begin alike.
pub(crate) struct Segment {
    layout: Layout,
    tokens: usize,
    capacity: usize,
    /// All, or a single one that layers use in turn.
    kept_layers: usize,
    /// For each layer the keys of all heads, then their values; see [`KeysAndValues`] for the order within a head.
    data: Floats,
}

impl Segment {
    /// Room for `capacity` tokens.
    pub(crate) fn new(layout: Layout, capacity: usize) -> Self {
        Self::with_layers(layout, capacity, layout.layers)
    }

    /// Room for `capacity` tokens that nothing comes after: what a layer leaves, the next one may overwrite.
    pub(crate) fn last(layout: Layout, capacity: usize) -> Self {
        Self::with_layers(layout, capacity, 1)
    }

    fn with_layers(layout: Layout, capacity: usize, kept_layers: usize) -> Self {
        let data = Floats::zeroed(kept_layers * layout.layer_len(capacity));
        Self { layout, tokens: 0, capacity, kept_layers, data }
    }

    /// How many tokens there are.
    pub(crate) fn tokens(&self) -> usize {
        self.tokens
    }

    /// Bytes of memory.
    pub(crate) fn bytes(&self) -> usize {
        self.data.len() * size_of::<f32>()
    }

    /// What one head of a layer reads, of the tokens there are and `more` that this layer already has.
    pub(super) fn head(&self, layer: usize, head: usize, more: usize) -> KeysAndValues<'_> {
        let (keys_len, values_len) = (self.layout.keys_len(self.capacity), self.layout.values_len(self.capacity));
        let layer_len = self.layout.layer_len(self.capacity);
        let (keys, values) =
            self.data[layer % self.kept_layers * layer_len..][..layer_len].split_at(self.layout.heads * keys_len);
        KeysAndValues {
            tokens: self.tokens + more,
            keys: &keys[head * keys_len..][..keys_len],
            values: &values[head * values_len..][..values_len],
            values_stride: self.capacity * BLOCK,
        }
    }

    /// The heads of a layer, to be written to.
    pub(super) fn heads_mut(&mut self, layer: usize) -> impl Iterator<Item = HeadMut<'_>> {
        let (layout, tokens, capacity) = (self.layout, self.tokens, self.capacity);
        let (keys_len, layer_len) = (layout.keys_len(capacity), layout.layer_len(capacity));
        let layer = &mut self.data[layer % self.kept_layers * layer_len..][..layer_len];
        let (keys, values) = layer.split_at_mut(layout.heads * keys_len);
        let heads = keys.chunks_mut(keys_len).zip(values.chunks_mut(layout.values_len(capacity))).enumerate();
        heads.map(move |(head, (keys, values))| HeadMut { layout, head, tokens, capacity, keys, values })
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
    keys: &'a mut [f32],
    values: &'a mut [f32],
}

impl HeadMut<'_> {
    /// Appends the keys and values of consecutive rows: blocks of all heads' keys, then of their values.
    pub(super) fn append(&mut self, keys_and_values: &Activations, first_row: usize, rows: usize) {
        let Layout { heads, head_blocks, panel, .. } = self.layout;
        for block in 0..head_blocks {
            let key_block = self.head * head_blocks + block;
            let values = &mut self.values[block * self.capacity * BLOCK..][..self.capacity * BLOCK];
            for index in 0..rows {
                let token = self.tokens + index;
                let row = first_row + index;
                let start = (token / panel * head_blocks + block) * BLOCK * panel + token % panel;
                let column = self.keys[start..].iter_mut().step_by(panel);
                column.zip(keys_and_values.row(row, key_block)).for_each(|(place, &key)| *place = key);
                let value = keys_and_values.row(row, heads * head_blocks + key_block);
                values[token * BLOCK..][..BLOCK].copy_from_slice(value);
            }
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

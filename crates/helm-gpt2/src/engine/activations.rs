//! What flows between layers, in the blocks and groups that kernels work on.

use super::floats::Floats;
use crate::kernel::{BLOCK, GROUP, TILE};
use rayon::prelude::*;

/// A matrix with a row for each token: groups of rows, in each of them blocks of columns, one tile each.
/// Rows of a tile beyond those of the matrix have no meaning.
#[derive(Default)]
pub(crate) struct Activations {
    rows: usize,
    blocks: usize,
    data: Floats,
}

impl Activations {
    /// Makes this a matrix of that shape, with whatever it held before.
    pub(crate) fn resize(&mut self, rows: usize, blocks: usize) {
        (self.rows, self.blocks) = (rows, blocks);
        let len = self.groups() * blocks * TILE;
        if len > self.data.len() {
            self.data = Floats::zeroed(len);
        }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// How many blocks of columns there are.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks
    }

    /// How many groups there are.
    pub(crate) fn groups(&self) -> usize {
        self.rows.div_ceil(GROUP)
    }

    /// How many rows of a group count.
    pub(crate) fn rows_of_group(&self, group: usize) -> usize {
        GROUP.min(self.rows - group * GROUP)
    }

    /// All tiles of a group.
    pub(crate) fn group(&self, group: usize) -> &[f32] {
        &self.data[group * self.blocks * TILE..][..self.blocks * TILE]
    }

    /// Some tiles of a group, from the block `first` on.
    pub(crate) fn tiles(&self, group: usize, first: usize, blocks: usize) -> &[f32] {
        &self.group(group)[first * TILE..][..blocks * TILE]
    }

    /// All groups, each with its index.
    pub(crate) fn par_groups_mut(&mut self) -> impl IndexedParallelIterator<Item = (usize, &mut [f32])> {
        let group_len = (self.blocks * TILE).max(1);
        self.used_mut().par_chunks_mut(group_len).enumerate()
    }

    /// All runs of so many tiles, each with the index of its group and that of its first block.
    pub(crate) fn par_tiles_mut(
        &mut self,
        tiles: usize,
    ) -> impl IndexedParallelIterator<Item = (usize, usize, &mut [f32])> {
        let runs = (self.blocks / tiles).max(1);
        let place = move |(index, data)| (index / runs, index % runs * tiles, data);
        self.used_mut().par_chunks_mut(tiles * TILE).enumerate().map(place)
    }

    fn used_mut(&mut self) -> &mut [f32] {
        let len = self.groups() * self.blocks * TILE;
        &mut self.data[..len]
    }

    /// The part of a row that is in a block.
    pub(crate) fn row(&self, row: usize, block: usize) -> &[f32] {
        let start = (row / GROUP * self.blocks + block) * TILE + row % GROUP * BLOCK;
        &self.data[start..start + BLOCK]
    }

    /// Keeps those of its rows that `rows` lists, in that order.
    pub(crate) fn select(&mut self, rows: &[usize]) {
        let mut selected = Self::default();
        selected.resize(rows.len(), self.blocks);
        for block in 0..self.blocks {
            for (to, &from) in rows.iter().enumerate() {
                let start = (to / GROUP * self.blocks + block) * TILE + to % GROUP * BLOCK;
                selected.data[start..start + BLOCK].copy_from_slice(self.row(from, block));
            }
        }
        *self = selected;
    }
}

//! What flows between layers, in the blocks and groups that kernels work on.

use crate::floats::Floats;
use crate::kernel::{BLOCK, GROUP, Kernels, TILE};
use rayon::prelude::*;
use std::ops::Range;

/// Tasks that a layer is shared out in, for each thread: so many that one which was held up can be helped.
const TASKS_OF_THREAD: usize = 3;

/// A matrix with a row for each token: groups of rows, in each of them blocks of columns, one tile each.
/// Rows of a tile beyond those of the matrix have no meaning.
#[derive(Default)]
pub(crate) struct Activations {
    rows: usize,
    blocks: usize,
    /// Floats that a tile takes.
    tile_len: usize,
    data: Floats,
}

impl Activations {
    /// Makes this a matrix of that shape, with whatever it held before.
    pub(crate) fn resize(&mut self, rows: usize, blocks: usize) {
        self.resize_tiles(rows, blocks, TILE);
    }

    /// Makes this a matrix of that shape whose tiles are operands ([`Kernels::operand`]), with whatever it held before.
    pub(crate) fn resize_operand(&mut self, rows: usize, blocks: usize, kernels: &Kernels) {
        self.resize_tiles(rows, blocks, kernels.operand_len);
    }

    fn resize_tiles(&mut self, rows: usize, blocks: usize, tile_len: usize) {
        (self.rows, self.blocks, self.tile_len) = (rows, blocks, tile_len);
        let len = self.groups() * blocks * tile_len;
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
        &self.data[group * self.blocks * self.tile_len..][..self.blocks * self.tile_len]
    }

    /// Some tiles of a group, from the block `first` on.
    pub(crate) fn tiles(&self, group: usize, first: usize, blocks: usize) -> &[f32] {
        &self.group(group)[first * self.tile_len..][..blocks * self.tile_len]
    }

    /// All groups, each with its index.
    pub(crate) fn par_groups_mut(&mut self) -> impl IndexedParallelIterator<Item = (usize, &mut [f32])> {
        let group_len = (self.blocks * self.tile_len).max(1);
        self.used_mut().par_chunks_mut(group_len).enumerate()
    }

    /// All runs of so many tiles, each with the index of its group and that of its first block.
    pub(crate) fn par_tiles_mut(
        &mut self,
        tiles: usize,
    ) -> impl IndexedParallelIterator<Item = (usize, usize, &mut [f32])> {
        let runs = (self.blocks / tiles).max(1);
        let place = move |(index, data)| (index / runs, index % runs * tiles, data);
        let run_len = tiles * self.tile_len;
        self.used_mut().par_chunks_mut(run_len).enumerate().map(place)
    }

    /// All tiles, in shares for tasks that compute them from rows and weights.
    pub(crate) fn shares(&mut self, kernels: &Kernels) -> Vec<Share<'_>> {
        let tasks = TASKS_OF_THREAD * rayon::current_num_threads();
        let (blocks, groups) = (self.blocks, self.groups());
        if kernels.keeps_rows {
            return self.shares_of((blocks * groups).div_ceil(tasks).max(1), 1);
        }
        // The more a share has, the more use is made of weights while they are in a cache.
        let are_enough =
            |&(of_blocks, of_groups): &(usize, usize)| blocks.div_ceil(of_blocks) * groups.div_ceil(of_groups) >= tasks;
        let (of_blocks, of_groups) = [(2, groups.max(1)), (2, 1)].into_iter().find(are_enough).unwrap_or((1, 1));
        self.shares_of(of_blocks, of_groups)
    }

    /// All tiles, in shares of up to so many blocks and groups.
    fn shares_of(&mut self, of_blocks: usize, of_groups: usize) -> Vec<Share<'_>> {
        let (rows, groups, blocks, tile_len) = (self.rows, self.groups(), self.blocks, self.tile_len);
        let mut shares = Vec::new();
        let chunks = self.used_mut().chunks_mut((of_groups * blocks * tile_len).max(1));
        for (first_group, chunk) in (0..groups).step_by(of_groups).zip(chunks) {
            let groups = first_group..groups.min(first_group + of_groups);
            let first = shares.len();
            shares.extend((0..blocks).step_by(of_blocks).map(|block| Share {
                groups: groups.clone(),
                blocks: block..blocks.min(block + of_blocks),
                outputs: Vec::with_capacity(groups.len()),
            }));
            for (group, tiles) in groups.zip(chunk.chunks_mut(blocks * tile_len)) {
                let rows = GROUP.min(rows - group * GROUP);
                let outputs = tiles.chunks_mut(of_blocks * tile_len);
                shares[first..].iter_mut().zip(outputs).for_each(|(share, output)| share.outputs.push((rows, output)));
            }
        }
        shares
    }

    fn used_mut(&mut self) -> &mut [f32] {
        let len = self.groups() * self.blocks * self.tile_len;
        &mut self.data[..len]
    }

    /// The part of a row that is in a block. Operands have no such parts.
    pub(crate) fn row(&self, row: usize, block: usize) -> &[f32] {
        debug_assert!(self.tile_len == TILE, "operands are read by kernels alone");
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

/// Tiles of some blocks of some groups.
pub(crate) struct Share<'a> {
    pub(crate) groups: Range<usize>,
    pub(crate) blocks: Range<usize>,
    /// For each group, how many rows count, and its tiles.
    pub(crate) outputs: Vec<(usize, &'a mut [f32])>,
}

impl Share<'_> {
    /// A share for each of its blocks, whose tiles have `tile_len` floats.
    pub(crate) fn by_block(&mut self, tile_len: usize) -> Vec<Share<'_>> {
        let groups = self.groups.clone();
        let share = |block| Share { groups: groups.clone(), blocks: block..block + 1, outputs: Vec::new() };
        let mut shares: Vec<Share<'_>> = self.blocks.clone().map(share).collect();
        for (rows, output) in &mut self.outputs {
            shares
                .iter_mut()
                .zip(output.chunks_mut(tile_len))
                .for_each(|(share, tile)| share.outputs.push((*rows, tile)));
        }
        shares
    }
}

//! What flows between layers, in the blocks and groups that kernels work on.

use super::groups::Groups;
use crate::floats::Floats;
use crate::kernel::{BLOCK, Kernels, PACKED_ROWS, TILE};
use rayon::prelude::*;
use std::ops::Range;

/// Tasks that a layer is shared out in, for each thread: so many that one which was held up can be helped.
const TASKS_OF_THREAD: usize = 3;

/// A matrix with a row for each token: groups of rows, in each of them blocks of columns, one tile each.
/// Rows of a tile beyond those of the matrix have no meaning.
#[derive(Default)]
pub(crate) struct Activations {
    groups: Groups,
    blocks: usize,
    data: Floats,
}

/// Rows as kernels read them when they multiply them.
pub(crate) struct Operand<'a> {
    groups: Groups,
    form: Form,
    data: &'a [f32],
}

/// How rows lie, and floats that they take.
enum Form {
    /// All tiles of a group, one group after the other.
    Tiles { group_len: usize },
    /// Runs of rows, packed by kernels, one after the other.
    Packed { run_len: usize },
}

impl Activations {
    /// Makes this a matrix of that shape, with whatever it held before.
    pub(crate) fn resize(&mut self, groups: Groups, blocks: usize) {
        (self.groups, self.blocks) = (groups, blocks);
        self.data.reserve(groups.count() * blocks * TILE);
    }

    /// Its rows.
    pub(crate) fn groups(&self) -> Groups {
        self.groups
    }

    /// How many blocks of columns there are.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks
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
        let run_len = tiles * TILE;
        self.used_mut().par_chunks_mut(run_len).enumerate().map(place)
    }

    /// All tiles, in shares for tasks that compute them from rows and weights. Threads begin with neighbouring shares.
    pub(crate) fn shares(&mut self) -> Vec<Share<'_>> {
        let threads = rayon::current_num_threads();
        let (blocks, groups) = (self.blocks, self.groups.count());
        if self.groups.are_even() {
            // Each thread has groups of its own, which stay in the cache of its core.
            return self.shares_of((blocks * groups).div_ceil(TASKS_OF_THREAD * threads));
        }
        // Each thread has columns of its own, for all groups.
        let mut shares = self.shares_of(blocks.div_ceil(2 * threads));
        shares.sort_by_key(|share| share.blocks.start);
        shares
    }

    /// All tiles, in shares of up to so many blocks of a group.
    fn shares_of(&mut self, of_blocks: usize) -> Vec<Share<'_>> {
        let blocks = self.blocks;
        let groups = self.used_mut().chunks_mut((blocks * TILE).max(1)).enumerate();
        let shares = groups.flat_map(|(group, tiles)| {
            let outputs = (0..blocks).step_by(of_blocks).zip(tiles.chunks_mut(of_blocks * TILE));
            outputs.map(move |(first, output)| Share { group, blocks: first..blocks.min(first + of_blocks), output })
        });
        shares.collect()
    }

    fn used_mut(&mut self) -> &mut [f32] {
        let len = self.groups.count() * self.blocks * TILE;
        &mut self.data[..len]
    }

    /// The rows as factors of products: these themselves, or what kernels make of them in `room`.
    pub(crate) fn operand<'a>(&'a self, kernels: &Kernels, room: &'a mut Floats) -> Operand<'a> {
        let groups = self.groups;
        let Some(rows_len) = kernels.packed_rows_len() else {
            return Operand { groups, form: Form::Tiles { group_len: self.blocks * TILE }, data: &self.data };
        };
        let run_len = (self.blocks * rows_len).max(1);
        let len = groups.runs() * run_len;
        room.reserve(len);
        room[..len].par_chunks_mut(run_len).enumerate().for_each(|(run, packed)| {
            let (group, first) = groups.place(run * PACKED_ROWS);
            let rows = first..(first + PACKED_ROWS).min(groups.rows_of(group));
            kernels.pack_rows(self.group(group), rows, packed);
        });
        Operand::packed(groups, run_len, room)
    }

    /// Where the part of a row lies that is in a block.
    fn place(&self, row: usize, block: usize) -> Range<usize> {
        let (group, row) = self.groups.place(row);
        let start = (group * self.blocks + block) * TILE + row * BLOCK;
        start..start + BLOCK
    }

    /// Keeps those of its rows that `rows` lists, in that order. `other` is left with what is no longer needed.
    pub(crate) fn select(&mut self, rows: &[usize], other: &mut Self) {
        other.resize(Groups::new(rows.len()), self.blocks);
        for block in 0..self.blocks {
            for (to, &from) in rows.iter().enumerate() {
                let place = other.place(to, block);
                other.data[place].copy_from_slice(&self.data[self.place(from, block)]);
            }
        }
        std::mem::swap(self, other);
    }
}

/// Tiles of some blocks of a group.
pub(crate) struct Share<'a> {
    pub(crate) group: usize,
    pub(crate) blocks: Range<usize>,
    pub(crate) output: &'a mut [f32],
}

impl<'a> Operand<'a> {
    /// What kernels have packed, so much for each run of rows: what `room` begins with.
    pub(crate) fn packed(groups: Groups, run_len: usize, room: &'a [f32]) -> Self {
        Self { groups, form: Form::Packed { run_len }, data: room }
    }

    /// Its rows.
    pub(crate) fn groups(&self) -> Groups {
        self.groups
    }

    /// All of a group.
    pub(crate) fn group(&self, group: usize) -> &[f32] {
        let start = |group: usize| match self.form {
            Form::Tiles { group_len } => group * group_len,
            Form::Packed { run_len } => self.groups.first_run(group) * run_len,
        };
        &self.data[start(group)..start(group + 1)]
    }
}

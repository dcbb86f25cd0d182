//! The feed-forward layer of a block: an expansion with an activation, then a contraction.

use super::activations::{Activations, Operand};
use super::layers::Linear;
use super::packed::blocks_of;
use crate::checkpoint::Weights;
use crate::floats::Floats;
use crate::kernel::{Finish, Kernels, PACKED_ROWS, Rows, TILE};
use crate::{Config, Error};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

pub(super) struct FeedForward {
    expansion: Linear,
    contraction: Linear,
}

/// Memory that feed-forward layers work in, kept from one to the next.
#[derive(Default)]
pub(super) struct Room {
    /// What is expanded, as kernels want it.
    input: Floats,
    /// What it is expanded to, as kernels want it.
    packed: Floats,
    /// What is expanded and not packed yet: what each thread is at.
    places: Floats,
    /// Or all of it.
    expanded: Activations,
}

/// Some of what rows are expanded to.
struct Part<'a> {
    group: usize,
    blocks: Range<usize>,
    /// Of each run of rows that are packed together.
    packed: Vec<&'a mut [f32]>,
}

impl FeedForward {
    pub(super) fn load(config: &Config, weights: &Weights, name: &str, kernels: &Kernels) -> Result<Self, Error> {
        let (width, inner) = (config.n_embd, config.inner_width());
        let (residual, hidden) = (&blocks_of(width), &blocks_of(inner));
        let linear =
            |part: &str, shape, blocks| Linear::load(weights, &format!("{name}.{part}"), shape, blocks, kernels);
        Ok(Self {
            expansion: linear("c_fc", [width, inner], (residual, hidden))?,
            contraction: linear("c_proj", [inner, width], (hidden, residual))?,
        })
    }

    /// Adds to `residual` what comes of the rows of `normal`.
    pub(super) fn forward(&self, kernels: &Kernels, normal: &Activations, residual: &mut Activations, room: &mut Room) {
        let Room { input, packed, places, expanded } = room;
        let input = normal.operand(kernels, input);
        let hidden = if let Some(rows_len) = kernels.packed_rows_len()
            && self.num_parts(&input) >= 2 * rayon::current_num_threads()
        {
            self.expand_and_pack(kernels, &input, rows_len, places, packed)
        } else {
            self.expansion.forward(kernels, &input, expanded, Finish::Gelu);
            expanded.operand(kernels, packed)
        };
        self.contraction.forward(kernels, &hidden, residual, Finish::Add);
    }

    fn num_parts(&self, input: &Operand<'_>) -> usize {
        input.groups().count() * Kernels::packed_together(self.expansion.output_blocks()).count()
    }

    /// What the rows are expanded to, packed part by part while it is in the cache of a core.
    fn expand_and_pack<'a>(
        &self,
        kernels: &Kernels,
        input: &Operand<'_>,
        rows_len: usize,
        places: &mut Floats,
        packed: &'a mut Floats,
    ) -> Operand<'a> {
        let (groups, blocks) = (input.groups(), self.expansion.output_blocks());
        let run_len = blocks * rows_len;
        packed.reserve(groups.runs() * run_len);
        let mut parts = Vec::new();
        let mut rest = &mut packed[..];
        for group in 0..groups.count() {
            let first = parts.len();
            parts.extend(Kernels::packed_together(blocks).map(|blocks| Part { group, blocks, packed: Vec::new() }));
            for _ in 0..groups.rows_of(group).div_ceil(PACKED_ROWS) {
                let mut run;
                (run, rest) = rest.split_at_mut(run_len);
                for part in &mut parts[first..] {
                    let of_part;
                    (of_part, run) = run.split_at_mut(part.blocks.len() * rows_len);
                    part.packed.push(of_part);
                }
            }
        }
        let most_blocks = Kernels::packed_together(blocks).map(|blocks| blocks.len()).max().unwrap_or_default();
        places.reserve(rayon::current_num_threads() * most_blocks * TILE);
        let places: Vec<_> = places.chunks_mut(most_blocks * TILE).map(Mutex::new).collect();
        parts.into_par_iter().for_each(|Part { group, blocks, packed }| {
            let index = rayon::current_thread_index().expect("parts are for threads of a pool");
            let mut place = places[index].lock().unwrap_or_else(PoisonError::into_inner);
            let tiles = &mut place[..blocks.len() * TILE];
            let rows = groups.rows_of(group);
            let columns = self.expansion.columns(blocks);
            kernels.linear(&columns, Finish::Gelu, Rows { input: input.group(group), rows, output: tiles });
            for (first, packed) in (0..rows).step_by(PACKED_ROWS).zip(packed) {
                kernels.pack_rows(tiles, first..rows.min(first + PACKED_ROWS), packed);
            }
        });
        Operand::packed(groups, run_len, packed)
    }
}

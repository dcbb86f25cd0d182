//! From hidden states to log-probabilities, without a matrix of all logits: blocks of the vocabulary are
//! multiplied, read and forgotten.

use super::activations::Activations;
use super::packed::Packed;
use crate::checkpoint::View;
use crate::kernel::{BLOCK, Finish, GROUP, Kernels, SumOfExponentials, TILE};
use rayon::prelude::*;

/// Blocks of the vocabulary that one task multiplies.
const TASK_BLOCKS: usize = 8;

/// The output embeddings.
pub(super) struct Head {
    vocabulary: usize,
    embeddings: Packed,
}

/// A token whose log-probability after the token of a row is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    pub(crate) row: usize,
    pub(crate) token: u32,
}

/// What was read from hidden states.
#[derive(Default)]
pub(crate) struct Reading {
    /// The log-probability of each target.
    pub(crate) logprobs: Vec<f64>,
    /// All logits of each row of which they were wanted, and the logarithm of the sum of their exponentials.
    pub(crate) logits: Vec<(Vec<f32>, f64)>,
}

/// What a task found in its part of the vocabulary, for the rows of a group.
struct Part {
    sums: Vec<SumOfExponentials>,
    /// Indices of targets with their logits.
    targets: Vec<(usize, f32)>,
    /// Logits of the rows of which they are wanted.
    logits: Vec<f32>,
}

impl Head {
    /// From embeddings of shape (vocabulary, width).
    pub(super) fn new(embeddings: &View<'_>, kernels: &Kernels) -> Self {
        Self { vocabulary: embeddings.shape()[0], embeddings: Packed::transposed(embeddings, kernels) }
    }

    /// The embedding of a token.
    pub(super) fn embedding(&self, token: u32) -> impl Iterator<Item = f32> {
        self.embeddings.column(token as usize)
    }

    /// The log-probabilities of `targets`, and the logits of the rows in `logits_of`, which ascend.
    pub(super) fn read(
        &self,
        kernels: &Kernels,
        hidden: &Activations,
        targets: &[Target],
        logits_of: &[usize],
    ) -> Reading {
        let groups = hidden.groups();
        let tasks = self.embeddings.output_blocks().div_ceil(TASK_BLOCKS);
        // Neighbouring tasks share their part of the vocabulary, which is what has to be fetched.
        let task = |index: usize| self.part(kernels, hidden, index % groups, index / groups, targets, logits_of);
        let parts: Vec<Part> = (0..tasks * groups).into_par_iter().map(task).collect();
        let mut sums = vec![SumOfExponentials::default(); hidden.rows()];
        let mut target_logits = vec![0.0; targets.len()];
        let mut logits = vec![Vec::with_capacity(self.vocabulary.next_multiple_of(BLOCK)); logits_of.len()];
        for (index, part) in parts.iter().enumerate() {
            let group = index % groups;
            let rows = group * GROUP..group * GROUP + part.sums.len();
            for (sum, part) in sums[rows].iter_mut().zip(&part.sums) {
                *sum = sum.with(part);
            }
            for &(target, logit) in &part.targets {
                target_logits[target] = f64::from(logit);
            }
            let first = logits_of.partition_point(|&row| row < group * GROUP);
            let columns = self.columns(index / groups).len();
            for (row, values) in part.logits.chunks(columns).enumerate() {
                logits[first + row].extend_from_slice(values);
            }
        }
        Reading {
            logprobs: targets.iter().zip(target_logits).map(|(target, logit)| logit - sums[target.row].ln()).collect(),
            logits: logits.into_iter().zip(logits_of).map(|(logits, &row)| (logits, sums[row].ln())).collect(),
        }
    }

    /// The tokens that a task sees.
    fn columns(&self, task: usize) -> std::ops::Range<usize> {
        task * TASK_BLOCKS * BLOCK..self.vocabulary.min((task + 1) * TASK_BLOCKS * BLOCK)
    }

    fn part(
        &self,
        kernels: &Kernels,
        hidden: &Activations,
        group: usize,
        task: usize,
        targets: &[Target],
        logits_of: &[usize],
    ) -> Part {
        let rows = hidden.rows_of_group(group);
        let columns = self.columns(task);
        let in_group = |row: usize| row / GROUP == group;
        let targets: Vec<(usize, usize, usize)> = (targets.iter().enumerate())
            .map(|(index, target)| (index, target.row, target.token as usize))
            .filter(|&(_, row, token)| in_group(row) && columns.contains(&token))
            .collect();
        let logits_of: Vec<usize> = logits_of.iter().copied().filter(|&row| in_group(row)).collect();
        let mut part = Part {
            sums: vec![SumOfExponentials::default(); rows],
            targets: Vec::with_capacity(targets.len()),
            logits: vec![0.0; logits_of.len() * columns.len()],
        };
        let mut tile = vec![0.0; TILE];
        for start in columns.clone().step_by(BLOCK) {
            let width = BLOCK.min(columns.end - start);
            let weights = self.embeddings.block(start / BLOCK);
            kernels.linear(hidden.group(group), rows, weights, None, Finish::Store, &mut tile);
            kernels.log_sum_exp(&tile, width, &mut part.sums);
            let row_of_tile = |row: usize| &tile[row % GROUP * BLOCK..][..width];
            for &(index, row, token) in targets.iter().filter(|target| target.2 / BLOCK == start / BLOCK) {
                part.targets.push((index, row_of_tile(row)[token - start]));
            }
            for (row, logits) in logits_of.iter().zip(part.logits.chunks_mut(columns.len())) {
                logits[start - columns.start..][..width].copy_from_slice(row_of_tile(*row));
            }
        }
        part
    }
}

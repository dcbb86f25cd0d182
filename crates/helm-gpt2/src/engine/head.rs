//! From hidden states to log-probabilities, without a matrix of all logits: blocks of the vocabulary are
//! multiplied, read and forgotten.

use super::activations::Operand;
use super::likeliest::Likeliest;
use super::packed::Packed;
use crate::checkpoint::View;
use crate::kernel::{BLOCK, Finish, Kernels, Rows, SumOfExponentials, TILE};
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

/// What is wanted of hidden states, whose rows are counted from 0.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wishes<'a> {
    /// Tokens whose log-probabilities are wanted.
    pub(crate) targets: &'a [Target],
    /// Rows of which all logits are wanted; they ascend.
    pub(crate) logits_of: &'a [usize],
    /// Rows of which the likeliest tokens are wanted, and how many of them; they ascend.
    pub(crate) likeliest_of: &'a [(usize, usize)],
}

/// What was read from hidden states.
#[derive(Default)]
pub(crate) struct Reading {
    /// The log-probability of each target.
    pub(crate) logprobs: Vec<f64>,
    /// All logits of each row of which they were wanted, and the logarithm of the sum of their exponentials.
    pub(crate) logits: Vec<(Vec<f32>, f64)>,
    /// The likeliest tokens of each row of which they were wanted, with their log-probabilities.
    pub(crate) likeliest: Vec<Vec<(u32, f64)>>,
}

/// What a task found in its part of the vocabulary, for the rows of a group.
struct Part {
    sums: Vec<SumOfExponentials>,
    /// Indices of targets with their logits.
    targets: Vec<(usize, f32)>,
    /// Logits of the rows of which they are wanted.
    logits: Vec<f32>,
    /// Likeliest tokens of the rows of which they are wanted.
    likeliest: Vec<Likeliest>,
}

impl Head {
    /// From embeddings of shape (vocabulary, width).
    pub(super) fn new(embeddings: &View<'_>, kernels: &Kernels) -> Self {
        Self { vocabulary: embeddings.shape()[0], embeddings: Packed::transposed(embeddings, kernels) }
    }

    /// The embedding of a token. Only where [`Kernels::keeps_weights`].
    pub(super) fn embedding(&self, token: u32) -> impl Iterator<Item = f32> {
        self.embeddings.column(token as usize)
    }

    /// Reads what is wanted.
    pub(super) fn read(&self, kernels: &Kernels, hidden: &Operand<'_>, wishes: &Wishes<'_>) -> Reading {
        let groups = hidden.groups().count();
        let tasks = self.embeddings.output_blocks().div_ceil(TASK_BLOCKS);
        // Neighbouring tasks share their rows, which stay in a cache.
        let group_and_task = |index: usize| (index / tasks, index % tasks);
        let part = |index: usize| {
            let (group, task) = group_and_task(index);
            self.part(kernels, hidden, group, task, wishes)
        };
        let parts: Vec<Part> = (0..tasks * groups).into_par_iter().map(part).collect();
        let mut sums = vec![SumOfExponentials::default(); hidden.groups().rows()];
        let mut target_logits = vec![0.0; wishes.targets.len()];
        let mut logits = vec![Vec::with_capacity(self.vocabulary); wishes.logits_of.len()];
        let mut likeliest: Vec<Likeliest> =
            wishes.likeliest_of.iter().map(|&(_, count)| Likeliest::new(count)).collect();
        for (index, part) in parts.iter().enumerate() {
            let (group, task) = group_and_task(index);
            let first_row = hidden.groups().first_row(group);
            for (sum, part) in sums[first_row..].iter_mut().zip(&part.sums) {
                *sum = sum.with(part);
            }
            for &(target, logit) in &part.targets {
                target_logits[target] = f64::from(logit);
            }
            let first = wishes.logits_of.partition_point(|&row| row < first_row);
            for (logits, part) in logits[first..].iter_mut().zip(part.logits.chunks(self.columns(task).len())) {
                logits.extend_from_slice(part);
            }
            let first = wishes.likeliest_of.partition_point(|&(row, _)| row < first_row);
            for (likeliest, part) in likeliest[first..].iter_mut().zip(&part.likeliest) {
                part.tokens.iter().for_each(|&(token, logit)| likeliest.add(token, logit));
            }
        }
        let normalizers: Vec<f64> = sums.iter().map(SumOfExponentials::ln).collect();
        let targets = wishes.targets.iter().zip(target_logits);
        let likeliest = likeliest.iter().zip(wishes.likeliest_of);
        Reading {
            logprobs: targets.map(|(target, logit)| logit - normalizers[target.row]).collect(),
            logits: logits.into_iter().zip(wishes.logits_of).map(|(logits, &row)| (logits, normalizers[row])).collect(),
            likeliest: likeliest.map(|(likeliest, &(row, _))| likeliest.logprobs(normalizers[row])).collect(),
        }
    }

    /// The tokens that a task sees.
    fn columns(&self, task: usize) -> std::ops::Range<usize> {
        task * TASK_BLOCKS * BLOCK..self.vocabulary.min((task + 1) * TASK_BLOCKS * BLOCK)
    }

    fn part(&self, kernels: &Kernels, hidden: &Operand<'_>, group: usize, task: usize, wishes: &Wishes<'_>) -> Part {
        let rows = hidden.groups().rows_of(group);
        let columns = self.columns(task);
        let in_group = |row: usize| hidden.groups().place(row).0 == group;
        let targets: Vec<(usize, usize, usize)> = (wishes.targets.iter().enumerate())
            .map(|(index, target)| (index, target.row, target.token as usize))
            .filter(|&(_, row, token)| columns.contains(&token) && in_group(row))
            .collect();
        let logits_of: Vec<usize> = wishes.logits_of.iter().copied().filter(|&row| in_group(row)).collect();
        let likeliest_of: Vec<(usize, usize)> =
            wishes.likeliest_of.iter().copied().filter(|&(row, _)| in_group(row)).collect();
        let mut part = Part {
            sums: vec![SumOfExponentials::default(); rows],
            targets: Vec::with_capacity(targets.len()),
            logits: vec![0.0; logits_of.len() * columns.len()],
            likeliest: likeliest_of.iter().map(|&(_, count)| Likeliest::new(count)).collect(),
        };
        let mut tile = vec![0.0; TILE];
        for start in columns.clone().step_by(BLOCK) {
            let width = BLOCK.min(columns.end - start);
            let block = start / BLOCK;
            let block_of_columns = self.embeddings.columns(block..block + 1, None);
            let all_rows = Rows { input: hidden.group(group), rows, output: &mut tile };
            kernels.linear(&block_of_columns, Finish::Store, all_rows);
            kernels.log_sum_exp(&tile, width, &mut part.sums);
            let row_of_tile = |row: usize| &tile[hidden.groups().place(row).1 * BLOCK..][..width];
            for &(index, row, token) in targets.iter().filter(|target| target.2 / BLOCK == start / BLOCK) {
                part.targets.push((index, row_of_tile(row)[token - start]));
            }
            for (&row, logits) in logits_of.iter().zip(part.logits.chunks_mut(columns.len())) {
                logits[start - columns.start..][..width].copy_from_slice(row_of_tile(row));
            }
            for (&(row, _), likeliest) in likeliest_of.iter().zip(&mut part.likeliest) {
                (start..).zip(row_of_tile(row)).for_each(|(token, &logit)| {
                    likeliest.add(u32::try_from(token).expect("tokens are counted in 32 bit"), logit);
                });
            }
        }
        part
    }
}

//! Layers with weights, as kernels read them.

use super::activations::{Activations, Operand, Share};
use super::packed::{Blocks, Packed};
use crate::Error;
use crate::checkpoint::Weights;
use crate::kernel::{BLOCK, Columns, Finish, Kernels, Rows};
use rayon::prelude::*;
use std::ops::Range;

/// An affine map.
pub(super) struct Linear {
    weights: Packed,
    /// A value for each column of all blocks.
    bias: Vec<f32>,
}

impl Linear {
    /// Some of the outputs of the layer of that name, whose weights have that shape.
    pub(super) fn load(
        weights: &Weights,
        name: &str,
        shape: [usize; 2],
        blocks: (&Blocks, &Blocks),
        kernels: &Kernels,
    ) -> Result<Self, Error> {
        let (inputs, outputs) = blocks;
        let bias = weights.values(&format!("{name}.bias"), &shape[1..])?;
        let weights = weights.view(&format!("{name}.weight"), &shape)?;
        let mut padded = vec![0.0; outputs.len() * BLOCK];
        for (place, range) in padded.chunks_mut(BLOCK).zip(outputs) {
            place[..range.len()].copy_from_slice(&bias[range.clone()]);
        }
        Ok(Self { weights: Packed::new(&weights, inputs, outputs, kernels), bias: padded })
    }

    /// `output` gets the rows of `input` and the columns of this layer, unless it is added to.
    pub(super) fn forward(&self, kernels: &Kernels, input: &Operand<'_>, output: &mut Activations, finish: Finish) {
        if finish != Finish::Add {
            output.resize(input.groups(), self.output_blocks());
        }
        output.shares().into_par_iter().for_each(|Share { group, blocks, output }| {
            let rows = Rows { input: input.group(group), rows: input.groups().rows_of(group), output };
            kernels.linear(&self.columns(blocks), finish, rows);
        });
    }

    /// How many blocks of columns there are.
    pub(super) fn output_blocks(&self) -> usize {
        self.weights.output_blocks()
    }

    /// Some blocks of columns.
    pub(super) fn columns(&self, blocks: Range<usize>) -> Columns<'_> {
        let bias = &self.bias[blocks.start * BLOCK..blocks.end * BLOCK];
        self.weights.columns(blocks, Some(bias))
    }
}

/// A layer norm.
pub(super) struct LayerNorm {
    width: usize,
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

impl LayerNorm {
    pub(super) fn load(weights: &Weights, name: &str, width: usize, epsilon: f64) -> Result<Self, Error> {
        let values = |part: &str| -> Result<Vec<f32>, Error> {
            let mut values = weights.values(&format!("{name}.{part}"), &[width])?;
            values.resize(width.next_multiple_of(BLOCK), 0.0);
            Ok(values)
        };
        #[expect(clippy::cast_possible_truncation, reason = "added to 32 bit variances")]
        let epsilon = epsilon as f32;
        Ok(Self { width, scale: values("weight")?, shift: values("bias")?, epsilon })
    }

    /// `output` gets the layer norms of the rows of `input`.
    pub(super) fn forward(&self, kernels: &Kernels, input: &Activations, output: &mut Activations) {
        output.resize(input.groups(), self.scale.len() / BLOCK);
        output.par_groups_mut().for_each(|(group, tiles)| {
            let (rows, scale_and_shift) = (input.groups().rows_of(group), (&*self.scale, &*self.shift));
            kernels.layer_norm(input.group(group), rows, self.width, scale_and_shift, self.epsilon, tiles);
        });
    }
}

//! Weights in the order in which kernels read them.

use crate::checkpoint::View;
use crate::floats::Floats;
use crate::kernel::{BLOCK, Columns, Kernels};
use rayon::prelude::*;
use std::ops::Range;

/// A matrix of shape (inputs, outputs), cut into blocks of 64 both ways; a block of columns lies in panels, each
/// of shape (64 x blocks of inputs, panel), unless kernels have a form of their own. Zero where blocks are not full.
pub(crate) struct Packed {
    panel: usize,
    input_blocks: usize,
    block_len: usize,
    data: Floats,
}

/// Which of a matrix's rows or columns each block holds, at most 64.
pub(crate) type Blocks = Vec<Range<usize>>;

/// Blocks of `width` rows or columns, as they come.
pub(crate) fn blocks_of(width: usize) -> Blocks {
    (0..width).step_by(BLOCK).map(|start| start..width.min(start + BLOCK)).collect()
}

/// Blocks of `heads` times `head_width` rows or columns from `start` on; each head has blocks of its own.
pub(crate) fn blocks_of_heads(start: usize, heads: usize, head_width: usize) -> Blocks {
    let head = |head: usize| {
        let start = start + head * head_width;
        blocks_of(head_width).into_iter().map(move |block| start + block.start..start + block.end)
    };
    (0..heads).flat_map(head).collect()
}

impl Packed {
    /// From weights of shape (inputs, outputs), as GPT-2's layers store them.
    pub(crate) fn new(view: &View<'_>, inputs: &Blocks, outputs: &Blocks, kernels: &Kernels) -> Self {
        let [_, columns] = *view.shape() else { unreachable!("weights have two dimensions") };
        Self::with_blocks(inputs.len(), outputs, kernels, |column_range, panels| {
            let mut values = [0.0; BLOCK];
            for (block, rows) in inputs.iter().enumerate() {
                for (index, row) in rows.clone().enumerate() {
                    let values = &mut values[..column_range.len()];
                    view.read(row * columns + column_range.start, values);
                    panels.put_row(block * BLOCK + index, values);
                }
            }
        })
    }

    /// From weights of shape (outputs, inputs), as embeddings are stored.
    pub(crate) fn transposed(view: &View<'_>, kernels: &Kernels) -> Self {
        let [outputs, inputs] = *view.shape() else { unreachable!("weights have two dimensions") };
        Self::with_blocks(inputs.div_ceil(BLOCK), &blocks_of(outputs), kernels, |range, panels| {
            let mut values = vec![0.0; inputs];
            for (column, output) in range.clone().enumerate() {
                view.read(output * inputs, &mut values);
                panels.put_column(column, &values);
            }
        })
    }

    fn with_blocks(
        input_blocks: usize,
        outputs: &Blocks,
        kernels: &Kernels,
        fill: impl Fn(&Range<usize>, &mut Panels<'_>) + Sync,
    ) -> Self {
        let (panel, rows) = (kernels.panel, input_blocks * BLOCK);
        let block_len = input_blocks * kernels.weights_len();
        let mut data = Floats::zeroed(outputs.len() * block_len);
        data.par_chunks_mut(block_len).zip(outputs).for_each_init(Vec::new, |room, (block, range)| {
            kernels.pack_weights(block, room, |data| fill(range, &mut Panels { panel, rows, data }));
        });
        Self { panel, input_blocks, block_len, data }
    }

    /// Blocks of columns.
    pub(crate) fn output_blocks(&self) -> usize {
        self.data.len() / self.block_len
    }

    /// Some blocks of columns, with the bias for each column.
    pub(crate) fn columns<'a>(&'a self, blocks: Range<usize>, bias: Option<&'a [f32]>) -> Columns<'a> {
        let weights = &self.data[blocks.start * self.block_len..blocks.end * self.block_len];
        Columns { weights, blocks: blocks.len(), inputs: self.input_blocks, bias }
    }

    /// The values of one column, for each input. Only where [`Kernels::keeps_weights`].
    pub(crate) fn column(&self, column: usize) -> impl Iterator<Item = f32> {
        let panels = &self.data[column / BLOCK * self.block_len..][..self.block_len];
        let rows = self.input_blocks * BLOCK;
        let start = column % BLOCK / self.panel * rows * self.panel + column % self.panel;
        panels[start..].iter().step_by(self.panel).take(rows).copied()
    }
}

/// A block of columns that is being filled.
struct Panels<'a> {
    panel: usize,
    rows: usize,
    data: &'a mut [f32],
}

impl Panels<'_> {
    fn put_row(&mut self, row: usize, values: &[f32]) {
        for (index, values) in values.chunks(self.panel).enumerate() {
            let start = (index * self.rows + row) * self.panel;
            self.data[start..start + values.len()].copy_from_slice(values);
        }
    }

    fn put_column(&mut self, column: usize, values: &[f32]) {
        let start = column / self.panel * self.rows * self.panel + column % self.panel;
        let places = self.data[start..].iter_mut().step_by(self.panel);
        places.zip(values).for_each(|(place, &value)| *place = value);
    }
}

//! A block of the transformer: attention and a feed-forward layer, each after a layer norm and added to what it
//! read.

use super::activations::Activations;
use super::feed_forward::FeedForward;
use super::layers::{LayerNorm, Linear};
use super::packed::{blocks_of, blocks_of_heads};
use super::pass::{Sequence, Span, Workspace, spans_of_groups};
use super::segment;
use crate::checkpoint::Weights;
use crate::kernel::{Finish, Kernels, Queries};
use crate::{Config, Error};
use rayon::prelude::*;

pub(super) struct Block {
    layer: usize,
    heads: usize,
    /// What products of queries and keys are multiplied by.
    scale: f32,
    attention_norm: LayerNorm,
    queries: Linear,
    keys_values: Linear,
    projection: Linear,
    feed_forward_norm: LayerNorm,
    feed_forward: FeedForward,
}

impl Block {
    pub(super) fn load(config: &Config, weights: &Weights, layer: usize, kernels: &Kernels) -> Result<Self, Error> {
        let width = config.n_embd;
        let (heads, head_width) = (config.n_head, config.head_width());
        let residual = blocks_of(width);
        let of_heads = |part: usize| blocks_of_heads(part * width, heads, head_width);
        let keys_values = [of_heads(1), of_heads(2)].concat();
        let linear = |part: &str, shape, inputs, outputs| {
            Linear::load(weights, &format!("h.{layer}.{part}"), shape, (inputs, outputs), kernels)
        };
        let norm =
            |part: &str| LayerNorm::load(weights, &format!("h.{layer}.{part}"), width, config.layer_norm_epsilon);
        Ok(Self {
            layer,
            heads,
            scale: config.attention_scale(layer),
            attention_norm: norm("ln_1")?,
            queries: linear("attn.c_attn", [width, 3 * width], &residual, &of_heads(0))?,
            keys_values: linear("attn.c_attn", [width, 3 * width], &residual, &keys_values)?,
            projection: linear("attn.c_proj", [width, width], &of_heads(0), &residual)?,
            feed_forward_norm: norm("ln_2")?,
            feed_forward: FeedForward::load(config, weights, &format!("h.{layer}.mlp"), kernels)?,
        })
    }

    /// Takes the rows of the sequences through the block. The last block leaves those that are `wanted`.
    pub(super) fn forward(
        &self,
        kernels: &Kernels,
        sequences: &mut [Sequence<'_>],
        spans: &[Span],
        wanted: Option<&[Span]>,
        workspace: &mut Workspace,
    ) {
        let Workspace { residual, normal, queries, keys_values, mixed, feed_forward, room } = workspace;
        self.attention_norm.forward(kernels, residual, normal);
        let mut operand = normal.operand(kernels, room);
        self.keys_values.forward(kernels, &operand, keys_values, Finish::Store);
        let segments = sequences.iter_mut().zip(spans);
        let segments = segments.map(|(sequence, span)| (&mut *sequence.own, span.first_row, span.rows));
        segment::append(self.layer, keys_values, segments);
        let mut spans = spans.to_vec();
        if let Some(wanted) = wanted {
            let rows: Vec<usize> = wanted.iter().flat_map(|span| span.first_row..span.first_row + span.rows).collect();
            residual.select(&rows, mixed);
            spans = wanted.to_vec();
            let mut next = 0;
            for span in &mut spans {
                span.first_row = next;
                next += span.rows;
            }
            if rows.is_empty() {
                return;
            }
            self.attention_norm.forward(kernels, residual, normal);
            operand = normal.operand(kernels, room);
        }
        self.queries.forward(kernels, &operand, queries, Finish::Store);
        self.attend(kernels, sequences, &spans, queries, mixed);
        self.projection.forward(kernels, &mixed.operand(kernels, room), residual, Finish::Add);
        self.feed_forward_norm.forward(kernels, residual, normal);
        self.feed_forward.forward(kernels, normal, residual, feed_forward);
    }

    /// `mixed` gets what each head of each row reads from the keys and values before it.
    fn attend(
        &self,
        kernels: &Kernels,
        sequences: &[Sequence<'_>],
        spans: &[Span],
        queries: &Activations,
        mixed: &mut Activations,
    ) {
        let head_blocks = queries.blocks() / self.heads;
        mixed.resize(queries.groups(), queries.blocks());
        let spans_of_groups = spans_of_groups(spans, queries.groups());
        mixed.par_tiles_mut(head_blocks).for_each_init(Vec::new, |room, (group, first_block, output)| {
            let head = first_block / head_blocks;
            let tiles = queries.tiles(group, first_block, head_blocks);
            for span in &spans_of_groups[group] {
                let sequence = &sequences[span.sequence];
                let sources = sequence.sources(self.layer, head);
                let Span { first_row, rows, first_position, .. } = *span;
                let queries = Queries { tiles, first_row, rows, first_position, scale: self.scale };
                kernels.attention(&queries, &sources, room, output);
            }
        });
    }
}

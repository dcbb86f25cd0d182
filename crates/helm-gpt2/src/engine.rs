//! GPT-2 on CPUs: packed weights, fused layers, any number of sequences in a pass, prefixes that are computed once
//! and read by all.
//!
//! Weights are copied once into the order in which kernels read them ([`packed`]). A pass ([`pass`]) takes the new
//! tokens of many sequences through all blocks together, without padding; what a sequence already has lies in
//! segments of keys and values ([`segment`]), shared where sequences begin alike. The last block only computes what
//! is asked for, and the head ([`head`]) never makes a matrix of all logits.

mod activations;
mod block;
mod feed_forward;
mod groups;
mod head;
mod layers;
mod likeliest;
mod packed;
mod pass;
mod pool;
mod segment;

pub(crate) use head::{Reading, Target, Wishes};
pub(crate) use likeliest::Likeliest;
pub(crate) use pass::{Sequence, Wanted, Workspace};
pub(crate) use segment::Segment;

use crate::checkpoint::Weights;
use crate::kernel::{BLOCK, Kernels, TILE};
use crate::{Config, Error};
use activations::Activations;
use block::Block;
use groups::Groups;
use head::Head;
use layers::LayerNorm;
use pool::Pool;
use rayon::prelude::*;
use segment::Layout;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The model, with its weights packed for one kind of processor.
pub(crate) struct Engine {
    kernels: &'static Kernels,
    layout: Layout,
    width: usize,
    /// Where they are not the output embeddings, or kernels don't keep these as they are; shape (vocabulary, width).
    token_embeddings: Option<Vec<f32>>,
    /// Shape (positions, width).
    position_embeddings: Vec<f32>,
    blocks: Vec<Block>,
    final_norm: LayerNorm,
    head: Head,
    /// Of passes that are over, for those to come: to clear new memory takes a twentieth of a short pass.
    workspaces: Mutex<Vec<Workspace>>,
    /// Of segments.
    memory: Arc<Pool>,
}

impl Engine {
    pub(crate) fn load(config: &Config, weights: &Weights, kernels: &'static Kernels) -> Result<Self, Error> {
        let kernels = kernels.for_context(config.n_positions);
        let (width, vocabulary) = (config.n_embd, config.vocab_size);
        let shape = [vocabulary, width];
        let load = |layer| Block::load(config, weights, layer, kernels);
        let is_tied = config.tie_word_embeddings;
        let output_embeddings =
            if is_tied { weights.view("wte.weight", &shape)? } else { weights.output_embeddings(&shape)? };
        let is_in_head = is_tied && kernels.keeps_weights();
        let token_embeddings = (!is_in_head).then(|| weights.values("wte.weight", &shape)).transpose()?;
        let head_blocks = config.head_width().div_ceil(BLOCK);
        let layout = Layout { kernels, layers: config.n_layer, heads: config.n_head, head_blocks };
        Ok(Self {
            kernels,
            layout,
            width,
            token_embeddings,
            position_embeddings: weights.values("wpe.weight", &[config.n_positions, width])?,
            blocks: (0..config.n_layer).into_par_iter().map(load).collect::<Result<_, _>>()?,
            final_norm: LayerNorm::load(weights, "ln_f", width, config.layer_norm_epsilon)?,
            head: Head::new(&output_embeddings, kernels),
            workspaces: Mutex::default(),
            memory: Arc::default(),
        })
    }

    /// Room for passes, to be given back when they are over.
    pub(crate) fn take_workspace(&self) -> Workspace {
        self.workspaces().pop().unwrap_or_default()
    }

    pub(crate) fn give_back(&self, workspace: Workspace) {
        self.workspaces().push(workspace);
    }

    fn workspaces(&self) -> MutexGuard<'_, Vec<Workspace>> {
        // What is in them has no meaning, so no panic can have left them half changed.
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Room for the keys and values of so many tokens.
    pub(crate) fn segment(&self, tokens: usize) -> Segment {
        Segment::new(&self.memory, self.layout, tokens)
    }

    /// The same, for tokens that nothing comes after.
    pub(crate) fn last_segment(&self, tokens: usize) -> Segment {
        Segment::last(&self.memory, self.layout, tokens)
    }

    /// Bytes that a segment for so many tokens takes.
    pub(crate) fn segment_bytes(&self, tokens: usize) -> usize {
        self.layout.bytes(tokens)
    }

    /// Takes new tokens through the model. Their keys and values are appended to the sequences; the final hidden
    /// states that are wanted stay in `workspace`, one row after the other.
    pub(crate) fn pass(&self, sequences: &mut [Sequence<'_>], workspace: &mut Workspace) {
        let spans = pass::spans(sequences);
        let wanted = pass::wanted_spans(sequences, &spans);
        self.embed(sequences, &spans, &mut workspace.residual);
        for (index, block) in self.blocks.iter().enumerate() {
            let wanted = (index + 1 == self.blocks.len()).then_some(wanted.as_slice());
            block.forward(self.kernels, sequences, &spans, wanted, workspace);
        }
        for sequence in sequences {
            sequence.own.extend(sequence.tokens.len());
        }
        self.final_norm.forward(self.kernels, &workspace.residual, &mut workspace.normal);
    }

    /// Reads what is wanted of the hidden states that the last pass left.
    pub(crate) fn read(&self, workspace: &mut Workspace, wishes: &Wishes<'_>) -> Reading {
        if wishes.targets.is_empty() && wishes.logits_of.is_empty() && wishes.likeliest_of.is_empty() {
            return Reading::default();
        }
        self.head.read(self.kernels, &workspace.normal.operand(self.kernels, &mut workspace.room), wishes)
    }

    /// The sum of token and position embeddings.
    fn embed(&self, sequences: &[Sequence<'_>], spans: &[pass::Span], residual: &mut Activations) {
        let rows = spans.iter().map(|span| span.rows).sum();
        residual.resize(Groups::new(rows), self.width.div_ceil(BLOCK));
        let groups = pass::spans_of_groups(spans, residual.groups());
        residual.par_groups_mut().for_each(|(group, tiles)| {
            for span in &groups[group] {
                let before = span.first_position - sequences[span.sequence].first_position();
                let tokens = &sequences[span.sequence].tokens[before..before + span.rows];
                for (index, &token) in tokens.iter().enumerate() {
                    self.embed_token(token, span.first_position + index, tiles, span.first_row + index);
                }
            }
        });
    }

    fn embed_token(&self, token: u32, position: usize, tiles: &mut [f32], row: usize) {
        let position = &self.position_embeddings[position * self.width..][..self.width];
        let mut put = |column: usize, value: f32| tiles[column / BLOCK * TILE + row * BLOCK + column % BLOCK] = value;
        if let Some(embeddings) = &self.token_embeddings {
            let embedding = &embeddings[token as usize * self.width..][..self.width];
            let sums = embedding.iter().zip(position).map(|(token, position)| token + position);
            sums.enumerate().for_each(|(column, value)| put(column, value));
        } else {
            let sums = self.head.embedding(token).zip(position).map(|(token, position)| token + position);
            sums.enumerate().for_each(|(column, value)| put(column, value));
        }
        // The rest of the last block must not hold what an earlier pass left.
        (self.width..self.width.next_multiple_of(BLOCK)).for_each(|column| put(column, 0.0));
    }
}

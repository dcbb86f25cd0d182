//! How many floating-point operations a workload executes; a multiplication and an addition are two.
//!
//! Counted is what matrix products and attention need, attention up to the diagonal, and in the last block only the
//! rows that somebody reads. Layer norms, activations and softmax are left out, and so is what kernels compute
//! beyond the edge of a matrix: the rate that comes of it is what the work needed, not what the processor did.

use helm_gpt2::Config;

/// New tokens of one sequence.
#[derive(Clone, Copy)]
pub(crate) struct Run {
    /// Tokens before them, whose keys and values are known.
    pub(crate) past: usize,
    pub(crate) tokens: usize,
    /// How many of their hidden states, the last ones, are wanted after the last block. Each goes through the head.
    pub(crate) wanted: usize,
}

/// Operations for all runs.
pub(crate) fn operations(config: &Config, runs: &[Run]) -> f64 {
    runs.iter().map(|run| of_run(config, run)).sum::<usize>() as f64
}

fn of_run(config: &Config, run: &Run) -> usize {
    let full_blocks = config.n_layer - 1;
    let block = |rows: usize| of_keys_and_values(config, run.tokens) + of_queries(config, run, rows);
    let head = 2 * run.wanted * config.n_embd * config.vocab_size;
    full_blocks * block(run.tokens) + block(run.wanted) + head
}

/// Keys and values of all new tokens, in one block.
fn of_keys_and_values(config: &Config, tokens: usize) -> usize {
    2 * tokens * config.n_embd * 2 * config.n_embd
}

/// What else a block does for the last `rows` new tokens.
fn of_queries(config: &Config, run: &Run, rows: usize) -> usize {
    let width = config.n_embd;
    let projections = 2 * rows * width * 2 * width;
    let feed_forward = 2 * rows * 2 * width * config.inner_width();
    // The row at a position sees all positions up to its own, for products with keys and with values.
    let length = run.past + run.tokens;
    let visible: usize = (length - rows + 1..=length).sum();
    projections + feed_forward + 2 * 2 * visible * width
}

//! The benchmark of the crate helm-gpt2, with weights of its own under `target/bench`.

use crate::command::{cargo, repository, run as run_command};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;
use std::thread::available_parallelism;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Threads to compute with [default: one a core]
    #[arg(long)]
    threads: Option<usize>,

    /// Times each workload is run
    #[arg(long, default_value_t = 7)]
    runs: usize,

    /// Further arguments of the benchmark itself, after `--`: `--help` shows them
    #[arg(last = true)]
    more: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let threads = args.threads.unwrap_or_else(all_threads).to_string();
    let mut bench = benchmark(&["--threads", &threads, "--runs", &args.runs.to_string()]);
    run_command(bench.args(&args.more))
}

/// The benchmark, with these arguments, on the weights that all benchmarks share.
pub(super) fn benchmark(arguments: &[&str]) -> Command {
    let weights = weights().to_string_lossy().into_owned();
    let cargo_arguments =
        ["bench", "--quiet", "--package", "helm-gpt2", "--bench", "engine", "--", "--weights", &weights];
    cargo(&[&cargo_arguments, arguments].concat())
}

/// Where the benchmark makes its weights.
pub(super) fn weights() -> PathBuf {
    repository().join("target/bench/gpt2-124m")
}

/// One thread for each core.
pub(super) fn all_threads() -> usize {
    available_parallelism().map_or(1, usize::from)
}

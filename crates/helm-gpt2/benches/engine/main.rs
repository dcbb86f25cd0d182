//! How fast GPT-2 runs on this processor, on random weights of the shape of its smallest version.
//!
//! A table for each kind of kernels: medians and minima of a few workloads, the operations that they execute
//! ([`operations`]) and what part that is of what the processor can do at most ([`peak`]). With `--serve`, the same
//! workloads on demand ([`serve`]), so that other programs can be measured in turns with this one.

mod memory;
mod operations;
mod peak;
mod random_weights;
mod serve;
mod table;
mod workload;

use anyhow::{Context, Result};
use clap::Parser;
use helm_gpt2::{Checkpoint, Gpt2, Kernels, LoadOptions};
use std::path::PathBuf;
use table::Limits;
use workload::Workload;

const DEFAULT_WEIGHTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench/gpt2-124m");

/// Measures the CPU engine on random weights of GPT-2's smallest shape
#[derive(Parser)]
struct Args {
    /// Threads to compute with [default: one a core]
    #[arg(long)]
    threads: Option<usize>,

    /// Kernels to measure [default: all that the processor can run]
    #[arg(long)]
    kernels: Vec<String>,

    /// Workloads to measure, as in `prefill 512 1` (tokens, prompts), `score 900`, `questions 100 400 100`
    /// (questions, shared and own tokens) [default: all of these sizes]
    #[arg(long = "workload")]
    workloads: Vec<Workload>,

    /// Times each workload is run
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,

    /// Seconds after which a workload is not run again
    #[arg(long, default_value_t = 20.0)]
    seconds: f64,

    /// Folder for the weights, which are made if there are none
    #[arg(long, value_name = "DIR", default_value = DEFAULT_WEIGHTS)]
    weights: PathBuf,

    /// Read workloads from standard input and print how long each took, with the fastest kernels or those named
    #[arg(long)]
    serve: bool,

    /// Make the weights and do no more
    #[arg(long)]
    make_weights: bool,

    /// What `cargo bench` says to all benchmarks
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let all_kernels = kernels(&args.kernels)?;
    random_weights::make(&args.weights).with_context(|| format!("can't make `{}`", args.weights.display()))?;
    if args.make_weights {
        return Ok(());
    }
    let checkpoint = Checkpoint::from_folder(&args.weights)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    pool.install(|| {
        if args.serve {
            let options = LoadOptions { kernels: all_kernels[0], ..LoadOptions::default() };
            return serve::serve(&Gpt2::load(&checkpoint, &options)?);
        }
        let limits = Limits { runs: args.runs, seconds: args.seconds };
        all_kernels.iter().try_for_each(|kernels| table::print(&checkpoint, kernels, &args.workloads, &limits))
    })
}

/// The kernels of those names; all that there are, the fastest first, if none are named.
fn kernels(names: &[String]) -> Result<Vec<&'static Kernels>> {
    let supported = Kernels::supported();
    if names.is_empty() {
        return Ok(supported);
    }
    let known: Vec<&str> = supported.iter().map(|kernels| kernels.name).collect();
    let find = |name: &String| {
        let kernels = supported.iter().copied().find(|kernels| kernels.name == name);
        kernels.with_context(|| format!("no kernels `{name}` here; there are {}", known.join(", ")))
    };
    names.iter().map(find).collect()
}

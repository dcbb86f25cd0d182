//! How fast things are: a subcommand for each thing that is measured.

mod engine;
mod large_suite;
mod measured;
mod memory;
mod peers;
mod programs;
mod suite_folder;
mod summarize;
mod web;

use anyhow::Result;

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,

    #[command(flatten)]
    programs: programs::Args,
}

#[derive(clap::Subcommand)]
enum What {
    /// How fast the programs start and the demonstration runs: what is measured when nothing is said
    Programs(programs::Args),
    /// How fast GPT-2 runs on this processor, and what part of its peak that is
    Engine(engine::Args),
    /// The same work by transformers, onnxruntime and ctranslate2, in turns with ours
    Peers(peers::Args),
    /// How fast the web app is on a suite of 500 runs with 1,000 instances each
    Web(web::Args),
    /// How fast 1,000 runs with 1,000 instances each are summarised, at first and again, and in how much memory
    Summarize(summarize::Args),
    /// How much memory a run of 100,000 instances takes
    Memory(memory::Args),
}

pub(crate) fn run(args: &Args) -> Result<()> {
    match &args.what {
        None => programs::run(&args.programs),
        Some(What::Programs(args)) => programs::run(args),
        Some(What::Engine(args)) => engine::run(args),
        Some(What::Peers(args)) => peers::run(args),
        Some(What::Web(args)) => web::run(args),
        Some(What::Summarize(args)) => summarize::run(args),
        Some(What::Memory(args)) => memory::run(args),
    }
}

/// The median of some seconds, or milliseconds, of which there is one at least.
fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    // The same one twice where their number is odd.
    f64::midpoint(times[(times.len() - 1) / 2], times[times.len() / 2])
}

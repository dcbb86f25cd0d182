//! The command line. Its types go no further than [`Settings`](crate::Settings).

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

const EXAMPLE: &str = "Example:
  helm-run --suite my-suite --run-entries mmlu:subject=anatomy,model=openai/gpt2 --max-eval-instances 9
  helm-summarize --suite my-suite
  helm-server --suite my-suite";

/// Summarise the runs of a suite, or of several suites as a release, for helm-server to show.
#[derive(Debug, Parser)]
#[command(name = "helm-summarize", version, after_help = EXAMPLE, infer_long_args = true)]
pub(crate) struct Args {
    /// Folder that holds the runs, and gets their summary
    #[arg(short, long, value_name = "FOLDER", default_value = "benchmark_output")]
    pub(crate) output_path: PathBuf,

    /// Suite to summarise [default: `default`]
    #[arg(long)]
    pub(crate) suite: Option<String>,

    /// Release to make of the suites named with `--suites`
    #[arg(long)]
    pub(crate) release: Option<String>,

    /// Suites to gather in the release
    #[arg(long, value_name = "SUITE", num_args = 1..)]
    pub(crate) suites: Vec<String>,

    /// YAML or JSON file that says what to show; without it, a built-in schema and all groups of the runs
    #[arg(long, value_name = "FILE")]
    pub(crate) schema_path: Option<PathBuf>,

    /// What problems of the schema file lead to
    #[arg(long, value_enum, value_name = "MODE", default_value_t = Validation::Warn)]
    pub(crate) schema_validation: Validation,

    /// Make the schema from the runs alone (experimental)
    #[arg(long)]
    pub(crate) auto_generate_schema: bool,

    /// At most this many threads
    #[arg(short, long, value_name = "N", default_value = "8", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) num_threads: u16,

    /// Name the runs behind each value, and list everything that is worth a note
    #[arg(long)]
    pub(crate) debug: bool,

    /// Leave the display files of a run alone when they are there
    #[arg(long)]
    pub(crate) skip_completed_run_display_json: bool,

    /// Folder with `model_metadata.yaml` and `model_deployments.yaml`
    #[arg(long, value_name = "FOLDER", default_value = "prod_env")]
    pub(crate) local_path: PathBuf,

    /// Accepted and not needed: unknown models are always shown under their names
    #[arg(long, value_name = "ANY")]
    pub(crate) allow_unknown_models: Option<String>,
}

/// What problems of the schema file lead to.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Validation {
    /// Nothing is summarised
    Error,
    /// A note
    Warn,
    /// Nothing
    Off,
}

//! The demonstration: the main job on what comes with the repository, without a network.

use crate::command::{build_programs, command, repository, say};
use crate::web_app;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// The suite that the demonstration makes.
pub(crate) const SUITE: &str = "demo";

const ENTRIES: [&str; 4] = [
    "demo:subject=everyday_science,model=demo/tiny-gpt2",
    "demo:subject=world_geography,model=demo/tiny-gpt2",
    "demo:subject=everyday_science,method=multiple_choice_separate_original,model=demo/tiny-gpt2",
    "demo:subject=world_geography,data_augmentation=robustness,model=demo/tiny-gpt2",
];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Port to serve at
    #[arg(long, default_value_t = 8000)]
    port: u16,

    /// Stop after summarising
    #[arg(long)]
    no_serve: bool,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    if web_app::can_be_built() {
        web_app::build()?;
    }
    let programs = build_programs("debug", &[])?;
    let folder = repository().join("target/demo");
    run_and_summarize(&programs, &folder)?;
    if args.no_serve {
        return Ok(());
    }
    say("Serving the demonstration; its model knows nothing, so neither do its scores say anything.");
    serve(&programs, &folder, args.port)
}

/// Makes the demonstration suite in `folder`, with the programs in `programs`.
pub(crate) fn run_and_summarize(programs: &Path, folder: &Path) -> Result<()> {
    let (output, local) = (folder.join("benchmark_output"), folder.join("prod_env"));
    // Without models of one's own, which is worth no note here.
    std::fs::create_dir_all(&local)?;
    let (output, local) = (output.to_string_lossy(), local.to_string_lossy());
    let mut arguments = vec!["--run-entries"];
    arguments.extend(ENTRIES);
    arguments.extend([
        "--suite",
        SUITE,
        "--max-eval-instances",
        "30",
        "--output-path",
        &output,
        "--local-path",
        &local,
    ]);
    run_command(programs.join("helm-run"), &arguments)?;
    let arguments = ["--suite", SUITE, "--output-path", &output, "--local-path", &local];
    run_command(programs.join("helm-summarize"), &arguments)
}

fn serve(programs: &Path, folder: &Path, port: u16) -> Result<()> {
    let (output, port) = (folder.join("benchmark_output"), port.to_string());
    let arguments = ["--suite", SUITE, "--output-path", &output.to_string_lossy(), "--port", &port];
    run_command(programs.join("helm-server"), &arguments)
}

fn run_command(program: PathBuf, arguments: &[&str]) -> Result<()> {
    crate::command::run(&mut command(program, arguments))
}

//! The automation of this repository, in Rust so that it needs nothing else: `cargo xtask --help`.

mod bench;
mod command;
mod demo;
mod kernels;
mod lint;
mod server;
mod tally;
mod test;
mod web_app;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The automation of this repository
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything, run the demonstration, summarise it and serve it
    Demo(demo::Args),
    /// Run all tests: programs, web app, browser
    Test,
    /// Check formatting, lints and documentation, with warnings denied
    Lint,
    /// Test the kernels of inference for wrong accesses to memory (Linux and macOS)
    Sanitize,
    /// Test the kernels of inference for 64 bit ARM in QEMU
    Emulate,
    /// Measure how fast programs and inference are (builds in release mode)
    Bench(bench::Args),
}

fn main() -> ExitCode {
    let result = match Args::parse().task {
        Task::Demo(args) => demo::run(&args),
        Task::Test => test::run_all(),
        Task::Lint => lint::run(),
        Task::Sanitize => kernels::sanitize(),
        Task::Emulate => kernels::emulate(),
        Task::Bench(args) => bench::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            command::say(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

//! GPT-2 by other programs, on the same weights and the same tokens, in turns with ours: each is a process that
//! answers workloads on demand, and none waits while another computes. Then whole runs, by crfm-helm's helm-run and
//! ours.

mod environment;
mod process;
mod table;
mod whole_runs;

use super::engine::{all_threads, benchmark, weights};
use crate::command::{repository, run as run_command, say};
use anyhow::Result;
use environment::Environment;
use process::{Measurement, Peer};
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;
use table::Table;

/// Threads of libraries go on looking for work for a moment (MKL's for 200 ms); nobody's time should go into that.
const PAUSE: Duration = Duration::from_millis(400);

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Threads of each program [default: one a core]
    #[arg(long)]
    threads: Option<usize>,

    /// Times each program does each workload
    #[arg(long, default_value_t = 5)]
    runs: usize,

    /// Workloads, as in `prefill 512 1`; see `cargo xtask bench engine -- --help` [default: all]
    #[arg(long = "workload")]
    workloads: Vec<String>,

    /// A Python that has the other programs, in place of an environment under target/bench (6 GB)
    #[arg(long, value_name = "FILE")]
    python: Option<PathBuf>,

    #[command(flatten)]
    whole_runs: whole_runs::Args,
}

const WORKLOADS: [&str; 6] =
    ["prefill 512 1", "prefill 900 1", "prefill 512 8", "score 512", "score 900", "questions 100 400 100"];

/// A program of the table: its column, and how it is started.
struct Contestant {
    name: &'static str,
    command: Command,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let threads = args.threads.unwrap_or_else(all_threads);
    run_command(&mut benchmark(&["--make-weights"]))?;
    let workloads: Vec<&str> = match &args.workloads[..] {
        [] if args.whole_runs.are_all() => Vec::new(),
        [] => WORKLOADS.to_vec(),
        chosen => chosen.iter().map(String::as_str).collect(),
    };
    if !workloads.is_empty() {
        let environment = Environment::new(args.python.as_deref())?;
        compare(&contestants(&environment, threads), &workloads, args.runs, threads)?;
    }
    whole_runs::run(&args.whole_runs, threads)
}

fn contestants(environment: &Environment, threads: usize) -> Vec<Contestant> {
    let threads = threads.to_string();
    let ours = |kernels: &[&str]| benchmark(&[&["--serve", "--threads", &threads], kernels].concat());
    let theirs = |script: &str| {
        let script = repository().join("xtask/peers").join(script);
        let mut command = environment.python();
        command.arg(script).arg(weights()).args(["--threads", &threads]);
        // For those that ask nobody; tokens are made by us, so there is nothing to tokenise.
        command.env("OMP_NUM_THREADS", &threads).env("HF_HUB_OFFLINE", "1").env("CUDA_VISIBLE_DEVICES", "");
        command
    };
    let mut held_to_avx2 = theirs("transformers_peer.py");
    held_to_avx2.envs([
        ("MKL_ENABLE_INSTRUCTIONS", "AVX2"),
        ("ATEN_CPU_CAPABILITY", "avx2"),
        ("ONEDNN_MAX_CPU_ISA", "AVX2"),
    ]);
    let contestant = |name, command| Contestant { name, command };
    vec![
        contestant("helm-rs", ours(&[])),
        contestant("helm-rs, AVX2", ours(&["--kernels", "avx2"])),
        contestant("transformers, as HELM calls it", theirs("transformers_peer.py")),
        contestant("the same, AVX2", held_to_avx2),
        contestant("onnxruntime, fused", theirs("onnxruntime_peer.py")),
        contestant("CTranslate2", theirs("ctranslate2_peer.py")),
    ]
}

fn compare(contestants: &[Contestant], workloads: &[&str], runs: usize, threads: usize) -> Result<()> {
    let mut table = Table::new(contestants.iter().map(|contestant| contestant.name).collect(), threads);
    let mut peers: Vec<Option<Peer>> = Vec::new();
    for contestant in contestants {
        say(&format!("starting {}", contestant.name));
        let started = Peer::start(&contestant.command);
        table.add_version(contestant.name, started.as_ref().map(Peer::version));
        peers.push(started.ok());
    }
    for workload in workloads {
        say(&format!("measuring {workload}"));
        let mut measurements: Vec<Vec<Measurement>> = vec![Vec::new(); peers.len()];
        // The first time around warms up, and is not counted.
        for round in 0..=runs {
            for (peer, measurements) in peers.iter_mut().zip(&mut measurements) {
                let Some(running) = peer else { continue };
                match running.measure(workload) {
                    Ok(measurement) if round > 0 => measurements.push(measurement),
                    Ok(_) => {}
                    Err(error) => {
                        say(&format!("{error:#}"));
                        *peer = None;
                    }
                }
                thread::sleep(PAUSE);
            }
        }
        table.add_row(workload, measurements);
    }
    table.print()
}

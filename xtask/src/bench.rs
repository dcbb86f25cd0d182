//! How fast the programs are, against another program where one is given: both are started in turns,
//! and medians and their ratio are what is printed.

use crate::command::{build_programs, command, say};
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Times each command is run
    #[arg(long, default_value_t = 11)]
    runs: usize,

    /// The `bin` folder of a Python environment with crfm-helm, to measure against
    #[arg(long, value_name = "DIR")]
    helm: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let ours = build_programs("release", &["--release"])?;
    for program in ["helm-run", "helm-summarize", "helm-server"] {
        let path = ours.join(program);
        let size = std::fs::metadata(&path).with_context(|| format!("no `{}`", path.display()))?.len();
        say(&format!("{program}: {:.1} MB", size as f64 / 1e6));
        let mut commands = vec![command(&path, &["--help"])];
        if let Some(helm) = &args.helm {
            commands.push(command(helm.join(program), &["--help"]));
        }
        let medians = medians_in_turns(&mut commands, args.runs)?;
        say(&format!("  --help: {:.1} ms{}", milliseconds(medians[0]), compared(&medians)));
    }
    Ok(())
}

/// The median time of each command, run in turns so that a noisy machine is noisy for all.
fn medians_in_turns(commands: &mut [Command], runs: usize) -> Result<Vec<Duration>> {
    let mut times = vec![Vec::with_capacity(runs); commands.len()];
    for _ in 0..runs {
        for (command, times) in commands.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().context("can't start")?;
            times.push(start.elapsed());
            ensure!(status.success(), "`{}` failed", crate::command::shown(command));
        }
    }
    for times in &mut times {
        times.sort();
    }
    Ok(times.into_iter().map(|times| times[times.len() / 2]).collect())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn compared(medians: &[Duration]) -> String {
    medians.get(1).map_or_else(String::new, |theirs| {
        let ratio = theirs.as_secs_f64() / medians[0].as_secs_f64();
        format!(" (crfm-helm {:.0} ms, {ratio:.0} times as long)", milliseconds(*theirs))
    })
}

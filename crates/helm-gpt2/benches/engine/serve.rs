//! Workloads on demand. A line of standard input is a workload, as in `prefill 512 1`; the line that answers it has
//! its milliseconds and what was found, see [`Workload::run`]. `ready` is said first.

use crate::workload::Workload;
use anyhow::Result;
use helm_gpt2::Gpt2;
use std::io::{self, Write};
use std::time::Instant;

pub(crate) fn serve(gpt2: &Gpt2) -> Result<()> {
    say("ready")?;
    for line in io::stdin().lines() {
        let workload: Workload = line?.parse()?;
        let requests = workload.requests(gpt2.config());
        let start = Instant::now();
        let found = Workload::run(gpt2, &requests)?;
        say(&format!("{:.3} {found}", start.elapsed().as_secs_f64() * 1000.0))?;
    }
    Ok(())
}

fn say(line: &str) -> Result<()> {
    let mut stdout = io::stdout();
    writeln!(stdout, "{line}")?;
    Ok(stdout.flush()?)
}

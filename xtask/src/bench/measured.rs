//! What a program took from its start to its end: time, and the most memory it had at once.

use crate::command::{say, shown};
use anyhow::{Context, Result, ensure};
use std::fmt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often a program is asked for its memory while it runs.
const INTERVAL: Duration = Duration::from_millis(5);

/// What one run of a program took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    pub(super) time: Duration,
    /// Bytes; none where the system doesn't tell.
    pub(super) peak_memory: Option<u64>,
}

impl fmt::Display for Measured {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{:.2} s", self.time.as_secs_f64())?;
        match self.peak_memory {
            Some(bytes) => write!(formatter, ", {:.0} MB at most", bytes as f64 / 1e6),
            None => Ok(()),
        }
    }
}

/// Runs a command that is to succeed, and measures it.
pub(super) fn measured(command: &mut Command) -> Result<Measured> {
    let shown = shown(command);
    say(&format!("$ {shown}"));
    let start = Instant::now();
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().with_context(|| format!("can't start `{shown}`"))?;
    let mut peak_memory = None;
    let status = loop {
        peak_memory = self::peak_memory(&child).max(peak_memory);
        match child.try_wait().with_context(|| format!("lost `{shown}`"))? {
            Some(status) => break status,
            None => thread::sleep(INTERVAL),
        }
    };
    ensure!(status.success(), "`{shown}` failed ({status})");
    Ok(Measured { time: start.elapsed(), peak_memory })
}

/// The most memory that a running program has had at once, in bytes; Linux tells.
fn peak_memory(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1024)
}

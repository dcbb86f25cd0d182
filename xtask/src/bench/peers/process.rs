//! A process that does workloads on demand: it says `ready` and its version, and answers each line, a workload, by
//! one with milliseconds and what was found.

use crate::command::shown;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Stopped when dropped.
pub(super) struct Peer {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    errors: File,
    version: String,
}

/// One time that a workload was done.
#[derive(Clone, Copy)]
pub(super) struct Measurement {
    pub(super) milliseconds: f64,
    /// A number that comes out the same wherever the work is the same.
    pub(super) found: f64,
}

impl Peer {
    /// Starts a process like `command` and waits until it is ready.
    pub(super) fn start(command: &Command) -> Result<Self> {
        let mut errors = tempfile::tempfile().context("can't make a temporary file")?;
        let mut copy = Command::new(command.get_program());
        copy.args(command.get_args()).stdin(Stdio::piped()).stdout(Stdio::piped());
        copy.stderr(errors.try_clone().context("can't copy a file")?);
        if let Some(folder) = command.get_current_dir() {
            copy.current_dir(folder);
        }
        copy.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let mut child = copy.spawn().with_context(|| format!("can't start `{}`", shown(command)))?;
        let commands = child.stdin.take().context("stdin is piped")?;
        let mut answers = BufReader::new(child.stdout.take().context("stdout is piped")?);
        let line = read_line(&mut answers)?;
        let Some(version) = line.strip_prefix("ready") else { bail!("{}", last_line(&mut errors)) };
        Ok(Self { version: version.trim().to_owned(), child, commands, answers, errors })
    }

    /// What it says that it is.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// Has a workload done once.
    pub(super) fn measure(&mut self, workload: &str) -> Result<Measurement> {
        writeln!(self.commands, "{workload}").and_then(|()| self.commands.flush()).context("it has ended")?;
        let line = read_line(&mut self.answers)?;
        let mut numbers = line.split_whitespace().map(str::parse::<f64>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(milliseconds)), Some(Ok(found))) => Ok(Measurement { milliseconds, found }),
            _ => bail!("{}", last_line(&mut self.errors)),
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_line(from: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    from.read_line(&mut line).context("can't read what a process says")?;
    Ok(line.trim().to_owned())
}

/// What a process that has ended wrote last, which is why.
fn last_line(errors: &mut File) -> String {
    let mut bytes = Vec::new();
    let read = errors.rewind().and_then(|()| errors.read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let last = text.lines().rev().find(|line| !line.trim().is_empty());
    match (read, last) {
        (Ok(_), Some(line)) => line.trim().to_owned(),
        _ => "it ended without a word".to_owned(),
    }
}

//! A helm-server that runs beside the automation.

use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Stopped when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    /// Starts the server and waits until it says where it listens.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn().context("can't start helm-server")?;
        let stdout = child.stdout.take().context("stdout is piped")?;
        let address = BufReader::new(stdout)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split_whitespace().find(|word| word.starts_with("http://")).map(str::to_owned))
            .context("helm-server did not say where it listens")?;
        Ok(Self { child, address })
    }
}

impl Server {
    /// The body of the answer to a question, and how long it took.
    pub(crate) fn get(&self, path: &str) -> Result<(String, Duration)> {
        let start = Instant::now();
        let host = self.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).context("the server doesn't listen")?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let time = start.elapsed();
        let answer = String::from_utf8(answer).context("the answer is no text")?;
        let (head, body) = answer.split_once("\r\n\r\n").context("the answer has no body")?;
        ensure!(head.starts_with("HTTP/1.1 200 "), "`{path}` was answered with {}", head.lines().next().unwrap_or(""));
        Ok((body.to_owned(), time))
    }

    /// The most memory that the server has had at once, in bytes; Linux tells.
    pub(crate) fn peak_memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("the system doesn't tell")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().context("it is no number")?;
        Ok(kilobytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

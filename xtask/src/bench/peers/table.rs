//! What was measured, as a table of Markdown.

use super::process::Measurement;
use crate::bench::median;
use anyhow::{Error, Result};
use std::io::{self, Write};

/// Log-probabilities are sums of some hundred values of 32 bit floats; whole numbers agree anyway.
const TOLERANCE: f64 = 1e-5;

/// A column for each program, the first of which is ours.
pub(super) struct Table {
    columns: Vec<&'static str>,
    threads: usize,
    notes: Vec<String>,
    rows: Vec<String>,
}

impl Table {
    pub(super) fn new(columns: Vec<&'static str>, threads: usize) -> Self {
        Self { columns, threads, notes: Vec::new(), rows: Vec::new() }
    }

    /// The version of a program, or why it isn't there.
    pub(super) fn add_version(&mut self, name: &str, version: Result<&str, &Error>) {
        match version {
            Ok("") => {}
            Ok(version) => self.notes.push(format!("{name}: {version}")),
            Err(error) => self.notes.push(format!("{name} can't be measured here: {error:#}")),
        }
    }

    /// A workload and, for each program, how often it was done: none where it can't do it.
    pub(super) fn add_row(&mut self, workload: &str, measurements: Vec<Vec<Measurement>>) {
        let expected = measurements[0].first().map(|measurement| measurement.found);
        let ours = measurements[0].iter().map(|measurement| measurement.milliseconds).collect::<Vec<_>>();
        let ours = (!ours.is_empty()).then(|| median(ours));
        let cells = measurements.into_iter().enumerate().map(|(column, measurements)| {
            let differs =
                measurements.iter().any(|measurement| expected.is_some_and(|found| !agree(found, measurement.found)));
            let times: Vec<f64> = measurements.iter().map(|measurement| measurement.milliseconds).collect();
            let Some(minimum) = times.iter().copied().reduce(f64::min) else { return "-".to_owned() };
            let median = median(times);
            let ratio =
                ours.filter(|_| column > 0).map_or_else(String::new, |ours| format!(" ({:.2} x)", median / ours));
            let differs = if differs { " with another result" } else { "" };
            format!("{median:.0} / {minimum:.0}{ratio}{differs}")
        });
        let cells: Vec<String> = cells.collect();
        self.rows.push(format!("| {workload} | {} |", cells.join(" | ")));
    }

    pub(super) fn print(&self) -> Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "\nMilliseconds on {} threads: median / minimum (median as a multiple of ours)\n", self.threads)?;
        writeln!(out, "| workload | {} |", self.columns.join(" | "))?;
        writeln!(out, "|{}", "---|".repeat(self.columns.len() + 1))?;
        for row in &self.rows {
            writeln!(out, "{row}")?;
        }
        writeln!(out)?;
        for note in &self.notes {
            writeln!(out, "- {note}")?;
        }
        Ok(())
    }
}

fn agree(left: f64, right: f64) -> bool {
    (left - right).abs() <= TOLERANCE * left.abs()
}

//! The only place that prints: what is served goes to stdout, everything else to stderr.

use crate::export::Report;
use crate::start_error::StartError;
use crate::warning::Warning;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Sends log lines that pass `filter` (the syntax of `RUST_LOG`) to stderr.
pub fn start_log(filter: &str) {
    tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(io::stderr).init();
}

/// Says what is served and where.
pub(crate) fn started(what: &str, address: &str) {
    // Nobody may be reading, which is no reason to stop serving.
    let _ = writeln!(io::stdout(), "Serving {what}\nOpen {address} (Ctrl-C stops the server)");
}

/// Says what was exported and how to look at it.
pub(crate) fn exported(what: &str, folder: &Path, report: Report) {
    let folder = folder.display();
    let (files, runs) = (report.files, report.runs);
    // Nobody may be reading; the site is there all the same.
    let _ = writeln!(
        io::stdout(),
        "Exported {what} to `{folder}`: {runs} runs in {files} files\n\
         Any static host serves it; to try it: python3 -m http.server --directory {folder}"
    );
}

/// Says what the person who started the server should know.
pub(crate) fn warn(warning: &Warning) {
    let _ = writeln!(io::stderr(), "warning: {warning}\nhint: {}", warning.hint());
}

/// Says why the program fails; the answer is its exit code.
pub fn failed(error: &StartError) -> ExitCode {
    let mut stderr = io::stderr();
    let _ = writeln!(stderr, "error: {error}");
    if let Some(hint) = error.hint() {
        let _ = writeln!(stderr, "hint: {hint}");
    }
    ExitCode::from(if error.is_wrong_use() { 2 } else { 1 })
}

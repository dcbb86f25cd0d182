//! Summarises evaluation runs into leaderboard tables.
//!
//! Arguments become [`Settings`], settings become a summary, and one place prints what came of it.

mod args;
mod report;
mod settings;

pub use settings::{Settings, UsageError};

use anyhow::Context;
use args::Args;
use clap::Parser;
use helm_core::registry::Registry;
use helm_core::summary::{self, SummaryReport, SummaryRequest};
use std::ffi::OsString;
use std::process::ExitCode;

/// Everything was summarised.
const DONE: u8 = 0;
/// Something asked for failed.
const FAILED: u8 = 1;
/// The arguments make no sense.
const WRONG_USE: u8 = 2;

/// Runs the program with its arguments, the first one being its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(run_to_code(arguments))
}

fn run_to_code(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return if report::argument_error(&error) { WRONG_USE } else { DONE },
    };
    let settings = match Settings::try_from(args) {
        Ok(settings) => settings,
        Err(error) => {
            report::usage_error(&error);
            return WRONG_USE;
        }
    };
    match summarize(&settings) {
        Ok(done) => {
            report::done(&settings, &done);
            if done.failed_runs.is_empty() { DONE } else { FAILED }
        }
        Err(error) => {
            report::failure(&error);
            FAILED
        }
    }
}

/// Summarises what the settings say.
pub fn summarize(settings: &Settings) -> anyhow::Result<SummaryReport> {
    let folder = &settings.local_path;
    let registry = Registry::with_local_folder(folder)
        .with_context(|| format!("the local folder `{}` can't be used", folder.display()))?;
    Ok(summary::summarize(&SummaryRequest {
        output: settings.output.clone(),
        scope: settings.scope.clone(),
        schema: settings.schema.clone(),
        schema_validation: settings.schema_validation,
        registry,
        threads: settings.threads,
        list_runs_in_cells: settings.debug,
        skip_completed_displays: settings.skip_completed_displays,
        date: jiff::Zoned::now().date().to_string(),
    })?)
}

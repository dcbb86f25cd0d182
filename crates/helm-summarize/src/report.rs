//! The one place that prints: the result to standard output, everything else to standard error.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing is what this module is for")]

use crate::args::Args;
use crate::settings::{Settings, UsageError};
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use helm_core::message::{output_option, shell_word, with_causes};
use helm_core::summary::{FailedRun, Note, Scope, SummaryError, SummaryReport};

/// Without `--debug` a note lists at most this many names.
const NAMES_IN_A_NOTE: usize = 3;

/// Prints what is wrong with the arguments, or the help that was asked for; whether it was an error.
pub(crate) fn argument_error(error: &clap::Error) -> bool {
    match ambiguous_option(error) {
        Some((option, candidates)) => {
            print_error(&format!("`{option}` is short for several options"), Some(&format!("write {candidates}")));
        }
        // Nobody is left to tell when this fails.
        None => drop(error.print()),
    }
    error.use_stderr()
}

/// The option that was cut too short, and those that it could be.
fn ambiguous_option(error: &clap::Error) -> Option<(String, String)> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    let option = option.split('=').next()?;
    let prefix = option.strip_prefix("--")?;
    let command = Args::command();
    let names = command.get_arguments().filter_map(clap::Arg::get_long).filter(|name| name.starts_with(prefix));
    let candidates: Vec<String> = names.map(|name| format!("`--{name}`")).collect();
    (candidates.len() > 1).then(|| (option.to_owned(), candidates.join(" or ")))
}

/// Prints why the arguments don't go together.
pub(crate) fn usage_error(error: &UsageError) {
    print_error(error.message, Some(error.hint));
}

/// Prints why there is no summary.
pub(crate) fn failure(error: &anyhow::Error) {
    let hint = error.downcast_ref::<SummaryError>().and_then(SummaryError::hint);
    print_error(&with_causes(error.as_ref()), hint.as_deref());
}

/// Prints what was done, and what wasn't.
pub(crate) fn done(settings: &Settings, report: &SummaryReport) {
    for note in &report.notes {
        eprintln!("note: {}", note_text(note, settings.debug));
    }
    for run in &report.failed_runs {
        print_error(&failed_run_text(run), Some("run it again with `helm-run`, or remove the folder"));
    }
    let runs = counted(report.run_count, "run");
    let groups = counted(report.group_count, "group");
    println!("Summarised {runs} in {groups}: {}", report.folder.display());
    println!("Next: helm-server {}{}", output_option(&settings.output), scope_option(&settings.scope));
}

fn print_error(message: &str, hint: Option<&str>) {
    eprintln!("error: {message}");
    if let Some(hint) = hint {
        eprintln!("hint: {hint}");
    }
}

fn failed_run_text(run: &FailedRun) -> String {
    let cause = with_causes(&run.error);
    if run.in_tables {
        format!("{cause}; the run is in the tables, but its instances can't be shown")
    } else {
        format!("{cause}; the run in `{}` was left out", run.folder.display())
    }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn scope_option(scope: &Scope) -> String {
    match scope {
        Scope::Suite(suite) => format!("--suite {}", shell_word(suite)),
        Scope::Release { release, .. } => format!("--release {}", shell_word(release)),
    }
}

fn note_text(note: &Note, all: bool) -> String {
    match note {
        Note::UnfinishedRuns { suite, folders } => format!(
            "{} of the suite `{suite}` without `run_spec.json` and `stats.json` left out: {}",
            counted(folders.len(), "folder"),
            names(folders, all)
        ),
        Note::RunInTwoSuites { run, suite } => {
            format!("the run `{run}` is in several suites; it is listed under `{suite}`")
        }
        Note::GroupsShownAsTheyAre(groups) => format!(
            "{} not described by the built-in schema, shown as the runs describe themselves: {}",
            counted(groups.len(), "group"),
            names(groups, all)
        ),
        Note::GroupsNotInSchema { schema, groups } => format!(
            "{} not in the schema `{}` and not shown: {}; add them to its `run_groups`, or leave out `--schema-path` to see every group",
            counted(groups.len(), "group"),
            schema.display(),
            names(groups, all)
        ),
        Note::MetricsNotInSchema(metrics) => format!(
            "{} of the runs not in the schema and not shown in tables: {}",
            counted(metrics.len(), "metric"),
            names(metrics, all)
        ),
        Note::SchemaProblem { schema, problem } => {
            format!("the schema `{}` has a problem: {problem}", schema.display())
        }
    }
}

fn names(names: &[String], all: bool) -> String {
    let shown = if all { names.len() } else { NAMES_IN_A_NOTE };
    let listed = names.iter().take(shown).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(shown) {
        0 => listed,
        more => format!("{listed} and {more} more (`--debug` lists them)"),
    }
}

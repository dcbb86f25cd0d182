//! One run after the other, each on its own: what fails is reported and leaves the others alone, what another process is
//! at comes last.

use crate::error::Error;
use crate::plan;
use crate::settings::Settings;
use crate::terminal::Terminal;
use helm_core::files::RunSpec;
use std::thread;
use std::time::Duration;

/// How long to wait before runs that other processes are at are looked at again.
const PAUSE: Duration = Duration::from_millis(200);

/// What came of trying to do something for a run.
pub(crate) enum Attempt<T> {
    /// It is done.
    Done(T),
    /// Another process did it meanwhile.
    DoneElsewhere,
    /// A process is at it: this one.
    Claimed(String),
}

/// What came of doing something for each of several runs.
pub(crate) struct Attempts<T> {
    /// What was done, in the order in which it was.
    pub(crate) done: Vec<T>,
    /// How many runs were made by other processes meanwhile.
    pub(crate) num_elsewhere: usize,
    /// How many runs were left out because they are complete (`--skip-completed-runs`).
    pub(crate) num_skipped: usize,
    /// How many runs it could not be done for.
    pub(crate) num_failed: usize,
}

/// Does `work` for each run, given its index and spec. Failures are reported as they happen; the first
/// is the last where `--exit-on-error` is set.
pub(crate) fn attempt_each<T>(
    settings: &Settings,
    terminal: &Terminal,
    run_specs: &[RunSpec],
    mut work: impl FnMut(usize, &RunSpec) -> Result<Attempt<T>, Error>,
) -> Attempts<T> {
    let mut attempts = Attempts { done: Vec::new(), num_elsewhere: 0, num_skipped: 0, num_failed: 0 };
    let mut open: Vec<usize> = (0..run_specs.len()).collect();
    let mut told = None;
    while !open.is_empty() {
        let mut claimed = Vec::new();
        for &index in &open {
            let run_spec = &run_specs[index];
            if settings.skip_completed_runs && plan::is_completed(settings, run_spec) {
                terminal.skipped(run_spec);
                attempts.num_skipped += 1;
                continue;
            }
            match work(index, run_spec) {
                Ok(Attempt::Done(done)) => attempts.done.push(done),
                Ok(Attempt::DoneElsewhere) => {
                    terminal.done_elsewhere(run_spec);
                    attempts.num_elsewhere += 1;
                }
                Ok(Attempt::Claimed(holder)) => claimed.push((index, holder)),
                Err(error) => {
                    terminal.run_failed(run_spec, &error);
                    attempts.num_failed += 1;
                    if settings.exit_on_error {
                        return attempts;
                    }
                }
            }
        }
        if claimed.len() == open.len() {
            let first = &claimed[0];
            if told.as_ref() != Some(first) {
                terminal.waiting(&run_specs[first.0], &first.1);
                told = Some(first.clone());
            }
            thread::sleep(PAUSE);
        }
        open = claimed.into_iter().map(|(index, _)| index).collect();
    }
    attempts
}

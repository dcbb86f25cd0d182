//! One run after the other, each on its own: what fails is reported and leaves the others alone.

use crate::error::Error;
use crate::plan;
use crate::settings::Settings;
use crate::terminal::Terminal;
use helm_core::files::RunSpec;

/// What came of doing something for each of several runs.
pub(crate) struct Attempts<T> {
    /// What was done, in the order of the runs.
    pub(crate) done: Vec<T>,
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
    mut work: impl FnMut(usize, &RunSpec) -> Result<T, Error>,
) -> Attempts<T> {
    let mut attempts = Attempts { done: Vec::new(), num_skipped: 0, num_failed: 0 };
    for (index, run_spec) in run_specs.iter().enumerate() {
        if settings.skip_completed_runs && plan::is_completed(settings, run_spec) {
            terminal.skipped(run_spec);
            attempts.num_skipped += 1;
            continue;
        }
        match work(index, run_spec) {
            Ok(done) => attempts.done.push(done),
            Err(error) => {
                terminal.run_failed(run_spec, &error);
                attempts.num_failed += 1;
                if settings.exit_on_error {
                    break;
                }
            }
        }
    }
    attempts
}

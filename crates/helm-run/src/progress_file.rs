//! `progress.json` in the folder of the run that is being made, for who watches from elsewhere, such as helm-server.
//!
//! It is written anew once a second, so that a run that was broken off can be told from one that takes its time,
//! and removed when the run is done or given up: folders of finished runs hold HELM's files alone.

use helm_core::files::{ProgressPhase, ProgressScore, RunProgress};
use helm_core::json;
use helm_core::layout::PROGRESS;
use helm_core::progress::{INTERVAL, now, this_host};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

/// The file, while the run is made. Dropped without a word, it stays as that of a run that was left.
pub(crate) struct ProgressFile {
    path: PathBuf,
    state: Arc<Mutex<State>>,
    writer: Option<(Sender<()>, JoinHandle<()>)>,
}

/// What the file tells, with times as a clock that never goes back has them.
struct State {
    progress: RunProgress,
    started: Instant,
    asking_since: Option<Instant>,
}

impl State {
    /// The progress at a moment that is called `now` by the clock on the wall. Other times are told as that clock would
    /// have had them if it had always gone as it does: then what passed between them is what passed.
    fn at(&self, moment: Instant, now: f64) -> RunProgress {
        let ago = |time: Instant| now - moment.saturating_duration_since(time).as_secs_f64();
        RunProgress {
            started: ago(self.started),
            asking_since: self.asking_since.map(ago),
            updated: now,
            ..self.progress.clone()
        }
    }
}

impl ProgressFile {
    /// Begins to tell that a run is being made in `folder`.
    pub(crate) fn start(folder: &Path, run_name: &str) -> Self {
        let path = folder.join(PROGRESS);
        let progress = RunProgress {
            run_name: run_name.into(),
            phase: ProgressPhase::Preparing,
            answered: 0,
            total: None,
            started: now(),
            asking_since: None,
            updated: now(),
            process_id: std::process::id(),
            host: this_host(),
            score: None,
        };
        let state = Arc::new(Mutex::new(State { progress, started: Instant::now(), asking_since: None }));
        let (stop, stopped) = mpsc::channel();
        let (written_path, written) = (path.clone(), Arc::clone(&state));
        let thread = std::thread::spawn(move || {
            loop {
                write(&written_path, &written);
                if stopped.recv_timeout(INTERVAL) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Self { path, state, writer: Some((stop, thread)) }
    }

    /// So many requests will be made.
    pub(crate) fn set_total(&self, total: usize) {
        self.change(|state| {
            state.progress.phase = ProgressPhase::Asking;
            state.progress.total = Some(total as u64);
            state.asking_since = Some(Instant::now());
        });
    }

    /// So many more were answered.
    pub(crate) fn advance(&self, count: usize) {
        self.change(|State { progress, .. }| {
            progress.answered += count as u64;
            if progress.total.is_some_and(|total| progress.answered >= total) {
                progress.phase = ProgressPhase::Measuring;
            }
        });
    }

    /// So good are the answers so far.
    pub(crate) fn set_score(&self, score: ProgressScore) {
        self.change(|state| state.progress.score = Some(score));
    }

    /// The run is done, or given up: either way there is nothing to tell any more. What was begun for the file alone
    /// goes with it.
    pub(crate) fn finish(mut self) {
        self.stop();
        // That it can't be removed harms nobody: it is that of a process that is gone.
        let _ = fs::remove_file(&self.path);
        // Only an empty folder can be removed this way.
        let _ = self.path.parent().map(fs::remove_dir);
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn stop(&mut self) {
        if let Some((stop, thread)) = self.writer.take() {
            drop(stop);
            // It only writes, and fails at nothing.
            let _ = thread.join();
        }
    }
}

impl Drop for ProgressFile {
    fn drop(&mut self) {
        self.stop();
    }
}

/// That it can't be written is no reason to stop: what can't be done without is found when the run's files are.
fn write(path: &Path, state: &Mutex<State>) {
    let progress = state.lock().unwrap_or_else(PoisonError::into_inner).at(Instant::now(), now());
    let _ = json::write(path, &progress);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(folder: &Path) -> RunProgress {
        json::read(&folder.join(PROGRESS)).expect("the file is there and whole")
    }

    #[test]
    fn a_clock_that_jumps_changes_no_spans() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = ProgressFile::start(folder.path(), "a run");
        file.set_total(2);
        let later = Instant::now() + std::time::Duration::from_mins(1);
        let state = file.state.lock().expect("no test panics");
        for now in [1_000_000.0, 1_000.0] {
            let progress = state.at(later, now);
            for begun in [Some(progress.started), progress.asking_since] {
                let passed = progress.updated - begun.expect("it was asked");
                assert!((60.0..90.0).contains(&passed), "{passed}");
            }
        }
    }

    #[test]
    fn a_run_that_is_done_keeps_its_files_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let stats = folder.path().join("stats.json");
        fs::write(&stats, "[]").expect("the folder can be written to");
        let file = ProgressFile::start(folder.path(), "a run");
        file.set_total(2);
        file.advance(1);
        file.finish();
        let left: Vec<PathBuf> =
            fs::read_dir(folder.path()).expect("the folder is there").flatten().map(|entry| entry.path()).collect();
        assert_eq!(left, [stats]);
    }

    #[test]
    fn a_run_that_is_given_up_leaves_nothing() {
        let suite = tempfile::tempdir().expect("a temporary folder");
        ProgressFile::start(&suite.path().join("a run"), "a run").finish();
        assert_eq!(fs::read_dir(suite.path()).expect("the folder is there").count(), 0);
    }

    #[test]
    fn a_run_that_is_left_keeps_what_it_was_at() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        drop(ProgressFile::start(folder.path(), "a run"));
        let progress = read(folder.path());
        assert_eq!((progress.run_name.as_str(), progress.phase), ("a run", ProgressPhase::Preparing));
        assert_eq!(progress.process_id, std::process::id());
    }
}

//! `progress.json` in the folder of the run that is being made, for who watches from elsewhere, such as helm-server.
//!
//! It is written anew once a second, so that a run that was broken off can be told from one that takes its time,
//! and removed when the run is done or given up: folders of finished runs hold HELM's files alone.

use helm_core::files::{ProgressPhase, RunProgress};
use helm_core::json;
use helm_core::layout::PROGRESS;
use helm_core::progress::{INTERVAL, now, this_host};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// The file, while the run is made. Dropped without a word, it stays as that of a run that was left.
pub(crate) struct ProgressFile {
    path: PathBuf,
    progress: Arc<Mutex<RunProgress>>,
    writer: Option<(Sender<()>, JoinHandle<()>)>,
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
        let progress = Arc::new(Mutex::new(progress));
        let (stop, stopped) = mpsc::channel();
        let (written_path, written) = (path.clone(), Arc::clone(&progress));
        let thread = std::thread::spawn(move || {
            loop {
                write(&written_path, &written);
                if stopped.recv_timeout(INTERVAL) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
            }
        });
        Self { path, progress, writer: Some((stop, thread)) }
    }

    /// So many requests will be made.
    pub(crate) fn set_total(&self, total: usize) {
        self.change(|progress| {
            progress.phase = ProgressPhase::Asking;
            progress.total = Some(total as u64);
            progress.asking_since = Some(now());
        });
    }

    /// So many more were answered.
    pub(crate) fn advance(&self, count: usize) {
        self.change(|progress| {
            progress.answered += count as u64;
            if progress.total.is_some_and(|total| progress.answered >= total) {
                progress.phase = ProgressPhase::Measuring;
            }
        });
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

    fn change(&self, change: impl FnOnce(&mut RunProgress)) {
        change(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
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
fn write(path: &Path, progress: &Mutex<RunProgress>) {
    let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner).clone();
    progress.updated = now();
    let _ = json::write(path, &progress);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(folder: &Path) -> RunProgress {
        json::read(&folder.join(PROGRESS)).expect("the file is there and whole")
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

//! Ctrl-C: what is done stays done, and the person learns how to go on.
//!
//! Files appear whole or not at all and answers are kept as they come in, so the program can end at any point; it only
//! sees to it first that the last answers are written.

use crate::terminal::Terminal;
use helm_cache::AnswerCache;
use helm_core::client::RequestCache;
use std::sync::{Arc, Mutex, PoisonError};

/// What a shell takes for a program that Ctrl-C ended.
const EXIT_CODE: i32 = 130;

/// How far the program is, for when it is stopped.
#[derive(Clone, Default)]
pub(crate) struct Position(Arc<Mutex<Place>>);

#[derive(Default)]
struct Place {
    num_runs: usize,
    num_done: usize,
    run: Option<RunUnderWay>,
}

/// The run that is being made.
struct RunUnderWay {
    name: String,
    answered: usize,
    total: Option<usize>,
    cache: Option<Arc<AnswerCache>>,
}

impl Position {
    /// From now on Ctrl-C says how far `num_runs` runs are and that `command` goes on.
    pub(crate) fn watch(num_runs: usize, command: &str) -> Self {
        let position = Self(Arc::new(Mutex::new(Place { num_runs, ..Place::default() })));
        let (seen, command) = (position.clone(), command.to_owned());
        std::thread::spawn(move || {
            // Where it can't be waited for, Ctrl-C ends the program without a word, which loses nothing either.
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
            if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
                seen.stop(&command);
            }
        });
        position
    }

    pub(crate) fn run_starts(&self, name: &str) {
        let run = RunUnderWay { name: name.into(), answered: 0, total: None, cache: None };
        self.change(|place| place.run = Some(run));
    }

    /// From now on the answers of the run are kept.
    pub(crate) fn keeps_answers(&self, cache: &Arc<AnswerCache>) {
        self.change(|place| place.run.iter_mut().for_each(|run| run.cache = Some(Arc::clone(cache))));
    }

    pub(crate) fn set_total(&self, total: usize) {
        self.change(|place| place.run.iter_mut().for_each(|run| run.total = Some(total)));
    }

    pub(crate) fn advance(&self, count: usize) {
        self.change(|place| place.run.iter_mut().for_each(|run| run.answered += count));
    }

    pub(crate) fn run_ends(&self, is_done: bool) {
        self.change(|place| {
            place.run = None;
            place.num_done += usize::from(is_done);
        });
    }

    fn change(&self, change: impl FnOnce(&mut Place)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Ends the program. Nobody gets past the lock meanwhile, so that nothing is done that is not told.
    fn stop(&self, command: &str) {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let cache = place.run.as_ref().and_then(|run| run.cache.as_ref());
        if let Some(cache) = cache {
            cache.flush();
        }
        Terminal::stopped(&place.sentence(), command);
        std::process::exit(EXIT_CODE);
    }
}

impl Place {
    fn sentence(&self) -> String {
        let runs = format!("stopped: {} of {} runs done", self.num_done, self.num_runs);
        let Some(run) = &self.run else { return runs };
        let requests = run.total.map_or_else(
            || "no request made yet".into(),
            |total| {
                let kept = if run.cache.is_some() { "kept" } else { "lost, because answers are not kept" };
                let answered = run.answered;
                format!("{answered} of {total} requests answered and {kept}, {} left", total.saturating_sub(answered))
            },
        );
        format!("{runs}; of `{}` {requests}", run.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_and_left_is_told() {
        let position = Position::default();
        let sentence = || position.0.lock().expect("no test panics").sentence();
        position.change(|place| place.num_runs = 3);
        position.run_starts("first");
        assert_eq!(sentence(), "stopped: 0 of 3 runs done; of `first` no request made yet");
        position.run_ends(true);
        assert_eq!(sentence(), "stopped: 1 of 3 runs done");
        position.run_starts("second");
        position.set_total(10);
        position.advance(4);
        assert_eq!(
            sentence(),
            "stopped: 1 of 3 runs done; of `second` 4 of 10 requests answered and lost, because answers are not kept, 6 left"
        );
    }
}

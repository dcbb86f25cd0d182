//! Reading the scores of all runs before anybody asks for them, while nobody asks for anything: on a small machine
//! whoever opens a page needs the processor for the browser.

use crate::api::Api;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long nothing must have been asked; longer than a page waits before it asks again for what is pending.
const QUIET: Duration = Duration::from_millis(1500);

/// When something was asked last.
#[derive(Debug)]
pub(crate) struct LastQuestion {
    at: Mutex<Instant>,
}

impl LastQuestion {
    /// A start counts as a question: it is often followed by one.
    pub(crate) fn now() -> Self {
        Self { at: Mutex::new(Instant::now()) }
    }

    /// Something is asked.
    pub(crate) fn note(&self) {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// How long it takes from `now` until it is quiet, if nothing else is asked.
    fn until_quiet(&self, now: Instant) -> Duration {
        let at = *self.at.lock().unwrap_or_else(PoisonError::into_inner);
        QUIET.saturating_sub(now.saturating_duration_since(at))
    }
}

/// Reads as long as there is room.
pub(crate) async fn read_ahead(api: Api) {
    let list = api.results.runs();
    for run in &list.runs {
        loop {
            let wait = api.last_question.until_quiet(Instant::now());
            if wait.is_zero() {
                break;
            }
            tokio::time::sleep(wait).await;
        }
        let (results, run) = (Arc::clone(&api.results), run.clone());
        // It only fails when the program ends.
        let goes_on = tokio::task::spawn_blocking(move || results.read_ahead(&run)).await;
        if !goes_on.unwrap_or(false) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_quiet_a_while_after_a_question() {
        let last = LastQuestion::now();
        let at = *last.at.lock().expect("nobody panicked");
        assert_eq!(last.until_quiet(at), QUIET);
        assert_eq!(last.until_quiet(at + Duration::from_millis(500)), Duration::from_secs(1));
        assert_eq!(last.until_quiet(at + QUIET), Duration::ZERO);
        assert_eq!(last.until_quiet(at + 2 * QUIET), Duration::ZERO);
    }
}

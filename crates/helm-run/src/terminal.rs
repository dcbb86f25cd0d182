//! The only place that prints. What was done goes to stdout, everything else to stderr: on a terminal
//! as bars that move, elsewhere as plain lines.

mod columns;
mod pace;
mod summary;

pub(crate) use columns::columns;

use crate::Done;
use crate::attempts::Attempts;
use crate::error::Error;
use crate::settings::Settings;
use helm_core::files::RunSpec;
use helm_core::message::{output_option, shell_word, with_causes};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use pace::Pace;
use std::fmt::{self, Write as _};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tracing_subscriber::EnvFilter;

/// Between two plain lines about the same thing.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// What the person sees.
pub struct Terminal {
    moves: bool,
}

impl Terminal {
    /// Takes the terminal over and sends log lines that pass `log_filter` to stderr.
    pub fn start(log_filter: &str) -> Self {
        tracing_subscriber::fmt().with_env_filter(EnvFilter::new(log_filter)).with_writer(io::stderr).init();
        Self { moves: io::stderr().is_terminal() }
    }

    /// Says that something that was asked for can't be done.
    fn error(&self, error: &Error) {
        self.line(&format!("error: {}", with_causes(error)));
        if let Some(hint) = error.hint() {
            self.line(&format!("hint: {hint}"));
        }
    }

    /// Says all that can't be done; of very many the first.
    pub(crate) fn errors(&self, errors: &[Error]) {
        const SHOWN: usize = 20;
        for error in errors.iter().take(SHOWN) {
            self.error(error);
        }
        if errors.len() > SHOWN {
            self.line(&format!("... and {} more errors", errors.len() - SHOWN));
        }
    }

    pub(crate) fn note(&self, note: &str) {
        self.line(&format!("note: {note}"));
    }

    /// Says that something is not as it should be, and that work goes on.
    pub(crate) fn warning(warning: &str) {
        let _ = writeln!(io::stderr(), "warning: {warning}");
    }

    /// Says how far things are at the end that a person asked for, and how to go on.
    pub(crate) fn stopped(sentence: &str, command: &str) {
        let _ = writeln!(io::stderr(), "\n{sentence}\ngo on with: {command}");
    }

    /// Says that answers can't be kept.
    #[expect(clippy::unused_self, reason = "only who has the terminal may print")]
    pub(crate) fn no_cache(&self, reason: &str) {
        Self::warning(&format!("answers are neither kept nor found: {reason}"));
    }

    /// Says that runs can't be claimed.
    #[expect(clippy::unused_self, reason = "only who has the terminal may print")]
    pub(crate) fn no_claim(&self, path: &Path, error: &io::Error) {
        let path = path.display();
        Self::warning(&format!("other processes may make the same runs meanwhile: can't lock `{path}`: {error}"));
    }

    /// Says whom there is to wait for.
    pub(crate) fn waiting(&self, run_spec: &RunSpec, holder: &str) {
        self.line(&format!("waiting for {holder}, which is at {}", run_spec.name));
    }

    /// Shows what was asked for.
    #[expect(clippy::unused_self, reason = "only who has the terminal may print")]
    pub(crate) fn data(&self, text: &str) {
        // Nobody may be reading, which is their choice.
        let _ = write!(io::stdout(), "{text}");
    }

    /// Says that a folder that may hold models of one's own does not.
    pub(crate) fn no_local_folder(&self, folder: &Path) {
        self.note(&format!("there is no local folder `{}`: there are the built-in models alone", folder.display()));
    }

    /// Says that some scores come out as if texts had no more than one sentence.
    pub(crate) fn no_sentences(&self) {
        self.note(
            "BLEU takes each text for one sentence: NLTK's `punkt_tab` is not there; \
             `python -m nltk.downloader punkt_tab` fetches it",
        );
    }

    pub(crate) fn run_starts(&self, index: usize, total: usize, run_spec: &RunSpec) {
        self.line(&format!("[{}/{total}] {}", index + 1, run_spec.name));
    }

    pub(crate) fn run_failed(&self, run_spec: &RunSpec, error: &Error) {
        let causes = with_causes(error);
        let run = format!("run `{}`", run_spec.name);
        if causes.contains(&run) {
            self.line(&format!("error: {causes}"));
        } else {
            self.line(&format!("error: {run} failed: {causes}"));
        }
        if let Some(hint) = error.hint() {
            self.line(&format!("hint: {hint}"));
        }
    }

    /// Says how many requests of a run failed, where any did, and why the first of them.
    pub(crate) fn failed_requests(&self, done: &Done) {
        let failed = done.num_failed_requests();
        if failed == 0 {
            return;
        }
        let states = &done.output.scenario_state.request_states;
        let first = states.iter().find_map(|state| state.result.as_ref()?.error.as_deref());
        let run = &done.output.run_spec.name;
        self.line(&format!("error: {failed} of {} requests of run `{run}` failed", states.len()));
        self.line(&format!("the first: {}", first.unwrap_or("no reason was given")));
        self.line("hint: the rest is measured; the same command tries again what failed");
    }

    pub(crate) fn skipped(&self, run_spec: &RunSpec) {
        self.line(&format!("{} is complete, left out", run_spec.name));
    }

    pub(crate) fn done_elsewhere(&self, run_spec: &RunSpec) {
        self.line(&format!("{} was made by another process meanwhile", run_spec.name));
    }

    /// Says that what was shown is not all of it.
    pub(crate) fn left_out(&self, failed: usize, asked_for: usize) {
        self.line(&format!("{failed} of {asked_for} runs failed and are left out"));
    }

    pub(crate) fn loading(&self, model: &str) {
        self.line(&format!("loading {model}"));
    }

    /// Shows how many requests of a run were answered.
    pub(crate) fn run_progress(&self, _run_spec: &RunSpec) -> Progress {
        self.progress("{wide_bar} {pos}/{len} requests{pace}", "requests", "")
    }

    /// Shows how much of a file was fetched.
    pub(crate) fn download(&self, what: &str) -> Progress {
        self.line(&format!("fetching {what}"));
        self.progress("{wide_bar} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left", "bytes of ", what)
    }

    /// Says what was done and what can be done next.
    pub(crate) fn summary(&self, settings: &Settings, attempts: &Attempts<Done>, asked_for: usize) {
        let Attempts { done, num_elsewhere, num_skipped, num_failed } = attempts;
        let mut stdout = io::stdout();
        // Nobody may be reading, which takes nothing from what was done.
        let _ = write!(stdout, "{}", summary::table(done));
        let mut counts = format!("{} of {asked_for} runs done", done.len());
        if *num_elsewhere > 0 {
            let _ = write!(counts, ", {num_elsewhere} by other processes");
        }
        if *num_skipped > 0 {
            let _ = write!(counts, ", {num_skipped} left out");
        }
        if *num_failed > 0 {
            let _ = write!(counts, ", {num_failed} failed");
        }
        self.line(&counts);
        if *num_failed == 0 {
            let (output, suite) = (output_option(&settings.output), shell_word(&settings.suite));
            self.line(&format!("next: helm-summarize {output}--suite {suite}"));
        }
    }

    fn progress(&self, template: &str, unit: &'static str, what: &str) -> Progress {
        let bar = ProgressBar::with_draw_target(
            None,
            if self.moves { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
        );
        let pace = Arc::<Mutex<Pace>>::default();
        let style = ProgressStyle::with_template(template).expect("templates are constants");
        let shown = Arc::clone(&pace);
        let style = style.with_key("pace", move |state: &ProgressState, out: &mut dyn fmt::Write| {
            // Whoever reads this has nowhere to put an error.
            let _ = out.write_str(&lock(&shown).text(state.pos(), state.len(), Instant::now()));
        });
        bar.set_style(style.progress_chars("##-"));
        let lines = (!self.moves).then(|| PlainLines { unit, what: what.into(), last: Mutex::new(Instant::now()) });
        Progress { bar, pace, lines }
    }

    #[expect(clippy::unused_self, reason = "only who has the terminal may print")]
    fn line(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// Something under way. It disappears when dropped.
pub(crate) struct Progress {
    bar: ProgressBar,
    pace: Arc<Mutex<Pace>>,
    lines: Option<PlainLines>,
}

struct PlainLines {
    unit: &'static str,
    what: String,
    last: Mutex<Instant>,
}

impl Progress {
    pub(crate) fn set_total(&self, total: usize) {
        self.bar.set_length(total as u64);
    }

    pub(crate) fn set_position(&self, position: u64) {
        self.bar.set_position(position);
    }

    pub(crate) fn advance(&self, count: usize) {
        self.bar.inc(count as u64);
        // Drawing takes both locks, that of the bar first.
        let position = self.bar.position();
        lock(&self.pace).reach(position, Instant::now());
        if let Some(lines) = &self.lines {
            lines.show(&self.bar, &self.pace);
        }
    }
}

impl PlainLines {
    fn show(&self, bar: &ProgressBar, pace: &Mutex<Pace>) {
        let mut last = lock(&self.last);
        if last.elapsed() < LINE_INTERVAL {
            return;
        }
        *last = Instant::now();
        let (position, total) = (bar.position(), bar.length());
        let pace = lock(pace).text(position, total, *last);
        let total = total.map_or_else(String::new, |total| format!(" of {total}"));
        let _ = writeln!(io::stderr(), "  {position}{total} {}{}{pace}", self.unit, self.what);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

use super::leaderboard_job::LeaderboardJobs;
use super::leaderboards::groups_with_tables;
use super::models::model_names;
use super::scenarios::scenario_groups;
use crate::read_ahead::LastQuestion;
use crate::results::Results;
use indexmap::IndexSet;
use std::fmt::Write;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What the routes share.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) results: Arc<Results>,
    pub(crate) leaderboards: Arc<LeaderboardJobs>,
    /// Who may compute: more at once would take memory and be no faster.
    pub(super) turns: Arc<Semaphore>,
    pub(crate) last_question: Arc<LastQuestion>,
    /// How addresses in answers are made.
    pub(crate) paths: Paths,
}

impl Api {
    pub(crate) fn new(results: Results) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            results: Arc::new(results),
            leaderboards: Arc::new(LeaderboardJobs::new()),
            turns: Arc::new(Semaphore::new(2 * cores)),
            last_question: Arc::new(LastQuestion::now()),
            paths: Paths::default(),
        }
    }
}

/// The addresses of things, relative to `/api/`: by name where a server answers, numbered files in an export.
#[derive(Clone, Default)]
pub(crate) struct Paths {
    pub(crate) export: Option<Arc<ExportPaths>>,
}

/// The numbers of things in an export.
#[derive(Default)]
pub(crate) struct ExportPaths {
    pub(crate) runs: IndexSet<String>,
    pub(crate) models: IndexSet<String>,
    pub(crate) groups: IndexSet<String>,
    pub(crate) scenarios: IndexSet<String>,
}

impl ExportPaths {
    /// Numbers what there is now.
    pub(crate) fn of(api: &Api) -> Self {
        let (runs, summary) = (api.results.runs(), api.results.summary());
        Self {
            runs: runs.runs.iter().map(|run| run.name.clone()).collect(),
            models: model_names(&runs).into_iter().map(str::to_owned).collect(),
            groups: groups_with_tables(&summary).map(|group| group.name.clone()).collect(),
            scenarios: scenario_groups(&summary, &runs).into_keys().collect(),
        }
    }
}

impl Paths {
    pub(crate) fn run(&self, name: &str) -> String {
        self.path("runs", |export| &export.runs, name)
    }

    pub(crate) fn model(&self, name: &str) -> String {
        self.path("models", |export| &export.models, name)
    }

    pub(crate) fn leaderboard(&self, name: &str) -> String {
        self.path("leaderboards", |export| &export.groups, name)
    }

    pub(crate) fn scenario(&self, name: &str) -> String {
        self.path("scenarios", |export| &export.scenarios, name)
    }

    pub(crate) fn stats(&self, run: &str) -> String {
        self.below_run(run, "stats")
    }

    pub(crate) fn instances(&self, run: &str) -> String {
        self.below_run(run, "instances")
    }

    pub(crate) fn instance(&self, run: &str, row: usize) -> String {
        match self.export_number(run) {
            Some(number) => format!("runs/{number}/instances/{}.json#{row}", row / crate::export::INSTANCES_IN_FILE),
            None => format!("runs/{}/instances/{row}", encoded(run)),
        }
    }

    fn below_run(&self, run: &str, what: &str) -> String {
        match self.export_number(run) {
            Some(number) => format!("runs/{number}/{what}.json"),
            None => format!("runs/{}/{what}", encoded(run)),
        }
    }

    fn export_number(&self, run: &str) -> Option<usize> {
        self.export.as_ref()?.runs.get_index_of(run)
    }

    fn path(&self, kind: &str, names: fn(&ExportPaths) -> &IndexSet<String>, name: &str) -> String {
        let number = self.export.as_ref().and_then(|export| names(export).get_index_of(name));
        match number {
            Some(number) => format!("{kind}/{number}.json"),
            None => format!("{kind}/{}", encoded(name)),
        }
    }
}

/// A name as one part of a path: everything but letters, digits and `-._~` is percent-encoded.
fn encoded(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("text can be written to");
        }
    }
    encoded
}

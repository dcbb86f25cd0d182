//! Runs evaluations: from run entries to the files below `<output>/runs/<suite>/`.
//!
//! This crate wires together what `helm-core` defines: data fetched over the network, models from
//! the Hugging Face Hub, a terminal to tell how far things are. All run entries are read and checked
//! before anything is fetched or asked.

mod answer_caches;
mod archive;
mod args;
mod attempts;
mod cache_care;
mod claims;
mod conf_file;
mod demo_model;
mod download;
mod dry_run;
mod error;
mod explain;
mod fingerprint;
mod gpt2_client;
mod hub;
mod hugging_face_models;
mod interruption;
mod list;
mod local_folder;
mod models;
mod plan;
mod progress_file;
mod sentences;
mod settings;
mod terminal;

pub use args::Args;
pub use settings::{HubSettings, Settings, Task};
pub use terminal::Terminal;

use archive::Archives;
use attempts::{Attempt, attempt_each};
use claims::{Claimed, Claims};
use error::Error;
use helm_core::client::Client;
use helm_core::files::{ProgressScore, RunSpec};
use helm_core::metric::{SentenceSplitter, main_score};
use helm_core::registry::Registry;
use helm_core::runner::{self, RequestContext, RunContext, RunEvent, RunOutput};
use interruption::Position;
use models::Models;
use progress_file::ProgressFile;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// A run that is done, for the closing table.
pub(crate) struct Done {
    pub(crate) output: RunOutput,
    pub(crate) time: Duration,
    pub(crate) folder: std::path::PathBuf,
}

impl Done {
    /// How many of its requests failed.
    pub(crate) fn num_failed_requests(&self) -> usize {
        runner::num_failed_requests(&self.output.stats)
    }
}

/// Carries out all that was asked for. The exit code is 0 when all of it was done, 1 otherwise.
pub fn run(settings: &Settings, terminal: &Terminal) -> ExitCode {
    // Fails only when a pool was set before, which then serves as well.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(settings.num_threads.unwrap_or(0)).build_global();
    for note in &settings.notes {
        terminal.note(note);
    }
    match prepare(settings, terminal) {
        Ok((registry, run_specs)) => carry_out(settings, terminal, &registry, &run_specs),
        Err(errors) => {
            terminal.errors(&errors);
            ExitCode::FAILURE
        }
    }
}

fn carry_out(settings: &Settings, terminal: &Terminal, registry: &Registry, run_specs: &[RunSpec]) -> ExitCode {
    let shown = match settings.task {
        Task::Run => return run_all(settings, terminal, registry, run_specs),
        Task::List(topic) => list::table(topic, registry).into(),
        Task::Cache(task) => {
            let shown = cache_care::table(settings, terminal, task);
            terminal.data(&shown.text);
            return exit_code(shown.num_failed);
        }
        Task::Names => run_specs.iter().map(|run_spec| run_spec.name.clone() + "\n").collect::<String>().into(),
        Task::Explain => explain::text(settings, terminal, registry, run_specs),
        Task::DryRun => dry_run::table(settings, terminal, registry, run_specs),
        Task::Instances => dry_run::keep_instances(settings, terminal, run_specs),
    };
    terminal.data(&shown.text);
    if shown.num_failed > 0 {
        terminal.left_out(shown.num_failed, run_specs.len());
    }
    exit_code(shown.num_failed)
}

fn exit_code(num_failed: usize) -> ExitCode {
    if num_failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is to be shown, and how many runs could not be part of it.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) num_failed: usize,
}

impl From<String> for Shown {
    fn from(text: String) -> Self {
        Self { text, num_failed: 0 }
    }
}

/// Everything that can be found wrong before anything is asked or written.
fn prepare(settings: &Settings, terminal: &Terminal) -> Result<(Registry, Vec<RunSpec>), Vec<Error>> {
    let one = |error| vec![error];
    plan::check_suite_name(&settings.suite).map_err(one)?;
    if local_folder::is_missing(&settings.local_path) {
        terminal.no_local_folder(&settings.local_path);
    }
    let mut registry = Registry::with_local_folder(&settings.local_path).map_err(|error| one(error.into()))?;
    hugging_face_models::register(&mut registry, settings, terminal)?;
    if matches!(settings.task, Task::List(_) | Task::Cache(_)) {
        return Ok((registry, Vec::new()));
    }
    let run_specs = plan::run_specs(settings, &registry)?;
    if matches!(settings.task, Task::Run) {
        local_folder::create(&settings.local_path).map_err(one)?;
        local_folder::check_writable(&settings.output.suite(&settings.suite)).map_err(one)?;
    }
    Ok((registry, run_specs))
}

fn run_all(settings: &Settings, terminal: &Terminal, registry: &Registry, run_specs: &[RunSpec]) -> ExitCode {
    let splitter = match sentences::splitter(settings, terminal, run_specs) {
        Ok(splitter) => splitter,
        Err(error) => {
            terminal.errors(&[error]);
            return ExitCode::FAILURE;
        }
    };
    let mut shared = Shared {
        settings,
        terminal,
        models: Models::new(registry, settings, terminal),
        archives: Archives::new(&settings.scenario_data, terminal),
        sentences: splitter,
        position: Position::watch(run_specs.len(), &settings.resume_command),
    };
    let claims = Claims::new(settings, terminal, run_specs);
    let attempts = attempt_each(settings, terminal, run_specs, |index, run_spec| match claims.claim(index, run_spec) {
        Claimed::Ours(_claim) => {
            terminal.run_starts(index, run_specs.len(), run_spec);
            run_one(&mut shared, run_spec).map(Attempt::Done)
        }
        Claimed::Made => {
            shared.position.run_ends(true);
            Ok(Attempt::DoneElsewhere)
        }
        Claimed::Theirs(holder) => Ok(Attempt::Claimed(holder)),
    });
    terminal.summary(settings, &attempts, run_specs.len());
    let num_failed_requests: usize = attempts.done.iter().map(Done::num_failed_requests).sum();
    exit_code(attempts.num_failed + num_failed_requests)
}

/// What all runs use.
struct Shared<'a> {
    settings: &'a Settings,
    terminal: &'a Terminal,
    models: Models<'a>,
    archives: Archives<'a>,
    sentences: Option<SentenceSplitter>,
    position: Position,
}

/// Carries out a run, and tells who watches how far it is.
fn run_one(shared: &mut Shared, run_spec: &RunSpec) -> Result<Done, Error> {
    let folder = shared.settings.output.run(&shared.settings.suite, &run_spec.name);
    let file = ProgressFile::start(&folder, &run_spec.name);
    shared.position.run_starts(&run_spec.name);
    let result = run_and_write(shared, run_spec, &file);
    shared.position.run_ends(result.is_ok());
    file.finish();
    result
}

fn run_and_write(shared: &mut Shared, run_spec: &RunSpec, file: &ProgressFile) -> Result<Done, Error> {
    let Shared { settings, terminal, models, archives, sentences, position } = shared;
    let start = Instant::now();
    let model = models.load(&run_spec.adapter_spec.model_deployment)?;
    if let Some(kept) = &model.kept {
        position.keeps_answers(&kept.cache);
    }
    let caching = model.caching();
    let folder = settings.output.run(&settings.suite, &run_spec.name);
    let progress = terminal.run_progress(run_spec);
    let instance_cache = plan::instance_cache(settings, run_spec)?;
    let context = RunContext {
        requests: RequestContext {
            scenario_folder: &plan::scenario_folder(settings, run_spec)?,
            perturbations_folder: &settings.output.perturbations(),
            data: &*archives,
            deployment: &model.window.deployment,
            tokenizer: model.window.tokenizer.as_ref(),
            prefix_token: model.window.prefix_token.as_deref(),
            instance_cache: instance_cache.as_deref(),
        },
        client: caching.as_ref().map_or(&model.client, |caching| caching as &dyn Client),
        sentences: sentences.as_ref(),
        max_failed_requests: settings.max_failed_requests,
        events: &|event| match event {
            RunEvent::Requests(total) => {
                progress.set_total(total);
                file.set_total(total);
                position.set_total(total);
            }
            RunEvent::Answered { index, cached } => {
                tracing::debug!(run = run_spec.name, request = index, cached, "answered");
                progress.advance(1);
                file.advance(1);
                position.advance(1);
            }
            RunEvent::Scored { mean, num_instances } => file.set_score(ProgressScore {
                metric: main_score(run_spec).unwrap_or_default().into(),
                value: mean,
                n: num_instances as u64,
            }),
        },
    };
    let output = runner::run(run_spec, &context)?;
    drop(progress);
    output.write(&folder).map_err(runner::RunError::from)?;
    let done = Done { output, time: start.elapsed(), folder };
    terminal.failed_requests(&done);
    Ok(done)
}

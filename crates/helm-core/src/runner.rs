//! One run: from a run spec to its five files.

mod failures;
mod running_score;

pub use failures::{NUM_FAILED_REQUESTS, is_fatal, num_failed_requests};

use crate::adapter::{AdaptError, adapt};
use crate::client::Client;
use crate::data_augmenter::augment;
use crate::files::{Instance, ModelDeployment, RequestState, RunSpec, ScenarioInfo, ScenarioState, Stat};
use crate::json::{self, FileError, UnfinishedFile};
use crate::layout;
use crate::metric::{self, Evaluation, InstanceStats, Metric, MetricError, MetricNames, SentenceSplitter};
use crate::perturbation::{self, PerturbationError, WordLists};
use crate::sampling::{EVAL_SPLITS, downsample, with_instance_ids};
use crate::scenario::{self, DataSource, Scenario, ScenarioError};
use crate::tokenizer::Tokenizer;
use crate::window_service::WindowService;
use running_score::RunningScore;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::{fs, io, thread};

/// Requests that a client gets together. It takes several times their memory while it answers them; what they share is
/// computed once for each such part.
const ASKED_TOGETHER: usize = 2048;

/// What happens in a run, as it happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RunEvent {
    /// So many requests will be made.
    Requests(usize),
    /// One more request was answered.
    Answered {
        /// The place of its request state.
        index: usize,
        /// Whether the answer was kept from before.
        cached: bool,
    },
    /// The mean of the run's [main score](metric::main_score) is this so far.
    Scored {
        /// The mean.
        mean: f64,
        /// Over so many instances. One of several train trials counts in each.
        num_instances: usize,
    },
}

/// What the requests of a run need besides its spec.
pub struct RequestContext<'a> {
    /// Where the scenario keeps its data.
    pub scenario_folder: &'a Path,
    /// Where perturbations keep their word lists.
    pub perturbations_folder: &'a Path,
    /// Where scenarios get data from.
    pub data: &'a dyn DataSource,
    /// The deployment that would answer.
    pub deployment: &'a ModelDeployment,
    /// The deployment's tokenizer.
    pub tokenizer: &'a dyn Tokenizer,
    /// The token that language modelling starts from, where the tokenizer has one.
    pub prefix_token: Option<&'a str>,
    /// A file that the scenario's instances are read from, or written to when it isn't there.
    pub instance_cache: Option<&'a Path>,
}

impl RequestContext<'_> {
    fn window(&self) -> WindowService<'_> {
        WindowService::new(self.tokenizer, self.deployment).with_prefix_token(self.prefix_token)
    }
}

/// What a run needs besides its spec.
pub struct RunContext<'a> {
    /// What its requests need.
    pub requests: RequestContext<'a>,
    /// Who answers.
    pub client: &'a dyn Client,
    /// What tells sentences apart, for metrics that do.
    pub sentences: Option<&'a SentenceSplitter>,
    /// How many requests may fail; any number, when unset, that leaves something to measure.
    pub max_failed_requests: Option<usize>,
    /// Who is told how far the run is.
    pub events: &'a (dyn Fn(RunEvent) + Sync),
}

/// A run that can't be carried out.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The scenario has no instances to give.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// Instances can't be perturbed.
    #[error(transparent)]
    Perturbation(#[from] PerturbationError),
    /// Instances can't be turned into requests.
    #[error(transparent)]
    Adapt(#[from] AdaptError),
    /// A metric can't be had.
    #[error(transparent)]
    Metric(#[from] MetricError),
    /// There is nothing to ask.
    #[error("run `{run}` has no evaluation instances")]
    NoInstances {
        /// The run.
        run: String,
    },
    /// More requests failed than may, or so many that nothing is left to measure.
    #[error("{failed} of {total} requests of run `{run}` failed; the first: {first}")]
    Requests {
        /// The run.
        run: String,
        /// How many failed.
        failed: usize,
        /// How many there were.
        total: usize,
        /// What was wrong with the first that failed.
        first: String,
    },
    /// A file of kept instances can't be used.
    #[error(transparent)]
    KeptInstances(FileError),
    /// A file of kept instances holds none.
    #[error("`{}` holds no instances", path.display())]
    NoKeptInstances {
        /// The file.
        path: PathBuf,
    },
    /// A file can't be written.
    #[error(transparent)]
    File(#[from] FileError),
}

impl RunError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Scenario(error) => error.hint(),
            Self::Perturbation(error) => error.hint(),
            Self::Adapt(error) => error.hint(),
            Self::Metric(error) => error.hint(),
            Self::KeptInstances(_) | Self::NoKeptInstances { .. } => {
                Some("remove the file to have the instances made anew".into())
            }
            Self::NoInstances { .. } => Some("look at `max_eval_instances` and `eval_split`".into()),
            Self::File(error) => error.hint(),
            Self::Requests { .. } => None,
        }
    }
}

/// Everything that a run produced: the content of its files.
#[derive(Debug)]
pub struct RunOutput {
    /// `run_spec.json`.
    pub run_spec: RunSpec,
    /// `scenario.json`.
    pub scenario: ScenarioInfo,
    /// `scenario_state.json`.
    pub scenario_state: ScenarioState,
    /// `stats.json`.
    pub stats: Vec<Stat>,
    /// `per_instance_stats.json`.
    pub per_instance_stats: Vec<InstanceStats>,
}

impl RunOutput {
    /// Writes the files of a run into its folder. All are written beside before any is replaced, so that those of an
    /// older run stay where there is no room for new ones. `stats.json` goes first when they are replaced and comes last:
    /// a folder that has it is whole.
    pub fn write(&self, folder: &Path) -> Result<(), FileError> {
        let stats = folder.join(layout::STATS);
        let mut files = [
            json::write_unfinished(&folder.join(layout::RUN_SPEC), &self.run_spec)?,
            json::write_unfinished(&folder.join(layout::SCENARIO), &self.scenario)?,
            json::write_unfinished(&folder.join(layout::SCENARIO_STATE), &self.scenario_state)?,
            json::write_unfinished(&folder.join(layout::PER_INSTANCE_STATS), &self.per_instance_stats)?,
            json::write_unfinished(&stats, &self.stats)?,
        ];
        files.iter_mut().try_for_each(UnfinishedFile::sync)?;
        match fs::remove_file(&stats) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(FileError::Write { path: stats, source: error });
            }
            _ => {}
        }
        files.into_iter().try_for_each(UnfinishedFile::finish)
    }
}

/// Finds out whether a run spec can be carried out, without fetching or asking anything.
pub fn check(run_spec: &RunSpec, scenario_folder: &Path) -> Result<(), RunError> {
    scenario::create(&run_spec.scenario_spec)?.check(scenario_folder)?;
    run_spec.data_augmenter_spec.perturbation_specs.iter().try_for_each(perturbation::check)?;
    create_metrics(run_spec)?;
    Ok(())
}

/// The requests of a run, without results.
pub fn requests(run_spec: &RunSpec, context: &RequestContext) -> Result<Vec<RequestState>, RunError> {
    let scenario = scenario::create(&run_spec.scenario_spec)?;
    requests_of(run_spec, scenario.as_ref(), context)
}

fn requests_of(
    run_spec: &RunSpec,
    scenario: &dyn Scenario,
    context: &RequestContext,
) -> Result<Vec<RequestState>, RunError> {
    let instances = sampled_instances(run_spec, scenario, context)?;
    let lists = WordLists { folder: context.perturbations_folder, data: context.data };
    let instances = augment(instances, &run_spec.data_augmenter_spec, scenario.passage_questions(), &lists)?;
    let instances: Vec<Arc<Instance>> = instances.into_iter().map(Arc::new).collect();
    let request_states = adapt(&run_spec.adapter_spec, &instances, &context.window())?;
    if request_states.is_empty() {
        return Err(RunError::NoInstances { run: run_spec.name.clone() });
    }
    Ok(request_states)
}

/// All instances of a run's scenario, from its file if that is there; made and kept in it otherwise.
pub fn instances(
    scenario: &dyn Scenario,
    scenario_folder: &Path,
    data: &dyn DataSource,
    cache: Option<&Path>,
) -> Result<Vec<Instance>, RunError> {
    match cache {
        Some(file) if file.is_file() => {
            let kept: Vec<Instance> = json::read(file).map_err(RunError::KeptInstances)?;
            if kept.is_empty() { Err(RunError::NoKeptInstances { path: file.into() }) } else { Ok(kept) }
        }
        Some(file) => {
            let instances = scenario.instances(scenario_folder, data)?;
            json::write(file, &instances)?;
            Ok(instances)
        }
        None => Ok(scenario.instances(scenario_folder, data)?),
    }
}

/// Carries out a run. Nothing is written; see [`RunOutput::write`].
pub fn run(run_spec: &RunSpec, context: &RunContext) -> Result<RunOutput, RunError> {
    let scenario = scenario::create(&run_spec.scenario_spec)?;
    let metrics = create_metrics(run_spec)?;
    let mut request_states = requests_of(run_spec, scenario.as_ref(), &context.requests)?;
    let window = context.requests.window();
    answer(run_spec, &mut request_states, context);
    let failures = failures::check(run_spec, &request_states, context.max_failed_requests)?;
    let evaluation = Evaluation {
        adapter_spec: &run_spec.adapter_spec,
        request_states: &failures::measurable(&request_states),
        window,
        sentences: context.sentences,
    };
    let mut stats = Vec::new();
    let mut per_instance_stats = Vec::new();
    for metric in &metrics {
        let result = metric.evaluate(&evaluation);
        stats.extend(result.stats);
        per_instance_stats.extend(result.per_instance_stats);
    }
    stats.extend(failures);
    // JSON has neither NaN nor infinity.
    let is_number = |stat: &Stat| stat.sum.as_f64().is_finite() && stat.sum_squared.as_f64().is_finite();
    stats.retain(is_number);
    let names = MetricNames::default();
    let per_instance_stats = per_instance_stats.into_iter().map(|stats| stats.only(is_number, &names)).collect();
    Ok(RunOutput {
        run_spec: run_spec.clone(),
        scenario: scenario.info(),
        scenario_state: ScenarioState {
            adapter_spec: run_spec.adapter_spec.clone(),
            request_states,
            annotator_specs: run_spec.annotators.clone(),
        },
        stats,
        per_instance_stats,
    })
}

/// Whether what a run measures comes out otherwise where sentences can be told apart.
pub fn splits_sentences(run_spec: &RunSpec) -> bool {
    create_metrics(run_spec).is_ok_and(|metrics| metrics.iter().any(|metric| metric.splits_sentences()))
}

fn create_metrics(run_spec: &RunSpec) -> Result<Vec<Box<dyn Metric>>, MetricError> {
    run_spec.metric_specs.iter().map(|spec| metric::create(spec, &run_spec.adapter_spec)).collect()
}

fn sampled_instances(
    run_spec: &RunSpec,
    scenario: &dyn Scenario,
    context: &RequestContext,
) -> Result<Vec<Instance>, RunError> {
    let adapter = &run_spec.adapter_spec;
    let all = instances(scenario, context.scenario_folder, context.data, context.instance_cache)?;
    let mut instances = with_instance_ids(all);
    if let Some(max) = adapter.max_eval_instances {
        let default = || EVAL_SPLITS.map(str::to_owned).to_vec();
        let splits = adapter.eval_splits.clone().unwrap_or_else(default);
        instances = downsample(instances, max, &splits);
    }
    Ok(instances)
}

fn answer(run_spec: &RunSpec, states: &mut [RequestState], context: &RunContext) {
    (context.events)(RunEvent::Requests(states.len()));
    let num_requests = states.len();
    let score = RunningScore::new(run_spec, states);
    let open = Mutex::new(states);
    let (answered_instances, to_score) = mpsc::channel();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        // On a thread of its own, so that no request waits for it.
        scope.spawn(|| {
            let instances = to_score.into_iter().take_while(|_| !is_over.load(Ordering::Relaxed));
            if let Some(score) = &score {
                keep_score(score, instances, &open, run_spec, context);
            }
        });
        for first in (0..num_requests).step_by(ASKED_TOGETHER) {
            let asked = first..num_requests.min(first + ASKED_TOGETHER);
            let requests: Vec<_> = lock(&open)[asked].iter().map(|state| state.request.clone()).collect();
            context.client.answer(&requests, &|place, result| {
                let (index, cached) = (first + place, result.cached);
                lock(&open)[index].result = Some(failures::as_filed(result));
                if let Some(instance) = score.as_ref().and_then(|score| score.answered(index)) {
                    // Where there is nobody to score it any more, nobody wants to know.
                    let _ = answered_instances.send(instance);
                }
                (context.events)(RunEvent::Answered { index, cached });
            });
        }
        is_over.store(true, Ordering::Relaxed);
        drop(answered_instances);
    });
}

/// Tells the score of instances as they are answered.
fn keep_score(
    score: &RunningScore,
    instances: impl Iterator<Item = usize>,
    states: &Mutex<&mut [RequestState]>,
    run_spec: &RunSpec,
    context: &RunContext,
) {
    let (mut sum, mut num_instances) = (0.0, 0);
    for instance in instances {
        let request_states = score.request_states(instance, &lock(states));
        let value = score.of_instance(&Evaluation {
            adapter_spec: &run_spec.adapter_spec,
            request_states: &request_states,
            window: context.requests.window(),
            sentences: context.sentences,
        });
        if let Some(value) = value {
            sum += value;
            num_instances += 1;
            (context.events)(RunEvent::Scored { mean: sum / num_instances as f64, num_instances });
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

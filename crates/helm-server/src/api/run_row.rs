use super::state::Api;
use crate::evidence::{Estimate, Interval, accounts_for};
use crate::results::{Headline, RunInfo, RunStatus, Summary};
use helm_core::files::{ObjectSpec, ProgressPhase, ProgressScore, RunProgress};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

/// What a run or a model is ranked by.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Score {
    pub(super) metric: String,
    pub(super) metric_display_name: String,
    pub(super) lower_is_better: Option<bool>,
    pub(super) split: Option<String>,
    pub(super) value: Option<f64>,
    pub(super) n: Option<usize>,
    pub(super) interval: Option<Interval>,
}

impl Score {
    pub(super) fn new(headline: &Headline, value: f64, estimate: Option<&Estimate>, summary: &Summary) -> Self {
        Self {
            metric: headline.matcher.name.clone(),
            metric_display_name: summary.metric_display_name(&headline.matcher.name),
            lower_is_better: headline.lower_is_better,
            split: Some(headline.matcher.split.clone()),
            value: Some(value),
            n: estimate.map(|estimate| estimate.n),
            interval: estimate.filter(|estimate| accounts_for(estimate.mean, value)).map(|estimate| estimate.interval),
        }
    }
}

/// A run in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RunRow {
    pub(crate) name: String,
    pub(super) suite: String,
    pub(super) path: String,
    pub(super) status: RunStatus,
    pub(super) model: String,
    pub(super) model_display_name: String,
    pub(super) model_deployment: String,
    pub(super) scenario: String,
    pub(super) scenario_args: Map<String, Value>,
    pub(super) groups: Vec<String>,
    pub(super) method: String,
    pub(super) instances: Option<u64>,
    pub(super) score: Option<Score>,
    pub(super) failed_requests: Option<usize>,
    pub(super) progress: Option<Progress>,
}

/// Whether intervals may take a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// What is known.
    Now,
    /// All of it.
    Wait,
}

impl RunRow {
    /// What is known without the run's large files.
    pub(super) fn new(api: &Api, run: &RunInfo, summary: &Summary) -> Self {
        let run_spec = run.run_spec.as_deref();
        let adapter = run_spec.map(|run_spec| &run_spec.adapter_spec);
        let text = |text: Option<&String>| text.cloned().unwrap_or_default();
        let model = text(adapter.map(|adapter| &adapter.model));
        Self {
            name: run.name.clone(),
            suite: run.suite.clone(),
            path: api.paths.run(&run.name),
            status: run.status,
            model_display_name: summary.model_display_name(&model),
            model,
            model_deployment: text(adapter.map(|adapter| &adapter.model_deployment)),
            scenario: scenario_name(run),
            scenario_args: run_spec.map(|run_spec| run_spec.scenario_spec.args.clone()).unwrap_or_default(),
            groups: run_spec.map(|run_spec| run_spec.groups.clone()).unwrap_or_default(),
            method: text(adapter.map(|adapter| &adapter.method)),
            instances: None,
            score: None,
            failed_requests: None,
            progress: run.progress.as_ref().map(|progress| Progress::new(progress, run.status)),
        }
    }

    /// The same with what `stats.json` and the instances say.
    pub(super) fn scored(api: &Api, run: &RunInfo, summary: &Summary, patience: Patience) -> Self {
        let read = api.results.headline(run, summary);
        let headline = read.headline.as_ref();
        let status = if read.problem.is_some() { RunStatus::Broken } else { run.status };
        let estimate = headline.and_then(|headline| estimate(api, run, summary, headline, patience));
        Self {
            status,
            instances: headline.and_then(|headline| headline.instances),
            score: headline.map(|headline| Score::new(headline, headline.value, estimate.as_ref(), summary)),
            failed_requests: read.failed_requests,
            ..Self::new(api, run, summary)
        }
    }
}

/// What a run's instances say of its score.
pub(super) fn estimate(
    api: &Api,
    run: &RunInfo,
    summary: &Summary,
    headline: &Headline,
    patience: Patience,
) -> Option<Estimate> {
    if patience == Patience::Now {
        api.results.known_scores(run)?;
    }
    api.results.estimate(run, summary, headline)
}

/// The scenario's short name: that of a run's name, as run names begin with it.
pub(super) fn scenario_name(run: &RunInfo) -> String {
    let short = |spec: &ObjectSpec| {
        let class = spec.class_name.rsplit('.').next().unwrap_or_default();
        class.strip_suffix("Scenario").unwrap_or(class).to_lowercase()
    };
    let named = run.name.split([':', ',']).next().filter(|name| !name.is_empty() && !name.contains('='));
    named.map_or_else(
        || run.run_spec.as_ref().map_or_else(String::new, |run_spec| short(&run_spec.scenario_spec)),
        str::to_owned,
    )
}

/// Arguments as a reader sees them: `subject: anatomy`.
pub(super) fn arguments_label(args: &Map<String, Value>) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    args.iter().map(|(name, value)| format!("{name}: {}", text(value))).collect::<Vec<_>>().join(", ")
}

/// What tells scenarios apart, whatever the order of their arguments.
pub(super) fn scenario_key(spec: &ObjectSpec) -> String {
    let mut args: Vec<(&String, &Value)> = spec.args.iter().collect();
    args.sort_by_key(|(name, _)| *name);
    serde_json::to_string(&(&spec.class_name, args)).expect("scenario specs are plain JSON")
}

/// How far a run is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Progress {
    state: ProgressState,
    phase: &'static str,
    answered: u64,
    total: Option<u64>,
    started: Option<String>,
    updated: Option<String>,
    rate: Option<f64>,
    seconds_left: Option<f64>,
    score: Option<ProgressScore>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum ProgressState {
    Running,
    Stopped,
}

impl Progress {
    pub(super) fn new(progress: &RunProgress, status: RunStatus) -> Self {
        let state = if status == RunStatus::Running { ProgressState::Running } else { ProgressState::Stopped };
        let phase = match progress.phase {
            ProgressPhase::Preparing => "preparing",
            ProgressPhase::Asking => "asking",
            ProgressPhase::Measuring => "measuring",
        };
        let rate = progress.asking_since.and_then(|since| {
            let seconds = progress.updated - since;
            (seconds > 0.0 && progress.answered > 0).then(|| progress.answered as f64 / seconds)
        });
        let left = |rate: f64| Some(progress.total?.saturating_sub(progress.answered) as f64 / rate);
        let is_running = matches!(state, ProgressState::Running);
        Self {
            state,
            phase,
            answered: progress.answered,
            total: progress.total,
            started: date(progress.started),
            updated: date(progress.updated),
            rate,
            seconds_left: rate.filter(|_| is_running).and_then(left),
            score: progress.score.clone(),
        }
    }
}

/// Seconds since 1970 as a date and time; none where they are beyond all dates.
fn date(seconds: f64) -> Option<String> {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of any date that is one fit")]
    Timestamp::from_millisecond((seconds * 1000.0) as i64).ok().map(|time| time.to_string())
}

use super::answer::Question;
use super::error::ApiError;
use super::run_row::{Progress, RunRow};
use super::state::Api;
use crate::results::{RunInfo, RunStatus};
use serde::Serialize;

/// The runs that are being made, or were left unfinished.
#[derive(Serialize)]
pub(crate) struct Live {
    runs: Vec<LiveRun>,
}

#[derive(Serialize)]
struct LiveRun {
    run: RunRow,
    progress: Progress,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Live, ApiError> {
    let query = question.query(&["suite"])?;
    let suite = query.one("suite")?;
    let (list, summary) = (api.results.runs(), api.results.summary());
    let of_suite = list.runs.iter().filter(|run| suite.is_none_or(|suite| run.suite == suite));
    let mut runs: Vec<&RunInfo> =
        of_suite.filter(|run| matches!(run.status, RunStatus::Running | RunStatus::Stopped)).collect();
    let started = |run: &RunInfo| run.progress.as_ref().map_or(0.0, |progress| progress.started);
    runs.sort_by(|a, b| started(b).total_cmp(&started(a)));
    let live = |run: &RunInfo| {
        let progress = Progress::new(run.progress.as_ref()?, run.status);
        Some(LiveRun { run: RunRow::new(api, run, &summary), progress })
    };
    Ok(Live { runs: runs.into_iter().filter_map(live).collect() })
}

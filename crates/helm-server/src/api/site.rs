use super::answer::Question;
use super::error::ApiError;
use super::leaderboards::groups_with_tables;
use super::models::model_names;
use super::scenarios::scenario_groups;
use super::state::Api;
use crate::results::{Problem, RunStatus};
use crate::version::Version;
use helm_core::message::{output_option, shell_word};
use serde::Serialize;

/// What is shown, and how much of it there is.
#[derive(Serialize)]
pub(crate) struct Site {
    version: ShownVersion,
    suites: Vec<String>,
    project: String,
    date: Option<String>,
    is_summarized: bool,
    summarize_command: String,
    is_static: bool,
    counts: Counts,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct ShownVersion {
    kind: &'static str,
    name: String,
}

#[derive(Serialize)]
struct Counts {
    runs: usize,
    complete_runs: usize,
    running_runs: usize,
    models: usize,
    groups: usize,
    scenarios: usize,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<Site, ApiError> {
    question.query(&[])?;
    let (runs, summary) = (api.results.runs(), api.results.summary());
    let count = |status| runs.runs.iter().filter(|run| run.status == status).count();
    let version = &api.results.version;
    let mut problems = summary.problems.clone();
    problems.extend(runs.all_problems());
    Ok(Site {
        version: ShownVersion { kind: version.kind(), name: version.name().into() },
        suites: runs.suites.clone(),
        project: api.results.project.clone(),
        date: summary.summary.as_ref().map(|summary| summary.date.clone()),
        is_summarized: summary.summary.is_some(),
        summarize_command: summarize_command(api, &runs.suites),
        is_static: api.paths.export.is_some(),
        counts: Counts {
            runs: runs.runs.len(),
            complete_runs: count(RunStatus::Complete),
            running_runs: count(RunStatus::Running),
            models: model_names(&runs).len(),
            groups: groups_with_tables(&summary).count(),
            scenarios: scenario_groups(&summary, &runs).len(),
        },
        problems,
    })
}

/// What to type to make the summary.
fn summarize_command(api: &Api, suites: &[String]) -> String {
    let output = output_option(&api.results.output);
    let words = |names: &[String]| names.iter().map(|name| shell_word(name)).collect::<Vec<_>>().join(" ");
    match &api.results.version {
        Version::Suite(suite) => format!("helm-summarize {output}--suite {}", shell_word(suite)),
        Version::Release(release) => {
            format!("helm-summarize {output}--release {} --suites {}", shell_word(release), words(suites))
        }
    }
}

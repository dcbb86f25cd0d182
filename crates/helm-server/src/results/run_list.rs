use super::problem::Problem;
use super::stamp::{Root, Stamp};
use crate::version::{Version, subfolders};
use helm_core::files::{ExecutiveSummary, RunProgress, RunSpec};
use helm_core::json;
use helm_core::layout::{OutputFolder, PER_INSTANCE_STATS, PROGRESS, RUN_SPEC, SCENARIO, SCENARIO_STATE, STATS};
use helm_core::progress::is_alive;
use indexmap::IndexMap;
use serde::Serialize;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Folders of a suite that are not runs.
const NOT_RUNS: [&str; 2] = ["eval_cache", "groups"];
/// Listing thousands of folders takes a while, and many questions come together: they share a list that long.
const LIST_IS_FRESH: Duration = Duration::from_millis(500);

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunStatus {
    /// All its files are there.
    Complete,
    /// `helm-run` is at it.
    Running,
    /// `helm-run` has left it unfinished.
    Stopped,
    /// Files are missing.
    Incomplete,
    /// Its run spec can't be read.
    Broken,
}

/// The versions of a run's files; none of files that are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RunFiles {
    pub(crate) run_spec: Option<Stamp>,
    pub(crate) scenario: Option<Stamp>,
    pub(crate) scenario_state: Option<Stamp>,
    pub(crate) stats: Option<Stamp>,
    pub(crate) per_instance_stats: Option<Stamp>,
    progress: Option<Stamp>,
}

/// A run and what is known without reading its large files.
#[derive(Clone, Debug)]
pub(crate) struct RunInfo {
    /// The name of its folder.
    pub(crate) name: String,
    pub(crate) suite: String,
    pub(crate) folder: PathBuf,
    pub(crate) files: RunFiles,
    pub(crate) status: RunStatus,
    /// None where it can't be read.
    pub(crate) run_spec: Option<Arc<RunSpec>>,
    pub(crate) progress: Option<RunProgress>,
    pub(crate) problem: Option<Problem>,
}

impl RunInfo {
    pub(crate) fn scores_stamp(&self) -> [Option<Stamp>; 1] {
        [self.files.per_instance_stats]
    }

    pub(crate) fn rows_stamp(&self) -> [Option<Stamp>; 2] {
        [self.files.scenario_state, self.files.per_instance_stats]
    }
}

/// The runs of the shown suite or release, by name.
#[derive(Debug, Default)]
pub(crate) struct RunList {
    pub(crate) suites: Vec<String>,
    pub(crate) runs: Vec<RunInfo>,
    by_name: HashMap<String, usize>,
    /// What is wrong with the folder as a whole.
    pub(crate) problems: Vec<Problem>,
}

impl RunList {
    pub(crate) fn find(&self, name: &str) -> Option<&RunInfo> {
        self.by_name.get(name).map(|index| &self.runs[*index])
    }

    /// What is wrong with the folder and with single runs.
    pub(crate) fn all_problems(&self) -> Vec<Problem> {
        self.problems.iter().chain(self.runs.iter().filter_map(|run| run.problem.as_ref())).cloned().collect()
    }
}

/// Makes the list, and keeps it for a moment.
#[derive(Default)]
pub(super) struct RunLister {
    last: Mutex<Option<(Instant, Arc<RunList>)>>,
}

impl RunLister {
    pub(super) fn list(&self, root: &Root, output: &OutputFolder, version: &Version) -> Arc<RunList> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let old = match last.as_ref() {
            Some((time, list)) if time.elapsed() < LIST_IS_FRESH => return Arc::clone(list),
            Some((_, list)) => Arc::clone(list),
            None => Arc::default(),
        };
        let list = Arc::new(list(root, output, version, &old));
        *last = Some((Instant::now(), Arc::clone(&list)));
        list
    }
}

fn list(root: &Root, output: &OutputFolder, version: &Version, old: &RunList) -> RunList {
    let mut list = RunList::default();
    let wanted: Option<IndexMap<String, String>> = match version {
        Version::Suite(suite) => {
            list.suites = vec![suite.clone()];
            None
        }
        Version::Release(_) => {
            let folder = version.folder(output);
            let summary: Option<ExecutiveSummary> = json::read(&folder.join("summary.json")).ok();
            list.suites = summary.and_then(|summary| summary.suites).unwrap_or_default();
            json::read(&folder.join("runs_to_run_suites.json")).ok()
        }
    };
    for suite in list.suites.clone() {
        let folder = output.suite(&suite);
        if !root.is_folder(&folder) {
            let problem = "the suite is not there, or a symbolic link that leaves the output folder".into();
            let hint = Some("give the folder that really holds it as `--output-path`".into());
            list.problems.push(Problem { file: root.relative(&folder), problem, hint });
            continue;
        }
        for name in subfolders(&folder) {
            let is_wanted = wanted.as_ref().is_none_or(|wanted| wanted.get(&name).is_none_or(|of| *of == suite));
            let folder = folder.join(&name);
            if is_wanted && !NOT_RUNS.contains(&name.as_str()) && root.is_folder(&folder) {
                list.runs.extend(info(root, &suite, name, folder, old));
            }
        }
    }
    list.runs.sort_by(|a, b| a.name.cmp(&b.name));
    // In two suites of a release: the tables are about one of them, which only the later versions of HELM tell.
    list.runs.dedup_by(|a, b| a.name == b.name);
    list.by_name = list.runs.iter().enumerate().map(|(index, run)| (run.name.clone(), index)).collect();
    list
}

fn info(root: &Root, suite: &str, name: String, folder: PathBuf, old: &RunList) -> Option<RunInfo> {
    let stamp = |file: &str| root.stamp(&folder.join(file));
    let files = RunFiles {
        run_spec: stamp(RUN_SPEC),
        scenario: stamp(SCENARIO),
        scenario_state: stamp(SCENARIO_STATE),
        stats: stamp(STATS),
        per_instance_stats: stamp(PER_INSTANCE_STATS),
        progress: stamp(PROGRESS),
    };
    let there = [files.run_spec, files.scenario, files.scenario_state, files.stats, files.per_instance_stats];
    if files.progress.is_none() && there.iter().all(Option::is_none) {
        return None;
    }
    let known = old.find(&name).filter(|known| known.files.run_spec == files.run_spec && known.suite == suite);
    let (run_spec, problem) = match known {
        Some(known) => (known.run_spec.clone(), known.problem.clone()),
        None if files.run_spec.is_none() => (None, None),
        None => {
            let path = folder.join(RUN_SPEC);
            match json::read(&path) {
                Ok(run_spec) => (Some(Arc::new(run_spec)), None),
                Err(error) => (None, Some(Problem::of_run_file(root, &path, &error))),
            }
        }
    };
    // Written anew all the time, so it may be gone by now.
    let progress: Option<RunProgress> = files.progress.and_then(|_| json::read(&folder.join(PROGRESS)).ok());
    let status = match &progress {
        Some(progress) if is_alive(progress) => RunStatus::Running,
        Some(_) => RunStatus::Stopped,
        None if problem.is_some() => RunStatus::Broken,
        None if there.iter().all(Option::is_some) => RunStatus::Complete,
        None => RunStatus::Incomplete,
    };
    Some(RunInfo { name, suite: suite.into(), folder, files, status, run_spec, progress, problem })
}

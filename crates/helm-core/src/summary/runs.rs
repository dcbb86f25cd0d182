//! Reading the runs of a suite.

use super::Scope;
use super::error::{FailedRun, Note, SummaryError};
use crate::files::{Run, RunSpec, Stat};
use crate::json::{self, FileError};
use crate::layout::{OutputFolder, RUN_SPEC, STATS};
use crate::schema::GroupOfRuns;
use indexmap::IndexMap;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of a suite that are not runs.
const NOT_RUNS: [&str; 2] = ["eval_cache", "groups"];

pub(super) struct ReadRuns {
    /// Suite by suite, in the order of the folders' names.
    pub(super) runs: Vec<Run>,
    /// The suite of each run's name.
    pub(super) run_suites: IndexMap<String, String>,
    pub(super) failed_runs: Vec<FailedRun>,
    pub(super) notes: Vec<Note>,
}

pub(super) fn read(output: &OutputFolder, scope: &Scope) -> Result<ReadRuns, SummaryError> {
    let mut read =
        ReadRuns { runs: Vec::new(), run_suites: IndexMap::new(), failed_runs: Vec::new(), notes: Vec::new() };
    for suite in scope.suites() {
        read_suite(&mut read, output, suite)?;
    }
    if !read.runs.is_empty() {
        return Ok(read);
    }
    if !read.failed_runs.is_empty() {
        return Err(SummaryError::NoReadableRun(read.failed_runs));
    }
    let suite = scope.suites().join("`, `");
    let folder = scope.suites().last().map_or_else(|| output.runs(), |suite| output.suite(suite));
    Err(SummaryError::NoRuns { suite, folder })
}

fn read_suite(read: &mut ReadRuns, output: &OutputFolder, suite: &str) -> Result<(), SummaryError> {
    let folder = output.suite(suite);
    if !folder.is_dir() {
        let known = folders_in(&output.runs()).unwrap_or_default();
        return Err(SummaryError::NoSuite { suite: suite.into(), runs_folder: output.runs(), known });
    }
    let names = folders_in(&folder).map_err(|source| FileError::Read { path: folder.clone(), source })?;
    let (finished, unfinished): (Vec<String>, Vec<String>) = names
        .into_iter()
        .filter(|name| !NOT_RUNS.contains(&name.as_str()))
        .partition(|name| [RUN_SPEC, STATS].iter().all(|file| folder.join(name).join(file).exists()));
    if !unfinished.is_empty() {
        read.notes.push(Note::UnfinishedRuns { suite: suite.into(), folders: unfinished });
    }
    let paths: Vec<PathBuf> = finished.iter().map(|name| folder.join(name)).collect();
    let runs: Vec<Result<Run, FileError>> = paths.par_iter().map(|path| read_run(path)).collect();
    for (path, run) in paths.into_iter().zip(runs) {
        match run {
            Ok(run) => {
                if read.run_suites.insert(run.run_spec.name.clone(), suite.into()).is_some() {
                    read.notes.push(Note::RunInTwoSuites { run: run.run_spec.name.clone(), suite: suite.into() });
                }
                read.runs.push(run);
            }
            Err(error) => read.failed_runs.push(FailedRun { folder: path, in_tables: false, error: error.into() }),
        }
    }
    Ok(())
}

/// Names of the folders in a folder, sorted.
fn folders_in(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn read_run(folder: &Path) -> Result<Run, FileError> {
    let mut run_spec: RunSpec = json::read(&folder.join(RUN_SPEC))?;
    run_spec.adapter_spec.temperature = run_spec.adapter_spec.temperature.to_float();
    let mut stats: Vec<Stat> = json::read(&folder.join(STATS))?;
    stats.iter_mut().for_each(spell_as_floats);
    Ok(Run { run_path: folder.to_string_lossy().into_owned(), run_spec, stats })
}

/// HELM reads the values of statistics as floats, and so spells them in `runs.json`.
fn spell_as_floats(stat: &mut Stat) {
    stat.sum = stat.sum.to_float();
    stat.sum_squared = stat.sum_squared.to_float();
    for value in [&mut stat.min, &mut stat.max, &mut stat.mean, &mut stat.variance, &mut stat.stddev] {
        *value = value.map(crate::files::Number::to_float);
    }
}

/// The groups that the runs belong to, and what is measured there.
pub(super) fn groups_of(runs: &[Run]) -> Vec<GroupOfRuns> {
    let mut groups: IndexMap<&str, GroupOfRuns> = IndexMap::new();
    for run in runs {
        for name in &run.run_spec.groups {
            let group = groups.entry(name).or_insert_with(|| GroupOfRuns {
                name: name.clone(),
                method: run.run_spec.adapter_spec.method.clone(),
                ..GroupOfRuns::default()
            });
            for stat in &run.stats {
                if !group.metrics.contains(&stat.name.name) {
                    group.metrics.insert(stat.name.name.clone());
                }
                if let Some(split) = &stat.name.split
                    && !group.splits.contains(split)
                {
                    group.splits.insert(split.clone());
                }
            }
        }
    }
    groups.into_values().collect()
}

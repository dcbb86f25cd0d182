//! The static export: the web app, and what the API answers, as files that any static host serves.

mod compared;
mod unfinished_folder;

use crate::api::{self, Api, ExportPaths, Question};
use crate::config_js::config_js;
use crate::results::Results;
use crate::start_error::StartError;
use crate::version::Version;
use crate::web_app;
use compared::ComparePairs;
use helm_core::json::{self, FileError};
use helm_core::layout::OutputFolder;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};
use unfinished_folder::UnfinishedFolder;

/// Rows in a file of instances.
pub(crate) const INSTANCES_IN_FILE: usize = 50;
/// Tells an export from another folder.
const SITE: &str = "api/site.json";
const INDEX: &str = "index.html";

/// What was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Report {
    pub(crate) files: usize,
    pub(crate) runs: usize,
}

/// Writes everything into `folder`, which is to be new, empty, or an older export. That stays as it is until all is
/// written.
pub(crate) fn export(
    output: OutputFolder,
    version: &Version,
    project: &str,
    folder: &Path,
) -> Result<Report, StartError> {
    check(folder)?;
    let unfinished = UnfinishedFolder::create(folder)?;
    let mut api = Api::new(Results::new(output, version.clone(), project.into()));
    api.paths.export = Some(ExportPaths::of(&api).into());
    let writer = Writer { api: &api, goal: folder, folder: unfinished.path(), files: AtomicUsize::new(0) };
    writer.web_app(version, project)?;
    writer.lists()?;
    let runs = writer.runs()?;
    writer.write("api/compare.json", &ComparePairs::of(&api))?;
    writer.answer(SITE, &[], api::site::get)?;
    let files = writer.files.into_inner();
    unfinished.finish()?;
    Ok(Report { files, runs })
}

fn check(folder: &Path) -> Result<(), StartError> {
    let failed = |source| StartError::Export { path: folder.into(), source };
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => return Err(failed(error)),
    };
    if is_empty || folder.join(SITE).is_file() {
        Ok(())
    } else {
        Err(StartError::ExportNotEmpty { path: folder.into() })
    }
}

struct Writer<'a> {
    api: &'a Api,
    /// Where everything is to be in the end.
    goal: &'a Path,
    /// Where it is written.
    folder: &'a Path,
    files: AtomicUsize,
}

impl Writer<'_> {
    fn web_app(&self, version: &Version, project: &str) -> Result<(), StartError> {
        for (name, bytes) in web_app::files() {
            let path = self.folder.join(&name);
            let written = if name == INDEX {
                json::write_text(&path, &page(&String::from_utf8_lossy(&bytes)))
            } else {
                write_bytes(&path, &bytes)
            };
            self.count(written)?;
        }
        let config = format!("{}window.HELM_STATIC = true;\n", config_js(version, project));
        self.count(json::write_text(&self.folder.join("config.js"), &config))
    }

    fn lists(&self) -> Result<(), StartError> {
        self.answer("api/leaderboards.json", &[], api::leaderboards::get)?;
        self.answer("api/models.json", &[], api::models::list)?;
        self.answer("api/scenarios.json", &[], api::scenarios::get)?;
        self.write("api/runs.json", &api::runs::all(self.api))?;
        let Some(paths) = &self.api.paths.export else { return Ok(()) };
        for (number, name) in paths.groups.iter().enumerate() {
            self.answer(&format!("api/leaderboards/{number}.json"), &[name], api::leaderboard::get)?;
        }
        for (number, name) in paths.models.iter().enumerate() {
            self.answer(&format!("api/models/{number}.json"), &[name], api::models::get)?;
        }
        for (number, name) in paths.scenarios.iter().enumerate() {
            self.answer(&format!("api/scenarios/{number}.json"), &[name], api::scenario::get)?;
        }
        Ok(())
    }

    fn runs(&self) -> Result<usize, StartError> {
        let Some(paths) = &self.api.paths.export else { return Ok(0) };
        let names: Vec<&String> = paths.runs.iter().collect();
        names.par_iter().enumerate().try_for_each(|(number, name)| self.run(number, name))?;
        Ok(paths.runs.len())
    }

    fn run(&self, number: usize, name: &str) -> Result<(), StartError> {
        self.answer(&format!("api/runs/{number}.json"), &[name], api::run::get)?;
        self.answer(&format!("api/runs/{number}/stats.json"), &[name], api::run_stats::get)?;
        let list = self.api.results.runs();
        // A run that disappears in between is in the list all the same; its page then says that it is gone.
        let Some(run) = list.find(name) else { return Ok(()) };
        let rows = self.api.results.rows(run);
        let mut pages = Vec::new();
        for first in (0..rows.rows.len()).step_by(INSTANCES_IN_FILE) {
            let path = format!("runs/{number}/instances/{}.json", pages.len());
            let last = (first + INSTANCES_IN_FILE).min(rows.rows.len());
            let page: Vec<_> = (first..last).map(|row| api::instance::in_run(self.api, run, &rows, row)).collect();
            self.write(&format!("api/{path}"), &serde_json::json!({ "rows": page }))?;
            pages.push(path);
        }
        let index = RunInstances {
            total: rows.rows.len(),
            page_size: INSTANCES_IN_FILE,
            pages,
            perturbations: rows.keys.perturbations.iter().map(crate::results::Perturbation::value).collect(),
            rows: (0..rows.rows.len()).map(|row| IndexRow::new(&rows, row)).collect(),
            problems: rows.problems.clone(),
        };
        self.write(&format!("api/runs/{number}/instances.json"), &index)
    }

    /// The answer to a question, as a file.
    fn answer<T: Serialize>(
        &self,
        file: &str,
        about: &[&str],
        get: fn(&Api, &Question) -> Result<T, api::ApiError>,
    ) -> Result<(), StartError> {
        match get(self.api, &Question::about(about)) {
            Ok(answer) => self.write(file, &answer),
            // What can't be had is told where it would be, as a server would tell it.
            Err(error) => self.write(file, &error.body()),
        }
    }

    fn write<T: Serialize>(&self, file: &str, value: &T) -> Result<(), StartError> {
        let path = self.folder.join(file);
        let text = serde_json::to_string(value).map_err(|source| FileError::Json { path: path.clone(), source });
        self.count(text.and_then(|text| json::write_text(&path, &text)))
    }

    fn count(&self, written: Result<(), FileError>) -> Result<(), StartError> {
        self.files.fetch_add(1, Ordering::Relaxed);
        written.map_err(|error| {
            let (path, source) = match error {
                FileError::Read { path, source } | FileError::Write { path, source } => (path, source),
                FileError::Json { path, source } => (path, source.into()),
            };
            let path = path.strip_prefix(self.folder).map_or(path.clone(), |name| self.goal.join(name));
            StartError::Export { path, source }
        })
    }
}

/// The app's page for a host that serves it below any path and sends no headers of its own.
fn page(text: &str) -> String {
    let policy =
        format!("<head>\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{}\" />", web_app::POLICY_IN_PAGE);
    text.replace("=\"/", "=\"").replacen("<head>", &policy, 1)
}

fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let error = |source| FileError::Write { path: PathBuf::from(path), source };
    fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(error)?;
    fs::write(path, bytes).map_err(error)
}

/// What the browser filters the rows of a run by.
#[derive(Serialize)]
struct RunInstances {
    total: usize,
    page_size: usize,
    pages: Vec<String>,
    perturbations: Vec<Value>,
    rows: Vec<IndexRow>,
    problems: Vec<crate::results::Problem>,
}

#[derive(Serialize)]
struct IndexRow {
    instance_id: String,
    perturbation: Option<u16>,
    split: Option<String>,
    train_trial_index: u32,
    verdict: crate::results::Verdict,
    is_truncated: bool,
}

impl IndexRow {
    fn new(rows: &crate::results::RunRows, row: usize) -> Self {
        let key = &rows.keys.rows[row];
        Self {
            instance_id: key.instance_id.to_string(),
            perturbation: key.perturbation,
            split: rows.keys.split_of(row).map(str::to_owned),
            train_trial_index: key.train_trial_index,
            verdict: rows.rows[row].verdict,
            is_truncated: rows.rows[row].is_truncated,
        }
    }
}

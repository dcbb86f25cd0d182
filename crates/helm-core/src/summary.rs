//! Summarising: from the runs of one or more suites to the tables of the leaderboard.
//!
//! Everything is worked out before anything is written, from plain data and independent of the
//! number of threads; the files are then written whole, one by one.

mod adapter;
mod aggregate;
mod column_meaning;
mod columns;
mod context;
mod display;
mod error;
mod group_table;
mod group_tables;
mod index_tables;
mod latex;
mod models;
mod python_text;
mod run_index;
mod runs;
mod summary_files;
mod usage;
mod values;

pub use column_meaning::{ColumnMeaning, column_meaning, main_metric};
pub use error::{FailedRun, Note, RunError, SummaryError};
pub use summary_files::group_file;
pub use values::matching_stat;

use crate::files::{Run, Schema};
use crate::layout::OutputFolder;
use crate::registry::Registry;
use crate::schema::{self, SchemaProblem};
use context::Context;
use std::path::PathBuf;

/// Whose runs are summarised, and under which name.
#[derive(Clone, Debug, PartialEq)]
pub enum Scope {
    /// The runs of one suite; the summary lies beside them.
    Suite(String),
    /// The runs of several suites, gathered into a release.
    Release {
        /// Name of the release.
        release: String,
        /// The suites.
        suites: Vec<String>,
    },
}

/// Where the schema comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaSource {
    /// The built-in one, with the groups of the runs that it doesn't know.
    BuiltIn,
    /// A file, which decides alone what is shown.
    File(PathBuf),
    /// The runs.
    Runs,
}

/// What problems of the schema lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaValidation {
    /// The summary is refused.
    Error,
    /// They are told.
    Warn,
    /// Nothing.
    Off,
}

/// What to summarise, and how.
#[derive(Clone, Debug)]
pub struct SummaryRequest {
    /// The output folder.
    pub output: OutputFolder,
    /// Whose runs.
    pub scope: Scope,
    /// The schema.
    pub schema: SchemaSource,
    /// What problems of the schema lead to.
    pub schema_validation: SchemaValidation,
    /// Known models and deployments.
    pub registry: Registry,
    /// At most this many threads.
    pub threads: usize,
    /// List the runs behind each cell in its description.
    pub list_runs_in_cells: bool,
    /// Leave the display files of a run alone when all are there.
    pub skip_completed_displays: bool,
    /// Today, as `YYYY-MM-DD`.
    pub date: String,
}

/// What came of it.
#[derive(Debug)]
pub struct SummaryReport {
    /// Where the summary lies.
    pub folder: PathBuf,
    /// Number of runs in it.
    pub run_count: usize,
    /// Number of run groups that have runs.
    pub group_count: usize,
    /// Runs that could not be read, or not all of them.
    pub failed_runs: Vec<FailedRun>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

/// Reads the runs and writes their summary, and what the web app shows of each run.
///
/// # Errors
/// When there is nothing to summarise, the schema can't be used or a file can't be written. A run
/// that can't be read is reported, and the others are summarised.
pub fn summarize(request: &SummaryRequest) -> Result<SummaryReport, SummaryError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(request.threads).build()?;
    pool.install(|| summarize_here(request))
}

fn summarize_here(request: &SummaryRequest) -> Result<SummaryReport, SummaryError> {
    let mut schema = match &request.schema {
        SchemaSource::BuiltIn => schema::built_in(),
        SchemaSource::File(path) => schema::read(path)?,
        SchemaSource::Runs => Schema::default(),
    };
    let runs::ReadRuns { runs, run_suites, mut failed_runs, mut notes } = runs::read(&request.output, &request.scope)?;
    notes.extend(fit_schema(&mut schema, &request.schema, &runs));
    notes.extend(check_schema(&schema, request)?);

    let models = models::Models::new(&request.registry, &request.date);
    schema.adapter = Some(schema::adapter_fields());
    let context = Context::new(&schema, &runs, models, request.list_runs_in_cells);
    let folder = request.scope.folder(&request.output);
    let mut files = summary_files::SummaryFiles::new(folder.clone());
    files.add_runs(&runs, &run_suites)?;
    files.add_schema(&schema, context.used_models())?;
    files.add_executive_summary(&request.scope, &request.date)?;
    files.add_groups(&context)?;

    let displays = display::write_all(&runs, &schema, request.skip_completed_displays)?;
    failed_runs.extend(displays.failed_runs);
    files.add_usage(&displays.usage)?;
    files.write()?;
    let group_count = schema.run_groups.iter().filter(|group| context.index.has_runs(&group.name)).count();
    Ok(SummaryReport { folder, run_count: runs.len(), group_count, failed_runs, notes })
}

/// Makes the schema say something about every run where it leaves that to us.
fn fit_schema(schema: &mut Schema, source: &SchemaSource, runs: &[Run]) -> Vec<Note> {
    let groups = runs::groups_of(runs);
    let mut notes = Vec::new();
    match source {
        SchemaSource::BuiltIn => {
            let others = schema::show_other_groups(schema, &groups);
            notes.extend((!others.is_empty()).then_some(Note::GroupsShownAsTheyAre(others)));
        }
        SchemaSource::Runs => *schema = schema::generate(&groups),
        SchemaSource::File(path) => {
            schema::complete(schema, &groups);
            let known = |name: &String| schema.run_groups.iter().any(|group| group.name == *name);
            let hidden: Vec<String> =
                groups.iter().map(|group| group.name.clone()).filter(|name| !known(name)).collect();
            notes
                .extend((!hidden.is_empty()).then(|| Note::GroupsNotInSchema { schema: path.clone(), groups: hidden }));
        }
    }
    let defined = |name: &String| schema.metrics.iter().any(|metric| metric.name == *name);
    let metrics: indexmap::IndexSet<String> = groups.into_iter().flat_map(|group| group.metrics).collect();
    let undefined: Vec<String> = metrics.into_iter().filter(|name| !defined(name)).collect();
    notes.extend((!undefined.is_empty()).then_some(Note::MetricsNotInSchema(undefined)));
    notes
}

fn check_schema(schema: &Schema, request: &SummaryRequest) -> Result<Vec<Note>, SummaryError> {
    if request.schema_validation == SchemaValidation::Off {
        return Ok(Vec::new());
    }
    let problems: Vec<SchemaProblem> = schema::validate(schema);
    let SchemaSource::File(path) = &request.schema else { return Ok(Vec::new()) };
    if request.schema_validation == SchemaValidation::Error && !problems.is_empty() {
        return Err(SummaryError::SchemaProblems { path: path.clone(), problems });
    }
    Ok(problems.into_iter().map(|problem| Note::SchemaProblem { schema: path.clone(), problem }).collect())
}

impl Scope {
    /// Where the summary lies.
    fn folder(&self, output: &OutputFolder) -> PathBuf {
        match self {
            Self::Suite(suite) => output.suite(suite),
            Self::Release { release, .. } => output.release(release),
        }
    }

    /// The suites whose runs are read.
    fn suites(&self) -> &[String] {
        match self {
            Self::Suite(suite) => std::slice::from_ref(suite),
            Self::Release { suites, .. } => suites,
        }
    }
}

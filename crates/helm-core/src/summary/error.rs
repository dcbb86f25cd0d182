use super::aggregate::STRATEGIES;
use crate::json::FileError;
use crate::nearest::did_you_mean;
use crate::schema::{SchemaError, SchemaProblem, UnknownVariable, adapter_fields};
use std::fmt;
use std::path::PathBuf;

/// Why there is no summary.
#[derive(Debug, thiserror::Error)]
pub enum SummaryError {
    /// There is no such suite.
    #[error("there is no suite `{suite}` in `{}`", runs_folder.display())]
    NoSuite {
        /// The suite.
        suite: String,
        /// Where suites lie.
        runs_folder: PathBuf,
        /// The suites that there are.
        known: Vec<String>,
    },
    /// The suite's folder holds no run.
    #[error("the suite `{suite}` has no finished run in `{}`", folder.display())]
    NoRuns {
        /// The suite, or several.
        suite: String,
        /// Where the runs should lie.
        folder: PathBuf,
    },
    /// There are runs, but none that can be read.
    #[error("none of the {} runs can be read, so nothing was written; the first one: {}", .0.len(), .0[0])]
    NoReadableRun(Vec<FailedRun>),
    /// The schema file can't be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The schema has problems, and was to have none.
    #[error("the schema `{}` has {}:{}", path.display(), counted(problems.len()), listed(problems))]
    SchemaProblems {
        /// The schema file.
        path: PathBuf,
        /// What is wrong.
        problems: Vec<SchemaProblem>,
    },
    /// A run group contains a run group that is not defined.
    #[error("the schema's run group `{run_group}` has the subgroup `{subgroup}`, which is not defined")]
    UnknownSubgroup {
        /// The run group.
        run_group: String,
        /// The subgroup.
        subgroup: String,
        /// The run groups that there are.
        known: Vec<String>,
    },
    /// A run group shows a metric group that is not defined.
    #[error("the schema's run group `{run_group}` shows the metric group `{metric_group}`, which is not defined")]
    UnknownMetricGroup {
        /// The run group.
        run_group: String,
        /// The metric group.
        metric_group: String,
        /// The metric groups that there are.
        known: Vec<String>,
    },
    /// A metric group shows a perturbation that is not defined.
    #[error("the schema's metric group `{metric_group}` shows the perturbation `{perturbation}`, which is not defined")]
    UnknownPerturbation {
        /// The metric group.
        metric_group: String,
        /// The perturbation.
        perturbation: String,
        /// The perturbations that there are.
        known: Vec<String>,
    },
    /// A metric's name needs a variable that the run group lacks.
    #[error("in the schema's metric group `{metric_group}`, as shown for the run group `{run_group}`: {source}")]
    UnknownVariable {
        /// The run group.
        run_group: String,
        /// The metric group.
        metric_group: String,
        /// The variable.
        source: UnknownVariable,
    },
    /// A run group tells methods apart by a field that adapter specs lack.
    #[error(
        "the schema's run group `{run_group}` has `{key}` in `adapter_keys_shown`, which is no field of adapter specs"
    )]
    UnknownAdapterKey {
        /// The run group.
        run_group: String,
        /// The field.
        key: String,
    },
    /// A metric group aggregates in a way that there is not.
    #[error("the schema's metric group `{metric_group}` has the aggregation strategy `{strategy}`")]
    UnknownStrategy {
        /// The metric group.
        metric_group: String,
        /// The strategy.
        strategy: String,
    },
    /// A mean over columns where more is better and columns where less is.
    #[error(
        "the metric group `{metric_group}` takes the mean of its columns for the run group `{run_group}`, \
         but more is better in `{}` and not in `{}`", columns.0, columns.1
    )]
    MeanOfOppositeColumns {
        /// The run group.
        run_group: String,
        /// The metric group.
        metric_group: String,
        /// Two columns that don't go together.
        columns: (String, String),
    },
    /// A file can't be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Something can't be spelled as JSON.
    #[error("can't spell the summary as JSON")]
    Json(#[from] serde_json::Error),
    /// The threads could not be started.
    #[error("can't start the threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl SummaryError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        let near_or_all = |name: &str, known: &[String], nothing: &str| {
            let near = did_you_mean(name, known.iter().map(String::as_str));
            near.unwrap_or_else(
                || if known.is_empty() { nothing.into() } else { format!("there is {}", quoted(known)) },
            )
        };
        Some(match self {
            Self::NoSuite { suite, known, .. } => near_or_all(
                suite,
                known,
                &format!("run `helm-run --suite {suite} ...` first, or name the folder with `--output-path`"),
            ),
            Self::NoRuns { suite, .. } => format!("run `helm-run --suite {suite} ...` first"),
            Self::NoReadableRun(_) => "run `helm-run` again for what is broken".into(),
            Self::Schema(error) => error.hint()?,
            Self::SchemaProblems { .. } => "correct the schema, or use `--schema-validation warn`".into(),
            Self::UnknownSubgroup { subgroup, known, .. } => near_or_all(subgroup, known, "define it in `run_groups`"),
            Self::UnknownMetricGroup { metric_group, known, .. } => {
                near_or_all(metric_group, known, "define it in `metric_groups`")
            }
            Self::UnknownPerturbation { perturbation, known, .. } => {
                near_or_all(perturbation, known, "define it in `perturbations`")
            }
            Self::UnknownVariable { run_group, source, .. } => near_or_all(
                &source.variable,
                &source.known,
                &format!("add `environment: {{{}: ...}}` to the run group `{run_group}`", source.variable),
            ),
            Self::UnknownAdapterKey { key, .. } => {
                let fields: Vec<String> = adapter_fields().into_iter().map(|field| field.name).collect();
                near_or_all(key, &fields, "")
            }
            Self::UnknownStrategy { strategy, .. } => near_or_all(strategy, &STRATEGIES.map(str::to_owned), ""),
            Self::MeanOfOppositeColumns { metric_group, .. } => {
                format!(
                    "give the metrics the same `lower_is_better`, or take `mean` out of `aggregation_strategies` of `{metric_group}`"
                )
            }
            Self::File(error) => error.hint()?,
            Self::Json(_) | Self::Threads(_) => return None,
        })
    }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn counted(problems: usize) -> String {
    if problems == 1 { "1 problem".into() } else { format!("{problems} problems") }
}

fn listed(problems: &[SchemaProblem]) -> String {
    let lines = problems.iter().map(|problem| format!("\n  {problem}"));
    lines.collect::<Vec<_>>().concat()
}

/// A run that could not be read, or not all of it.
#[derive(Debug)]
pub struct FailedRun {
    /// The run's folder.
    pub folder: PathBuf,
    /// Whether the run is in the tables, and only what the web app shows of its instances is missing.
    pub in_tables: bool,
    /// What went wrong.
    pub error: RunError,
}

impl fmt::Display for FailedRun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.error)
    }
}

/// What can be wrong with a run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// One of its files.
    #[error(transparent)]
    File(#[from] FileError),
    /// Its pattern for answers is none.
    #[error("`{pattern}`, the `output_mapping_pattern` of the run in `{}`, is no regular expression that can be used here: {source}", folder.display())]
    Pattern {
        /// The run's folder.
        folder: PathBuf,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        source: Box<regex::Error>,
    },
}

/// Something that is worth knowing, though the summary is complete.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// Folders of a suite that hold no finished run.
    UnfinishedRuns {
        /// The suite.
        suite: String,
        /// The folders.
        folders: Vec<String>,
    },
    /// A run that is in two suites of a release.
    RunInTwoSuites {
        /// The run's name.
        run: String,
        /// The suite that the release names for it.
        suite: String,
    },
    /// Groups that the built-in schema doesn't know.
    GroupsShownAsTheyAre(Vec<String>),
    /// Groups that the schema file leaves out.
    GroupsNotInSchema {
        /// The schema file.
        schema: PathBuf,
        /// The groups.
        groups: Vec<String>,
    },
    /// Metrics that the schema doesn't define.
    MetricsNotInSchema(Vec<String>),
    /// A problem of the schema that does no harm here.
    SchemaProblem {
        /// The schema file.
        schema: PathBuf,
        /// The problem.
        problem: SchemaProblem,
    },
}

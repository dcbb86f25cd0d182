//! What is to be done, resolved from the arguments in one place.

use crate::args::{Args, Validation};
use helm_core::layout::{OutputFolder, is_folder_name};
use helm_core::summary::{SchemaSource, SchemaValidation, Scope};
use std::fmt;
use std::path::PathBuf;

/// The suite when none is named.
const DEFAULT_SUITE: &str = "default";

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The output folder.
    pub output: OutputFolder,
    /// Whose runs.
    pub scope: Scope,
    /// What to show.
    pub schema: SchemaSource,
    /// What problems of the schema lead to.
    pub schema_validation: SchemaValidation,
    /// Folder of the registry's local files.
    pub local_path: PathBuf,
    /// At most this many threads.
    pub threads: usize,
    /// Say more.
    pub debug: bool,
    /// Leave display files alone when they are there.
    pub skip_completed_displays: bool,
}

/// Arguments that don't go together, and what to write instead.
#[derive(Debug, PartialEq)]
pub struct UsageError {
    /// What is wrong.
    pub message: &'static str,
    /// What to write.
    pub hint: &'static str,
}

impl fmt::Display for UsageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message)
    }
}

impl TryFrom<Args> for Settings {
    type Error = UsageError;

    fn try_from(args: Args) -> Result<Self, UsageError> {
        let scope = scope(args.suite, args.release, args.suites)?;
        let schema = match (args.schema_path, args.auto_generate_schema) {
            (Some(_), true) => {
                return Err(UsageError {
                    message: "`--schema-path` can't be used together with `--auto-generate-schema`",
                    hint: "leave one of them out",
                });
            }
            (Some(path), false) => SchemaSource::File(path),
            (None, true) => SchemaSource::Runs,
            (None, false) => SchemaSource::BuiltIn,
        };
        Ok(Self {
            output: OutputFolder::new(args.output_path),
            scope,
            schema,
            schema_validation: match args.schema_validation {
                Validation::Error => SchemaValidation::Error,
                Validation::Warn => SchemaValidation::Warn,
                Validation::Off => SchemaValidation::Off,
            },
            local_path: args.local_path,
            threads: args.num_threads.into(),
            debug: args.debug,
            skip_completed_displays: args.skip_completed_run_display_json,
        })
    }
}

/// An empty name counts as none.
fn scope(suite: Option<String>, release: Option<String>, suites: Vec<String>) -> Result<Scope, UsageError> {
    let suite = suite.filter(|suite| !suite.is_empty());
    let release = release.filter(|release| !release.is_empty());
    if !suite.iter().chain(&release).chain(&suites).all(|name| is_folder_name(name)) {
        return Err(UsageError {
            message: "the name of a suite or release is not the name of one folder",
            hint: "use names without `/` or `\\`, other than `.` and `..`",
        });
    }
    match (suite, release, suites.is_empty()) {
        (Some(_), Some(_), _) | (Some(_), _, false) => Err(UsageError {
            message: "`--suite` can't be used together with `--release` or `--suites`",
            hint: "write `--suite S` for one suite, or `--release R --suites S1 S2` for several",
        }),
        (Some(suite), None, true) => Ok(Scope::Suite(suite)),
        (None, Some(release), false) => Ok(Scope::Release { release, suites }),
        (None, Some(_), true) => Err(UsageError {
            message: "`--release` needs `--suites`, the suites that it is made of",
            hint: "write `--release R --suites S1 S2`",
        }),
        (None, None, false) => Err(UsageError {
            message: "`--suites` needs `--release`, the name of what is made of them",
            hint: "write `--release R --suites S1 S2`, or `--suite S` for one suite",
        }),
        (None, None, true) => Ok(Scope::Suite(DEFAULT_SUITE.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(suite: &str, release: &str, suites: &[&str], expected: Option<&Scope>) {
        let suites = suites.iter().map(|&suite| suite.to_owned()).collect();
        assert_eq!(scope(Some(suite.into()), Some(release.into()), suites).ok().as_ref(), expected);
    }

    #[test]
    fn a_suite_or_a_release_of_suites() {
        check("", "", &[], Some(&Scope::Suite("default".into())));
        check("s", "", &[], Some(&Scope::Suite("s".into())));
        let release = Scope::Release { release: "r".into(), suites: vec!["a".into(), "b".into()] };
        check("", "r", &["a", "b"], Some(&release));
        check("s", "r", &["a"], None);
        check("s", "", &["a"], None);
        check("", "r", &[], None);
        check("", "", &["a"], None);
    }

    #[test]
    fn names_lead_nowhere_else() {
        check("../s", "", &[], None);
        check("", "..", &["a"], None);
        check("", "r", &["a", "b/c"], None);
    }
}

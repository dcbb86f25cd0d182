//! Schemas: which metrics, perturbations and run groups there are, and how the web app shows them.
//!
//! A schema comes from a file that someone wrote, from the one built in, or from the runs
//! themselves; the structs are in [`files`](crate::files).

mod adapter_fields;
mod generate;
mod template;
mod validate;

pub use adapter_fields::adapter_fields;
pub use generate::{GroupOfRuns, complete, generate, show_other_groups};
pub use template::UnknownVariable;
pub use validate::{SchemaProblem, validate};

use crate::files::{Field, MetricGroup, MetricName, MetricNameMatcher, RunGroup, Schema};
use crate::json::{self, FileError};
use crate::nearest::did_you_mean;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A schema file that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// There is no such file.
    #[error("there is no schema file `{}`", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// Schema files in the same folder.
        nearby: Vec<String>,
    },
    /// Reading failed.
    #[error("can't read the schema file `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The content is not a schema in YAML.
    #[error("`{}` is not a schema in YAML: {message}", path.display())]
    Yaml {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
    /// The content is not a schema in JSON.
    #[error(transparent)]
    Json(FileError),
}

impl SchemaError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { path, nearby } => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                did_you_mean(&name, nearby.iter().map(String::as_str))
                    .or_else(|| Some("without `--schema-path` a built-in schema is used".into()))
            }
            Self::Read { .. } => None,
            Self::Yaml { .. } | Self::Json(_) => {
                Some("a schema has `metrics`, `perturbations`, `metric_groups` and `run_groups`, each a list".into())
            }
        }
    }
}

/// Reads a schema file: JSON when its name ends in `.json`, otherwise YAML.
pub fn read(path: &Path) -> Result<Schema, SchemaError> {
    if !path.is_file() {
        return Err(SchemaError::Missing { path: path.into(), nearby: schemas_beside(path) });
    }
    if path.extension().is_some_and(|extension| extension == "json") {
        return json::read(path).map_err(SchemaError::Json);
    }
    let text = fs::read_to_string(path).map_err(|source| SchemaError::Read { path: path.into(), source })?;
    parse_yaml(&text).map_err(|message| SchemaError::Yaml { path: path.into(), message })
}

/// The schema for those who name none: MMLU, the demonstration, and the usual metrics.
pub fn built_in() -> Schema {
    parse_yaml(include_str!("schema/default_schema.yaml")).expect("the built-in schema is read by a test")
}

fn parse_yaml(text: &str) -> Result<Schema, String> {
    // As in PyYAML, the last of two equal keys counts.
    let options = serde_saphyr::options! { duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| error.to_string())
}

fn schemas_beside(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending)))
        .collect();
    names.sort();
    names
}

fn shown_name<'a>(short: Option<&'a str>, display: Option<&'a str>, name: &'a str) -> &'a str {
    [short, display].into_iter().flatten().find(|text| !text.is_empty()).unwrap_or(name)
}

impl Field {
    /// The name for places with little room.
    pub fn short_name(&self) -> &str {
        shown_name(self.short_display_name.as_deref(), self.display_name.as_deref(), &self.name)
    }

    /// The name as shown.
    pub fn long_name(&self) -> &str {
        shown_name(None, self.display_name.as_deref(), &self.name)
    }
}

impl MetricGroup {
    /// The name for places with little room.
    pub fn short_name(&self) -> &str {
        shown_name(self.short_display_name.as_deref(), self.display_name.as_deref(), &self.name)
    }
}

impl RunGroup {
    /// The name for places with little room.
    pub fn short_name(&self) -> &str {
        shown_name(self.short_display_name.as_deref(), self.display_name.as_deref(), &self.name)
    }
}

impl MetricNameMatcher {
    /// Whether the statistic of that name is meant.
    ///
    /// Of perturbed statistics only the worst case is: the least over an instance and its perturbed copies.
    pub fn matches(&self, name: &MetricName) -> bool {
        self.name == name.name
            && (self.split == "__all__" || name.split.as_deref() == Some(&self.split))
            && (self.sub_split.is_none() || self.sub_split == name.sub_split)
            && match &name.perturbation {
                None => self.perturbation_name.is_none(),
                Some(perturbation) => {
                    self.perturbation_name.as_deref() == Some(&perturbation.name) && perturbation.computed_on == "worst"
                }
            }
    }

    /// The matcher with the variables of a run group filled in. As in HELM, its sub-split is lost.
    pub fn substitute(&self, group: &RunGroup) -> Result<Self, UnknownVariable> {
        let fill = |text: &str| template::render(text, &group.environment);
        Ok(Self {
            name: fill(&self.name)?,
            split: fill(&self.split)?,
            sub_split: None,
            perturbation_name: self.perturbation_name.as_deref().map(fill).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests;

//! What `helm-summarize` (or HELM) left of the shown suite or release.

use super::problem::Problem;
use super::run_scores::DECIDING_METRICS;
use super::stamp::{Root, Stamp};
use helm_core::files::{ExecutiveSummary, Field, RunGroup, Schema, SchemaModel, Table};
use helm_core::json::{self, FileError};
use helm_core::schema;
use helm_core::summary::{ColumnMeaning, group_file, main_metric};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

const SUMMARY: &str = "summary.json";
const SCHEMA: &str = "schema.json";

/// The summary's small files. Without a summary the built-in schema stands in.
pub(crate) struct Summary {
    pub(crate) summary: Option<ExecutiveSummary>,
    pub(crate) schema: Schema,
    pub(crate) problems: Vec<Problem>,
    /// Of the schema.
    pub(crate) stamp: Option<Stamp>,
    stamps: [Option<Stamp>; 2],
    folder: PathBuf,
}

#[derive(Default)]
pub(super) struct SummaryReader {
    last: Mutex<Option<Arc<Summary>>>,
}

impl SummaryReader {
    pub(super) fn read(&self, root: &Root, folder: &Path) -> Arc<Summary> {
        let stamps = [SUMMARY, SCHEMA].map(|file| root.stamp(&folder.join(file)));
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = last.as_ref().filter(|known| known.stamps == stamps) {
            return Arc::clone(known);
        }
        let summary = Arc::new(Summary::read(root, folder, stamps));
        *last = Some(Arc::clone(&summary));
        summary
    }
}

impl Summary {
    fn read(root: &Root, folder: &Path, stamps: [Option<Stamp>; 2]) -> Self {
        let mut problems = Vec::new();
        let summary = optional(root, &folder.join(SUMMARY), stamps[0], &mut problems);
        let schema = optional(root, &folder.join(SCHEMA), stamps[1], &mut problems).unwrap_or_else(schema::built_in);
        Self { summary, schema, problems, stamp: stamps[1], stamps, folder: folder.into() }
    }

    /// The stamp of the file with a group's tables; none where it has no tables.
    pub(crate) fn tables_stamp(&self, group: &str) -> Option<(std::time::SystemTime, u64)> {
        let metadata = self.folder.join("groups").join(group_file(group)).metadata().ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }

    /// The tables of a group.
    pub(crate) fn tables(&self, group: &str) -> Result<Vec<Table>, FileError> {
        json::read(&self.folder.join("groups").join(group_file(group)))
    }

    /// Where the tables of a group are, for messages.
    pub(crate) fn tables_file(group: &str) -> String {
        format!("groups/{}", group_file(group))
    }

    pub(crate) fn group(&self, name: &str) -> Option<&RunGroup> {
        self.schema.run_groups.iter().find(|group| group.name == name)
    }

    pub(crate) fn metric(&self, name: &str) -> Option<&Field> {
        self.schema.metrics.iter().rev().find(|metric| metric.name == name)
    }

    /// Whether a metric says how good something is, rather than what was asked and how: only then an interval means
    /// something.
    pub(crate) fn is_score(&self, name: &str) -> bool {
        DECIDING_METRICS.contains(&name) || self.metric(name).is_some_and(|metric| metric.lower_is_better.is_some())
    }

    pub(crate) fn metric_display_name(&self, name: &str) -> String {
        self.metric(name).map_or(name, Field::short_name).to_owned()
    }

    pub(crate) fn model(&self, name: &str) -> Option<&SchemaModel> {
        self.schema.models.iter().flatten().find(|model| model.name == name)
    }

    pub(crate) fn model_display_name(&self, name: &str) -> String {
        let known = self.model(name).and_then(|model| model.display_name.clone());
        known.filter(|text| !text.is_empty()).unwrap_or_else(|| name.into())
    }

    /// What runs of these groups are ranked by: the main metric of the first that has one.
    pub(crate) fn main_metric(&self, groups: &[String]) -> Option<ColumnMeaning<'_>> {
        groups.iter().find_map(|name| main_metric(&self.schema, self.group(name)?))
    }
}

fn optional<T: DeserializeOwned>(
    root: &Root,
    path: &Path,
    stamp: Option<Stamp>,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    stamp?;
    match json::read(path) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(Problem::of_summary_file(root, path, &error, "helm-summarize"));
            None
        }
    }
}

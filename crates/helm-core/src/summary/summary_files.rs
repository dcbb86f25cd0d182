//! The files of a summary, worked out first and written together.

use super::Scope;
use super::context::Context;
use super::error::SummaryError;
use super::group_tables::tables_of_all_groups;
use super::index_tables::index_tables;
use super::latex::latex;
use super::usage::{self, Usage};
use crate::files::{ExecutiveSummary, GroupMetadata, Hyperlink, Run, RunGroup, Schema, SchemaModel, Table};
use crate::json::{self, UnfinishedFile};
use indexmap::IndexMap;
use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

pub(super) struct SummaryFiles {
    folder: PathBuf,
    /// Of two files with the same path the later one counts.
    texts: IndexMap<PathBuf, String>,
}

impl SummaryFiles {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, texts: IndexMap::new() }
    }

    fn add<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), SummaryError> {
        self.texts.insert(self.folder.join(name), json::to_string(value)?);
        Ok(())
    }

    pub(super) fn add_runs(&mut self, runs: &[Run], suites: &IndexMap<String, String>) -> Result<(), SummaryError> {
        self.add("runs.json", runs)?;
        self.add("run_specs.json", &runs.iter().map(|run| &run.run_spec).collect::<Vec<_>>())?;
        self.add("runs_to_run_suites.json", suites)?;
        self.add("costs.json", &usage::estimated(runs))
    }

    pub(super) fn add_usage(&mut self, usages: &[(String, Usage)]) -> Result<(), SummaryError> {
        self.add("usage.json", &usage::used(usages))
    }

    pub(super) fn add_schema(&mut self, schema: &Schema, models: Vec<SchemaModel>) -> Result<(), SummaryError> {
        self.add("schema.json", &Schema { models: Some(models), ..schema.clone() })
    }

    pub(super) fn add_executive_summary(&mut self, scope: &Scope, date: &str) -> Result<(), SummaryError> {
        let (release, suite) = match scope {
            Scope::Suite(suite) => (None, Some(suite.clone())),
            Scope::Release { release, .. } => (Some(release.clone()), None),
        };
        let suites = Some(scope.suites().to_vec());
        self.add("summary.json", &ExecutiveSummary { release, suites, suite, date: date.into() })
    }

    pub(super) fn add_groups(&mut self, context: &Context) -> Result<(), SummaryError> {
        self.add("groups.json", &index_tables(context)?)?;
        let metadata = |group: &RunGroup| GroupMetadata {
            display_name: group.display_name.clone(),
            description: group.description.clone(),
            taxonomy: group.taxonomy.clone(),
        };
        let metadata: IndexMap<&str, GroupMetadata> =
            context.schema.run_groups.iter().map(|group| (group.name.as_str(), metadata(group))).collect();
        self.add("groups_metadata.json", &metadata)?;

        let folder = self.folder.join("groups");
        let files = tables_of_all_groups(context)?
            .into_par_iter()
            .filter(|(_, tables)| !tables.is_empty())
            .map(|(group, tables)| files_of_group(&folder, group, tables));
        let files: Vec<Vec<(PathBuf, String)>> = files.collect::<Result<_, SummaryError>>()?;
        self.texts.extend(files.into_iter().flatten());
        Ok(())
    }

    pub(super) fn write(self) -> Result<(), SummaryError> {
        // All are written beside before any is replaced, so that an older summary stays where there is no room.
        let texts: Vec<(PathBuf, String)> = self.texts.into_iter().collect();
        let files: Vec<UnfinishedFile> =
            texts.par_iter().map(|(path, text)| json::write_unfinished_text(path, text)).collect::<Result<_, _>>()?;
        // `summary.json` comes last: it says that a summary is there.
        let (last, first): (Vec<_>, Vec<_>) =
            texts.iter().zip(files).partition(|((path, _), _)| path.ends_with("summary.json"));
        first.into_iter().chain(last).try_for_each(|(_, file)| file.finish())?;
        Ok(())
    }
}

/// Each table in LaTeX and JSON, linked from the table, and all of them in one file.
fn files_of_group(
    folder: &Path,
    group: &RunGroup,
    mut tables: Vec<Table>,
) -> Result<Vec<(PathBuf, String)>, SummaryError> {
    let mut files = Vec::new();
    for table in &mut tables {
        let name = table.name.clone().unwrap_or_default();
        let stem = format!("{}_{name}", group.name);
        let path = |kind: &str, ending: &str| folder.join(kind).join(file_name(&stem, ending));
        let link = |text: &str, path: &Path| Hyperlink { text: text.into(), href: path.to_string_lossy().into_owned() };
        let (latex_path, json_path) = (path("latex", "tex"), path("json", "json"));
        table.links.extend([link("LaTeX", &latex_path), link("JSON", &json_path)]);
        files.push((latex_path, latex(table, &format!("{name} ({})", group.name))));
        files.push((json_path, json::to_string(table)?));
    }
    files.push((folder.join(group_file(&group.name)), json::to_string(&tables)?));
    Ok(files)
}

/// The name, in the folder `groups`, of the file with all tables of a run group.
pub fn group_file(group: &str) -> String {
    file_name(group, "json")
}

/// A name that file systems take: not below another folder, and not too long. Nearly all names stay as they are.
fn file_name(stem: &str, ending: &str) -> String {
    const MOST_BYTES: usize = 200;
    let stem = stem.replace('/', "_");
    if stem.len() <= MOST_BYTES {
        return format!("{stem}.{ending}");
    }
    let kept = stem.char_indices().map(|(start, _)| start).take_while(|start| *start <= MOST_BYTES).last();
    let digest = Sha256::digest(&stem);
    let digest = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    format!("{}-{digest:08x}.{ending}", &stem[..kept.unwrap_or_default()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ones_that_file_systems_take() {
        assert_eq!(file_name("mmlu_mmlu_subject:anatomy", "json"), "mmlu_mmlu_subject:anatomy.json");
        assert_eq!(file_name("a/b", "tex"), "a_b.tex");
        let (one, other) = (file_name(&"é".repeat(300), "json"), file_name(&"é".repeat(301), "json"));
        assert!(one.len() < 255 && one != other, "{one} {other}");
    }
}

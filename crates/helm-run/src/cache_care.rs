//! `--cache-info`, `--cache-verify` and `--cache-compact`: what is kept below the local folder.

use crate::Shown;
use crate::answer_caches;
use crate::args::CacheTask;
use crate::error::Error;
use crate::settings::Settings;
use crate::terminal::{Terminal, columns};
use std::fs;
use std::path::{Path, PathBuf};

/// A line a file. Files that can't be used are told of and left out.
pub(crate) fn table(settings: &Settings, terminal: &Terminal, task: CacheTask) -> Shown {
    let header: &[&str] = match task {
        CacheTask::Info => &["file", "entries", "bytes"],
        CacheTask::Verify => &["file", "whole entries", "damaged entries", "problems"],
        CacheTask::Compact => &["file", "bytes before", "bytes after"],
    };
    let mut rows = vec![header.iter().map(ToString::to_string).collect()];
    let mut num_failed = 0;
    for file in files(&answer_caches::folder(&settings.local_path)) {
        match row(&file, task) {
            Ok((row, is_whole)) => {
                rows.push(row);
                num_failed += usize::from(!is_whole);
            }
            Err(source) => {
                terminal.errors(&[Error::Cache(source)]);
                num_failed += 1;
            }
        }
    }
    Shown { text: columns(&rows), num_failed }
}

/// What is to be shown of a file, and whether all of it can be used.
fn row(file: &Path, task: CacheTask) -> Result<(Vec<String>, bool), helm_cache::Error> {
    let name = file.display().to_string();
    match task {
        CacheTask::Info => {
            let info = helm_cache::info(file)?;
            Ok((vec![name, info.num_entries.to_string(), info.bytes.to_string()], true))
        }
        CacheTask::Verify => {
            let found = helm_cache::verify(file)?;
            let mut problems = found.problems;
            if let Some(aside) = found.set_aside {
                problems.push(format!("could not be read and is now `{}`", aside.display()));
            }
            let is_whole = found.num_damaged == 0 && problems.is_empty();
            let problems = if problems.is_empty() { "-".into() } else { problems.join("; ").replace('\n', " ") };
            Ok((vec![name, found.num_whole.to_string(), found.num_damaged.to_string(), problems], is_whole))
        }
        CacheTask::Compact => {
            let before = helm_cache::info(file)?.bytes;
            helm_cache::compact(file)?;
            Ok((vec![name, before.to_string(), helm_cache::info(file)?.bytes.to_string()], true))
        }
    }
}

/// The files of a cache, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "sqlite")).collect();
    files.sort();
    files
}

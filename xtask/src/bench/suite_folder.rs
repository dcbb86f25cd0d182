//! Benchmarks on a large suite: where it lies, which programs are measured on it, and whether it stays there.

use crate::command::repository;
use crate::demo;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// What such benchmarks are told.
#[derive(clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Instances of each run
    #[arg(long, default_value_t = 1000)]
    pub(super) instances: usize,

    /// Folder with the programs to measure, in place of building them
    #[arg(long, value_name = "DIR")]
    programs: Option<PathBuf>,

    /// Leave the suite in a folder under `target`, and take the one that is there (17 kB an instance)
    #[arg(long)]
    keep: bool,
}

/// The folder of a benchmark, and the programs that it measures.
pub(super) struct SuiteFolder {
    programs: PathBuf,
    pub(super) path: PathBuf,
}

impl Args {
    /// Makes the demonstration and what `make` adds to it in the folder of that name under `target`, unless they were kept
    /// there, and measures. Made last is `made_last`, a path in the output folder.
    pub(super) fn measure(
        &self,
        name: &str,
        made_last: &str,
        build: impl FnOnce() -> Result<PathBuf>,
        make: impl FnOnce(&SuiteFolder) -> Result<()>,
        measure: impl FnOnce(&SuiteFolder) -> Result<()>,
    ) -> Result<()> {
        let programs = self.programs.clone().map_or_else(build, Ok)?;
        let folder = SuiteFolder { programs, path: repository().join("target").join(name) };
        if !(self.keep && folder.output().join(made_last).exists()) {
            remove(&folder.path)?;
            demo::run_and_summarize(&folder.programs, &folder.path)?;
            make(&folder)?;
        }
        let measured = measure(&folder);
        if !self.keep {
            remove(&folder.path)?;
        }
        measured
    }
}

impl SuiteFolder {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    pub(super) fn output(&self) -> PathBuf {
        self.path.join("benchmark_output")
    }

    pub(super) fn local(&self) -> PathBuf {
        self.path.join("prod_env")
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("can't remove `{}`", folder.display()))?;
    }
    Ok(())
}

//! How much memory a run of many instances takes: the demonstration's questions over and over, asked of its model,
//! which takes next to none itself.

use super::measured::measured;
use crate::command::{build_programs, command, repository, say};
use anyhow::{Context, Result};
use helm_core::files::{Instance, ObjectSpec};
use helm_core::scenario::{self, Archive, DataSource};
use serde_json::json;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: usize = 5;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Instances of the run
    #[arg(long, default_value_t = 100_000)]
    instances: usize,

    /// Folder with the programs to measure, in place of building them
    #[arg(long, value_name = "DIR")]
    programs: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let programs = match &args.programs {
        Some(programs) => programs.clone(),
        None => build_programs("release", &["--release"])?,
    };
    let folder = repository().join("target/bench-memory");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("can't empty `{}`", folder.display()))?;
    }
    let (questions, local) = (folder.join("questions.jsonl"), folder.join("prod_env"));
    fs::create_dir_all(&local)?;
    write_questions(&questions, args.instances)?;
    let entry =
        format!("custom_mcqa:path={},num_train_instances={EXAMPLES},model=demo/tiny-gpt2", questions.to_string_lossy());
    let mut run = command(programs.join("helm-run"), &["--suite", "memory", "--run-entries", &entry]);
    run.args(["--max-eval-instances", &args.instances.to_string(), "--output-path"]);
    run.arg(folder.join("benchmark_output")).arg("--local-path").arg(&local);
    say(&format!("helm-run, {} instances: {} (bar: 500 MB)", args.instances, measured(&mut run)?));
    let mut summary = command(programs.join("helm-summarize"), &["--suite", "memory", "--output-path"]);
    summary.arg(folder.join("benchmark_output")).arg("--local-path").arg(&local);
    say(&format!("helm-summarize of it: {} (bar: 500 MB)", measured(&mut summary)?));
    fs::remove_dir_all(&folder).with_context(|| format!("can't remove `{}`", folder.display()))
}

/// The test questions of the demonstration, each with a number of its own, after a few to learn from.
fn write_questions(path: &Path, count: usize) -> Result<()> {
    let spec = ObjectSpec {
        class_name: scenario::DEMO_CLASS.into(),
        args: [("subject".to_owned(), json!("everyday_science"))].into_iter().collect(),
    };
    let instances = scenario::create(&spec)?.instances(Path::new(""), &NoData)?;
    let of_split = |split: &'static str| instances.iter().filter(move |one| one.split.as_deref() == Some(split));
    let numbered = of_split("test").cycle().take(count).enumerate().map(|(number, instance)| {
        let mut instance = instance.clone();
        instance.input.text = format!("{} ({number})", instance.input.text);
        instance
    });
    let mut file = BufWriter::new(File::create(path)?);
    for instance in of_split("train").take(EXAMPLES).cloned().chain(numbered) {
        let line: Instance = instance;
        writeln!(file, "{}", serde_json::to_string(&line)?)?;
    }
    Ok(file.flush()?)
}

/// The demonstration's questions are part of the library.
struct NoData;

impl DataSource for NoData {
    fn fetch(&self, _: &Archive, _: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err("there is nothing to fetch".into())
    }
    fn fetch_file(&self, _: &str, _: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
        Err("there is nothing to fetch".into())
    }
}

//! How fast many runs are summarised: at first, again when nothing has changed, and again after one run has; a tenth
//! of them by crfm-helm, where a Python environment with it is given.

use super::large_suite::LargeSuite;
use super::measured::{Measured, measured};
use crate::command::{build_programs, command, repository, say};
use crate::demo;
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

const SUITE: &str = "large";
/// The same runs, a tenth as many.
const TENTH: &str = "tenth";
/// Files that were written less than two seconds ago are read again, whatever their times say.
const SETTLED: Duration = Duration::from_secs(3);

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Runs of the suite
    #[arg(long, default_value_t = 1000)]
    runs: usize,

    /// Instances of each run
    #[arg(long, default_value_t = 1000)]
    instances: usize,

    /// The `bin` folder of a Python environment with crfm-helm 0.5.16, to summarise a tenth of the runs beside it
    #[arg(long, value_name = "DIR")]
    helm: Option<PathBuf>,

    /// Folder with the programs to measure, in place of building them
    #[arg(long, value_name = "DIR")]
    programs: Option<PathBuf>,

    /// Leave the suite in `target/bench-summarize`, and take the one that is there (17 kB an instance, 21 GB in all)
    #[arg(long)]
    keep: bool,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let programs = match &args.programs {
        Some(programs) => programs.clone(),
        None => build_programs("release", &["--release"])?,
    };
    let folder = repository().join("target/bench-summarize");
    if !(args.keep && folder.join("benchmark_output/runs").join(TENTH).is_dir()) {
        make(&programs, &folder, args)?;
    }
    let measured = measure(&programs, &folder, args);
    if !args.keep {
        fs::remove_dir_all(&folder).with_context(|| format!("can't remove `{}`", folder.display()))?;
    }
    measured
}

fn make(programs: &Path, folder: &Path, args: &Args) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("can't empty `{}`", folder.display()))?;
    }
    demo::run_and_summarize(programs, folder)?;
    let output = folder.join("benchmark_output");
    let start = Instant::now();
    let schema = fs::read_to_string(repository().join("tests/golden/schema.yaml"))?;
    // The golden runs asked the demonstration's questions as mmlu's.
    fs::write(folder.join("schema.yaml"), schema.replace("mmlu", "demo"))?;
    let suite = LargeSuite::of_demonstration(&output)?;
    suite.write(&output, SUITE, args.runs, args.instances)?;
    suite.write(&output, TENTH, args.runs.div_ceil(10), args.instances)?;
    let seconds = start.elapsed().as_secs_f64();
    say(&format!(
        "made {} runs with {} instances each, and a tenth of them, in {seconds:.0} s",
        args.runs, args.instances
    ));
    Ok(())
}

fn measure(programs: &Path, folder: &Path, args: &Args) -> Result<()> {
    let program = programs.join("helm-summarize");
    forget_displays(folder, SUITE)?;
    thread::sleep(SETTLED);
    say(&format!("{} runs, at first: {}", args.runs, summarize(&program, folder, SUITE)?));
    say(&format!("{} runs, nothing changed: {}", args.runs, summarize(&program, folder, SUITE)?));
    touch_one_run(folder)?;
    say(&format!("{} runs, one changed: {}", args.runs, summarize(&program, folder, SUITE)?));

    let Some(helm) = &args.helm else { return Ok(()) };
    forget_displays(folder, TENTH)?;
    let ours = summarize(&program, folder, TENTH)?;
    forget_displays(folder, TENTH)?;
    let theirs = summarize(&helm.join("helm-summarize"), folder, TENTH)?;
    let ratio = theirs.time.as_secs_f64() / ours.time.as_secs_f64();
    say(&format!("{} runs: helm-rs {ours}; crfm-helm {theirs} ({ratio:.0} times as long)", args.runs.div_ceil(10)));
    Ok(())
}

fn summarize(program: &Path, folder: &Path, suite: &str) -> Result<Measured> {
    let (output, local) = (folder.join("benchmark_output"), folder.join("prod_env"));
    let schema = folder.join("schema.yaml");
    let mut command = command(program, &["--suite", suite, "--num-threads", "2", "--schema-path"]);
    command.arg(schema).arg("--output-path").arg(output).arg("--local-path").arg(local);
    measured(&mut command)
}

/// Removes what earlier summaries left in the folders of runs.
fn forget_displays(folder: &Path, suite: &str) -> Result<()> {
    for run in fs::read_dir(folder.join("benchmark_output/runs").join(suite))? {
        let run = run?.path();
        for file in fs::read_dir(&run).into_iter().flatten() {
            let file = file?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if run.join("run_spec.json").exists() && (name.contains("display") || name == "instances.json") {
                fs::remove_file(&file).with_context(|| format!("can't remove `{}`", file.display()))?;
            }
        }
    }
    Ok(())
}

fn touch_one_run(folder: &Path) -> Result<()> {
    let runs = folder.join("benchmark_output/runs").join(SUITE);
    let is_run = |path: &PathBuf| path.join("run_spec.json").exists();
    let run =
        fs::read_dir(runs)?.filter_map(|entry| Some(entry.ok()?.path())).find(is_run).context("there are runs")?;
    let file = run.join("scenario_state.json");
    File::options().append(true).open(&file)?.set_modified(SystemTime::now())?;
    Ok(())
}

//! How fast many runs are summarised: at first, again when nothing has changed, and again after one run has; a tenth
//! of them by crfm-helm, where a Python environment with it is given.

use super::large_suite::LargeSuite;
use super::measured::{Measured, measured};
use super::suite_folder::{self, SuiteFolder};
use crate::command::{build_programs, command, repository, say};
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

    #[command(flatten)]
    folder: suite_folder::Args,

    /// The `bin` folder of a Python environment with crfm-helm 0.5.16, to summarise a tenth of the runs beside it
    #[arg(long, value_name = "DIR")]
    helm: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let build = || build_programs("release", &["--release"]);
    let made_last = format!("runs/{TENTH}");
    let (make, measure) = (|folder: &SuiteFolder| make(folder, args), |folder: &SuiteFolder| measure(folder, args));
    args.folder.measure("bench-summarize", &made_last, build, make, measure)
}

fn make(folder: &SuiteFolder, args: &Args) -> Result<()> {
    let start = Instant::now();
    let schema = fs::read_to_string(repository().join("tests/golden/schema.yaml"))?;
    // The golden runs asked the demonstration's questions as mmlu's.
    fs::write(schema_path(folder), schema.replace("mmlu", "demo"))?;
    let output = folder.output();
    let (runs, instances) = (args.runs, args.folder.instances);
    let suite = LargeSuite::of_demonstration(&output)?;
    suite.write(&output, SUITE, runs, instances)?;
    suite.write(&output, TENTH, runs.div_ceil(10), instances)?;
    let seconds = start.elapsed().as_secs_f64();
    say(&format!("made {runs} runs with {instances} instances each, and a tenth of them, in {seconds:.0} s"));
    Ok(())
}

fn measure(folder: &SuiteFolder, args: &Args) -> Result<()> {
    let program = folder.program("helm-summarize");
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

fn summarize(program: &Path, folder: &SuiteFolder, suite: &str) -> Result<Measured> {
    let mut command = command(program, &["--suite", suite, "--num-threads", "2", "--schema-path"]);
    command.arg(schema_path(folder)).arg("--output-path").arg(folder.output());
    measured(command.arg("--local-path").arg(folder.local()))
}

fn schema_path(folder: &SuiteFolder) -> PathBuf {
    folder.path.join("schema.yaml")
}

/// Removes what earlier summaries left in the folders of runs.
fn forget_displays(folder: &SuiteFolder, suite: &str) -> Result<()> {
    for run in fs::read_dir(folder.output().join("runs").join(suite))? {
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

fn touch_one_run(folder: &SuiteFolder) -> Result<()> {
    let runs = folder.output().join("runs").join(SUITE);
    let is_run = |path: &PathBuf| path.join("run_spec.json").exists();
    let run =
        fs::read_dir(runs)?.filter_map(|entry| Some(entry.ok()?.path())).find(is_run).context("there are runs")?;
    let file = run.join("scenario_state.json");
    File::options().append(true).open(&file)?.set_modified(SystemTime::now())?;
    Ok(())
}

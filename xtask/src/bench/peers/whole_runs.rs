//! MMLU by crfm-helm's helm-run and ours: the same questions, weights, tokenizer and options, each in a folder of its
//! own, in turns; then whether they wrote the same.

use crate::bench::engine::weights;
use crate::bench::median;
use crate::command::{build_programs, command, repository, run as run_command, say, shown};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const MODEL: &str = "bench/gpt2-124m";
const SUITE: &str = "bench";
const DEFAULT_METHOD: &str = ",method=multiple_choice_joint";

#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// The `bin` folder of a Python environment with crfm-helm 0.5.16, to measure whole runs against
    #[arg(long, value_name = "DIR")]
    helm: Option<PathBuf>,

    /// Measure whole runs and nothing else
    #[arg(long, requires = "helm")]
    only_whole_runs: bool,

    /// Subjects of MMLU, of 57
    #[arg(long, default_value_t = 57)]
    subjects: usize,

    /// Questions of each subject
    #[arg(long, default_value_t = 20)]
    instances: usize,

    /// Times whole runs are made
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    whole_runs: u32,

    /// MMLU's `data.tar` [default: ../shared/data/mmlu/data.tar]
    #[arg(long, value_name = "FILE")]
    mmlu: Option<PathBuf>,

    /// A folder with GPT-2's tokenizer [default: ../shared/models/mini-gpt2]
    #[arg(long, value_name = "DIR")]
    tokenizer: Option<PathBuf>,
}

impl Args {
    /// Whether nothing else is wanted.
    pub(super) fn are_all(&self) -> bool {
        self.only_whole_runs
    }
}

/// One of the two.
struct Side {
    program: PathBuf,
    folder: PathBuf,
    seconds: Vec<f64>,
}

pub(super) fn run(args: &Args, threads: usize) -> Result<()> {
    let Some(helm) = &args.helm else { return Ok(()) };
    let shared = repository().join("../shared");
    let mmlu = args.mmlu.clone().unwrap_or_else(|| shared.join("data/mmlu/data.tar"));
    let tokenizer = args.tokenizer.clone().unwrap_or_else(|| shared.join("models/mini-gpt2"));
    for (path, option) in [(&mmlu, "--mmlu"), (&tokenizer, "--tokenizer")] {
        ensure!(path.exists(), "there is no `{}`: {option} says where else it is", path.display());
    }
    let folder = repository().join("target/bench/whole-runs");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("can't empty `{}`", folder.display()))?;
    }
    let model = folder.join("model");
    make_model(&model, &tokenizer)?;
    let ours = build_programs("release", &["--release"])?;
    let mut sides = [
        Side::new(ours.join("helm-run"), folder.join("helm-rs")),
        Side::new(helm.join("helm-run"), folder.join("crfm-helm")),
    ];
    for side in &sides {
        side.prepare(&mmlu, &model)?;
    }
    let entries = entries(&sides[0].folder, args.subjects)?;
    for _ in 0..args.whole_runs {
        for side in &mut sides {
            side.run(&entries, args.instances, threads)?;
        }
    }
    let [ours, theirs] = &sides;
    let (our_seconds, their_seconds) = (median(ours.seconds.clone()), median(theirs.seconds.clone()));
    say(&format!(
        "helm-run, {} subjects, {} instances each: helm-rs {our_seconds:.2} s, crfm-helm {their_seconds:.2} s ({:.1} times as long)",
        entries.len(),
        args.instances,
        their_seconds / our_seconds,
    ));
    compare_files(&shared.join("tools/helmdiff.py"), &theirs.runs(), &ours.runs())
}

/// The weights of the benchmark with a tokenizer beside them.
fn make_model(folder: &Path, tokenizer: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for file in ["config.json", "model.safetensors"] {
        fs::hard_link(weights().join(file), folder.join(file)).with_context(|| format!("can't link `{file}`"))?;
    }
    for file in ["tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt"] {
        fs::copy(tokenizer.join(file), folder.join(file)).with_context(|| format!("can't copy `{file}`"))?;
    }
    Ok(())
}

/// The run entries of the first subjects by name, which are those that there are questions of.
fn entries(folder: &Path, count: usize) -> Result<Vec<String>> {
    let mut subjects = Vec::new();
    for file in fs::read_dir(folder.join("benchmark_output/scenarios/mmlu/data/test"))? {
        let name = file?.file_name().to_string_lossy().into_owned();
        subjects.extend(name.strip_suffix("_test.csv").map(str::to_owned));
    }
    subjects.sort();
    subjects.truncate(count);
    Ok(subjects.iter().map(|subject| format!("mmlu:subject={subject},model={MODEL}")).collect())
}

impl Side {
    fn new(program: PathBuf, folder: PathBuf) -> Self {
        Self { program, folder, seconds: Vec::new() }
    }

    /// The suite's runs.
    fn runs(&self) -> PathBuf {
        self.folder.join("benchmark_output/runs").join(SUITE)
    }

    /// Puts questions where they would be downloaded to, and the model into a local folder.
    fn prepare(&self, mmlu: &Path, model: &Path) -> Result<()> {
        let scenario = self.folder.join("benchmark_output/scenarios/mmlu");
        fs::create_dir_all(&scenario)?;
        let words = ["-xf", &mmlu.to_string_lossy(), "-C", &scenario.to_string_lossy()];
        run_command(&mut command("tar", &words))?;
        let local = self.folder.join("prod_env");
        fs::create_dir_all(&local)?;
        for file in ["model_metadata.yaml", "model_deployments.yaml", "tokenizer_configs.yaml"] {
            let text = fs::read_to_string(repository().join("tests/golden/prod_env").join(file))?;
            let text = text.replace("demo/tiny-gpt2", MODEL).replace("DEMO_MODEL", &model.to_string_lossy());
            let text = text.replace("max_sequence_length: 512", "max_sequence_length: 1024");
            fs::write(local.join(file), text.replace("max_request_length: 513", "max_request_length: 1025"))?;
        }
        Ok(())
    }

    fn run(&mut self, entries: &[String], instances: usize, threads: usize) -> Result<()> {
        if self.runs().exists() {
            fs::remove_dir_all(self.runs())?;
        }
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).stdin(Stdio::null()).env("HF_HUB_OFFLINE", "1");
        command.env("OMP_NUM_THREADS", threads.to_string()).env("CUDA_VISIBLE_DEVICES", "");
        command.args([
            "--suite",
            SUITE,
            "--max-eval-instances",
            &instances.to_string(),
            "--num-threads",
            &threads.to_string(),
            // Neither is to find its answers of the time before.
            "--disable-cache",
            "--run-entries",
        ]);
        command.args(entries);
        let start = Instant::now();
        let output = command.output().with_context(|| format!("can't start `{}`", self.program.display()))?;
        self.seconds.push(start.elapsed().as_secs_f64());
        let stderr = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`{}` failed:\n{stderr}", shown(&command));
        Ok(())
    }
}

/// Compares what both wrote, run by run, where there is the script for it.
fn compare_files(script: &Path, reference: &Path, ours: &Path) -> Result<()> {
    if !script.exists() {
        say("skipped: there is no `../shared/tools/helmdiff.py` to compare result files with");
        return Ok(());
    }
    let mut equal = 0;
    let mut runs = 0;
    for run in fs::read_dir(reference)? {
        let run = run?.path();
        let name = run.file_name().unwrap_or_default().to_string_lossy().replace(DEFAULT_METHOD, "");
        if !name.starts_with("mmlu:") {
            continue;
        }
        runs += 1;
        let mut compare = command("python3", &["-I"]);
        compare.arg(script).arg("run").arg(&run).arg(ours.join(&name));
        let output = compare.output().context("can't start `python3`")?;
        if output.status.success() {
            equal += 1;
        } else {
            say(&format!("{name}:\n{}", String::from_utf8_lossy(&output.stdout)));
        }
    }
    say(&format!("result files are equal for {equal} of {runs} runs"));
    Ok(())
}

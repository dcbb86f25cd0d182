//! How fast the programs are, against crfm-helm where a Python environment with it is given: commands are
//! run in turns, so that a noisy machine is noisy for all, and medians and their ratio are printed.

use crate::command::{build_programs, command, repository, say, shown};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ENTRIES: [&str; 4] = [
    "mmlu:subject=everyday_science,model=demo/tiny-gpt2",
    "mmlu:subject=world_geography,model=demo/tiny-gpt2",
    "mmlu:subject=everyday_science,method=multiple_choice_separate_original,model=demo/tiny-gpt2",
    "mmlu:subject=everyday_science,model=demo/tiny-gpt2,num_train_trials=2,max_train_instances=2",
];

#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Times each command is run
    #[arg(long, default_value_t = 5)]
    runs: usize,

    /// The `bin` folder of a Python environment with crfm-helm 0.5.16, to measure against
    #[arg(long, value_name = "DIR")]
    helm: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let ours = build_programs("release", &["--release"])?;
    for program in ["helm-run", "helm-summarize", "helm-server"] {
        let path = ours.join(program);
        let size = fs::metadata(&path).with_context(|| format!("no `{}`", path.display()))?.len();
        say(&format!("{program}: {:.1} MB", size as f64 / 1e6));
        compare(&format!("{program} --help"), args, &ours, program, &["--help"])?;
    }
    let workplace = Workplace::new()?;
    let mut arguments = vec!["--suite", "bench", "--max-eval-instances", "8", "--local-path", &workplace.local];
    arguments.extend(["--output-path", &workplace.output, "--run-entries"]);
    arguments.extend(ENTRIES);
    // Neither program is to find its answers of the time before.
    arguments.push("--disable-cache");
    compare("four runs of the demonstration", args, &ours, "helm-run", &arguments)?;
    let schema = repository().join("tests/golden/schema.yaml").to_string_lossy().into_owned();
    let arguments = [
        "--suite",
        "bench",
        "--schema-path",
        &schema,
        "--output-path",
        &workplace.output,
        "--local-path",
        &workplace.local,
    ];
    compare("their summary", args, &ours, "helm-summarize", &arguments)
}

/// Runs a program of ours and crfm-helm's of the same name in turns.
fn compare(what: &str, args: &Args, ours: &Path, program: &str, arguments: &[&str]) -> Result<()> {
    let mut commands = vec![command(ours.join(program), arguments)];
    if let Some(helm) = &args.helm {
        commands.push(command(helm.join(program), arguments));
    }
    let medians = medians_in_turns(&mut commands, args.runs)?;
    let ratio = medians.get(1).map_or_else(String::new, |theirs| {
        let ratio = theirs.as_secs_f64() / medians[0].as_secs_f64();
        format!(", crfm-helm {} ({ratio:.0} times as long)", milliseconds(*theirs))
    });
    say(&format!("{what}: {}{ratio}", milliseconds(medians[0])));
    Ok(())
}

/// The demonstration's questions where mmlu's belong, and its model as a deployment, so that both programs run them.
struct Workplace {
    output: String,
    local: String,
}

impl Workplace {
    fn new() -> Result<Self> {
        let folder = repository().join("target/bench/programs");
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("can't empty `{}`", folder.display()))?;
        }
        let (output, local) = (folder.join("benchmark_output"), folder.join("prod_env"));
        for split in ["dev", "val", "test"] {
            let data = output.join("scenarios/mmlu/data").join(split);
            fs::create_dir_all(&data)?;
            for file in fs::read_dir(repository().join("demo/data").join(split))? {
                let file = file?;
                fs::copy(file.path(), data.join(file.file_name()))?;
            }
        }
        fs::create_dir_all(&local)?;
        let model = repository().join("demo/model").to_string_lossy().into_owned();
        for file in fs::read_dir(repository().join("tests/golden/prod_env"))? {
            let file = file?;
            let text = fs::read_to_string(file.path())?;
            fs::write(local.join(file.file_name()), text.replace("DEMO_MODEL", &model))?;
        }
        let text = |path: PathBuf| path.to_string_lossy().into_owned();
        Ok(Self { output: text(output), local: text(local) })
    }
}

fn medians_in_turns(commands: &mut [Command], runs: usize) -> Result<Vec<Duration>> {
    let mut times = vec![Vec::with_capacity(runs); commands.len()];
    for _ in 0..runs {
        for (command, times) in commands.iter_mut().zip(&mut times) {
            command.env("HF_HUB_OFFLINE", "1").stdin(Stdio::null());
            let start = Instant::now();
            let output = command.output().with_context(|| format!("can't start `{}`", shown(command)))?;
            times.push(start.elapsed());
            let stderr = String::from_utf8_lossy(&output.stderr);
            ensure!(output.status.success(), "`{}` failed:\n{stderr}", shown(command));
        }
    }
    for times in &mut times {
        times.sort();
    }
    Ok(times.into_iter().map(|times| times[times.len() / 2]).collect())
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

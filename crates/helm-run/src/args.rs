use clap::Parser;
use clap::builder::NonEmptyStringValueParser;
use std::path::PathBuf;

/// Runs evaluations of language models and writes what was asked, answered and measured
#[derive(Debug, Parser)]
#[command(version, infer_long_args = true, after_help = EXAMPLES)]
pub struct Args {
    /// What to run: SCENARIO:KEY=VALUE,... with a model among the arguments
    #[arg(short, long, num_args = 1.., value_name = "ENTRY", required = true)]
    pub run_entries: Vec<String>,

    /// At most this many evaluation instances a run, unless its entry sets `max_eval_instances`
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_eval_instances: u32,

    /// Draws of in-context examples, in place of what entries say
    #[arg(short = 't', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub num_train_trials: Option<u16>,

    /// Name of the suite, the folder that the runs go into
    #[arg(long, default_value = "default", value_parser = NonEmptyStringValueParser::new())]
    pub suite: String,

    /// Folder for all output
    #[arg(short, long, value_name = "DIR", default_value = "benchmark_output")]
    pub output_path: PathBuf,

    /// Folder with credentials and with models, deployments and tokenizers of your own
    #[arg(long, value_name = "DIR", default_value = "prod_env")]
    pub local_path: PathBuf,

    /// Threads to compute with [default: one a core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub num_threads: Option<u16>,

    /// Leave out runs whose files are all there
    #[arg(long)]
    pub skip_completed_runs: bool,

    /// Stop at the first run that fails
    #[arg(long)]
    pub exit_on_error: bool,

    /// Take a scenario's data from another address or from a file, such as `mmlu=/data/mmlu.tar`
    #[arg(long, value_name = "SCENARIO=URL|FILE", num_args = 1..)]
    pub scenario_data: Vec<ScenarioData>,
}

/// Another source for the data of a scenario.
#[derive(Clone, Debug)]
pub struct ScenarioData {
    /// The scenario.
    pub scenario: String,
    /// An address or a path.
    pub source: String,
}

impl std::str::FromStr for ScenarioData {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((scenario, source)) if !scenario.is_empty() && !source.is_empty() => {
                Ok(Self { scenario: scenario.into(), source: source.into() })
            }
            _ => Err("expected SCENARIO=URL or SCENARIO=FILE"),
        }
    }
}

const EXAMPLES: &str = "\
Example:
  helm-run --run-entries mmlu:subject=anatomy,model=openai/gpt2 mmlu:subject=philosophy,model=openai/gpt2 \\
           --suite my-suite --max-eval-instances 10
  helm-summarize --suite my-suite
  helm-server --suite my-suite

Without a network:
  helm-run --run-entries demo:subject=everyday_science,model=demo/tiny-gpt2 --suite demo --max-eval-instances 10

Environment:
  HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE    as for other Hugging Face tools
  HELM_SCENARIO_DATA    as --scenario-data, entries separated by blanks
  RUST_LOG              which log lines reach stderr (default: warn)";

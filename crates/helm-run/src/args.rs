use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Parser, ValueEnum};
use std::path::PathBuf;

/// Runs evaluations of language models and writes what was asked, answered and measured
#[derive(Debug, Parser)]
#[command(version, infer_long_args = true, after_help = EXAMPLES, override_usage = USAGE)]
#[command(group(ArgGroup::new("what").required(true).multiple(true).args(WHAT)))]
pub struct Args {
    /// What to run: SCENARIO:KEY=VALUE,... with a model among the arguments
    #[arg(short, long, num_args = 1.., value_name = "ENTRY")]
    pub run_entries: Vec<String>,

    /// Files of run entries in HOCON, whose entries come before those of --run-entries
    #[arg(short, long, num_args = 1.., value_name = "FILE")]
    pub conf_paths: Vec<PathBuf>,

    /// The former name of --run-entries
    #[arg(long, num_args = 1.., value_name = "ENTRY", hide_short_help = true)]
    pub run_specs: Vec<String>,

    /// Show what entries expand to, a prompt and the number of tokens, without asking a model or
    /// writing runs
    #[arg(long, num_args = 1.., value_name = "ENTRY",
          conflicts_with_all = ["run_entries", "conf_paths", "run_specs", "dry_run", "skip_instances", "cache_instances",
                                "skip_completed_runs"])]
    pub explain: Vec<String>,

    /// Show what there is
    #[arg(long, value_name = "TOPIC", conflicts_with_all = NOT_FOR_LISTS)]
    pub list: Option<Topic>,

    /// Show how many answers are kept in `cache` of the local folder
    #[arg(long, conflicts_with_all = NOT_FOR_LISTS, conflicts_with_all = NOT_FOR_CACHES_EITHER,
          conflicts_with = "cache_verify")]
    pub cache_info: bool,

    /// Read all answers that are kept, and tell of damage
    #[arg(long, conflicts_with_all = NOT_FOR_LISTS, conflicts_with_all = NOT_FOR_CACHES_EITHER,
          conflicts_with = "cache_compact")]
    pub cache_verify: bool,

    /// Make the files of answers as small as they can be
    #[arg(long, conflicts_with_all = NOT_FOR_LISTS, conflicts_with_all = NOT_FOR_CACHES_EITHER,
          conflicts_with = "cache_info")]
    pub cache_compact: bool,

    /// At most this many evaluation instances a run, unless its entry sets `max_eval_instances`
    #[arg(short, long, value_name = "N", required_unless_present_any = NOTHING_IS_RUN,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub max_eval_instances: Option<u32>,

    /// Run these models or deployments, in place of none or of a group in an entry
    #[arg(long, num_args = 1.., value_name = "MODEL")]
    pub models_to_run: Vec<String>,

    /// Leave out runs that belong to none of these groups
    #[arg(long, num_args = 1.., value_name = "GROUP")]
    pub groups_to_run: Vec<String>,

    /// Leave out entries of a lower urgency: of a priority above this number
    #[arg(long, value_name = "N")]
    pub priority: Option<i64>,

    /// Ask no model: show how many requests and tokens there would be
    #[arg(short, long, conflicts_with_all = ["skip_instances", "cache_instances_only"])]
    pub dry_run: bool,

    /// Make no instances: check everything and show the names of the runs
    #[arg(long, conflicts_with = "cache_instances")]
    pub skip_instances: bool,

    /// Keep the instances of scenarios in `scenario_instances` of the output folder, and use those that
    /// are there
    #[arg(long)]
    pub cache_instances: bool,

    /// Keep instances and do no more; needs --cache-instances
    #[arg(long, requires = "cache_instances")]
    pub cache_instances_only: bool,

    /// Use models of the Hugging Face Hub under their own names
    #[arg(long, num_args = 1.., value_name = "ORGANIZATION/NAME[@REVISION]")]
    pub enable_huggingface_models: Vec<String>,

    /// Use models in folders, as `huggingface/<name of the folder>`
    #[arg(long, num_args = 1.., value_name = "DIR")]
    pub enable_local_huggingface_models: Vec<PathBuf>,

    /// Ask everything anew: neither use nor keep answers in `cache` of the local folder
    #[arg(long)]
    pub disable_cache: bool,

    /// Draws of in-context examples, in place of what entries say
    #[arg(short = 't', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub num_train_trials: Option<u16>,

    /// Name of the suite, the folder that the runs go into
    #[arg(long, default_value = "default", value_parser = NonEmptyStringValueParser::new())]
    pub suite: String,

    /// Folder for all output
    #[arg(short, long, value_name = "DIR", default_value = "benchmark_output")]
    pub output_path: PathBuf,

    /// Folder with credentials, with models, deployments and tokenizers of your own, and with answers
    /// that are kept
    #[arg(long, value_name = "DIR", default_value = DEFAULT_LOCAL_PATH)]
    pub local_path: PathBuf,

    /// Threads to compute with [default: one a core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub num_threads: Option<u16>,

    /// What models compute with; GPUs need a program that was built for them
    #[arg(long, value_enum, default_value_t)]
    pub device: Device,

    /// Leave out runs whose files are all there and none of whose requests failed
    #[arg(long)]
    pub skip_completed_runs: bool,

    /// A run fails when more of its requests fail than this many [default: when nothing is left to
    /// measure]
    #[arg(long, value_name = "N")]
    pub max_failed_requests: Option<usize>,

    /// Stop at the first run that fails
    #[arg(long)]
    pub exit_on_error: bool,

    /// Take a scenario's data from another address or from a file, such as `mmlu=/data/mmlu.tar`
    #[arg(long, value_name = "SCENARIO=URL|FILE", num_args = 1..)]
    pub scenario_data: Vec<ScenarioData>,
}

/// The local folder, which need not be there.
pub(crate) const DEFAULT_LOCAL_PATH: &str = "prod_env";

/// What a list would pass over in silence: all but where models come from.
const NOT_FOR_LISTS: [&str; 21] = [
    "run_entries",
    "conf_paths",
    "run_specs",
    "explain",
    "max_eval_instances",
    "models_to_run",
    "groups_to_run",
    "priority",
    "dry_run",
    "skip_instances",
    "cache_instances",
    "disable_cache",
    "num_train_trials",
    "suite",
    "output_path",
    "num_threads",
    "device",
    "skip_completed_runs",
    "max_failed_requests",
    "exit_on_error",
    "scenario_data",
];

/// What would be passed over besides where only answers that are kept are looked at: all but where they lie.
const NOT_FOR_CACHES_EITHER: [&str; 4] =
    ["list", "enable_huggingface_models", "enable_local_huggingface_models", "cache_instances_only"];

const WHAT: [&str; 8] =
    ["run_entries", "conf_paths", "run_specs", "explain", "list", "cache_info", "cache_verify", "cache_compact"];
const NOTHING_IS_RUN: [&str; 5] = ["explain", "list", "cache_info", "cache_verify", "cache_compact"];

/// What models compute with.
#[derive(Clone, Copy, Debug, Default, PartialEq, ValueEnum)]
pub enum Device {
    /// All cores, or as many as --num-threads says
    #[default]
    Cpu,
    /// The first GPU of NVIDIA
    Cuda,
    /// The first GPU of Apple
    Metal,
}

/// What can be done with answers that are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CacheTask {
    /// Count them.
    Info,
    /// Read them all.
    Verify,
    /// Make their files small.
    Compact,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub enum Topic {
    /// What can be evaluated, and its arguments
    Scenarios,
    /// The models that answer
    Models,
    /// Arguments that change or multiply runs of any scenario
    Expanders,
    /// What is measured
    Metrics,
    /// Perturbed copies that can be asked for
    Perturbations,
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

const USAGE: &str = "\
helm-run [OPTIONS] --run-entries <ENTRY>... --max-eval-instances <N>
       helm-run [OPTIONS] --conf-paths <FILE>... --max-eval-instances <N>
       helm-run [OPTIONS] --explain <ENTRY>...
       helm-run [OPTIONS] --list <TOPIC>
       helm-run [OPTIONS] --cache-info|--cache-verify|--cache-compact";

const EXAMPLES: &str = "\
Example:
  helm-run --suite my-suite --max-eval-instances 10 --run-entries \\
           mmlu:subject=anatomy,model=openai/gpt2 mmlu:subject=philosophy,model=openai/gpt2
  helm-summarize --suite my-suite
  helm-server --suite my-suite

Look before you run:
  helm-run --list scenarios
  helm-run --explain mmlu:subject=anatomy,model=openai/gpt2,temperature=0.3
  helm-run --dry-run --max-eval-instances 9 --conf-paths entries.conf --models-to-run openai/gpt2

Stopped, or with requests that failed: the same command again goes on, from answers that are kept.

Without a network:
  helm-run --run-entries demo:subject=everyday_science,model=demo/tiny-gpt2 --max-eval-instances 10

Environment:
  HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE    as for other Hugging Face tools
  HELM_SCENARIO_DATA    as --scenario-data, entries separated by blanks
  NLTK_DATA             folders where NLTK keeps the model that tells sentences apart
  RUST_LOG              which log lines reach stderr (default: warn)";

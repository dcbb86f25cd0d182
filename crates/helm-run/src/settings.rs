use crate::args::{Args, CacheTask, Device, ScenarioData, Topic};
use clap::CommandFactory;
use clap::error::ErrorKind;
use helm_core::construct::Options;
use helm_core::layout::OutputFolder;
use helm_core::message::shell_word;
use helm_gpt2::Accelerator;
use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};

/// Everything that was asked for, with its defaults filled in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What is to be done.
    pub task: Task,
    /// The command that goes on where this one is stopped.
    pub resume_command: String,
    /// The run entries as typed.
    pub run_entries: Vec<String>,
    /// Files of run entries, which come before those typed.
    pub conf_paths: Vec<PathBuf>,
    /// Entries of a priority above this number are left out.
    pub priority: Option<i64>,
    /// Keep the instances of scenarios, and use those kept.
    pub cache_instances: bool,
    /// Models of the Hugging Face Hub to register, each as `organization/name[@revision]`.
    pub hub_models: Vec<String>,
    /// Folders with models to register.
    pub local_models: Vec<PathBuf>,
    /// What to tell about the arguments.
    pub notes: Vec<String>,
    /// What applies to all of them.
    pub options: Options,
    /// Name of the suite.
    pub suite: String,
    /// Where output goes.
    pub output: OutputFolder,
    /// Folder with credentials and configuration.
    pub local_path: PathBuf,
    /// Threads to compute with; one a core when unset.
    pub num_threads: Option<usize>,
    /// A GPU to compute with; the CPU when unset.
    pub accelerator: Option<Accelerator>,
    /// Leave out runs whose files are all there.
    pub skip_completed_runs: bool,
    /// Neither use nor keep answers.
    pub disable_cache: bool,
    /// How many requests of a run may fail; any number when unset.
    pub max_failed_requests: Option<usize>,
    /// Stop at the first run that fails.
    pub exit_on_error: bool,
    /// Other sources for the data of scenarios, by scenario.
    pub scenario_data: HashMap<String, String>,
    /// Those scenarios that were named on the command line, rather than for all programs.
    pub scenarios_with_data: Vec<String>,
    /// Folders where NLTK keeps data, the first ones first.
    pub nltk_data: Vec<PathBuf>,
    /// How to reach the Hugging Face Hub.
    pub hub: HubSettings,
    /// Which log lines reach stderr, in the syntax of `RUST_LOG`.
    pub log_filter: String,
}

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Task {
    /// Carry out runs.
    Run,
    /// Count their requests and tokens.
    DryRun,
    /// Show their names.
    Names,
    /// Keep the instances of their scenarios.
    Instances,
    /// Show what they are.
    Explain,
    /// Show what there is.
    List(Topic),
    /// Look after answers that are kept.
    Cache(CacheTask),
}

impl Task {
    fn of(args: &Args) -> Self {
        match args {
            Args { list: Some(topic), .. } => Self::List(*topic),
            Args { cache_info: true, .. } => Self::Cache(CacheTask::Info),
            Args { cache_verify: true, .. } => Self::Cache(CacheTask::Verify),
            Args { cache_compact: true, .. } => Self::Cache(CacheTask::Compact),
            Args { explain, .. } if !explain.is_empty() => Self::Explain,
            Args { dry_run: true, .. } => Self::DryRun,
            Args { skip_instances: true, .. } => Self::Names,
            Args { cache_instances_only: true, .. } => Self::Instances,
            _ => Self::Run,
        }
    }
}

/// How to reach the Hugging Face Hub, and where its files are kept.
#[derive(Clone, Debug)]
pub struct HubSettings {
    /// Folder in the layout that all Hugging Face tools share.
    pub cache: PathBuf,
    /// Address of the hub.
    pub endpoint: String,
    /// Access token.
    pub token: Option<String>,
    /// Use what is in the cache and nothing else.
    pub offline: bool,
}

impl Settings {
    /// Resolves the arguments and the environment; the only place that reads the latter.
    pub fn resolve(args: Args) -> Result<Self, clap::Error> {
        let task = Task::of(&args);
        let scenarios_with_data = args.scenario_data.iter().map(|data| data.scenario.clone()).collect();
        let scenario_data = scenario_data_of_environment()?.into_iter().chain(args.scenario_data);
        let deprecated = (!args.run_specs.is_empty()).then(|| "`--run-specs` is now `--run-entries`".to_owned());
        Ok(Self {
            task,
            resume_command: resume_command(args.skip_completed_runs),
            run_entries: [args.run_entries, args.run_specs, args.explain].concat(),
            conf_paths: args.conf_paths,
            priority: args.priority,
            cache_instances: args.cache_instances,
            hub_models: args.enable_huggingface_models,
            local_models: args.enable_local_huggingface_models,
            notes: deprecated.into_iter().collect(),
            options: Options {
                max_eval_instances: args.max_eval_instances.and_then(|max| usize::try_from(max).ok()),
                num_train_trials: args.num_train_trials.map(usize::from),
                models_to_run: args.models_to_run,
                groups_to_run: args.groups_to_run,
            },
            suite: args.suite,
            output: OutputFolder::new(args.output_path),
            local_path: args.local_path,
            num_threads: args.num_threads.map(usize::from),
            accelerator: match args.device {
                Device::Cpu => None,
                Device::Cuda => Some(Accelerator::Cuda),
                Device::Metal => Some(Accelerator::Metal),
            },
            skip_completed_runs: args.skip_completed_runs,
            disable_cache: args.disable_cache,
            max_failed_requests: args.max_failed_requests,
            exit_on_error: args.exit_on_error,
            scenario_data: scenario_data.map(|ScenarioData { scenario, source }| (scenario, source)).collect(),
            scenarios_with_data,
            nltk_data: nltk_data(),
            hub: HubSettings::from_environment(),
            log_filter: text("RUST_LOG").unwrap_or_else(|| "warn".into()),
        })
    }
}

/// This command, which leaves out what it completed before.
fn resume_command(skips_completed: bool) -> String {
    let words = env::args_os().map(|word| shell_word(&word.to_string_lossy()));
    let more = (!skips_completed).then(|| "--skip-completed-runs".to_owned());
    words.chain(more).collect::<Vec<_>>().join(" ")
}

fn scenario_data_of_environment() -> Result<Vec<ScenarioData>, clap::Error> {
    let entries = text("HELM_SCENARIO_DATA").unwrap_or_default();
    let parse = |entry: &str| {
        entry.parse().map_err(|expected| {
            let message = format!("invalid value '{entry}' in HELM_SCENARIO_DATA: {expected}");
            Args::command().error(ErrorKind::ValueValidation, message)
        })
    };
    entries.split_whitespace().map(parse).collect()
}

impl HubSettings {
    /// By the variables and defaults of `huggingface_hub`.
    fn from_environment() -> Self {
        let home = path("HF_HOME").unwrap_or_else(|| {
            let caches = path("XDG_CACHE_HOME").or_else(|| env::home_dir().map(|home| home.join(".cache")));
            caches.unwrap_or_default().join("huggingface")
        });
        let token_file = path("HF_TOKEN_PATH").unwrap_or_else(|| home.join("token"));
        Self {
            cache: path("HF_HUB_CACHE").or_else(|| path("HUGGINGFACE_HUB_CACHE")).unwrap_or_else(|| home.join("hub")),
            endpoint: text("HF_ENDPOINT").unwrap_or_else(|| "https://huggingface.co".into()),
            token: text("HF_TOKEN").or_else(|| read_token(&token_file)),
            offline: text("HF_HUB_OFFLINE").is_some_and(|value| is_true(&value)),
        }
    }
}

/// Where NLTK looks for data, but for the folders of a Python environment.
fn nltk_data() -> Vec<PathBuf> {
    let named = env::var_os("NLTK_DATA").unwrap_or_default();
    let of_person = env::home_dir().map(|home| home.join("nltk_data"));
    let of_machine = ["/usr/share", "/usr/local/share", "/usr/lib", "/usr/local/lib"];
    let named = env::split_paths(&named).filter(|folder| !folder.as_os_str().is_empty()).collect::<Vec<_>>();
    named.into_iter().chain(of_person).chain(of_machine.map(|folder| Path::new(folder).join("nltk_data"))).collect()
}

fn read_token(file: &Path) -> Option<String> {
    let token = std::fs::read_to_string(file).ok()?.trim().to_owned();
    (!token.is_empty()).then_some(token)
}

fn text(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|value| !value.is_empty())
}

fn path(variable: &str) -> Option<PathBuf> {
    text(variable).map(PathBuf::from)
}

/// What `huggingface_hub` takes for true.
fn is_true(value: &str) -> bool {
    matches!(value.to_uppercase().as_str(), "1" | "ON" | "YES" | "TRUE")
}

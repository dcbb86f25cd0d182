use crate::archive::ArchiveError;
use crate::hub::HubError;
use helm_core::construct::ConstructError;
use helm_core::metric::PunktError;
use helm_core::nearest::nearest;
use helm_core::registry::RegistryError;
use helm_core::runner::RunError;
use helm_core::scenario::ScenarioError;
use std::io;
use std::path::PathBuf;

/// Why something that was asked for can't be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Construct(#[from] ConstructError),
    #[error(transparent)]
    Registry(#[from] RegistryError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error("run entries ask for two different runs named `{name}`")]
    SameName { name: String },
    #[error("`{suite}` can't be the name of a suite: it is not the name of one folder")]
    SuiteName { suite: String },
    #[error("run `{name}` would need a folder of a longer name than the {longest} bytes that file systems take")]
    LongName { name: String, longest: usize },
    #[error("`{}` and another folder would both be the model `{name}`", folder.display())]
    SameModelName { name: String, folder: PathBuf },
    #[error("can't write to `{}`", path.display())]
    NotWritable { path: PathBuf, source: io::Error },
    #[error("deployment `{deployment}` is reached by `{class_name}`, which is not supported")]
    UnsupportedClient { deployment: String, class_name: String },
    #[error("can't get model `{name}`")]
    Hub { name: String, source: HubError },
    #[error("can't load model `{name}`")]
    Model { name: String, fetched_to: Option<PathBuf>, source: helm_gpt2::Error },
    #[error("the data for scenario `{scenario}` is to come from `{}`, and there is no such file", path.display())]
    NoScenarioData { scenario: String, path: PathBuf },
    #[error("scenario data is given for `{scenario}`, which no run entry needs")]
    UnusedScenarioData { scenario: String, needed: Vec<String> },
    #[error("can't read `{}`", path.display())]
    ConfRead { path: PathBuf, source: io::Error },
    #[error("`{}`{place}: {problem}", path.display())]
    Conf { path: PathBuf, place: String, problem: String },
    #[error("can't read `{}`", path.display())]
    ModelRead { path: PathBuf, source: io::Error },
    #[error("can't use the model of sentences in `{}`", folder.display())]
    Punkt { folder: PathBuf, source: PunktError },
    #[error(transparent)]
    Cache(helm_cache::Error),
    #[error("no run is left to do")]
    NothingToRun,
    #[error("unknown model `{model}` in `--models-to-run`")]
    UnknownModelToRun { model: String, known: Vec<String> },
    #[error("`{name}` is not of the form `organization/name[@revision]`")]
    HubModelName { name: String },
}

/// The one client class there is.
pub(crate) const HUGGINGFACE_CLIENT: &str = "helm.clients.huggingface_client.HuggingFaceClient";

impl Error {
    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Construct(error @ ConstructError::NoModel { .. }) => {
                error.hint().map(|hint| format!("{hint}; `--models-to-run` chooses models for all entries"))
            }
            Self::Construct(error @ ConstructError::InvalidValue { argument, .. })
                if argument == "data_augmentation" =>
            {
                error.hint().or_else(|| Some("`helm-run --list perturbations` shows what there is".into()))
            }
            Self::Construct(error) => error.hint(),
            Self::Run(RunError::Scenario(ScenarioError::Data { source, .. })) => {
                source.downcast_ref::<ArchiveError>().and_then(ArchiveError::hint)
            }
            Self::Run(error) => error.hint(),
            Self::Registry(_) => Some("mend the file, or remove it to use the built-in entries alone".into()),
            Self::SameName { .. } => Some("give each a suite of its own with `--suite`".into()),
            Self::LongName { .. } => Some("use shorter values in the run entry".into()),
            Self::SameModelName { .. } => Some("rename one of the folders, or use one at a time".into()),
            Self::SuiteName { .. } => Some("use a name without `..`, `/` or `\\`".into()),
            Self::NotWritable { .. } => Some("choose another folder with `--output-path` and `--local-path`".into()),
            Self::UnsupportedClient { .. } => Some(format!("`{HUGGINGFACE_CLIENT}` is")),
            Self::Hub { source, .. } => source.hint(),
            Self::Model { source: helm_gpt2::Error::NoAccelerator { accelerator, .. }, .. } => {
                let feature = format!("{accelerator:?}").to_lowercase();
                Some(format!(
                    "build it with `cargo install --path crates/helm-run --features {feature}` on a machine that has \
                     one, or leave out `--device`"
                ))
            }
            Self::Model { fetched_to: Some(folder), .. } => {
                Some(format!("remove `{}` to have it fetched again", folder.display()))
            }
            Self::Model { fetched_to: None, .. } | Self::ModelRead { .. } => {
                Some("a model's folder holds config.json, model.safetensors and tokenizer.json of a GPT-2".into())
            }
            Self::ConfRead { .. } => Some("name files of run entries after `--conf-paths`".into()),
            Self::Conf { .. } => Some(
                "such a file holds `entries: [{description: \"mmlu:subject=anatomy,model=openai/gpt2\", priority: 1}]`"
                    .into(),
            ),
            Self::Punkt { folder, .. } => Some(format!(
                "remove `{}` and have it fetched again with `python -m nltk.downloader punkt_tab`",
                folder.display()
            )),
            Self::Cache(_) => Some("`--local-path` names the folder that the answers lie in".into()),
            Self::NothingToRun => Some(
                "look at `--priority`, `--models-to-run`, `--groups-to-run` and the files of `--conf-paths`".into(),
            ),
            Self::UnknownModelToRun { model, known } => {
                let near = nearest(model, known.iter().map(String::as_str));
                Some(near.map_or_else(
                    || "`helm-run --list models` shows what there is".into(),
                    |near| format!("did you mean `{near}`?"),
                ))
            }
            Self::HubModelName { .. } => Some("an example is `openai-community/gpt2@main`".into()),
            Self::NoScenarioData { .. } => Some(ArchiveError::SOURCE_HINT.into()),
            Self::UnusedScenarioData { needed, .. } if needed.is_empty() => {
                Some("leave out `--scenario-data`, which is for scenarios that take an archive".into())
            }
            Self::UnusedScenarioData { scenario, needed } => {
                let near = nearest(scenario, needed.iter().map(String::as_str));
                Some(near.map_or_else(
                    || format!("needed is {}", needed.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                ))
            }
        }
    }
}

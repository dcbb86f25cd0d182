//! Models that need no entry in `model_deployments.yaml`: `--enable-huggingface-models` and
//! `--enable-local-huggingface-models`.

use crate::error::{Error, HUGGINGFACE_CLIENT};
use crate::hub::Hub;
use crate::settings::Settings;
use crate::terminal::Terminal;
use helm_core::files::{ModelDeployment, ModelMetadata, ObjectSpec, TokenizerConfig};
use helm_core::registry::Registry;
use helm_gpt2::{Config, Tokenizer};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// The argument of clients and tokenizers that says where their files are.
const PATH: &str = "pretrained_model_name_or_path";
const TOKENIZER: &str = "helm.tokenizers.huggingface_tokenizer.HuggingFaceTokenizer";

/// Registers all models that were asked for, or says of each what is wrong.
pub(crate) fn register(registry: &mut Registry, settings: &Settings, terminal: &Terminal) -> Result<(), Vec<Error>> {
    let hub = Hub::new(&settings.hub, terminal);
    let from_hub = settings.hub_models.iter().map(|name| register_from_hub(registry, &hub, name)).collect::<Vec<_>>();
    let from_folders = settings.local_models.iter().map(|folder| register_from_folder(registry, folder));
    let errors: Vec<Error> = from_hub.into_iter().chain(from_folders).filter_map(Result::err).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn register_from_hub(registry: &mut Registry, hub: &Hub, name: &str) -> Result<(), Error> {
    let (repository, revision) = match name.split_once('@') {
        Some((repository, revision)) => (repository, Some(revision)),
        None => (name, None),
    };
    let is_name = repository.split('/').filter(|part| !part.is_empty()).count() == 2;
    if !is_name || revision.is_some_and(|revision| revision.is_empty() || revision.contains('@')) {
        return Err(Error::HubModelName { name: name.into() });
    }
    let of_hub = |source| Error::Hub { name: name.into(), source };
    let config = hub.configuration(repository, revision).map_err(of_hub)?;
    let tokenizer = hub.tokenizer(repository, revision).map_err(of_hub)?;
    let mut args = Map::new();
    args.insert(PATH.into(), json!(repository));
    if let Some(revision) = revision {
        args.insert("revision".into(), json!(revision));
    }
    add(registry, name, args, &config, &tokenizer)
}

fn register_from_folder(registry: &mut Registry, folder: &Path) -> Result<(), Error> {
    // `.` and `model/..` have names too.
    let whole = folder.canonicalize().map_err(|source| Error::ModelRead { path: folder.into(), source })?;
    let base = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = format!("huggingface/{base}");
    let known = registry.deployment(&name).and_then(|known| known.client_spec.args.get(PATH));
    if known.is_some_and(|path| Path::new(path.as_str().unwrap_or_default()).is_dir()) {
        return Err(Error::SameModelName { name, folder: folder.into() });
    }
    let args = [(PATH.to_owned(), json!(folder.display().to_string()))];
    add(registry, &name, args.into_iter().collect(), &folder.join("config.json"), folder)
}

/// The context length and the end of text are those of the model's own files.
fn add(
    registry: &mut Registry,
    name: &str,
    args: Map<String, Value>,
    config: &Path,
    tokenizer: &Path,
) -> Result<(), Error> {
    let of_model = |source| Error::Model { name: name.into(), fetched_to: None::<PathBuf>, source };
    let json = std::fs::read(config).map_err(|source| Error::ModelRead { path: config.into(), source })?;
    let config = Config::parse("config.json", &json).map_err(of_model)?;
    let tokenizer = Tokenizer::from_folder(tokenizer).map_err(of_model)?;
    let end_of_text = config.eos_token_id.map(|id| tokenizer.decode(&[id]));
    let deployment = ModelDeployment {
        name: name.into(),
        client_spec: ObjectSpec { class_name: HUGGINGFACE_CLIENT.into(), args: args.clone() },
        model_name: Some(name.into()),
        tokenizer_name: Some(name.into()),
        max_sequence_length: Some(config.n_positions),
        max_request_length: None,
        max_sequence_and_generated_tokens_length: None,
        deprecated: false,
    };
    let tokenizer = TokenizerConfig {
        name: name.into(),
        tokenizer_spec: ObjectSpec { class_name: TOKENIZER.into(), args },
        prefix_token: end_of_text.clone(),
        end_of_text_token: end_of_text,
    };
    registry.add(metadata(name), deployment, tokenizer);
    Ok(())
}

/// What is known of a model that nobody described.
fn metadata(name: &str) -> ModelMetadata {
    ModelMetadata {
        name: name.into(),
        creator_organization_name: "Unknown".into(),
        display_name: name.into(),
        description: name.into(),
        access: "open".into(),
        release_date: None,
        tags: vec!["TEXT_MODEL_TAG".into(), "FULL_FUNCTIONALITY_TEXT_MODEL_TAG".into()],
        num_parameters: None,
    }
}

//! Which models, deployments and tokenizers there are: the built-in ones and those that the YAML
//! files of the local folder (`--local-path`) add or replace.

use crate::files::{
    ModelDeployment, ModelDeploymentList, ModelMetadata, ModelMetadataList, TokenizerConfig, TokenizerConfigList,
};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Name of the models' file in a local folder.
pub const MODEL_METADATA_FILE: &str = "model_metadata.yaml";
/// Name of the deployments' file in a local folder.
pub const MODEL_DEPLOYMENTS_FILE: &str = "model_deployments.yaml";
/// Name of the tokenizers' file in a local folder.
pub const TOKENIZER_CONFIGS_FILE: &str = "tokenizer_configs.yaml";

/// A registry file that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Reading failed.
    #[error("can't read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The content is not the YAML that the file should hold.
    #[error("`{}` is not the YAML it should be: {message}", path.display())]
    Yaml {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        message: String,
    },
}

/// Models, deployments and tokenizers by name, in the order of registration.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    models: IndexMap<String, ModelMetadata>,
    deployments: IndexMap<String, ModelDeployment>,
    tokenizers: IndexMap<String, TokenizerConfig>,
}

impl Registry {
    /// The built-in entries.
    pub fn built_in() -> Self {
        let mut registry = Self::default();
        let text = |name: &str, text: &str| (PathBuf::from(name), text.to_owned());
        registry
            .register(
                Some(text(MODEL_METADATA_FILE, include_str!("registry/model_metadata.yaml"))),
                Some(text(MODEL_DEPLOYMENTS_FILE, include_str!("registry/model_deployments.yaml"))),
                Some(text(TOKENIZER_CONFIGS_FILE, include_str!("registry/tokenizer_configs.yaml"))),
            )
            .expect("the built-in files are read by a test");
        registry
    }

    /// The built-in entries and those of `folder`; files that are not there add nothing.
    pub fn with_local_folder(folder: &Path) -> Result<Self, RegistryError> {
        let mut registry = Self::built_in();
        registry.register(
            read_if_there(&folder.join(MODEL_METADATA_FILE))?,
            read_if_there(&folder.join(MODEL_DEPLOYMENTS_FILE))?,
            read_if_there(&folder.join(TOKENIZER_CONFIGS_FILE))?,
        )?;
        Ok(registry)
    }

    fn register(
        &mut self,
        models: Option<(PathBuf, String)>,
        deployments: Option<(PathBuf, String)>,
        tokenizers: Option<(PathBuf, String)>,
    ) -> Result<(), RegistryError> {
        let models: ModelMetadataList = parse(models)?;
        let deployments: ModelDeploymentList = parse(deployments)?;
        let tokenizers: TokenizerConfigList = parse(tokenizers)?;
        self.models.extend(models.models.into_iter().map(|entry| (entry.name.clone(), entry)));
        for deployment in deployments.model_deployments {
            // A deployment that is registered again becomes the last one: the last one of a model answers.
            self.deployments.shift_remove(&deployment.name);
            self.deployments.insert(deployment.name.clone(), deployment);
        }
        self.tokenizers.extend(tokenizers.tokenizer_configs.into_iter().map(|entry| (entry.name.clone(), entry)));
        Ok(())
    }

    /// Adds a deployment with its tokenizer, and its model unless it is known.
    pub fn add(&mut self, model: ModelMetadata, deployment: ModelDeployment, tokenizer: TokenizerConfig) {
        self.models.entry(model.name.clone()).or_insert(model);
        self.deployments.shift_remove(&deployment.name);
        self.deployments.insert(deployment.name.clone(), deployment);
        self.tokenizers.insert(tokenizer.name.clone(), tokenizer);
    }

    /// All models, in the order of registration.
    pub fn models(&self) -> impl Iterator<Item = &ModelMetadata> {
        self.models.values()
    }

    /// All deployments, in the order of registration.
    pub fn deployments(&self) -> impl Iterator<Item = &ModelDeployment> {
        self.deployments.values()
    }

    /// All tokenizers, in the order of registration.
    pub fn tokenizers(&self) -> impl Iterator<Item = &TokenizerConfig> {
        self.tokenizers.values()
    }

    /// The model of that name.
    pub fn model(&self, name: &str) -> Option<&ModelMetadata> {
        self.models.get(name)
    }

    /// The deployment of that name.
    pub fn deployment(&self, name: &str) -> Option<&ModelDeployment> {
        self.deployments.get(name)
    }

    /// The tokenizer of that name.
    pub fn tokenizer(&self, name: &str) -> Option<&TokenizerConfig> {
        self.tokenizers.get(name)
    }

    /// The deployment that answers for a model: the last one registered, those still offered first.
    pub fn default_deployment(&self, model: &str) -> Option<&ModelDeployment> {
        let of_model = || self.deployments.values().rev().filter(|deployment| deployment.model() == model);
        of_model().find(|deployment| !deployment.deprecated).or_else(|| of_model().next())
    }
}

impl ModelDeployment {
    /// The model behind the deployment.
    pub fn model(&self) -> &str {
        self.model_name.as_deref().unwrap_or(&self.name)
    }
}

fn read_if_there(path: &Path) -> Result<Option<(PathBuf, String)>, RegistryError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some((path.into(), text))),
        // A file in the folder's place is for whoever writes there to complain of.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(source) => Err(RegistryError::Read { path: path.into(), source }),
    }
}

fn parse<T: DeserializeOwned + Default>(file: Option<(PathBuf, String)>) -> Result<T, RegistryError> {
    // A file of comments only is an empty list.
    match file {
        Some((_, text)) if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) => {
            Ok(T::default())
        }
        Some((path, text)) => serde_saphyr::from_str(&text)
            .map_err(|error| RegistryError::Yaml { path, message: first_line(&error.to_string()) }),
        None => Ok(T::default()),
    }
}

/// The parser's message without its picture of the place, which the line and column name as well.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_entries_fit_together() {
        let registry = Registry::built_in();
        for deployment in registry.deployments() {
            assert!(registry.model(deployment.model()).is_some(), "{} has no model", deployment.name);
            let tokenizer = deployment.tokenizer_name.as_deref().expect("built-in deployments name a tokenizer");
            assert!(registry.tokenizer(tokenizer).is_some(), "{tokenizer} is not there");
        }
        assert_eq!(registry.default_deployment("openai/gpt2").expect("built in").name, "huggingface/gpt2");
    }

    #[test]
    fn a_local_file_replaces_a_built_in_entry() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let yaml = "model_deployments:\n  - name: mine/gpt2\n    model_name: openai/gpt2\n    client_spec: {class_name: x.Y}\n";
        fs::write(folder.path().join(MODEL_DEPLOYMENTS_FILE), yaml).expect("writable");
        let registry = Registry::with_local_folder(folder.path()).expect("valid");
        assert_eq!(registry.default_deployment("openai/gpt2").expect("there").name, "mine/gpt2");
    }

    #[test]
    fn a_broken_local_file_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join(MODEL_METADATA_FILE), "models: [").expect("writable");
        let message = Registry::with_local_folder(folder.path()).expect_err("broken").to_string();
        assert!(message.contains(MODEL_METADATA_FILE), "{message}");
    }
}

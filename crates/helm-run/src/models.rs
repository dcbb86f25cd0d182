//! From the name of a model deployment to something that answers. Each model is loaded once.

use crate::answer_caches::AnswerCaches;
use crate::demo_model;
use crate::error::{Error, HUGGINGFACE_CLIENT};
use crate::fingerprint::Content;
use crate::gpt2_client::{self, Gpt2Client, Gpt2Tokenizer, PromptTokenizer};
use crate::hub::Hub;
use crate::settings::Settings;
use crate::terminal::Terminal;
use helm_cache::AnswerCache;
use helm_core::client::CachingClient;
use helm_core::files::{ModelDeployment, ObjectSpec};
use helm_core::registry::Registry;
use helm_gpt2::{Accelerator, Checkpoint, Gpt2, LoadOptions, Tokenizer};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A deployment that is ready to answer.
pub(crate) struct LoadedModel {
    pub(crate) window: LoadedWindow,
    pub(crate) client: Gpt2Client,
    /// Where its answers are kept; nowhere where they can't be, or are not to be.
    pub(crate) kept: Option<Kept>,
}

/// How the answers of a deployment are kept.
pub(crate) struct Kept {
    pub(crate) cache: Arc<AnswerCache>,
    /// Everything but a request that decides its answer.
    answerer: Value,
}

impl LoadedModel {
    /// The client that finds and keeps answers, where they are kept.
    pub(crate) fn caching(&self) -> Option<CachingClient<'_>> {
        self.kept.as_ref().map(|kept| CachingClient::new(&self.client, &kept.answerer, kept.cache.as_ref()))
    }
}

/// What decides which requests a deployment is sent.
pub(crate) struct LoadedWindow {
    pub(crate) deployment: ModelDeployment,
    pub(crate) tokenizer: Arc<PromptTokenizer>,
    pub(crate) prefix_token: Option<String>,
    end_of_text: Option<String>,
    tokenizer_content: Content,
}

/// The models in use.
pub(crate) struct Models<'a> {
    registry: &'a Registry,
    hub: Hub<'a>,
    accelerator: Option<Accelerator>,
    terminal: &'a Terminal,
    caches: AnswerCaches<'a>,
    deployments: HashMap<String, Arc<LoadedModel>>,
    weights: HashMap<String, (Arc<Gpt2>, Content)>,
    tokenizers: HashMap<String, (Arc<PromptTokenizer>, Content)>,
}

/// Where a model's or a tokenizer's files are.
#[derive(Clone)]
enum Source {
    /// In the program.
    Demo,
    /// In a folder.
    Folder(PathBuf),
    /// In a repository of the hub.
    Repository { name: String, revision: Option<String> },
}

/// Whether a deployment can be used, found out without fetching anything.
pub(crate) fn check(registry: &Registry, deployment: &str) -> Result<(), Error> {
    let Some(found) = registry.deployment(deployment) else {
        return Ok(());
    };
    if found.client_spec.class_name == HUGGINGFACE_CLIENT {
        Ok(())
    } else {
        let class_name = found.client_spec.class_name.clone();
        Err(Error::UnsupportedClient { deployment: deployment.into(), class_name })
    }
}

impl<'a> Models<'a> {
    pub(crate) fn new(registry: &'a Registry, settings: &'a Settings, terminal: &'a Terminal) -> Self {
        Self {
            registry,
            hub: Hub::new(&settings.hub, terminal),
            accelerator: settings.accelerator,
            terminal,
            caches: AnswerCaches::new(settings, terminal),
            deployments: HashMap::new(),
            weights: HashMap::new(),
            tokenizers: HashMap::new(),
        }
    }

    /// The deployment of that name, loaded. Where its answers are to be kept, what it is made of is read; the file for
    /// them is begun when the model is there.
    pub(crate) fn load(&mut self, name: &str) -> Result<Arc<LoadedModel>, Error> {
        if let Some(loaded) = self.deployments.get(name) {
            return Ok(Arc::clone(loaded));
        }
        let window = self.window(name)?;
        let (model, content) = self.weights(&source(&window.deployment.client_spec, window.deployment.model()))?;
        let client = Gpt2Client::new(model, Arc::clone(&window.tokenizer), window.end_of_text.clone());
        let kept = match self.caches.of(name) {
            Some(cache) => Some(Kept { answerer: self.answerer(&window, &content, &cache)?, cache }),
            None => None,
        };
        let loaded = Arc::new(LoadedModel { window, client, kept });
        self.deployments.insert(name.into(), Arc::clone(&loaded));
        Ok(loaded)
    }

    /// The deployment of that name with its tokenizer; the weights are left where they are.
    pub(crate) fn window(&mut self, name: &str) -> Result<LoadedWindow, Error> {
        let deployment = self.registry.deployment(name).expect("run specs name deployments of the registry").clone();
        let config = deployment.tokenizer_name.as_deref().and_then(|name| self.registry.tokenizer(name));
        let source = config.map_or_else(
            || source(&deployment.client_spec, deployment.model()),
            |config| source(&config.tokenizer_spec, &config.name),
        );
        let (prefix_token, end_of_text) =
            config.map_or((None, None), |config| (config.prefix_token.clone(), config.end_of_text_token.clone()));
        let (tokenizer, tokenizer_content) = self.tokenizer(&source)?;
        Ok(LoadedWindow { deployment, tokenizer, prefix_token, end_of_text, tokenizer_content })
    }

    fn answerer(&self, window: &LoadedWindow, weights: &Content, cache: &AnswerCache) -> Result<Value, Error> {
        let digest =
            |content: &Content| content.digest(cache).map_err(|(path, source)| Error::ModelRead { path, source });
        // Answers are the same with any number of threads, but not with any instructions of a processor.
        let arithmetic = match self.accelerator {
            None => format!("f32 {}", LoadOptions::default().kernels.name),
            Some(accelerator) => format!("f32 {accelerator:?}"),
        };
        Ok(json!({
            "client": "gpt2",
            "version": gpt2_client::VERSION,
            "weights": digest(weights)?,
            "tokenizer": digest(&window.tokenizer_content)?,
            "end_of_text": window.end_of_text,
            "arithmetic": arithmetic,
        }))
    }

    fn weights(&mut self, source: &Source) -> Result<(Arc<Gpt2>, Content), Error> {
        let name = source.name();
        if let Some((model, content)) = self.weights.get(&name) {
            return Ok((Arc::clone(model), content.clone()));
        }
        let mut fetched_to = None;
        let checkpoint = match source {
            Source::Demo => Checkpoint::from_bytes(demo_model::CONFIG, demo_model::WEIGHTS),
            Source::Folder(folder) => Checkpoint::from_folder(folder),
            Source::Repository { name, revision } => {
                let folder = self.hub.checkpoint(name, revision.as_deref());
                let folder = folder.map_err(|source| Error::Hub { name: name.clone(), source })?;
                Checkpoint::from_folder(fetched_to.insert(folder))
            }
        };
        self.terminal.loading(&name);
        let loaded = checkpoint.and_then(|checkpoint| {
            let model = match self.accelerator {
                None => Gpt2::load(&checkpoint, &LoadOptions::default()),
                Some(accelerator) => Gpt2::load_on(&checkpoint, accelerator),
            };
            Ok((Arc::new(model?), content_of_checkpoint(&checkpoint)))
        });
        let (model, content) = loaded.map_err(|source| Error::Model { name: name.clone(), fetched_to, source })?;
        self.weights.insert(name, (Arc::clone(&model), content.clone()));
        Ok((model, content))
    }

    fn tokenizer(&mut self, source: &Source) -> Result<(Arc<PromptTokenizer>, Content), Error> {
        let name = source.name();
        if let Some((tokenizer, content)) = self.tokenizers.get(&name) {
            return Ok((Arc::clone(tokenizer), content.clone()));
        }
        let mut fetched_to = None;
        let mut content = Content::Bytes(&[demo_model::TOKENIZER]);
        let tokenizer = match source {
            Source::Demo => Tokenizer::from_json("tokenizer.json", demo_model::TOKENIZER),
            Source::Folder(folder) => {
                content = content_of_tokenizer(folder);
                Tokenizer::from_folder(folder)
            }
            Source::Repository { name, revision } => {
                let folder = self.hub.tokenizer(name, revision.as_deref());
                let folder = folder.map_err(|source| Error::Hub { name: name.clone(), source })?;
                content = content_of_tokenizer(&folder);
                Tokenizer::from_folder(fetched_to.insert(folder))
            }
        };
        let tokenizer = tokenizer.map_err(|source| Error::Model { name: name.clone(), fetched_to, source })?;
        let tokenizer = Arc::new(PromptTokenizer::new(Gpt2Tokenizer(tokenizer)));
        self.tokenizers.insert(name, (Arc::clone(&tokenizer), content.clone()));
        Ok((tokenizer, content))
    }
}

fn content_of_checkpoint(checkpoint: &Checkpoint) -> Content {
    match checkpoint.weight_files() {
        [] => Content::Bytes(&[demo_model::CONFIG, demo_model::WEIGHTS]),
        files => Content::Files([&[files[0].with_file_name("config.json")], files].concat()),
    }
}

fn content_of_tokenizer(folder: &Path) -> Content {
    let files = ["tokenizer.json", "vocab.json", "merges.txt"].map(|name| folder.join(name));
    Content::Files(files.into_iter().filter(|file| file.exists()).collect())
}

/// Where the files that a spec names are. A folder of that name comes before the hub.
fn source(spec: &ObjectSpec, default_name: &str) -> Source {
    let text = |key: &str| spec.args.get(key).and_then(|value| value.as_str());
    let name = text("pretrained_model_name_or_path").unwrap_or(default_name);
    if name == demo_model::NAME {
        Source::Demo
    } else if Path::new(name).is_dir() {
        Source::Folder(name.into())
    } else {
        Source::Repository { name: name.into(), revision: text("revision").map(str::to_owned) }
    }
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::Demo => demo_model::NAME.into(),
            Self::Folder(folder) => folder.display().to_string(),
            Self::Repository { name, revision: None } => name.clone(),
            Self::Repository { name, revision: Some(revision) } => format!("{name}@{revision}"),
        }
    }
}

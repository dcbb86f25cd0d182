//! The Hugging Face Hub: files of a repository, out of the cache that all Hugging Face tools share.
//!
//! What is in the cache is used as it is; only what is missing is fetched.

use crate::settings::HubSettings;
use crate::terminal::{Progress, Terminal};
use helm_gpt2::Checkpoint;
use hf_hub::api::sync::{ApiBuilder, ApiError};
use hf_hub::{Cache, Repo, RepoType};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

const ATTEMPTS: u32 = 4;

/// Files that can't be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HubError {
    #[error("`{file}` is not in the cache `{}`, and HF_HUB_OFFLINE forbids fetching it", cache.display())]
    Offline { file: String, cache: PathBuf },
    #[error("can't fetch `{file}` from {address}")]
    Fetch { file: String, address: String, source: Box<ApiError> },
    #[error("can't write to `{}`", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("can't read `{}`", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Index(helm_gpt2::Error),
    #[error("`{name}` is neither a folder nor the name of a repository")]
    NotARepository { name: String },
}

impl HubError {
    /// Whether the file is not there, rather than out of reach.
    fn is_absence(&self) -> bool {
        match self {
            Self::Offline { .. } => true,
            Self::Fetch { source, .. } => http_status(source).is_some_and(|status| status == "404"),
            _ => false,
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Offline { .. } => Some("unset HF_HUB_OFFLINE, or set HF_HOME to a folder that has it".into()),
            Self::Fetch { .. } => Some(
                "check the name and the network; HF_ENDPOINT sets a mirror, HF_TOKEN lets you in where access is \
                 limited, and `pretrained_model_name_or_path` in `model_deployments.yaml` of the local folder may \
                 name a folder with config.json, model.safetensors and tokenizer.json"
                    .into(),
            ),
            Self::NotARepository { .. } => {
                Some("`pretrained_model_name_or_path` takes a folder or `organization/name`".into())
            }
            Self::Write { .. } => Some("set HF_HOME to a folder that can be written to".into()),
            Self::Read { .. } | Self::Index(_) => None,
        }
    }
}

/// The hub, or what the cache has of it.
pub(crate) struct Hub<'a> {
    settings: &'a HubSettings,
    terminal: &'a Terminal,
}

impl<'a> Hub<'a> {
    pub(crate) fn new(settings: &'a HubSettings, terminal: &'a Terminal) -> Self {
        Self { settings, terminal }
    }

    /// The folder with configuration and weights of a model.
    pub(crate) fn checkpoint(&self, name: &str, revision: Option<&str>) -> Result<PathBuf, HubError> {
        let repo = repository(name, revision)?;
        let config = self.file(&repo, "config.json")?;
        if let Err(error) = self.file(&repo, "model.safetensors") {
            // Larger models come in several files, which an index lists.
            let index = self.file_in_place_of(error, &repo, "model.safetensors.index.json")?;
            let json = fs::read(&index).map_err(|source| HubError::Read { path: index, source })?;
            for shard in Checkpoint::shards(&json).map_err(HubError::Index)? {
                self.file(&repo, &shard)?;
            }
        }
        Ok(folder_of(&config))
    }

    /// The file with the configuration of a model.
    pub(crate) fn configuration(&self, name: &str, revision: Option<&str>) -> Result<PathBuf, HubError> {
        self.file(&repository(name, revision)?, "config.json")
    }

    /// The folder with the files of a tokenizer.
    pub(crate) fn tokenizer(&self, name: &str, revision: Option<&str>) -> Result<PathBuf, HubError> {
        let repo = repository(name, revision)?;
        match self.file(&repo, "tokenizer.json") {
            Ok(path) => Ok(folder_of(&path)),
            Err(error) => {
                let vocabulary = self.file_in_place_of(error, &repo, "vocab.json")?;
                self.file(&repo, "merges.txt")?;
                Ok(folder_of(&vocabulary))
            }
        }
    }

    /// Another file, if the one that was missed is not in the repository; it is the one to tell of.
    fn file_in_place_of(&self, missed: HubError, repo: &Repo, file: &str) -> Result<PathBuf, HubError> {
        if missed.is_absence() { self.file(repo, file).map_err(|_| missed) } else { Err(missed) }
    }

    fn file(&self, repo: &Repo, file: &str) -> Result<PathBuf, HubError> {
        let cache = Cache::new(self.settings.cache.clone());
        if let Some(path) = cache.repo(repo.clone()).get(file) {
            return Ok(path);
        }
        if self.settings.offline {
            return Err(HubError::Offline { file: file.into(), cache: self.settings.cache.clone() });
        }
        // One process fetches; others wait for it and find the file in the cache.
        let _lock = self.lock(repo)?;
        if let Some(path) = cache.repo(repo.clone()).get(file) {
            return Ok(path);
        }
        self.fetch(cache, repo, file).map_err(|source| HubError::Fetch {
            file: file.into(),
            address: format!("{}/{}", self.settings.endpoint, repo.url()),
            source: Box::new(source),
        })
    }

    fn lock(&self, repo: &Repo) -> Result<File, HubError> {
        let folder = self.settings.cache.join(".locks").join(repo.folder_name());
        let path = folder.join("helm-run.lock");
        let lock = || {
            fs::create_dir_all(&folder)?;
            let file = File::create(&path)?;
            file.lock()?;
            Ok(file)
        };
        lock().map_err(|source| HubError::Write { path: path.clone(), source })
    }

    fn fetch(&self, cache: Cache, repo: &Repo, file: &str) -> Result<PathBuf, ApiError> {
        // Every attempt starts anew and goes on where the file ends. The library's own retries don't find
        // that place again if the first attempt got nothing.
        let api = ApiBuilder::from_cache(cache)
            .with_endpoint(self.settings.endpoint.trim_end_matches('/').into())
            .with_token(self.settings.token.clone())
            .with_retries(0)
            .with_progress(false)
            .build()?;
        let mut attempt = 1;
        loop {
            let progress = FileProgress { progress: self.terminal.download(file) };
            match api.repo(repo.clone()).download_with_progress(file, progress) {
                Err(error) if attempt < ATTEMPTS && is_passing(&error) => {
                    tracing::warn!("download of {file} failed ({error}), trying again");
                    sleep(Duration::from_secs(1 << attempt));
                    attempt += 1;
                }
                result => return result,
            }
        }
    }
}

/// Whether trying again may help.
fn is_passing(error: &ApiError) -> bool {
    match http_status(error) {
        Some(status) => status.starts_with('5') || status == "429",
        None => matches!(error, ApiError::IoError(_)),
    }
}

/// The status that the hub answered; it is not to be had but out of the text.
fn http_status(error: &ApiError) -> Option<String> {
    match error {
        ApiError::RequestError(error) => error.to_string().strip_prefix("http status: ").map(str::to_owned),
        _ => None,
    }
}

fn repository(name: &str, revision: Option<&str>) -> Result<Repo, HubError> {
    let is_part = |part: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && !part.starts_with('.') && part.chars().all(allowed)
    };
    if name.split('/').count() > 2 || !name.split('/').all(is_part) {
        return Err(HubError::NotARepository { name: name.into() });
    }
    let revision = revision.unwrap_or("main");
    Ok(Repo::with_revision(name.into(), RepoType::Model, revision.into()))
}

fn folder_of(file: &Path) -> PathBuf {
    file.parent().expect("files of the cache lie in a folder").into()
}

/// Shows a download in the terminal.
struct FileProgress {
    progress: Progress,
}

impl hf_hub::api::Progress for FileProgress {
    fn init(&mut self, size: usize, _file: &str) {
        self.progress.set_total(size);
    }

    fn update(&mut self, size: usize) {
        self.progress.advance(size);
    }

    fn finish(&mut self) {}
}

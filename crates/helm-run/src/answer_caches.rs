//! The request cache: a file of answers for each organisation that hosts models, below the local folder.

use crate::settings::Settings;
use crate::terminal::Terminal;
use helm_cache::AnswerCache;
use helm_core::message::with_causes;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files that are in use.
pub(crate) struct AnswerCaches<'a> {
    /// None where answers are not to be kept.
    folder: Option<PathBuf>,
    terminal: &'a Terminal,
    open: HashMap<String, Option<Arc<AnswerCache>>>,
}

/// Where the files lie.
pub(crate) fn folder(local_path: &Path) -> PathBuf {
    local_path.join("cache")
}

/// The organisation that hosts a deployment, as HELM names the files.
pub(crate) fn organization(deployment: &str) -> &str {
    deployment.split('/').next().unwrap_or(deployment)
}

impl<'a> AnswerCaches<'a> {
    pub(crate) fn new(settings: &Settings, terminal: &'a Terminal) -> Self {
        let folder = (!settings.disable_cache).then(|| folder(&settings.local_path));
        Self { folder, terminal, open: HashMap::new() }
    }

    /// Where the answers of a deployment are kept; none where they can't be, which is told once.
    pub(crate) fn of(&mut self, deployment: &str) -> Option<Arc<AnswerCache>> {
        let organization = organization(deployment);
        let file = self.folder.as_ref()?.join(format!("{organization}.sqlite"));
        let terminal = self.terminal;
        let open = || match AnswerCache::open(&file, Terminal::warning) {
            Ok(cache) => Some(Arc::new(cache)),
            Err(error) => {
                terminal.no_cache(&with_causes(&error));
                None
            }
        };
        self.open.entry(organization.into()).or_insert_with(open).clone()
    }
}

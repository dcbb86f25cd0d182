use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Tells one version of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stamp {
    modified: SystemTime,
    length: u64,
}

/// The output folder, whose files are read, and no file outside it.
pub(super) struct Root {
    folder: PathBuf,
}

impl Root {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.into() }
    }

    /// The stamp of a file; none where there is no file, or a link that leaves the folder.
    pub(super) fn stamp(&self, path: &Path) -> Option<Stamp> {
        let metadata = self.metadata(path).filter(Metadata::is_file)?;
        Some(Stamp { modified: metadata.modified().ok()?, length: metadata.len() })
    }

    pub(super) fn is_folder(&self, path: &Path) -> bool {
        self.metadata(path).is_some_and(|metadata| metadata.is_dir())
    }

    fn metadata(&self, path: &Path) -> Option<Metadata> {
        let metadata = path.symlink_metadata().ok()?;
        if !metadata.is_symlink() {
            return Some(metadata);
        }
        let target = path.canonicalize().ok()?;
        if target.starts_with(self.folder.canonicalize().ok()?) { target.metadata().ok() } else { None }
    }

    /// A path as it is told to clients: without where the output folder lies.
    pub(super) fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.folder).unwrap_or(path).to_string_lossy().into_owned()
    }
}

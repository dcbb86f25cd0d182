use crate::start_error::StartError;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

/// A folder that is filled inside another one, and then moved there entry by entry. Dropped before, it leaves nothing.
pub(super) struct UnfinishedFolder {
    goal: PathBuf,
    path: PathBuf,
    /// Where older entries go to be removed.
    replaced: PathBuf,
    /// Whether `goal` was made for this.
    is_new: bool,
}

impl UnfinishedFolder {
    /// An empty folder for what is to lie in `goal`, which is made.
    pub(super) fn create(goal: &Path) -> Result<Self, StartError> {
        let inside = |kind: &str| goal.join(format!(".export.{}.{kind}", process::id()));
        let folder = Self { goal: goal.into(), path: inside("tmp"), replaced: inside("old"), is_new: !goal.exists() };
        fs::create_dir_all(&folder.path).map_err(|source| StartError::Export { path: goal.into(), source })?;
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Puts everything in its place, where it replaces what has the same name.
    pub(super) fn finish(self) -> Result<(), StartError> {
        self.put_in_place().map_err(|source| StartError::Export { path: self.goal.clone(), source })
    }

    fn put_in_place(&self) -> io::Result<()> {
        fs::create_dir(&self.replaced)?;
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            let (new, old, place) = (self.path.join(&name), self.replaced.join(&name), self.goal.join(&name));
            let was_there = match fs::rename(&place, &old) {
                Ok(()) => true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                Err(error) => return Err(error),
            };
            if let Err(error) = fs::rename(new, &place) {
                if was_there {
                    // Should that fail too, the first error tells more.
                    let _ = fs::rename(old, place);
                }
                return Err(error);
            }
        }
        Ok(())
    }
}

impl Drop for UnfinishedFolder {
    fn drop(&mut self) {
        // What can't be removed now is in nobody's way.
        let _ = fs::remove_dir_all(&self.path);
        let _ = fs::remove_dir_all(&self.replaced);
        if self.is_new {
            // Only an empty folder can be removed this way.
            let _ = fs::remove_dir(&self.goal);
        }
    }
}

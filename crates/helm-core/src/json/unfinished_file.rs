use super::FileError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const ENDING: &str = ".tmp";

/// A file that is written beside its place and takes it when it is finished. Dropped before, it leaves nothing behind.
pub(crate) struct UnfinishedFile {
    path: PathBuf,
    unfinished: PathBuf,
    /// None once it was closed.
    file: Option<BufWriter<File>>,
    is_in_place: bool,
}

impl UnfinishedFile {
    /// Begins the file that is to lie at `path`; its folders are made.
    pub(super) fn create(path: &Path) -> Result<Self, FileError> {
        let error = |source| FileError::Write { path: path.into(), source };
        let folder = path.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder).map_err(error)?;
        // The process id keeps two processes that write the same file from sharing the unfinished one.
        let unfinished = folder.join(format!("{}{}{ENDING}", beginning(path), std::process::id()));
        let file = BufWriter::with_capacity(1 << 16, File::create(&unfinished).map_err(error)?);
        Ok(Self { path: path.into(), unfinished, file: Some(file), is_in_place: false })
    }

    /// Ends the writing, so that any number of files can wait for each other.
    pub(crate) fn close(&mut self) -> Result<(), FileError> {
        self.flush().map_err(|source| self.write_error(source))?;
        self.file = None;
        Ok(())
    }

    /// Sees to it that all of the file is on the disk. Some file systems say no sooner that there is no room for it.
    pub(crate) fn sync(&mut self) -> Result<(), FileError> {
        self.close()?;
        let synced = File::options().append(true).open(&self.unfinished).and_then(|file| file.sync_all());
        match synced {
            // There are file systems that can't say it at all.
            Err(error) if ![io::ErrorKind::Unsupported, io::ErrorKind::InvalidInput].contains(&error.kind()) => {
                Err(self.write_error(error))
            }
            _ => Ok(()),
        }
    }

    /// Puts the file in its place.
    pub(crate) fn finish(mut self) -> Result<(), FileError> {
        self.close()?;
        fs::rename(&self.unfinished, &self.path).map_err(|source| self.write_error(source))?;
        self.is_in_place = true;
        Ok(())
    }

    /// What went wrong while a value was written into the file.
    pub(super) fn error(&self, error: serde_json::Error) -> FileError {
        let path = self.path.clone();
        if error.is_io() {
            FileError::Write { path, source: error.into() }
        } else {
            FileError::Json { path, source: error }
        }
    }

    /// The same of what is no value.
    pub(super) fn write_error(&self, source: io::Error) -> FileError {
        FileError::Write { path: self.path.clone(), source }
    }
}

/// The name of an unfinished file is this, the id of a process and [`ENDING`].
fn beginning(path: &Path) -> String {
    format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy())
}

/// Removes what processes that are gone left of writing these files of a folder. It is for who knows that nobody else
/// writes them now.
pub fn remove_unfinished(folder: &Path, names: &[&str]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_unfinished = |of: &&str| {
            let id = name.strip_prefix(&beginning(Path::new(of))).and_then(|rest| rest.strip_suffix(ENDING));
            id.is_some_and(|id| id.parse::<u32>().is_ok())
        };
        if names.iter().any(is_unfinished) {
            // It is in nobody's way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

impl Write for UnfinishedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Drop for UnfinishedFile {
    fn drop(&mut self) {
        if !self.is_in_place {
            // What is in the buffer is not wanted any more. That removing fails too changes nothing for the caller.
            drop(self.file.take().map(BufWriter::into_parts));
            let _ = fs::remove_file(&self.unfinished);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_left_is_removed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str| fs::write(folder.path().join(name), "").expect("the folder can be written to");
        let kept = [".other.json.12.tmp", ".stats.json.mine.tmp", ".stats.json.tmp", "stats.json"];
        for name in [&kept[..], &[".stats.json.12.tmp", ".stats.json.13.tmp"]].concat() {
            write(name);
        }
        remove_unfinished(folder.path(), &["stats.json", "scenario.json"]);
        let names = fs::read_dir(folder.path()).expect("it is there").flatten();
        let mut names: Vec<String> = names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, kept);
    }
}

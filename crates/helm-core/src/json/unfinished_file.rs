use super::FileError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is written beside its place and takes it when it is finished. Dropped before, it leaves nothing behind.
pub(super) struct UnfinishedFile {
    path: PathBuf,
    unfinished: PathBuf,
    /// None once it was closed.
    file: Option<BufWriter<File>>,
}

impl UnfinishedFile {
    /// Begins the file that is to lie at `path`; its folders are made.
    pub(super) fn create(path: &Path) -> Result<Self, FileError> {
        let error = |source| FileError::Write { path: path.into(), source };
        let folder = path.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder).map_err(error)?;
        // The process id keeps two processes that write the same file from sharing the unfinished one.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let unfinished = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        let file = BufWriter::with_capacity(1 << 16, File::create(&unfinished).map_err(error)?);
        Ok(Self { path: path.into(), unfinished, file: Some(file) })
    }

    /// Puts the file in its place.
    pub(super) fn finish(mut self) -> Result<(), FileError> {
        let finished = self.flush().and_then(|()| fs::rename(&self.unfinished, &self.path));
        finished.map_err(|source| FileError::Write { path: self.path.clone(), source })?;
        self.file = None;
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
        if let Some(file) = self.file.take() {
            // What is in the buffer is not wanted any more. That removing fails too changes nothing for the caller.
            drop(file.into_parts());
            let _ = fs::remove_file(&self.unfinished);
        }
    }
}

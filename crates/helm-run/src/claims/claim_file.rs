//! A file that one process has locked.
//!
//! The lock is the operating system's: it ends with the process that holds it, however that ends, so there are no locks of
//! the dead. The file goes when the lock is given back. Who opened it before then has a lock of a file that is at no path
//! any more, and begins again.

use helm_core::progress::this_host;
use same_file::Handle;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;

/// A claim; given back when dropped.
#[derive(Debug)]
pub(super) struct ClaimFile {
    path: PathBuf,
    _locked: File,
}

/// What came of an attempt to claim something.
#[derive(Debug)]
pub(super) enum Attempt {
    /// It is ours.
    Ours(ClaimFile),
    /// It is that of somebody, as far as known.
    Theirs(String),
}

impl ClaimFile {
    /// Claims what a file stands for, unless somebody else did. The folder of the file is made.
    ///
    /// # Errors
    /// When the file can't be made, or not be locked where it lies.
    pub(super) fn attempt(path: &Path) -> io::Result<Attempt> {
        /// Each time, another process has given its claim back at the very moment.
        const AT_MOST: usize = 100;
        let mut problem = None;
        for _ in 0..AT_MOST {
            let file = match open(path) {
                Ok(file) => file,
                // The folder may have gone with the claim that was in it, between any two steps.
                Err(error) if [io::ErrorKind::NotFound, io::ErrorKind::AlreadyExists].contains(&error.kind()) => {
                    problem = Some(error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            match file.try_lock() {
                Ok(()) if is_at(&file, path) => return Ok(Attempt::Ours(Self::sign(path, file))),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(Attempt::Theirs(holder(path))),
                Err(TryLockError::Error(error)) => {
                    if error.kind() == io::ErrorKind::Unsupported {
                        // It means nothing to anybody here.
                        let _ = fs::remove_file(path);
                    }
                    return Err(error);
                }
            }
        }
        problem.map_or_else(|| Ok(Attempt::Theirs(holder(path))), Err)
    }

    /// Tells others whose it is. Without that the claim is as good.
    fn sign(path: &Path, mut file: File) -> Self {
        let _ = file.set_len(0).and_then(|()| writeln!(file, "process {} on {}", process::id(), this_host()));
        Self { path: path.into(), _locked: file }
    }
}

impl Drop for ClaimFile {
    fn drop(&mut self) {
        // As long as it is locked: afterwards it may be another's. One that stays is taken by the next.
        let _ = fs::remove_file(&self.path);
    }
}

fn open(path: &Path) -> io::Result<File> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    File::options().create(true).truncate(false).write(true).open(path)
}

/// Whether an open file is still the one at its path.
fn is_at(file: &File, path: &Path) -> bool {
    let open = file.try_clone().and_then(Handle::from_file);
    open.and_then(|open| Ok(open == Handle::from_path(path)?)).unwrap_or(false)
}

/// Who holds a claim. Some systems let nobody read a file that is locked.
fn holder(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    match text.trim() {
        "" => "another process".into(),
        holder => holder.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours(attempt: &io::Result<Attempt>) -> bool {
        matches!(attempt, Ok(Attempt::Ours(_)))
    }

    #[test]
    fn one_at_a_time() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("made/when/needed");
        let first = ClaimFile::attempt(&path);
        assert!(is_ours(&first));
        let Ok(Attempt::Theirs(holder)) = ClaimFile::attempt(&path) else { panic!("it is claimed") };
        assert_eq!(holder, format!("process {} on {}", process::id(), this_host()));
        drop(first);
        assert!(!path.exists());
        assert!(is_ours(&ClaimFile::attempt(&path)));
    }

    #[test]
    fn a_file_without_a_lock_is_nobodys() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("claim");
        fs::write(&path, "process 1 on a machine that went down").expect("the folder can be written to");
        let claim = ClaimFile::attempt(&path);
        assert!(is_ours(&claim));
        let signed = fs::read_to_string(&path).expect("it is there");
        assert!(signed.starts_with(&format!("process {} ", process::id())), "{signed}");
    }

    #[test]
    fn one_thread_of_many_is_in() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("folder/claim");
        let inside = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut num_claims = 0;
                    while num_claims < 500 {
                        if let Attempt::Ours(claim) = ClaimFile::attempt(&path).expect("it can be locked") {
                            use std::sync::atomic::Ordering::SeqCst;
                            assert_eq!(inside.fetch_add(1, SeqCst), 0);
                            num_claims += 1;
                            inside.fetch_sub(1, SeqCst);
                            drop(claim);
                            let _ = fs::remove_dir(folder.path().join("folder"));
                        }
                    }
                });
            }
        });
    }
}

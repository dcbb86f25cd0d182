use crate::database::{Database, Error, SetAside, is_damage, retried};
use crate::entry::{self, Found};
use crate::writer::Writer;
use helm_core::client::RequestCache;
use helm_core::files::RequestResult;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Answers in a file. Several threads and processes may have the same file open.
pub struct AnswerCache {
    shared: Arc<Shared>,
    writer: Writer,
}

/// What the readers and the thread that writes have in common.
pub(crate) struct Shared {
    path: PathBuf,
    /// None when the file can't be used: then nothing is found and nothing kept.
    database: Mutex<Option<Database>>,
    warn: Box<dyn Fn(&str) + Send + Sync>,
    has_told_of_damage: AtomicBool,
}

impl AnswerCache {
    /// Opens a file, or makes it. `warn` is told what goes wrong later; nothing of it makes an answer wrong.
    pub fn open(path: &Path, warn: impl Fn(&str) + Send + Sync + 'static) -> Result<Self, Error> {
        let (database, aside) = Database::open(path)?;
        let shared = Arc::new(Shared {
            path: path.into(),
            database: Mutex::new(Some(database)),
            warn: Box::new(warn),
            has_told_of_damage: AtomicBool::new(false),
        });
        shared.tell_of(aside);
        Ok(Self { writer: Writer::start(Arc::clone(&shared)), shared })
    }

    /// The text that is kept for a key.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.shared.with(|connection| entry::get(connection, key))? {
            Found::Nothing => None,
            Found::Value(value) => Some(value),
            Found::Damaged => {
                self.shared.tell_of_damaged_entry();
                None
            }
        }
    }

    /// Keeps a text, soon: it is written by another thread.
    pub fn put_text(&self, key: String, value: String) {
        self.writer.put(key, value);
    }
}

impl RequestCache for AnswerCache {
    fn get(&self, key: &str) -> Option<RequestResult> {
        serde_json::from_str(&self.text(key)?).ok()
    }

    fn put(&self, key: String, result: &RequestResult) {
        // JSON has no infinity: an answer that would come back as another is not kept.
        let Ok(text) = serde_json::to_string(result) else { return };
        if serde_json::from_str::<RequestResult>(&text).is_ok_and(|read| read == *result) {
            self.put_text(key, text);
        }
    }

    fn flush(&self) {
        self.writer.flush();
    }
}

impl Drop for AnswerCache {
    fn drop(&mut self) {
        self.writer.stop();
        if let Some(database) = self.shared.database.lock().unwrap_or_else(PoisonError::into_inner).take() {
            database.close();
        }
    }
}

impl Shared {
    pub(crate) fn write(&self, entries: &[(String, String)]) {
        self.with(|connection| entry::put(connection, entries));
    }

    /// Does something with the file; nothing when it can't be used.
    fn with<T>(&self, mut work: impl FnMut(&mut Connection) -> rusqlite::Result<T>) -> Option<T> {
        const ATTEMPTS: usize = 3;
        let mut place = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..ATTEMPTS {
            let database = place.as_mut()?;
            let worked =
                if database.is_in_place() { retried(|| work(&mut database.connection)).map(Some) } else { Ok(None) };
            let error = match worked {
                Ok(Some(done)) => return Some(done),
                Ok(None) => None,
                Err(error) => Some(error),
            };
            if let Some(error) = error.filter(|error| !is_damage(error)) {
                self.give_up(&error);
                place.take()?.close();
                return None;
            }
            match place.take()?.replace() {
                Ok((database, aside)) => {
                    self.tell_of(aside);
                    *place = Some(database);
                }
                Err(error) => self.give_up(&error),
            }
        }
        None
    }

    fn give_up(&self, error: &dyn std::error::Error) {
        let path = self.path.display();
        (self.warn)(&format!("answers are neither kept nor found from now on: `{path}` can't be used: {error}"));
    }

    fn tell_of(&self, aside: SetAside) {
        if let Some(aside) = aside {
            let (path, aside) = (self.path.display(), aside.display());
            (self.warn)(&format!("`{path}` was damaged: it is now `{aside}`, and what it held is asked again"));
        }
    }

    fn tell_of_damaged_entry(&self) {
        if !self.has_told_of_damage.swap(true, Ordering::Relaxed) {
            let path = self.path.display();
            (self.warn)(&format!("`{path}` has damaged answers, which are asked again"));
        }
    }
}

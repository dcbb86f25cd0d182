//! The thread that writes: whatever has come in while it wrote goes into the next transaction, so that an answer waits
//! for one transaction at most. Who has more to write than fits into the next one waits too.

use crate::answer_cache::Shared;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// Entries of a transaction: enough that answers don't wait for it, few enough that a process that is killed loses few.
const ENTRIES_AT_ONCE: usize = 16;

/// How many entries at most were taken and are not in the file yet: those of the transaction under way, those for the
/// next one. A process that is killed loses no others.
pub const MOST_PENDING: usize = 2 * ENTRIES_AT_ONCE;

enum Message {
    Entry(String, String),
    /// Everything that came before is to be written first.
    Flush(Sender<()>),
}

pub(crate) struct Writer {
    /// None once it was stopped.
    running: Mutex<Option<(SyncSender<Message>, JoinHandle<()>)>>,
}

impl Writer {
    pub(crate) fn start(shared: Arc<Shared>) -> Self {
        let (sender, receiver) = mpsc::sync_channel(ENTRIES_AT_ONCE);
        let thread = std::thread::spawn(move || write_all(&shared, &receiver));
        Self { running: Mutex::new(Some((sender, thread))) }
    }

    pub(crate) fn put(&self, key: String, value: String) {
        self.send(Message::Entry(key, value));
    }

    pub(crate) fn flush(&self) {
        let (done, is_done) = mpsc::channel();
        self.send(Message::Flush(done));
        // It is dropped unanswered where there is no thread any more: then there is nothing to wait for.
        let _ = is_done.recv();
    }

    /// Writes what is left.
    pub(crate) fn stop(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((sender, thread)) = running {
            drop(sender);
            // It panics at nothing.
            let _ = thread.join();
        }
    }

    fn send(&self, message: Message) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = running.as_ref().map(|(sender, _)| sender.clone());
        drop(running);
        if let Some(sender) = sender {
            // The thread lives for as long as a sender.
            let _ = sender.send(message);
        }
    }
}

fn write_all(shared: &Shared, messages: &Receiver<Message>) {
    while let Ok(first) = messages.recv() {
        let mut entries = Vec::new();
        let mut flushed = Vec::new();
        for message in std::iter::once(first).chain(messages.try_iter()).take(ENTRIES_AT_ONCE) {
            match message {
                Message::Entry(key, value) => entries.push((key, value)),
                Message::Flush(done) => flushed.push(done),
            }
        }
        if !entries.is_empty() {
            shared.write(&entries);
        }
        for done in flushed {
            // Who waited may have gone.
            let _ = done.send(());
        }
    }
}

use super::Tokenizer;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Shorter texts are encoded again: that takes no longer than looking for them.
const LEAST_BYTES: usize = 64;
/// Bytes of text and tokens after which all is forgotten: more than the prompts of most runs.
const MOST_BYTES: usize = 16 << 20;

/// A tokenizer that remembers what texts were encoded to. A prompt is encoded to see whether it fits, to ask the
/// model and to count its tokens: always to the same.
pub struct Remembering<T> {
    tokenizer: T,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    tokens: HashMap<String, Arc<[u32]>>,
    bytes: usize,
}

impl<T: Tokenizer> Remembering<T> {
    /// The same tokenizer, with nothing remembered yet.
    pub fn new(tokenizer: T) -> Self {
        Self { tokenizer, memory: Mutex::default() }
    }

    fn tokens(&self, text: &str) -> Arc<[u32]> {
        if let Some(known) = self.memory().tokens.get(text) {
            return Arc::clone(known);
        }
        let tokens: Arc<[u32]> = self.tokenizer.encode(text).into();
        let bytes = text.len() + size_of_val(tokens.as_ref());
        let mut memory = self.memory();
        if memory.bytes + bytes > MOST_BYTES {
            *memory = Memory::default();
        }
        memory.bytes += bytes;
        memory.tokens.insert(text.to_owned(), Arc::clone(&tokens));
        tokens
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // What is remembered is true whatever happened to who remembered it.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Tokenizer> Tokenizer for Remembering<T> {
    fn encode(&self, text: &str) -> Vec<u32> {
        if text.len() < LEAST_BYTES { self.tokenizer.encode(text) } else { self.tokens(text).to_vec() }
    }

    fn decode(&self, tokens: &[u32]) -> String {
        self.tokenizer.decode(tokens)
    }

    fn count(&self, text: &str) -> usize {
        if text.len() < LEAST_BYTES { self.tokenizer.count(text) } else { self.tokens(text).len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// A token for each byte, and how often it was asked.
    #[derive(Default)]
    struct Bytes(AtomicUsize);

    impl Tokenizer for Bytes {
        fn encode(&self, text: &str) -> Vec<u32> {
            self.0.fetch_add(1, Ordering::Relaxed);
            text.bytes().map(u32::from).collect()
        }
        fn decode(&self, _: &[u32]) -> String {
            String::new()
        }
    }

    #[test]
    fn long_texts_are_encoded_once() {
        let tokenizer = Remembering::new(Bytes::default());
        let (text, other) = ("a".repeat(100), "b".repeat(200));
        assert_eq!(tokenizer.count(&text), 100);
        assert_eq!(tokenizer.encode(&text), vec![u32::from(b'a'); 100]);
        assert_eq!(tokenizer.encode(&other).len(), 200);
        assert_eq!(tokenizer.count(&other), 200);
        assert_eq!(tokenizer.tokenizer.0.load(Ordering::Relaxed), 2);
        assert_eq!((tokenizer.count("ab"), tokenizer.count("ab")), (2, 2));
        assert_eq!(tokenizer.tokenizer.0.load(Ordering::Relaxed), 4);
    }

    #[test]
    fn too_much_is_forgotten() {
        let tokenizer = Remembering::new(Bytes::default());
        let (text, huge) = ("a".repeat(100), "b".repeat(MOST_BYTES / 5));
        tokenizer.count(&text);
        tokenizer.count(&huge);
        // A byte of text is a token of four bytes here.
        assert_eq!(tokenizer.memory().bytes, 5 * (MOST_BYTES / 5));
        assert_eq!(tokenizer.count(&text), 100);
        assert_eq!(tokenizer.memory().bytes, 500);
    }
}

use std::io::{self, Read};

/// The part of a file that is in memory.
pub(super) struct Window<R> {
    file: R,
    /// How much is kept in memory, unless what is left of it needs more.
    length: usize,
    bytes: Vec<u8>,
    /// How many of them were taken.
    taken: usize,
    /// Where in the file `bytes` start.
    start: u64,
}

impl<R: Read> Window<R> {
    pub(super) fn new(file: R, length: usize) -> Self {
        Self { file, length, bytes: Vec::with_capacity(length), taken: 0, start: 0 }
    }

    /// Forgets what was taken and reads on. False at the end of the file.
    pub(super) fn move_on(&mut self) -> io::Result<bool> {
        self.start += self.taken as u64;
        self.bytes.drain(..self.taken);
        self.taken = 0;
        // At least twice as much as before: what is read again and again costs no more than twice its length.
        let length = self.length.max(2 * self.bytes.len());
        let more = (length - self.bytes.len()) as u64;
        Ok(self.file.by_ref().take(more).read_to_end(&mut self.bytes)? > 0)
    }

    /// What is in memory and not taken.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.taken..]
    }

    /// Takes bytes off the front of [`rest`](Self::rest).
    pub(super) fn take(&mut self, count: usize) {
        self.taken += count;
    }

    /// Where in the file [`rest`](Self::rest) starts.
    pub(super) fn position(&self) -> u64 {
        self.start + self.taken as u64
    }

    /// Where in the file [`rest`](Self::rest) ends.
    pub(super) fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

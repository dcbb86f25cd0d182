//! The elements of an array in a JSON file, one at a time, so that a file of any size needs the memory of one
//! element only, and what is whole in a file that ends in the middle can be had.

use crate::json::FileError;
use serde::de::Error as _;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;

/// Which array of a file is meant.
#[derive(Clone, Copy, Debug)]
pub enum ArrayAt<'a> {
    /// The file is the array.
    Top,
    /// The file is an object, and the array its member of that name.
    Member(&'a str),
}

/// Calls `each` with every element's place in the file (bytes from its start) and text, in order.
///
/// # Errors
/// When the file can't be read, is not what it should be, or ends in the middle; `each` was called with the
/// elements before. An error of `each` ends the reading and is passed on.
pub fn read_elements(
    path: &Path,
    array: ArrayAt,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), serde_json::Error>,
) -> Result<(), FileError> {
    const BUFFER: usize = 1 << 18;
    let read_error = |source| FileError::Read { path: path.into(), source };
    let json_error = |source| FileError::Json { path: path.into(), source };
    let mut reader = BufReader::with_capacity(BUFFER, File::open(path).map_err(read_error)?);
    let mut scanner = Scanner::new(array);
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(read_error(error)),
        };
        if buffer.is_empty() {
            let message = scanner.problem_at_end();
            return Err(json_error(serde_json::Error::custom(message)));
        }
        let length = buffer.len();
        if scanner.scan(buffer, &mut each).map_err(json_error)? {
            return Ok(());
        }
        reader.consume(length);
    }
}

struct Scanner<'a> {
    array: ArrayAt<'a>,
    /// Bytes read.
    position: u64,
    /// Open brackets.
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The array has begun.
    is_inside: bool,
    /// The last string at the depth of the object's own members, without its quotes.
    last_string: Vec<u8>,
    /// The element that has begun, and where.
    element: Vec<u8>,
    start: u64,
}

impl<'a> Scanner<'a> {
    fn new(array: ArrayAt<'a>) -> Self {
        Self {
            array,
            position: 0,
            depth: 0,
            in_string: false,
            escaped: false,
            is_inside: false,
            last_string: Vec::new(),
            element: Vec::new(),
            start: 0,
        }
    }

    /// The depth right inside the array.
    fn base(&self) -> usize {
        match self.array {
            ArrayAt::Top => 1,
            ArrayAt::Member(_) => 2,
        }
    }

    fn problem_at_end(&self) -> String {
        match self.array {
            _ if self.position == 0 => "it is empty".into(),
            ArrayAt::Member(name) if !self.is_inside && self.depth == 0 => format!("it has no list `{name}`"),
            _ => format!("it ends in the middle, at byte {}", self.position),
        }
    }

    /// Reads on; true when the array has ended.
    fn scan(
        &mut self,
        bytes: &[u8],
        each: &mut impl FnMut(u64, &[u8]) -> Result<(), serde_json::Error>,
    ) -> Result<bool, serde_json::Error> {
        // What of `bytes` belongs to the element that has begun and is not copied yet starts here.
        let mut copied = 0;
        let offset = self.position;
        for (index, byte) in bytes.iter().copied().enumerate() {
            self.position = offset + index as u64 + 1;
            if self.in_string {
                self.read_string(byte);
                continue;
            }
            let base = self.base();
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => continue,
                b',' | b']' if self.is_inside && self.depth == base => {
                    if self.start > 0 {
                        self.element.extend_from_slice(&bytes[copied..index]);
                        each(self.start - 1, self.element.trim_ascii_end())?;
                        self.element.clear();
                        self.start = 0;
                    }
                    if byte == b']' {
                        return Ok(true);
                    }
                    continue;
                }
                b'"' => {
                    self.in_string = true;
                    if self.depth + 1 == base {
                        self.last_string.clear();
                    }
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.checked_sub(1).ok_or_else(|| {
                        serde_json::Error::custom(format!("a bracket too many at byte {}", self.position - 1))
                    })?;
                }
                _ => {}
            }
            if !self.is_inside {
                self.is_inside = byte == b'[' && self.depth == base && self.is_wanted();
                if self.depth == 0 && matches!(self.array, ArrayAt::Top) || self.is_other_kind(byte) {
                    return Err(serde_json::Error::custom("it is not the kind of value it should be"));
                }
            } else if self.start == 0 {
                // Counted from 1, so that 0 means none.
                self.start = self.position;
                copied = index;
            }
        }
        if self.start > 0 {
            self.element.extend_from_slice(&bytes[copied..]);
        }
        Ok(false)
    }

    fn read_string(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => {
                self.in_string = false;
                return;
            }
            _ => {}
        }
        if self.depth + 1 == self.base() {
            self.last_string.push(byte);
        }
    }

    fn is_wanted(&self) -> bool {
        match self.array {
            ArrayAt::Top => true,
            ArrayAt::Member(name) => self.last_string == name.as_bytes(),
        }
    }

    /// Whether the first bracket is of the wrong kind.
    fn is_other_kind(&self, byte: u8) -> bool {
        let expected = match self.array {
            ArrayAt::Top => b'[',
            ArrayAt::Member(_) => b'{',
        };
        self.depth == 1 && matches!(byte, b'[' | b'{') && byte != expected
    }
}

#[cfg(test)]
mod tests;

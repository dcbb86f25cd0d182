//! The elements of an array in a JSON file, one at a time, so that a file of any size needs the memory of one
//! element only, and what is whole in a file that ends in the middle can be had.

use crate::json::{self, FileError};
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
/// elements before. An error of `each` ends the reading and is passed on, with the element's place.
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
            return scanner.check_end().map_err(json_error);
        }
        let length = buffer.len();
        scanner.scan(buffer, &mut each).map_err(json_error)?;
        reader.consume(length);
    }
}

/// Where in the array the reading is.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Before,
    Inside,
    After,
}

struct Scanner<'a> {
    array: ArrayAt<'a>,
    progress: Progress,
    /// Bytes before the one that is looked at.
    position: u64,
    /// Open brackets.
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The last string at the depth of the object's own members, without its quotes.
    last_string: Vec<u8>,
    /// Where the element that has begun starts.
    start: Option<u64>,
    /// What of it was in earlier buffers.
    element: Vec<u8>,
}

impl<'a> Scanner<'a> {
    fn new(array: ArrayAt<'a>) -> Self {
        Self {
            array,
            progress: Progress::Before,
            position: 0,
            depth: 0,
            in_string: false,
            escaped: false,
            last_string: Vec::new(),
            start: None,
            element: Vec::new(),
        }
    }

    /// The depth right inside the array.
    fn base(&self) -> usize {
        match self.array {
            ArrayAt::Top => 1,
            ArrayAt::Member(_) => 2,
        }
    }

    fn check_end(&self) -> Result<(), serde_json::Error> {
        let problem = match (self.progress, self.array) {
            _ if self.position == 0 => "it is empty".into(),
            (Progress::Before, ArrayAt::Member(name)) if self.depth == 0 => format!("it has no list `{name}`"),
            (Progress::After, _) if self.depth == 0 => return Ok(()),
            _ => format!("it ends in the middle, at byte {}", self.position),
        };
        Err(self::problem(problem))
    }

    /// Reads on.
    fn scan(
        &mut self,
        bytes: &[u8],
        each: &mut impl FnMut(u64, &[u8]) -> Result<(), serde_json::Error>,
    ) -> Result<(), serde_json::Error> {
        let offset = self.position;
        // What of `bytes` belongs to the element that has begun and is not copied yet starts here.
        let mut copied = 0;
        let mut index = self.skipped(bytes);
        while let Some(&byte) = bytes.get(index) {
            self.position = offset + index as u64;
            if self.in_string {
                self.read_string(byte);
            } else if matches!(byte, b',' | b']') && self.progress == Progress::Inside && self.depth == self.base() {
                if let Some(start) = self.start.take() {
                    let text = whole(&mut self.element, &bytes[copied..index]);
                    each(start, text.trim_ascii_end()).map_err(|error| at_element(&error, start))?;
                    self.element.clear();
                }
                if byte == b']' {
                    self.depth -= 1;
                    self.progress = Progress::After;
                }
            } else if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                if self.progress == Progress::Inside && self.start.is_none() {
                    self.start = Some(self.position);
                    copied = index;
                }
                self.read_structure(byte)?;
            }
            index += 1;
            index += self.skipped(&bytes[index..]);
        }
        self.position = offset + bytes.len() as u64;
        if self.start.is_some() {
            self.element.extend_from_slice(&bytes[copied..]);
        }
        Ok(())
    }

    /// How many bytes from here on change nothing.
    fn skipped(&self, bytes: &[u8]) -> usize {
        let in_element = self.progress == Progress::Inside && self.depth > self.base();
        let next = if self.in_string {
            if self.escaped || self.is_recorded() { Some(0) } else { memchr::memchr2(b'"', b'\\', bytes) }
        } else if in_element {
            bytes.iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'))
        } else {
            Some(0)
        };
        next.unwrap_or(bytes.len())
    }

    /// Whether a string here may be the name of the array.
    fn is_recorded(&self) -> bool {
        self.progress == Progress::Before && self.depth + 1 == self.base()
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
        if self.is_recorded() {
            self.last_string.push(byte);
        }
    }

    /// Reads a byte that is no blank and in no string, and doesn't end an element.
    fn read_structure(&mut self, byte: u8) -> Result<(), serde_json::Error> {
        if self.progress == Progress::After && self.depth == 0 {
            return Err(problem(format!("something follows the end, at byte {}", self.position)));
        }
        match byte {
            b'"' => {
                self.in_string = true;
                if self.is_recorded() {
                    self.last_string.clear();
                }
            }
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                let least = if self.progress == Progress::Inside { self.base() } else { 0 };
                if self.depth == least {
                    return Err(problem(format!("a bracket too many at byte {}", self.position)));
                }
                self.depth -= 1;
            }
            _ => {}
        }
        if self.progress == Progress::Before {
            if self.depth == 0 && matches!(self.array, ArrayAt::Top) || self.is_other_kind(byte) {
                return Err(problem("it is not the kind of value it should be".into()));
            }
            if byte == b'[' && self.depth == self.base() && self.is_wanted() {
                self.progress = Progress::Inside;
            }
        }
        Ok(())
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

/// An element of which `rest` is in this buffer, and the beginning may have been in earlier ones.
fn whole<'b>(beginning: &'b mut Vec<u8>, rest: &'b [u8]) -> &'b [u8] {
    if beginning.is_empty() {
        return rest;
    }
    beginning.extend_from_slice(rest);
    beginning
}

fn problem(text: String) -> serde_json::Error {
    serde_json::Error::custom(text)
}

/// What is wrong with an element, with its place in the file.
fn at_element(error: &serde_json::Error, start: u64) -> serde_json::Error {
    problem(format!("{}, in the element at byte {start}", json::problem(error)))
}

#[cfg(test)]
mod tests;

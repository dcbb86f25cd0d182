//! The elements of an array in a JSON file, one at a time, so that a file of any size needs the memory of one
//! element only, and what is whole in a file that ends in the middle can be had. Elements are read where they lie in
//! a window on the file; nothing else looks at their bytes.

mod list;
mod surroundings;
mod window;

use crate::json::{self, FileError};
use list::List;
use serde::de::{Deserialize, DeserializeSeed, Error as _, IgnoredAny};
use std::fs::File;
use std::io::Read;
use std::marker::PhantomData;
use std::path::Path;
use surroundings::Surroundings;
use window::Window;

/// Which array of a file is meant.
#[derive(Clone, Copy, Debug)]
pub enum ArrayAt<'a> {
    /// The file is the array.
    Top,
    /// The file is an object, and the array its member of that name.
    Member(&'a str),
}

/// An element that is to be read.
pub struct Element<'a> {
    start: u64,
    /// Its text, and what follows as far as it is known; its text alone once it was read.
    text: &'a str,
    was_read: bool,
    /// Whether reading came to the end of what is known.
    is_cut: bool,
}

impl<'a> Element<'a> {
    /// Its place: bytes from the start of the file.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// Its text, once it was read.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What it holds. Structs are objects: a list of their fields is refused.
    pub fn read<T: Deserialize<'a>>(&mut self) -> Result<T, serde_json::Error> {
        self.read_seed(PhantomData)
    }

    /// The same for what needs more than the text to be read.
    pub fn read_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, serde_json::Error> {
        let (value, length) = json::parse_start(seed, self.text).inspect_err(|error| self.is_cut = error.is_eof())?;
        (self.text, self.was_read) = (&self.text[..length], true);
        Ok(value)
    }

    fn skip_unread(&mut self) -> Result<(), serde_json::Error> {
        if !self.was_read {
            self.read::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Calls `each` with every element, in order. It is called again with an element that it could not read to its end,
/// so that reading is the first thing to do.
///
/// # Errors
/// When the file can't be read, is not what it should be, or ends in the middle; `each` was called with the
/// elements before. An error of `each` ends the reading and is passed on, with the element's place.
pub fn read_elements(
    path: &Path,
    array: ArrayAt,
    each: impl FnMut(&mut Element) -> Result<(), serde_json::Error>,
) -> Result<(), FileError> {
    const LENGTH: usize = 1 << 18;
    let file = File::open(path).map_err(|source| FileError::Read { path: path.into(), source })?;
    read_window(Window::new(file, LENGTH), path, array, each)
}

fn read_window(
    mut window: Window<impl Read>,
    path: &Path,
    array: ArrayAt,
    mut each: impl FnMut(&mut Element) -> Result<(), serde_json::Error>,
) -> Result<(), FileError> {
    let json_error = |source| FileError::Json { path: path.into(), source };
    let mut surroundings = Surroundings::new(array);
    let mut list = List::default();
    while window.move_on().map_err(|source| FileError::Read { path: path.into(), source })? {
        surroundings.read(&mut window).map_err(json_error)?;
        if surroundings.is_in_list() {
            list.read(&mut window, &mut each).map_err(json_error)?;
            if list.has_ended() {
                surroundings.leave_list();
                surroundings.read(&mut window).map_err(json_error)?;
            }
        }
    }
    surroundings.check_end(window.end()).map_err(json_error)
}

fn problem(text: String) -> serde_json::Error {
    serde_json::Error::custom(text)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

#[cfg(test)]
mod tests;

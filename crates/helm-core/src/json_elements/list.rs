use super::window::Window;
use super::{Element, is_blank, problem};
use crate::json;
use std::io::Read;

/// What a list goes on with.
#[derive(Clone, Copy, Default, PartialEq)]
enum Next {
    #[default]
    ElementOrEnd,
    Element,
    CommaOrEnd,
    Nothing,
}

/// The inside of the array.
#[derive(Default)]
pub(super) struct List {
    next: Next,
}

impl List {
    pub(super) fn has_ended(&self) -> bool {
        self.next == Next::Nothing
    }

    /// Takes what is whole in the window, to the end of the list.
    pub(super) fn read(
        &mut self,
        window: &mut Window<impl Read>,
        each: &mut impl FnMut(&mut Element) -> Result<(), serde_json::Error>,
    ) -> Result<(), serde_json::Error> {
        let (text, is_all_text) = start_that_is_text(window.rest());
        let (text_end, text) = (text.len(), without_open_end(text));
        let mut index = 0;
        while self.next != Next::Nothing {
            index += text[index..].bytes().take_while(|byte| is_blank(*byte)).count();
            let Some(&byte) = text.as_bytes().get(index) else { break };
            let start = window.position() + index as u64;
            (self.next, index) = match (self.next, byte) {
                (Next::ElementOrEnd | Next::CommaOrEnd, b']') => (Next::Nothing, index + 1),
                (Next::CommaOrEnd, b',') => (Next::Element, index + 1),
                (Next::CommaOrEnd, b'}') => return Err(problem(format!("a bracket too many at byte {start}"))),
                (Next::CommaOrEnd, _) => return Err(problem(format!("no comma after the element, at byte {start}"))),
                _ => {
                    let mut element = Element { start, text: &text[index..], was_read: false, is_cut: false };
                    let read = each(&mut element).and_then(|()| element.skip_unread());
                    if element.is_cut {
                        break;
                    }
                    read.map_err(|error| at_element(&error, start))?;
                    (Next::CommaOrEnd, index + element.text.len())
                }
            };
        }
        if !is_all_text && self.next != Next::Nothing {
            return Err(problem(format!("it is no UTF-8 text at byte {}", window.position() + text_end as u64)));
        }
        window.take(index);
        Ok(())
    }
}

/// What of `bytes` is text up to the first that is none, and whether there is no such byte. A character that `bytes`
/// end in the middle of may still become one.
fn start_that_is_text(bytes: &[u8]) -> (&str, bool) {
    let (end, is_all_text) = match str::from_utf8(bytes) {
        Ok(text) => return (text, true),
        Err(error) => (error.valid_up_to(), error.error_len().is_none()),
    };
    (str::from_utf8(&bytes[..end]).expect("it is text up to there"), is_all_text)
}

/// `text` without a number or word that it ends with and that may go on.
fn without_open_end(text: &str) -> &str {
    text.trim_end_matches(|last: char| last.is_ascii_alphanumeric() || "+-.".contains(last))
}

/// What is wrong with an element, with its place in the file.
fn at_element(error: &serde_json::Error, start: u64) -> serde_json::Error {
    problem(format!("{}, in the element at byte {start}", json::problem(error)))
}

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
        let text = without_open_end(window.rest());
        let mut index = 0;
        while self.next != Next::Nothing {
            index += text[index..].iter().take_while(|byte| is_blank(**byte)).count();
            let Some(&byte) = text.get(index) else { break };
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
        window.take(index);
        Ok(())
    }
}

/// `text` without a number or word that it ends with and that may go on.
fn without_open_end(text: &[u8]) -> &[u8] {
    let is_closed = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"+-.".contains(byte);
    &text[..text.iter().rposition(is_closed).map_or(0, |last| last + 1)]
}

/// What is wrong with an element, with its place in the file.
fn at_element(error: &serde_json::Error, start: u64) -> serde_json::Error {
    problem(format!("{}, in the element at byte {start}", json::problem(error)))
}

use super::window::Window;
use super::{ArrayAt, is_blank, problem};
use std::io::Read;

/// Where in the file the reading is.
#[derive(Clone, Copy, PartialEq)]
enum Progress {
    Before,
    Inside,
    After,
}

/// What is before and after the array.
pub(super) struct Surroundings<'a> {
    array: ArrayAt<'a>,
    progress: Progress,
    /// Open brackets.
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The last string at the depth of the object's own members, without its quotes.
    last_string: Vec<u8>,
}

impl<'a> Surroundings<'a> {
    pub(super) fn new(array: ArrayAt<'a>) -> Self {
        Self { array, progress: Progress::Before, depth: 0, in_string: false, escaped: false, last_string: Vec::new() }
    }

    pub(super) fn is_in_list(&self) -> bool {
        self.progress == Progress::Inside
    }

    /// Says that the array's last bracket was read.
    pub(super) fn leave_list(&mut self) {
        self.depth -= 1;
        self.progress = Progress::After;
    }

    /// Whether a file of `length` bytes may end here.
    pub(super) fn check_end(&self, length: u64) -> Result<(), serde_json::Error> {
        let problem = match (self.progress, self.array) {
            _ if length == 0 => "it is empty".into(),
            (Progress::Before, ArrayAt::Member(name)) if self.depth == 0 => format!("it has no list `{name}`"),
            (Progress::After, _) if self.depth == 0 => return Ok(()),
            _ => format!("it ends in the middle, at byte {length}"),
        };
        Err(super::problem(problem))
    }

    /// Takes what is in the window, up to the inside of the array.
    pub(super) fn read(&mut self, window: &mut Window<impl Read>) -> Result<(), serde_json::Error> {
        let mut index = 0;
        let bytes = window.rest();
        while let Some(&byte) = bytes.get(index).filter(|_| self.progress != Progress::Inside) {
            if self.in_string {
                self.read_string(byte);
            } else if !is_blank(byte) {
                self.read_structure(byte, window.position() + index as u64)?;
            }
            index += 1;
            index += self.skipped(&bytes[index..]);
        }
        window.take(index);
        Ok(())
    }

    /// The depth right inside the array.
    fn base(&self) -> usize {
        match self.array {
            ArrayAt::Top => 1,
            ArrayAt::Member(_) => 2,
        }
    }

    /// How many bytes from here on change nothing.
    fn skipped(&self, bytes: &[u8]) -> usize {
        if !self.in_string || self.escaped || self.is_recorded() {
            return 0;
        }
        memchr::memchr2(b'"', b'\\', bytes).unwrap_or(bytes.len())
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

    /// Reads a byte that is no blank and in no string.
    fn read_structure(&mut self, byte: u8, position: u64) -> Result<(), serde_json::Error> {
        if self.progress == Progress::After && self.depth == 0 {
            return Err(problem(format!("something follows the end, at byte {position}")));
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
                let open = self.depth.checked_sub(1);
                self.depth = open.ok_or_else(|| problem(format!("a bracket too many at byte {position}")))?;
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

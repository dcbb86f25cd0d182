use crate::files::Number;
use crate::json::python_float;
use std::fmt;

/// The value of an argument: the text that was typed and the number that Python would make of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    text: String,
    number: Option<Number>,
}

impl Argument {
    /// From the text that was typed.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), number: python_number(text) }
    }

    /// The text as typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The number, where the text is one.
    pub fn number(&self) -> Option<Number> {
        self.number
    }

    /// The non-negative integer, where the text is one.
    pub fn count(&self) -> Option<usize> {
        match self.number {
            Some(Number::Int(value)) => usize::try_from(value).ok(),
            _ => None,
        }
    }
}

/// As Python's `str(value)` shows it after conversion: `05` becomes `5`.
impl fmt::Display for Argument {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self.number {
            Some(Number::Int(value)) => write!(formatter, "{value}"),
            Some(Number::Float(value)) if value.is_nan() => formatter.write_str("nan"),
            Some(Number::Float(value)) if value.is_infinite() => {
                formatter.write_str(if value > 0.0 { "inf" } else { "-inf" })
            }
            Some(Number::Float(value)) => formatter.write_str(&python_float(value)),
            None => formatter.write_str(&self.text),
        }
    }
}

/// What `int(text)`, else `float(text)`, gives in Python.
fn python_number(text: &str) -> Option<Number> {
    let digits = without_underscores(text.trim())?;
    if let Ok(value) = digits.parse() {
        return Some(Number::Int(value));
    }
    // Rust's float grammar is Python's, but for `infinity` and `nan` in any case, which both read.
    digits.parse().ok().map(Number::Float)
}

/// Python allows single underscores between digits.
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    let misplaced =
        bytes.iter().enumerate().any(|(i, &byte)| byte == b'_' && !(digit(i.checked_sub(1)) && digit(Some(i + 1))));
    (!misplaced).then(|| text.replace('_', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_python() {
        // `str(int(text))`, else `str(float(text))`, else the text, by CPython 3.11.
        for (text, expected) in [
            ("5", "5"),
            ("05", "5"),
            ("+5", "5"),
            (" 7 ", "7"),
            ("1_000", "1000"),
            ("1__0", "1__0"),
            ("_1", "_1"),
            ("1e3", "1000.0"),
            ("1e-7", "1e-07"),
            (".5", "0.5"),
            ("5.", "5.0"),
            ("nan", "nan"),
            ("-Infinity", "-inf"),
            ("anatomy", "anatomy"),
            ("", ""),
            ("0x10", "0x10"),
            ("1.5.2", "1.5.2"),
        ] {
            assert_eq!(Argument::new(text).to_string(), expected, "{text:?}");
        }
    }
}

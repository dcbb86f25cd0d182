//! JSON as Python's `json.dumps(value, indent=2)` spells it, to the byte, and files that appear whole.
//!
//! Other tools compare and diff these files, so the spelling is part of the contract: two spaces of
//! indentation, everything outside printable ASCII as `\uXXXX`, floats as Python's `repr` writes them.

mod list_writer;
mod objects;
mod unfinished_file;

pub use list_writer::ListWriter;
pub(crate) use unfinished_file::UnfinishedFile;
pub use unfinished_file::remove_unfinished;

use objects::ObjectsOnly;
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed, IgnoredAny};
use serde_json::ser::{Formatter, PrettyFormatter};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that can't be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Reading failed.
    #[error("can't read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The content is not the JSON that the file should hold.
    #[error("`{}` is not the JSON it should be: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        source: serde_json::Error,
    },
    /// Writing failed.
    #[error("can't write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl FileError {
    /// What to do about it, where more can be said than what is wrong.
    pub fn hint(&self) -> Option<String> {
        let Self::Write { source, .. } = self else { return None };
        Some(match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                "make room, then give the same command again".into()
            }
            _ => "the output folder must be writable; `--output-path` names another one".into(),
        })
    }
}

/// `value` as Python spells it.
///
/// # Errors
/// When `value` can't be represented as JSON (a map key that is not a string, say).
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, serde_json::Error> {
    let mut bytes = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, PythonFormatter::default()))?;
    Ok(String::from_utf8(bytes).expect("the formatter writes ASCII"))
}

/// Reads a JSON file.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T, FileError> {
    let bytes = fs::read(path).map_err(|source| FileError::Read { path: path.into(), source })?;
    parse(&bytes).map_err(|source| FileError::Json { path: path.into(), source })
}

/// What the text of a JSON file holds. Structs are objects: a list of their fields is refused.
pub fn parse<'de, T: Deserialize<'de>>(text: &'de [u8]) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = T::deserialize(ObjectsOnly(&mut deserializer))?;
    deserializer.end()?;
    Ok(value)
}

/// The value that `text` begins with, read in the same way, and its length in bytes.
pub(crate) fn parse_start<'de, S: DeserializeSeed<'de>>(
    seed: S,
    text: &'de str,
) -> Result<(S::Value, usize), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(ObjectsOnly(&mut deserializer))?;
    Ok((value, deserializer.into_iter::<IgnoredAny>().byte_offset()))
}

/// What is wrong with JSON, without the place.
pub fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// Writes `value` to `path` as Python spells it; the file appears whole or not at all, and its folders are made.
pub fn write<T: Serialize + ?Sized>(path: &Path, value: &T) -> Result<(), FileError> {
    write_unfinished(path, value)?.finish()
}

/// Writes `text` to `path`; the file appears whole or not at all, and its folders are made.
pub fn write_text(path: &Path, text: &str) -> Result<(), FileError> {
    write_unfinished_text(path, text)?.finish()
}

/// The file that [`write()`] makes, before it is in its place.
pub(crate) fn write_unfinished<T: Serialize + ?Sized>(path: &Path, value: &T) -> Result<UnfinishedFile, FileError> {
    let mut file = UnfinishedFile::create(path)?;
    let mut serializer = serde_json::Serializer::with_formatter(&mut file, PythonFormatter::default());
    value.serialize(&mut serializer).map_err(|error| file.error(error))?;
    file.close()?;
    Ok(file)
}

/// The file that [`write_text`] makes, before it is in its place.
pub(crate) fn write_unfinished_text(path: &Path, text: &str) -> Result<UnfinishedFile, FileError> {
    let mut file = UnfinishedFile::create(path)?;
    file.write_all(text.as_bytes()).map_err(|error| file.write_error(error))?;
    file.close()?;
    Ok(file)
}

/// A float as Python's `repr` writes it: shortest digits that read back the same, an exponent below
/// 1e-4 and from 1e16 on, and always a `.0` or an exponent.
pub fn python_float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    // Most numbers are whole, and small enough to be so exactly.
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.1}");
    }
    let scientific = shortest_digits(value);
    let (mantissa, exponent) = scientific.split_once('e').expect("`{:e}` writes an exponent");
    let exponent: i32 = exponent.parse().expect("`{:e}` writes a whole exponent");
    if (-4..16).contains(&exponent) {
        return with_point(mantissa, exponent);
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// The shortest digits that read back the same, as `1.25e-3`. Of two that are equally near, Python
/// takes the one that ends in an even digit.
fn shortest_digits(value: f64) -> String {
    const DIGITS_WITH_TIES: usize = 15;
    // What lies halfway between numbers of 17 digits has 18. With more binary places than this it has more: 5^26 has 19.
    const PLACES_WITH_TIES: i32 = 25;
    let shortest = format!("{value:e}");
    if (value * 2_f64.powi(PLACES_WITH_TIES)).fract() != 0.0 {
        return shortest;
    }
    let digits = shortest.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
    if digits >= DIGITS_WITH_TIES {
        let even = format!("{value:.*e}", digits - 1);
        if even.parse() == Ok(value) {
            return even;
        }
    }
    shortest
}

/// `mantissa` (one digit, or a point after the first) times a power of ten, written without exponent.
fn with_point(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |mantissa| ("-", mantissa));
    let digits = mantissa.replace('.', "");
    let Ok(exponent) = usize::try_from(exponent) else {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    };
    let whole = format!("{digits:0<width$}", width = exponent + 1);
    let (whole, fraction) = whole.split_at(exponent + 1);
    format!("{sign}{whole}.{}", if fraction.is_empty() { "0" } else { fraction })
}

#[derive(Clone, Default)]
struct PythonFormatter<'a> {
    pretty: PrettyFormatter<'a>,
}

impl Formatter for PythonFormatter<'_> {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(python_float(value).as_bytes())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let is_printable = |byte: &u8| (b' '..=b'~').contains(byte);
        let mut rest = fragment;
        // Counting all of them is many times faster than looking for the first that is not.
        if fragment.bytes().filter(is_printable).count() == fragment.len() {
            return writer.write_all(fragment.as_bytes());
        }
        while let Some(start) = rest.find(|c: char| !(' '..='~').contains(&c)) {
            writer.write_all(&rest.as_bytes()[..start])?;
            let escaped = rest[start..].chars().next().expect("`find` returns the start of a character");
            for unit in escaped.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[start + escaped.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_array(writer)
    }
    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array(writer)
    }
    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_array_value(writer, first)
    }
    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(writer)
    }
    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object(writer)
    }
    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object(writer)
    }
    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_object_key(writer, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }
    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Number;

    #[test]
    fn floats_are_spelled_as_python_spells_them() {
        // Right-hand sides: `repr(x)` of CPython 3.11.
        for (value, expected) in [
            (4.0, "4.0"),
            (0.1, "0.1"),
            (-0.0, "-0.0"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (134_982.759_999_999_98, "134982.75999999998"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.234e22, "1.234e+22"),
            (5e-324, "5e-324"),
            // Halfway between ...62 and ...63, and between ...24 and ...25: the even digit wins.
            (0.098_636_627_197_265_62, "0.09863662719726562"),
            (-95.135_986_804_962_16, "-95.13598680496216"),
            (3.616_411_447_525_024_4, "3.6164114475250244"),
            (-1234.5, "-1234.5"),
            (100.0, "100.0"),
            (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
        ] {
            assert_eq!(python_float(value), expected);
        }
    }

    #[test]
    fn text_is_escaped_as_python_escapes_it() {
        // `json.dumps({...}, indent=2)` of CPython 3.11.
        let value = serde_json::json!({"é\u{7f}\n\u{1}\"\\/": "😀", "empty": [], "none": {}, "list": [1, 2.0]});
        let expected = "{\n  \"\\u00e9\\u007f\\n\\u0001\\\"\\\\/\": \"\\ud83d\\ude00\",\n  \"empty\": [],\n  \"none\": {},\n  \"list\": [\n    1,\n    2.0\n  ]\n}";
        assert_eq!(to_string(&value).expect("plain JSON"), expected);
    }

    #[test]
    fn structs_are_objects() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Inner {
            #[serde(default)]
            text: String,
            number: Option<Number>,
        }
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Outer {
            inner: Option<Inner>,
            #[serde(default)]
            list: Vec<Inner>,
            #[serde(default)]
            by_number: std::collections::BTreeMap<usize, (String, Inner)>,
        }
        let read = |text: &str| parse::<Outer>(text.as_bytes()).map_err(|error| error.to_string());
        let inner = |text: &str, number| Inner { text: text.into(), number };
        assert_eq!(
            read(
                r#"{"inner": {"text": "a", "number": 1}, "list": [{}], "by_number": {"7": ["b", {"number": 1.0}]}, "x": []}"#
            ),
            Ok(Outer {
                inner: Some(inner("a", Some(Number::Int(1)))),
                list: vec![inner("", None)],
                by_number: [(7, ("b".into(), inner("", Some(Number::Float(1.0)))))].into(),
            })
        );
        assert_eq!(read(r#"{"inner": null}"#).map(|outer| outer.inner), Ok(None));
        let refused = |place: &str| Err(format!("invalid type: sequence, expected an object at line 1 column {place}"));
        assert_eq!(read("[]"), refused("0"));
        assert_eq!(read(r#"{"inner": ["a", 1]}"#), refused("10"));
        assert_eq!(read(r#"{"list": [{}, []]}"#), refused("14"));
        assert_eq!(read(r#"{"by_number": {"7": ["b", []]}}"#), refused("26"));
        assert_eq!(read("{} {}"), Err("trailing characters at line 1 column 4".into()));
    }

    #[test]
    fn integers_stay_integers() {
        let numbers: Vec<Number> = serde_json::from_str("[4, 4.0, -1, 1e3]").expect("valid JSON");
        assert_eq!(to_string(&numbers).expect("plain JSON"), "[\n  4,\n  4.0,\n  -1,\n  1000.0\n]");
    }
}

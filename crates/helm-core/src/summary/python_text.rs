//! Values as Python's `str` and `repr` write them, and URLs as `urllib` quotes them: they are part of
//! the names of tables and of links.

use crate::json::python_float;
use serde_json::{Map, Value};
use std::fmt::Write;

/// `key: value, key: value`, with values as `str` writes them.
pub(super) fn listed(values: &Map<String, Value>) -> String {
    values.iter().map(|(key, value)| format!("{key}: {}", str(value))).collect::<Vec<_>>().join(", ")
}

/// `str(value)`.
pub(super) fn str(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => repr(other),
    }
}

/// `repr(value)`.
fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) if number.is_f64() => number.as_f64().map_or_else(|| number.to_string(), python_float),
        Value::Number(number) => number.to_string(),
        Value::String(text) => repr_of_text(text),
        Value::Array(values) => format!("[{}]", values.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Value::Object(values) => {
            let pairs = values.iter().map(|(key, value)| format!("{}: {}", repr_of_text(key), repr(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

fn repr_of_text(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut written = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            c if c == quote => written.extend(['\\', c]),
            c if c.is_control() => write!(written, "\\x{:02x}", u32::from(c)).expect("strings take any text"),
            c => written.push(c),
        }
    }
    written.push(quote);
    written
}

/// A link to a page of the web app: `?` and the parameters, everything but letters, digits and `_.-~` quoted.
pub(super) fn link(parameters: &[(&str, &str)]) -> String {
    let pairs = parameters.iter().map(|(name, value)| format!("{}={}", quoted(name), quoted(value)));
    format!("?{}", pairs.collect::<Vec<_>>().join("&"))
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"_.-~".contains(&byte) {
            quoted.push(byte.into());
        } else {
            write!(quoted, "%{byte:02X}").expect("strings take any text");
        }
    }
    quoted
}

/// `json.dumps(names)` on one line.
pub(super) fn json_list(names: &[&str]) -> String {
    let spelled = names.iter().map(|name| crate::json::to_string(name).expect("text is plain JSON"));
    format!("[{}]", spelled.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_python_writes_them() {
        // `", ".join(f"{k}: {v}" for k, v in d.items())` of CPython 3.11.
        let values = serde_json::json!({
            "subject": "it's", "n": 3, "p": 0.5, "whole": 2.0, "flag": true, "none": null,
            "list": ["a", "it's", "\"both'\"", "\n"], "map": {"k": false},
        });
        let Value::Object(values) = values else { unreachable!("written as an object") };
        assert_eq!(
            listed(&values),
            r#"subject: it's, n: 3, p: 0.5, whole: 2.0, flag: True, none: None, list: ['a', "it's", '"both\'"', '\n'], map: {'k': False}"#
        );
    }

    #[test]
    fn links_are_quoted_as_urllib_quotes_them() {
        // `urlencode({...}, quote_via=quote)` and `json.dumps` of CPython 3.11.
        assert_eq!(
            link(&[("group", "a b/c"), ("runSpecs", &json_list(&["x:y=1,z", "é"]))]),
            "?group=a%20b%2Fc&runSpecs=%5B%22x%3Ay%3D1%2Cz%22%2C%20%22%5Cu00e9%22%5D"
        );
    }
}

//! Files of run entries (`--conf-paths`): `entries: [{description: ..., priority: ..., groups: [...]}]` in HOCON.

use crate::error::Error;
use helm_core::construct::ListedEntry;
use hocon::value::{HoconValue, ScalarType};
use hocon::{HoconError, ParseError};
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The entries of a file, in their order.
pub(crate) fn read(path: &Path) -> Result<Vec<ListedEntry>, Error> {
    let text = fs::read_to_string(path).map_err(|source| Error::ConfRead { path: path.into(), source })?;
    parse(&text).map_err(|Problem { place, problem }| Error::Conf { path: path.into(), place, problem })
}

#[derive(Debug, PartialEq)]
struct Problem {
    place: String,
    problem: String,
}

fn parse(text: &str) -> Result<Vec<ListedEntry>, Problem> {
    // The environment is no part of what was asked for.
    let config = hocon::parse_with_env(text, &HashMap::new()).map_err(|error| syntax_problem(&error))?;
    match config.get("entries") {
        Some(HoconValue::Array(entries)) => {
            entries.iter().enumerate().map(|(index, entry)| listed(index, entry)).collect()
        }
        Some(_) => Err(Problem { place: String::new(), problem: "`entries` is no list".into() }),
        None => Err(Problem { place: String::new(), problem: "there is no list `entries`".into() }),
    }
}

fn syntax_problem(error: &HoconError) -> Problem {
    match error {
        HoconError::Parse(ParseError { message, line, col, .. }) => {
            Problem { place: format!(", line {line}, column {col}"), problem: message.clone() }
        }
        HoconError::Resolve(error) => Problem {
            place: format!(", line {}, column {}", error.line, error.col),
            problem: format!("{} (`{}`)", error.message, error.path),
        },
        other => Problem { place: String::new(), problem: other.to_string() },
    }
}

fn listed(index: usize, entry: &HoconValue) -> Result<ListedEntry, Problem> {
    let problem = |problem: &str| Problem { place: format!(", entry {}", index + 1), problem: problem.into() };
    let HoconValue::Object(fields) = entry else {
        return Err(problem("expected `{description: ...}`"));
    };
    let text = |value: &HoconValue| match value {
        HoconValue::Scalar(scalar) if scalar.value_type == ScalarType::String => Some(scalar.raw.clone()),
        _ => None,
    };
    let description =
        fields.get("description").and_then(text).ok_or_else(|| problem("it has no text `description`"))?;
    let priority = match fields.get("priority") {
        Some(HoconValue::Scalar(scalar)) if scalar.value_type != ScalarType::Null => {
            Some(scalar.raw.parse().map_err(|_| problem("`priority` is no whole number"))?)
        }
        Some(HoconValue::Object(_) | HoconValue::Array(_)) => return Err(problem("`priority` is no whole number")),
        _ => None,
    };
    let groups = match fields.get("groups") {
        Some(HoconValue::Array(groups)) => groups.iter().map(text).collect::<Option<_>>(),
        Some(_) => None,
        None => Some(Vec::new()),
    };
    Ok(ListedEntry { description, priority, groups: groups.ok_or_else(|| problem("`groups` is no list of names"))? })
}

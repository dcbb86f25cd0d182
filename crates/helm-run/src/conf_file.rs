//! Files of run entries (`--conf-paths`): `entries: [{description: ..., priority: ..., groups: [...]}]` in HOCON.

use crate::error::Error;
use helm_core::construct::ListedEntry;
use hocon::value::{HoconValue, ScalarType};
use hocon::{HoconError, ParseError};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::thread;

/// Most parts of a key.
const KEY_PARTS: usize = 64;
/// Bytes, for 128 brackets with a key of 64 parts in each.
const STACK: usize = 256 << 20;

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

/// The parser calls itself for each part of a key and each bracket, of which it takes 128 at most.
fn parse(text: &str) -> Result<Vec<ListedEntry>, Problem> {
    check_keys(text)?;
    thread::scope(|scope| {
        let parser = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || parse_here(text));
        let parser = parser.map_err(|error| Problem { place: String::new(), problem: error.to_string() })?;
        parser.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Refuses keys of more parts than anybody writes: the parser would run out of stack.
fn check_keys(text: &str) -> Result<(), Problem> {
    for (index, line) in text.lines().enumerate() {
        let is_too_long = |key: &str| key.bytes().filter(|byte| *byte == b'.').count() >= KEY_PARTS;
        if line.split(['{', '}', '[', ']', ',']).any(is_too_long) {
            let problem = format!("more than {KEY_PARTS} parts of a key, or dots in a row without a comma");
            return Err(Problem { place: format!(", line {}", index + 1), problem });
        }
    }
    Ok(())
}

fn parse_here(text: &str) -> Result<Vec<ListedEntry>, Problem> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conf_files_never_panic() {
        let samples = [
            "# Runs\nentries: [\n  {description: \"mmlu:subject=anatomy,model=openai/gpt2\", priority: 1, groups: [\"a\", b]}\n  {description = \"\"\"demo:subject=x\"\"\"}, // more\n]\n",
            "base = {priority: 2}\nname = gpt2\nentries = [${base} {description: \"a:model=\"${name}}]\nentries += {description: ${?other}\"b\"}\n",
            "include \"other.conf\"\na.b.c = 10 days\nentries: []\n",
        ];
        let tokens = ["${", "${?", "${entries}", "${base}", "+=", "\"\"\"", "include ", "entries", "description"];
        let deepest = format!("{{{}: ", vec!["a"; KEY_PARTS].join(".")).repeat(127);
        assert_eq!(parse(&deepest).map_err(|problem| problem.problem.contains("expected")), Err(true));
        assert!(
            parse(&format!("{deepest}1{}", "}".repeat(127))).is_err_and(|problem| problem.problem.contains("entries"))
        );
        hostile_input::check_text(&samples, &tokens, |text| {
            // Neither is to be right: what is wrong is an error.
            let _ = parse(text);
        });
    }
}

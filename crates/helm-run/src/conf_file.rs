//! Files of run entries (`--conf-paths`): `entries: [{description: ..., priority: ..., groups: [...]}]` in HOCON.

use crate::error::Error;
use helm_core::construct::ListedEntry;
use hocon::value::{HoconValue, ScalarType};
use hocon::{HoconError, ParseError};
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Levels; the files of HELM have three.
const DEEPEST: usize = 100;

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
    check_depth(text)?;
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

/// Refuses what is nested deeper than anybody writes, by brackets or dots in keys: the parser calls itself for each,
/// and what it takes grows with the third power of the depth. What is in quotes or comments counts, too.
fn check_depth(text: &str) -> Result<(), Problem> {
    let (mut line, mut depth, mut dots) = (1, 0, 0);
    let mut open = Vec::new();
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' => {
                open.push(dots + 1);
                depth += dots + 1;
            }
            b'}' | b']' => depth -= open.pop().unwrap_or_default(),
            b'\n' => line += 1,
            _ => {}
        }
        dots = match byte {
            b'.' => dots + 1,
            b'{' | b'[' | b'}' | b']' | b',' | b'\n' => 0,
            _ => dots,
        };
        if depth + dots > DEEPEST {
            let problem = format!("brackets and dots are nested deeper than {DEEPEST} levels");
            return Err(Problem { place: format!(", line {line}"), problem });
        }
    }
    Ok(())
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
    fn what_is_nested_too_deep_is_refused() {
        let nested = |levels: usize| format!("a: 1\n{} 1 {}", "b {".repeat(levels), "}".repeat(levels));
        let dotted = |levels: usize| format!("a: 1\nb{}: 1", ".b".repeat(levels));
        for text in [nested(DEEPEST + 1), dotted(DEEPEST + 1), nested(1_000_000), dotted(1_000_000)] {
            let place = ", line 2".into();
            let problem = "brackets and dots are nested deeper than 100 levels".into();
            assert_eq!(parse(&text), Err(Problem { place, problem }));
        }
        let deepest = format!("entries: []\n{}", dotted(DEEPEST));
        assert_eq!(parse(&deepest), Ok(Vec::new()));
        assert_eq!(parse(&("# [1.0], ]\n".repeat(1000) + "entries: []")), Ok(Vec::new()));
    }

    #[test]
    fn conf_files_never_panic() {
        let samples = [
            "# Runs\nentries: [\n  {description: \"mmlu:subject=anatomy,model=openai/gpt2\", priority: 1, groups: [\"a\", b]}\n  {description = \"\"\"demo:subject=x\"\"\"}, // more\n]\n",
            "base = {priority: 2}\nname = gpt2\nentries = [${base} {description: \"a:model=\"${name}}]\nentries += {description: ${?other}\"b\"}\n",
            "include \"other.conf\"\na.b.c = 10 days\nentries: []\n",
        ];
        let tokens = ["${", "${?", "${entries}", "${base}", "+=", "\"\"\"", "include ", "entries", "description"];
        hostile_input::check_text(&samples, &tokens, |text| {
            // Neither is to be right: what is wrong is an error.
            let _ = parse(text);
        });
    }
}

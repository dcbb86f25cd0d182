//! Multiple-choice questions in rows of `question,option,...,option,letter`, the format that the
//! authors of MMLU published theirs in.

use super::ScenarioError;
use super::csv_rows::{Row, row_error, rows};
use super::parts::{self, reference};
use crate::files::Instance;
use std::path::Path;

const LETTERS: &str = "ABCDE";

/// The instances in `text`, the content of the file at `path`.
pub(super) fn instances(path: &Path, text: &str, split: &str) -> Result<Vec<Instance>, ScenarioError> {
    let instance =
        |Row { line, cells }: Row| instance(&cells, split).map_err(|problem| row_error(path, line, &problem));
    rows(path, text)?.into_iter().map(instance).collect()
}

fn instance(cells: &[String], split: &str) -> Result<Instance, String> {
    let [question, options @ .., letter] = cells else {
        return Err(too_few(cells));
    };
    if options.len() < 2 {
        return Err(too_few(cells));
    }
    let correct =
        LETTERS.find(letter).filter(|_| letter.len() == 1).and_then(|index| options.get(index)).ok_or_else(|| {
            let last = &LETTERS[..options.len().min(LETTERS.len())];
            format!("`{letter}` names none of the {} options ({last})", options.len())
        })?;
    // Every option that reads like the right one is right: some questions repeat an option.
    let references = options.iter().map(|option| reference(option, option == correct)).collect();
    Ok(parts::instance(question, references, split))
}

fn too_few(cells: &[String]) -> String {
    format!("{} cells, expected a question, at least two options and the letter of the right one", cells.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Reference;

    fn parse(text: &str) -> Result<Vec<Instance>, String> {
        instances(Path::new("x.csv"), text, "test").map_err(|error| error.to_string())
    }

    #[test]
    fn rows_become_instances() {
        let parsed = parse("\"Is \"\"a, b\"\" right?\",yes,no,yes,maybe,A\r\n").expect("a valid row");
        assert_eq!(parsed[0].input.text, "Is \"a, b\" right?");
        let correct: Vec<bool> = parsed[0].references.iter().map(Reference::is_correct).collect();
        assert_eq!(correct, [true, false, true, false]);
    }

    #[test]
    fn wrong_rows_are_named_by_file_and_line() {
        assert_eq!(
            parse("q,a,b,c,d,A\nq,A\n"),
            Err("`x.csv`, line 2: 2 cells, expected a question, at least two options and the letter of the right one"
                .into())
        );
        assert_eq!(parse(""), Err("`x.csv`, line 1: there is no row".into()));
        assert_eq!(parse("q,a,b,c,d,E\n"), Err("`x.csv`, line 1: `E` names none of the 4 options (ABCD)".into()));
        assert_eq!(parse("q,a,b,c,d,AB\n"), Err("`x.csv`, line 1: `AB` names none of the 4 options (ABCD)".into()));
        assert_eq!(parse("\n\nq,a,b,\n"), Err("`x.csv`, line 3: `` names none of the 2 options (AB)".into()));
    }
}

use super::arguments::Arguments;
use super::words::{Words, is_word};
use super::{Class, PerturbationError, TextPerturbation, description, letter_case, word_lists};
use crate::files::{Number, PerturbationDescription};
use crate::random::PythonRandom;
use serde_json::json;
use std::path::PathBuf;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.gender_perturbation.GenderPerturbation",
    create: |arguments, _| Ok(Box::new(Gender::from_arguments(arguments)?)),
};

/// The genders that the columns of the built-in lists are of.
const GENDERS: [&str; 3] = ["neutral", "female", "male"];

/// Puts words of one gender in place of those of another.
struct Gender {
    mode: &'static str,
    prob: Number,
    source_class: String,
    target_class: String,
    bidirectional: bool,
    /// What is replaced, and by what, one after the other.
    substitutions: Vec<(Words, String)>,
}

impl Gender {
    fn from_arguments(arguments: &Arguments) -> Result<Self, PerturbationError> {
        let mode = arguments.one_of("mode", &["terms", "pronouns"], "`terms` or `pronouns`")?;
        let (genders, rows) = genders_and_rows(arguments, mode)?;
        let column = |argument| {
            let gender = arguments.text(argument)?.to_lowercase();
            let index = genders.iter().position(|known| *known == gender);
            Ok((index.ok_or_else(|| arguments.wrong(argument, "one of the genders of the word list"))?, gender))
        };
        let (source, source_class) = column("source_class")?;
        let (target, target_class) = column("target_class")?;
        let bidirectional = arguments.switch("bidirectional", false)?;
        let mut directions = vec![(source, target)];
        if bidirectional {
            directions.push((target, source));
        }
        let substitutions = directions
            .into_iter()
            .flat_map(|(from, to)| {
                rows.iter().map(move |row| (Words::in_any_case([row[from].as_str()]), row[to].clone()))
            })
            .collect();
        let prob = arguments.probability("prob")?;
        Ok(Self { mode, prob, source_class, target_class, bidirectional, substitutions })
    }
}

/// The word list, a row for each word and a column for each gender.
fn genders_and_rows(arguments: &Arguments, mode: &str) -> Result<(Vec<String>, Vec<Vec<String>>), PerturbationError> {
    let path: Option<PathBuf> = arguments.optional("mapping_file_path", "the path of a file")?;
    let genders: Option<Vec<String>> = arguments.optional("mapping_file_genders", "a list of genders")?;
    let (Some(path), Some(genders)) = (path, genders) else {
        let rows = match mode {
            "terms" => include_str!("data/gender_terms.json"),
            _ => include_str!("data/gender_pronouns.json"),
        };
        return Ok((GENDERS.map(str::to_owned).to_vec(), word_lists::built_in(rows)));
    };
    let mut rows: Vec<Vec<String>> = word_lists::read_json(&path)?;
    if rows.is_empty() || rows.iter().any(|row| row.len() != genders.len()) {
        let problem = format!("each row needs {} words, one for each gender", genders.len());
        return Err(PerturbationError::WordList { path, problem });
    }
    for word in rows.iter_mut().flatten() {
        *word = word.to_lowercase();
    }
    Ok((genders.iter().map(|gender| gender.to_lowercase()).collect(), rows))
}

impl TextPerturbation for Gender {
    fn description(&self) -> PerturbationDescription {
        description::fairness(
            "gender",
            [
                ("mode", json!(self.mode)),
                ("prob", json!(self.prob)),
                ("source_class", json!(self.source_class)),
                ("target_class", json!(self.target_class)),
                ("bidirectional", json!(self.bidirectional)),
            ],
        )
    }

    fn changes_references(&self) -> bool {
        true
    }

    /// A word at the very start or end of the text stays, as does the second of two in a row: each is
    /// looked for together with the characters around it.
    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String {
        self.substitutions.iter().fold(text.to_owned(), |text, (words, substitute)| {
            words.replace_between(&text, is_word, |whole, word| {
                if random.random() < self.prob.as_f64() {
                    whole.replace(word, &letter_case::like(word, substitute))
                } else {
                    whole.to_owned()
                }
            })
        })
    }
}

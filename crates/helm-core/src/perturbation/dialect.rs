use super::arguments::Arguments;
use super::words::{Words, is_word};
use super::{Class, PerturbationError, TextPerturbation, WordLists, description, letter_case, word_lists};
use crate::files::{Number, PerturbationDescription};
use crate::random::PythonRandom;
use indexmap::IndexMap;
use serde_json::json;
use std::path::PathBuf;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.dialect_perturbation.DialectPerturbation",
    create: |arguments, lists| Ok(Box::new(Dialect::from_arguments(arguments, lists)?)),
};

/// From Standard American English to African American Vernacular English (Ziems et al., 2022,
/// <https://arxiv.org/abs/2204.03031>), as HELM's authors publish it.
const SAE_TO_AAVE: &str = "https://storage.googleapis.com/crfm-helm-public/source_datasets/\
    augmentations/dialect_perturbation/SAE_to_AAVE_mapping.json";

/// Puts words of one dialect in place of those of another.
struct Dialect {
    prob: Number,
    source_class: String,
    target_class: String,
    path: PathBuf,
    mapping: IndexMap<String, Vec<String>>,
    words: Words,
}

impl Dialect {
    fn from_arguments(arguments: &Arguments, lists: &WordLists) -> Result<Self, PerturbationError> {
        let prob = arguments.probability("prob")?;
        let source_class = arguments.text("source_class")?.to_uppercase();
        let target_class = arguments.text("target_class")?.to_uppercase();
        let path = match arguments.optional("mapping_file_path", "the path of a file")? {
            Some(path) => path,
            None if (source_class.as_str(), target_class.as_str()) == ("SAE", "AAVE") => {
                lists.fetched("dialect", "SAE_to_AAVE_mapping.json", SAE_TO_AAVE)?
            }
            None => return Err(arguments.wrong("mapping_file_path", "a file, unless it is from SAE to AAVE")),
        };
        let mapping: IndexMap<String, Vec<String>> = word_lists::read_json(&path)?;
        if let Some((word, _)) = mapping.iter().find(|(word, others)| word.is_empty() || others.is_empty()) {
            return Err(PerturbationError::WordList { path, problem: format!("nothing stands for the word `{word}`") });
        }
        let words = Words::in_any_case(mapping.keys().map(String::as_str));
        Ok(Self { prob, source_class, target_class, path, mapping, words })
    }
}

impl TextPerturbation for Dialect {
    fn description(&self) -> PerturbationDescription {
        description::fairness(
            "dialect",
            [
                ("prob", json!(self.prob)),
                ("source_class", json!(self.source_class)),
                ("target_class", json!(self.target_class)),
                ("mapping_file_path", json!(self.path.to_string_lossy())),
            ],
        )
    }

    fn changes_references(&self) -> bool {
        true
    }

    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String {
        let is_inner = |character| is_word(character) || character == '-';
        self.words.replace_between(text, is_inner, |whole, word| {
            if random.random() >= self.prob.as_f64() {
                return whole.to_owned();
            }
            // HELM breaks off at words that the list has in capitals.
            let others = self.mapping.get(&word.to_lowercase()).or_else(|| self.mapping.get(word));
            match others {
                Some(others) => {
                    let other: &String = random.choice(others);
                    whole.replace(word, &letter_case::like(word, other))
                }
                None => whole.to_owned(),
            }
        })
    }
}

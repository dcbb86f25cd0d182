use super::words::Words;
use super::{Class, TextPerturbation, description, letter_case, word_lists};
use crate::files::{Number, PerturbationDescription};
use crate::random::PythonRandom;
use indexmap::IndexMap;
use serde_json::json;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.misspelling_perturbation.MisspellingPerturbation",
    create: |arguments, _| Ok(Box::new(Misspelling::new(arguments.probability("prob")?))),
};

/// Misspells words as people commonly do.
pub(super) struct Misspelling {
    prob: Number,
    misspellings: IndexMap<String, Vec<String>>,
    words: Words,
}

impl Misspelling {
    pub(super) fn new(prob: Number) -> Self {
        let misspellings: IndexMap<String, Vec<String>> =
            word_lists::built_in(include_str!("data/correct_to_misspelling.json"));
        let words = Words::exact(misspellings.keys().map(String::as_str));
        Self { prob, misspellings, words }
    }
}

impl TextPerturbation for Misspelling {
    fn description(&self) -> PerturbationDescription {
        description::robustness("misspellings", [("prob", json!(self.prob))])
    }

    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String {
        self.words.replace_whole(text, "", |word| {
            if random.random() < self.prob.as_f64() {
                let misspelled: &String = random.choice(&self.misspellings[word]);
                letter_case::like(word, misspelled)
            } else {
                word.to_owned()
            }
        })
    }
}

use super::words::Words;
use super::{Class, TextPerturbation, description, letter_case, word_lists};
use crate::files::PerturbationDescription;
use crate::random::PythonRandom;
use indexmap::IndexMap;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.contraction_expansion_perturbation.ContractionPerturbation",
    create: |_, _| Ok(Box::new(Contraction::new())),
};

/// Contractions and what they stand for.
pub(super) fn contractions() -> IndexMap<String, String> {
    word_lists::built_in(include_str!("data/contractions.json"))
}

/// What a text found in any case stands for; lists have it in small letters at least.
pub(super) fn look_up<'a>(list: &'a IndexMap<String, String>, found: &str) -> Option<&'a String> {
    list.get(found).or_else(|| list.get(&found.to_lowercase()))
}

/// Contracts what can be contracted, but not at the end of a sentence.
pub(super) struct Contraction {
    contractions: IndexMap<String, String>,
    expansions: Words,
}

impl Contraction {
    pub(super) fn new() -> Self {
        let contractions: IndexMap<String, String> =
            contractions().into_iter().map(|(contraction, expansion)| (expansion, contraction)).collect();
        let expansions = Words::in_any_case(contractions.keys().map(String::as_str));
        Self { contractions, expansions }
    }
}

impl TextPerturbation for Contraction {
    fn description(&self) -> PerturbationDescription {
        description::robustness("contraction", [])
    }

    fn perturb(&self, text: &str, _: &mut PythonRandom) -> String {
        self.expansions.replace_whole(text, " ", |found| match look_up(&self.contractions, found) {
            Some(contraction) => letter_case::like(found, contraction) + " ",
            None => format!("{found} "),
        })
    }
}

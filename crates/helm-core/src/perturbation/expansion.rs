use super::contraction::{contractions, look_up};
use super::words::Words;
use super::{Class, TextPerturbation, description, letter_case};
use crate::files::PerturbationDescription;
use crate::random::PythonRandom;
use indexmap::IndexMap;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.contraction_expansion_perturbation.ExpansionPerturbation",
    create: |_, _| {
        let expansions = contractions();
        let contractions = Words::in_any_case(expansions.keys().map(String::as_str));
        Ok(Box::new(Expansion { expansions, contractions }))
    },
};

/// Expands contractions.
struct Expansion {
    expansions: IndexMap<String, String>,
    contractions: Words,
}

impl TextPerturbation for Expansion {
    fn description(&self) -> PerturbationDescription {
        description::robustness("expansion", [])
    }

    fn perturb(&self, text: &str, _: &mut PythonRandom) -> String {
        self.contractions.replace_whole(text, "", |found| match look_up(&self.expansions, found) {
            Some(expansion) => letter_case::like(found, expansion),
            None => found.to_owned(),
        })
    }
}

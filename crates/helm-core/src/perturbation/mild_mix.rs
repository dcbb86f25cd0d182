use super::contraction::Contraction;
use super::lowercase::Lowercase;
use super::misspelling::Misspelling;
use super::space::Space;
use super::{Class, TextPerturbation, description};
use crate::files::{Number, PerturbationDescription};
use crate::random::PythonRandom;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.mild_mix_perturbation.MildMixPerturbation",
    create: |_, _| {
        Ok(Box::new(MildMix {
            contraction: Contraction::new(),
            misspelling: Misspelling::new(Number::Float(0.1)),
            space: Space { max_spaces: 3 },
        }))
    },
};

/// Small letters, contractions, few misspellings and uneven spaces: what careless typing looks like.
struct MildMix {
    contraction: Contraction,
    misspelling: Misspelling,
    space: Space,
}

impl TextPerturbation for MildMix {
    fn description(&self) -> PerturbationDescription {
        description::robustness("mild_mix", [])
    }

    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String {
        let parts: [&dyn TextPerturbation; 4] = [&Lowercase, &self.contraction, &self.misspelling, &self.space];
        parts.into_iter().fold(text.to_owned(), |text, part| part.perturb(&text, random))
    }
}

use super::{Class, TextPerturbation, description};
use crate::files::PerturbationDescription;
use crate::random::PythonRandom;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.lowercase_perturbation.LowerCasePerturbation",
    create: |_, _| Ok(Box::new(Lowercase)),
};

/// Turns all letters into small ones.
pub(super) struct Lowercase;

impl TextPerturbation for Lowercase {
    fn description(&self) -> PerturbationDescription {
        description::robustness("lowercase", [])
    }

    fn perturb(&self, text: &str, _: &mut PythonRandom) -> String {
        text.to_lowercase()
    }
}

use super::{Class, TextPerturbation, description};
use crate::files::PerturbationDescription;
use crate::random::PythonRandom;
use serde_json::json;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.suffix_perturbation.SuffixPerturbation",
    create: |arguments, _| Ok(Box::new(Style { suffix: arguments.text("suffix")? })),
};

/// Asks for a style: `..., oil painting`.
struct Style {
    suffix: String,
}

impl TextPerturbation for Style {
    fn description(&self) -> PerturbationDescription {
        description::neither("style", [("suffix", json!(self.suffix))])
    }

    fn perturb(&self, text: &str, _: &mut PythonRandom) -> String {
        format!("{text}, {}", self.suffix)
    }
}

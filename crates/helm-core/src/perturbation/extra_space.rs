use super::{Class, TextPerturbation, description};
use crate::files::PerturbationDescription;
use crate::random::PythonRandom;
use serde_json::json;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.extra_space_perturbation.ExtraSpacePerturbation",
    create: |arguments, _| Ok(Box::new(ExtraSpace { num_spaces: arguments.count("num_spaces")? })),
};

/// Puts several spaces in place of each.
struct ExtraSpace {
    num_spaces: usize,
}

impl TextPerturbation for ExtraSpace {
    fn description(&self) -> PerturbationDescription {
        description::robustness("extra_space", [("num_spaces", json!(self.num_spaces))])
    }

    fn perturb(&self, text: &str, _: &mut PythonRandom) -> String {
        text.replace(' ', &" ".repeat(self.num_spaces))
    }
}

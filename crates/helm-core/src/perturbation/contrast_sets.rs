use super::{Class, Perturbation, description, random_of};
use crate::files::{Instance, PerturbationDescription};

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.contrast_sets_perturbation.ContrastSetsPerturbation",
    create: |_, _| Ok(Box::new(ContrastSets)),
};

/// Takes one of the inputs, with its references, that the scenario has for contrast
/// (Gardner et al., 2020, <https://arxiv.org/abs/2004.02709>).
struct ContrastSets;

impl Perturbation for ContrastSets {
    fn apply(&self, instance: &Instance, seed: Option<i64>) -> Instance {
        let description = description::robustness("contrast_sets", []);
        let mut perturbed =
            Instance { perturbation: Some(PerturbationDescription { seed, ..description }), ..instance.clone() };
        if let (Some(inputs), Some(references)) = (&instance.contrast_inputs, &instance.contrast_references) {
            let pairs: Vec<_> = inputs.iter().zip(references).collect();
            if !pairs.is_empty() {
                let (input, references) = random_of(instance, seed).choice(&pairs);
                perturbed.input.clone_from(input);
                perturbed.references.clone_from(references);
            }
        }
        perturbed
    }

    fn makes_input_anew(&self) -> bool {
        false
    }
}

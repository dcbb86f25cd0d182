use super::{Class, TextPerturbation, description};
use crate::files::PerturbationDescription;
use crate::random::PythonRandom;
use serde_json::json;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.space_perturbation.SpacePerturbation",
    create: |arguments, _| {
        let max_spaces = arguments.count("max_spaces")?;
        match i64::try_from(max_spaces) {
            Ok(max_spaces @ 1..) => Ok(Box::new(Space { max_spaces })),
            _ => Err(arguments.wrong("max_spaces", "a whole number from 1 on")),
        }
    },
};

/// Puts a random number of spaces in place of each run of spaces.
pub(super) struct Space {
    pub(super) max_spaces: i64,
}

impl TextPerturbation for Space {
    fn description(&self) -> PerturbationDescription {
        description::robustness("space", [("max_spaces", json!(self.max_spaces))])
    }

    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String {
        let mut perturbed = String::with_capacity(text.len());
        let mut before = None;
        for character in text.chars() {
            match character {
                ' ' if before == Some(' ') => {}
                ' ' => perturbed.extend((0..random.integer(1, self.max_spaces)).map(|_| ' ')),
                character => perturbed.push(character),
            }
            before = Some(character);
        }
        perturbed
    }
}

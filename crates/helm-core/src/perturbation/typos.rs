use super::{Class, TextPerturbation, description, word_lists};
use crate::files::{Number, PerturbationDescription};
use crate::random::PythonRandom;
use serde_json::json;
use std::collections::HashMap;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.typos_perturbation.TyposPerturbation",
    create: |arguments, _| {
        let neighbours: HashMap<String, String> = word_lists::built_in(include_str!("data/keyboard_neighbours.json"));
        let neighbours = neighbours.into_iter().map(|(key, keys)| (key, keys.chars().collect())).collect();
        Ok(Box::new(Typos { prob: arguments.probability("prob")?, neighbours }))
    },
};

/// Puts letters of neighbouring keys in place of letters.
struct Typos {
    prob: Number,
    neighbours: HashMap<String, Vec<char>>,
}

impl TextPerturbation for Typos {
    fn description(&self) -> PerturbationDescription {
        description::robustness("typos", [("prob", json!(self.prob))])
    }

    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String {
        text.chars().map(|letter| self.typed(letter, random)).collect()
    }
}

impl Typos {
    fn typed(&self, letter: char, random: &mut PythonRandom) -> String {
        let small: String = letter.to_lowercase().collect();
        let typed = match self.neighbours.get(&small) {
            Some(neighbours) if random.random() < self.prob.as_f64() => random.choice(neighbours).to_string(),
            _ => small.clone(),
        };
        // As HELM does it, and it makes two characters of a capital that has no single small letter.
        let is_small = small.chars().eq([letter]);
        if is_small { typed } else { typed.to_uppercase() }
    }
}

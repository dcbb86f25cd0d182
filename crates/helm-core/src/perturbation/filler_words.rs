use super::{Class, TextPerturbation, description, word_lists};
use crate::files::{Number, PerturbationDescription};
use crate::random::PythonRandom;
use serde::Deserialize;
use serde_json::json;

pub(super) const CLASS: Class = Class {
    name: "helm.benchmark.augmentations.filler_words_perturbation.FillerWordsPerturbation",
    create: |arguments, _| {
        let phrases: Phrases = word_lists::built_in(include_str!("data/filler_words.json"));
        let mut fillers = Vec::new();
        for (argument, phrases) in
            [("speaker_ph", phrases.speaker), ("uncertain_ph", phrases.uncertain), ("fill_ph", phrases.fill)]
        {
            if arguments.switch(argument, true)? {
                fillers.extend(phrases);
            }
        }
        if fillers.is_empty() {
            return Err(arguments.wrong("fill_ph", "one kind of fillers at least"));
        }
        let given = arguments.has("insert_prob");
        Ok(Box::new(FillerWords {
            insert_prob: if given { arguments.probability("insert_prob")? } else { Number::Float(0.333) },
            max_num_insert: arguments.optional("max_num_insert", "a whole number")?,
            fillers,
        }))
    },
};

/// Phrases that add nothing, by kind.
#[derive(Deserialize)]
struct Phrases {
    speaker: Vec<String>,
    uncertain: Vec<String>,
    fill: Vec<String>,
}

/// Puts phrases that add nothing before words.
struct FillerWords {
    insert_prob: Number,
    max_num_insert: Option<usize>,
    fillers: Vec<String>,
}

impl TextPerturbation for FillerWords {
    fn description(&self) -> PerturbationDescription {
        description::robustness("filler_words", [("insert_prob", json!(self.insert_prob))])
    }

    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String {
        let mut left = self.max_num_insert.unwrap_or(usize::MAX);
        let mut words = Vec::new();
        for word in text.split(' ') {
            if left > 0 && random.random() <= self.insert_prob.as_f64() {
                words.push(random.choice(&self.fillers).as_str());
                left -= 1;
            }
            words.push(word);
        }
        words.join(" ")
    }
}

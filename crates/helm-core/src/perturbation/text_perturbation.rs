use super::{Perturbation, random_of};
use crate::files::{Input, Instance, Output, PerturbationDescription, Reference};
use crate::random::PythonRandom;
use serde_json::Value;

/// A perturbation that looks at one text at a time.
pub(super) trait TextPerturbation: Send + Sync {
    /// Its name and arguments.
    fn description(&self) -> PerturbationDescription;

    /// Whether it changes references too.
    fn changes_references(&self) -> bool {
        false
    }

    /// The changed text.
    fn perturb(&self, text: &str, random: &mut PythonRandom) -> String;
}

impl<T: TextPerturbation> Perturbation for T {
    /// References draw first, in their order, then the input.
    fn apply(&self, instance: &Instance, seed: Option<i64>) -> Instance {
        let mut random = random_of(instance, seed);
        let mut references = instance.references.clone();
        if self.changes_references() {
            for Reference { output: Output { text, .. }, .. } in &mut references {
                *text = self.perturb(text, &mut random);
            }
        }
        Instance {
            input: perturbed_input(self, &instance.input, &mut random),
            references,
            perturbation: Some(PerturbationDescription { seed, ..self.description() }),
            contrast_inputs: Some(vec![instance.input.clone()]),
            ..instance.clone()
        }
    }
}

/// Of an input with images or sound, its pieces of text are changed.
fn perturbed_input(perturbation: &impl TextPerturbation, input: &Input, random: &mut PythonRandom) -> Input {
    let Some(content) = &input.multimedia_content else {
        return Input { text: perturbation.perturb(&input.text, random), ..Input::default() };
    };
    let mut content = content.clone();
    for object in content["media_objects"].as_array_mut().into_iter().flatten() {
        let is_text = object["content_type"].as_str().is_some_and(|kind| kind.split('/').next() == Some("text"));
        if let (true, Some(text)) = (is_text, object["text"].as_str()) {
            object["text"] = Value::String(perturbation.perturb(text, random));
        }
    }
    Input { multimedia_content: Some(content), ..Input::default() }
}

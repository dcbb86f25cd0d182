//! Perturbations: changed copies of instances, which tell how robust and how fair answers are. One
//! file a perturbation; `CLASSES` is the one table that maps HELM's class names to them.
//!
//! Every copy comes out as HELM's does, to the byte: a perturbation draws from a generator that is
//! seeded by the id of the instance, in HELM's order, and reads text as Python's `re` does.

mod arguments;
mod contraction;
mod contrast_sets;
mod description;
mod dialect;
mod error;
mod expansion;
mod extra_space;
mod filler_words;
mod gender;
mod letter_case;
mod lowercase;
mod mild_mix;
mod misspelling;
mod person_name;
mod space;
mod style;
mod text_perturbation;
mod typos;
mod word_lists;
mod words;

pub use error::PerturbationError;
pub use word_lists::WordLists;

use crate::files::{Instance, ObjectSpec};
use crate::random::PythonRandom;
use arguments::Arguments;
use text_perturbation::TextPerturbation;

/// Makes changed copies of instances.
pub trait Perturbation: Send + Sync {
    /// The changed copy, with the perturbation's description. `seed` tells copies of one instance apart.
    fn apply(&self, instance: &Instance, seed: Option<i64>) -> Instance;

    /// Whether the input of a copy is made anew, from text alone, even where it comes out equal.
    fn makes_input_anew(&self) -> bool {
        true
    }
}

/// A class of perturbations.
struct Class {
    /// HELM's full name of it.
    name: &'static str,
    /// Makes one from its arguments.
    create: fn(&Arguments, &WordLists) -> Created,
}

type Created = Result<Box<dyn Perturbation>, PerturbationError>;

/// All classes of perturbations.
const CLASSES: &[&Class] = &[
    &contraction::CLASS,
    &contrast_sets::CLASS,
    &dialect::CLASS,
    &expansion::CLASS,
    &extra_space::CLASS,
    &filler_words::CLASS,
    &gender::CLASS,
    &lowercase::CLASS,
    &mild_mix::CLASS,
    &misspelling::CLASS,
    &person_name::CLASS,
    &space::CLASS,
    &style::CLASS,
    &typos::CLASS,
];

/// HELM's other classes (how their names end), and what they need that we don't have.
const NOT_SUPPORTED: &[(&str, &str)] = &[
    (".SynonymPerturbation", "spaCy's English model, which tells nouns from verbs"),
    (".TranslatePerturbation", "a translation service"),
    (".CLEVAMildMixPerturbation", "CLEVA's Chinese dictionaries"),
    (".ChineseGenderPerturbation", "CLEVA's Chinese dictionaries"),
    (".ChinesePersonNamePerturbation", "CLEVA's Chinese dictionaries"),
    (".SimplifiedToTraditionalPerturbation", "OpenCC's Chinese dictionaries"),
    (".MandarinToCantonesePerturbation", "CLEVA's Chinese dictionaries"),
];

/// The perturbation that a spec asks for, with its word list fetched.
pub fn create(spec: &ObjectSpec, lists: &WordLists) -> Created {
    (class(spec)?.create)(&Arguments::new(spec), lists)
}

/// Finds out whether we have the perturbation that a spec asks for, without fetching anything.
pub fn check(spec: &ObjectSpec) -> Result<(), PerturbationError> {
    class(spec).map(|_| ())
}

fn class(spec: &ObjectSpec) -> Result<&'static Class, PerturbationError> {
    let class_name = spec.class_name.clone();
    if let Some(class) = CLASSES.iter().copied().find(|class| class.name == class_name) {
        return Ok(class);
    }
    Err(match NOT_SUPPORTED.iter().find(|(ending, _)| class_name.ends_with(ending)) {
        Some(&(ending, needs)) => {
            PerturbationError::NotSupported { class: ending.trim_start_matches('.').into(), needs }
        }
        None => PerturbationError::UnknownClass { class_name },
    })
}

/// The generator of one copy: seeded by the instance's id, after the seed if there is one.
fn random_of(instance: &Instance, seed: Option<i64>) -> PythonRandom {
    let id = instance.id.as_deref().unwrap_or_default();
    match seed {
        None => PythonRandom::from_text(id),
        Some(seed) => PythonRandom::from_text(&format!("{seed}{id}")),
    }
}

#[cfg(test)]
pub(crate) mod tests;

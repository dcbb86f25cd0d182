//! Run spec functions: from the name and arguments of a run entry to a run spec, before any expander.
//!
//! One file a scenario; [`ALL`] is the one table that knows them.

mod blimp;
mod ci_mcqa;
mod custom_mcqa;
mod demo;
mod dyck_language;
mod mmlu;
mod parts;
mod simple_classification;
mod simple_mcqa;
mod simple_short_answer_qa;
mod synthetic_reasoning;
mod synthetic_reasoning_natural;
mod twitter_aae;
mod wikitext_103;

use crate::files::RunSpec;
use crate::run_entry::Argument;
use crate::run_expander::NotAllowed;
use indexmap::IndexMap;
use std::ops::RangeInclusive;

/// An argument that a run spec function takes.
pub struct Parameter {
    /// Its name in run entries.
    pub name: &'static str,
    /// What it decides.
    pub description: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// The values allowed.
    pub values: Values,
}

/// What an argument may be.
pub enum Values {
    /// Any text. Whether it makes sense is for the scenario to say.
    Text,
    /// One of a few texts.
    OneOf(&'static [&'static str]),
    /// A whole number in a range; one that ends with the greatest number has no end.
    Count(RangeInclusive<usize>),
}

impl Values {
    /// Whether `argument` is one of them.
    pub(crate) fn check(&self, argument: &Argument) -> Result<(), NotAllowed> {
        match self {
            Self::Text => Ok(()),
            Self::OneOf(values) if values.contains(&argument.text()) => Ok(()),
            Self::OneOf(values) => Err(NotAllowed::one_of(argument, values)),
            Self::Count(range) if argument.count().is_some_and(|count| range.contains(&count)) => Ok(()),
            Self::Count(range) => Err(NotAllowed::expected(&match *range.end() {
                usize::MAX => format!("a whole number from {} on", range.start()),
                end => format!("a whole number from {} to {end}", range.start()),
            })),
        }
    }
}

/// A run spec function.
pub struct RunSpecFunction {
    /// Its name in run entries.
    pub name: &'static str,
    /// What it evaluates.
    pub description: &'static str,
    /// The arguments it takes.
    pub parameters: &'static [Parameter],
    /// Makes the run spec out of arguments that were checked against `parameters`.
    pub build: fn(&Arguments) -> RunSpec,
}

/// All run spec functions.
pub const ALL: &[&RunSpecFunction] = &[
    &blimp::BLIMP,
    &ci_mcqa::CI_MCQA,
    &custom_mcqa::CUSTOM_MCQA,
    &demo::DEMO,
    &dyck_language::DYCK_LANGUAGE,
    &mmlu::MMLU,
    &simple_classification::SIMPLE_CLASSIFICATION,
    &simple_mcqa::SIMPLE_MCQA,
    &simple_short_answer_qa::SIMPLE_SHORT_ANSWER_QA,
    &synthetic_reasoning::SYNTHETIC_REASONING,
    &synthetic_reasoning_natural::SYNTHETIC_REASONING_NATURAL,
    &twitter_aae::TWITTER_AAE,
    &wikitext_103::WIKITEXT_103,
];

/// Arguments that were checked against the parameters of a run spec function.
pub struct Arguments {
    values: IndexMap<String, Argument>,
}

impl Arguments {
    /// Wraps checked arguments.
    pub(crate) fn new(values: IndexMap<String, Argument>) -> Self {
        Self { values }
    }

    /// The text of an optional argument.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(Argument::text)
    }

    /// The text of a required argument.
    pub fn required(&self, name: &str) -> &str {
        self.text(name).expect("required arguments were checked to be there")
    }

    /// The number of an optional argument that was checked to be one.
    pub fn count(&self, name: &str) -> Option<usize> {
        self.values.get(name).and_then(Argument::count)
    }
}

#[cfg(test)]
mod tests;

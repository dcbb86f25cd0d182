//! Run spec functions: from the name and arguments of a run entry to a run spec, before any expander.
//!
//! One file a scenario; [`ALL`] is the one table that knows them.

mod demo;
mod mmlu;
mod parts;

use crate::files::RunSpec;
use crate::run_entry::Argument;
use indexmap::IndexMap;

/// An argument that a run spec function takes.
pub struct Parameter {
    /// Its name in run entries.
    pub name: &'static str,
    /// What it decides.
    pub description: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// The values allowed, where they are few.
    pub values: &'static [&'static str],
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
pub const ALL: &[&RunSpecFunction] = &[&demo::DEMO, &mmlu::MMLU];

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
}

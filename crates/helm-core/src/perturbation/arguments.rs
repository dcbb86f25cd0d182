//! The arguments of a perturbation spec, under their names in HELM.

use super::PerturbationError;
use crate::files::{Number, ObjectSpec};
use indexmap::IndexMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The arguments of one spec. `null` is the same as nothing.
pub(super) struct Arguments<'a> {
    spec: &'a ObjectSpec,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(spec: &'a ObjectSpec) -> Self {
        Self { spec }
    }

    /// A probability, spelled as it was given.
    pub(super) fn probability(&self, argument: &'static str) -> Result<Number, PerturbationError> {
        const EXPECTED: &str = "a number from 0 to 1";
        let number: Number = self.required(argument, EXPECTED)?;
        let is_probability = (0.0..=1.0).contains(&number.as_f64());
        if is_probability { Ok(number) } else { Err(self.wrong(argument, EXPECTED)) }
    }

    pub(super) fn count(&self, argument: &'static str) -> Result<usize, PerturbationError> {
        self.required(argument, "a whole number")
    }

    pub(super) fn text(&self, argument: &'static str) -> Result<String, PerturbationError> {
        self.required(argument, "a text")
    }

    /// One of a few texts, whatever its case.
    pub(super) fn one_of(
        &self,
        argument: &'static str,
        values: &[&'static str],
        expected: &'static str,
    ) -> Result<&'static str, PerturbationError> {
        let text = self.text(argument)?.to_lowercase();
        values.iter().copied().find(|value| *value == text).ok_or_else(|| self.wrong(argument, expected))
    }

    /// Categories and values, such as `{"race": "white_american"}`, in the order given.
    pub(super) fn categories(&self, argument: &'static str) -> Result<IndexMap<String, String>, PerturbationError> {
        self.required(argument, "categories with their values")
    }

    /// An argument that may be left out.
    pub(super) fn optional<T: DeserializeOwned>(
        &self,
        argument: &'static str,
        expected: &'static str,
    ) -> Result<Option<T>, PerturbationError> {
        let value = self.spec.args.get(argument).filter(|value| !value.is_null());
        value.map(|value| serde_json::from_value(value.clone()).map_err(|_| self.wrong(argument, expected))).transpose()
    }

    /// A switch that has a default.
    pub(super) fn switch(&self, argument: &'static str, default: bool) -> Result<bool, PerturbationError> {
        Ok(self.optional(argument, "true or false")?.unwrap_or(default))
    }

    /// Whether the argument was given.
    pub(super) fn has(&self, argument: &str) -> bool {
        self.spec.args.get(argument).is_some_and(|value| *value != Value::Null)
    }

    pub(super) fn wrong(&self, argument: &'static str, expected: &'static str) -> PerturbationError {
        PerturbationError::Argument { class_name: self.spec.class_name.clone(), argument, expected }
    }

    fn required<T: DeserializeOwned>(
        &self,
        argument: &'static str,
        expected: &'static str,
    ) -> Result<T, PerturbationError> {
        self.optional(argument, expected)?.ok_or_else(|| self.wrong(argument, expected))
    }
}

//! Expanders of what decides a completion: its temperature and its length.

use super::replace::{each, named_or_count};
use super::{NotAllowed, RunExpander, with_suffix_if_changed};
use crate::files::Number;
use crate::run_entry::Argument;

pub(super) const TEMPERATURE: RunExpander = RunExpander {
    name: "temperature",
    description: "the temperature that completions are drawn with; 0 takes the most likely tokens",
    expand: |run_spec, argument, _| {
        let temperature = number_from_zero(argument)?;
        Ok(vec![with_suffix_if_changed(run_spec, "temperature", argument, |run_spec| {
            run_spec.adapter_spec.temperature = temperature;
        })])
    },
};

pub(super) const INCREASE_TEMPERATURE: RunExpander = RunExpander {
    name: "increase_temperature",
    description: "what is added to the temperature",
    expand: |run_spec, argument, _| {
        let increase = number_from_zero(argument)?;
        Ok(vec![with_suffix_if_changed(run_spec, "increase_temperature", argument, |run_spec| {
            let temperature = &mut run_spec.adapter_spec.temperature;
            *temperature = temperature.plus(increase);
        })])
    },
};

pub(super) const INCREASE_MAX_TOKENS: RunExpander = RunExpander {
    name: "increase_max_tokens",
    description: "number of tokens that completions may be longer",
    expand: |run_spec, argument, _| {
        let too_long = || NotAllowed::expected("a whole number of tokens");
        let increase = argument.count().ok_or_else(too_long)?;
        let max_tokens = run_spec.adapter_spec.max_tokens.checked_add(increase).ok_or_else(too_long)?;
        Ok(vec![with_suffix_if_changed(run_spec, "increase_max_tokens", argument, |run_spec| {
            run_spec.adapter_spec.max_tokens = max_tokens;
        })])
    },
};

pub(super) const NUM_OUTPUT_TOKENS: RunExpander = RunExpander {
    name: "num_output_tokens",
    description: "number of tokens of a completion at most, or `default_sweep` for several",
    expand: |run_spec, argument, _| {
        const NAMED: &[(&str, &[usize])] = &[("default_sweep", &[1, 2, 4, 8, 16, 32, 64])];
        let values = named_or_count(argument, NAMED)?;
        each(&run_spec, "num_output_tokens", values, |adapter, n| adapter.max_tokens = n)
    },
};

fn number_from_zero(argument: &Argument) -> Result<Number, NotAllowed> {
    let number = argument.number().filter(|number| number.as_f64().is_finite() && number.as_f64() >= 0.0);
    number.ok_or_else(|| NotAllowed::expected("a number from 0 on"))
}

//! What run entries stand for (`--explain`).

use crate::Shown;
use crate::archive::Archives;
use crate::attempts::{Attempt, Attempts, attempt_each};
use crate::dry_run::{Estimate, estimate};
use crate::models::Models;
use crate::settings::Settings;
use crate::terminal::{Terminal, columns};
use helm_core::files::{AdapterSpec, RunSpec};
use helm_core::registry::Registry;
use serde_json::{Value, json};

/// Of each run its name, what its adapter spec changes, what it would ask and how.
pub(crate) fn text(settings: &Settings, terminal: &Terminal, registry: &Registry, run_specs: &[RunSpec]) -> Shown {
    let mut models = Models::new(registry, settings, terminal);
    let archives = Archives::new(&settings.scenario_data, terminal);
    let Attempts { done, num_failed, .. } = attempt_each(settings, terminal, run_specs, |_, run_spec| {
        Ok(Attempt::Done(explanation(run_spec, &estimate(settings, &mut models, &archives, run_spec)?)))
    });
    Shown { text: done.join("\n"), num_failed }
}

fn explanation(run_spec: &RunSpec, estimate: &Estimate) -> String {
    let first = estimate.states.first().map(|state| state.request.prompt.text()).unwrap_or_default();
    let counts = format!(
        "{} requests, {} prompt tokens, at most {} completion tokens",
        estimate.states.len(),
        estimate.prompt_tokens,
        estimate.max_completion_tokens
    );
    let changes = indented(columns(&changes(&run_spec.adapter_spec)).trim_end(), "  ");
    let prompt = indented(&first, "  | ");
    format!("{}\n\nnot by default:\n{changes}\n{counts}\n\nfirst prompt:\n{prompt}", run_spec.name)
}

/// The fields of an adapter spec that differ from the default one.
fn changes(spec: &AdapterSpec) -> Vec<Vec<String>> {
    let [spec, default] = [json!(spec), json!(AdapterSpec::default())];
    let fields = spec.as_object().into_iter().flatten();
    let changed = fields.filter(|(name, value)| default.get(name.as_str()) != Some(value));
    changed.map(|(name, value): (&String, &Value)| vec![name.clone(), value.to_string()]).collect()
}

/// Each line after `mark`, with a newline at its end.
fn indented(text: &str, mark: &str) -> String {
    text.split('\n').flat_map(|line| [mark, line, "\n"]).collect()
}

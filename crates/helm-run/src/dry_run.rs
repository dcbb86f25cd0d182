//! What runs would ask for, without asking.

use crate::Shown;
use crate::archive::Archives;
use crate::attempts::{Attempt, Attempts, attempt_each};
use crate::error::Error;
use crate::models::Models;
use crate::plan;
use crate::settings::Settings;
use crate::terminal::{Terminal, columns};
use helm_core::files::{RequestState, RunSpec};
use helm_core::registry::Registry;
use helm_core::runner::{self, RequestContext, RunError};
use helm_core::scenario;
use helm_core::tokenizer::Tokenizer;

const HEADER: [&str; 6] =
    ["run", "requests", "prompt tokens", "completions", "completion tokens at most", "token cost"];

/// The requests of a run with the numbers that HELM's dry run finds.
pub(crate) struct Estimate {
    pub(crate) states: Vec<RequestState>,
    pub(crate) prompt_tokens: usize,
    pub(crate) completions: usize,
    pub(crate) max_completion_tokens: usize,
}

/// Adapts the instances of a run and counts.
pub(crate) fn estimate(
    settings: &Settings,
    models: &mut Models,
    archives: &Archives,
    run_spec: &RunSpec,
) -> Result<Estimate, Error> {
    let window = models.window(&run_spec.adapter_spec.model_deployment)?;
    let instance_cache = plan::instance_cache(settings, run_spec)?;
    let context = RequestContext {
        scenario_folder: &plan::scenario_folder(settings, run_spec)?,
        perturbations_folder: &settings.output.perturbations(),
        data: archives,
        deployment: &window.deployment,
        tokenizer: window.tokenizer.as_ref(),
        prefix_token: window.prefix_token.as_deref(),
        instance_cache: instance_cache.as_deref(),
    };
    let states = runner::requests(run_spec, &context)?;
    let requests = || states.iter().map(|state| &state.request);
    Ok(Estimate {
        prompt_tokens: requests().map(|request| window.tokenizer.count(&request.prompt.text())).sum(),
        completions: requests().map(|request| request.num_completions).fold(0, usize::saturating_add),
        max_completion_tokens: requests()
            .map(|request| request.num_completions.saturating_mul(request.max_tokens))
            .fold(0, usize::saturating_add),
        states,
    })
}

/// A line a run and one for their sum. What runs on this machine costs nothing.
pub(crate) fn table(settings: &Settings, terminal: &Terminal, registry: &Registry, run_specs: &[RunSpec]) -> Shown {
    let mut models = Models::new(registry, settings, terminal);
    let archives = Archives::new(&settings.scenario_data, terminal);
    let Attempts { done, num_failed, .. } = attempt_each(settings, terminal, run_specs, |_, run_spec| {
        let estimate = estimate(settings, &mut models, &archives, run_spec)?;
        let Estimate { states, prompt_tokens, completions, max_completion_tokens } = estimate;
        let numbers = [states.len(), prompt_tokens, completions, max_completion_tokens, 0];
        Ok(Attempt::Done((run_spec.name.clone(), numbers)))
    });
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    let mut sums = [0; 5];
    for (name, numbers) in &done {
        sums = std::array::from_fn(|index| usize::saturating_add(sums[index], numbers[index]));
        rows.push(row(name, numbers));
    }
    rows.push(row("all", &sums));
    shown(&done, &rows, num_failed)
}

fn row(name: &str, numbers: &[usize]) -> Vec<String> {
    [name.to_owned()].into_iter().chain(numbers.iter().map(usize::to_string)).collect()
}

/// Makes the instances of all scenarios and keeps them; a line a file.
pub(crate) fn keep_instances(settings: &Settings, terminal: &Terminal, run_specs: &[RunSpec]) -> Shown {
    let archives = Archives::new(&settings.scenario_data, terminal);
    let Attempts { done, num_failed, .. } = attempt_each(settings, terminal, run_specs, |_, run_spec| {
        let scenario = scenario::create(&run_spec.scenario_spec).map_err(RunError::from)?;
        let folder = plan::scenario_folder(settings, run_spec)?;
        let file = plan::instance_cache(settings, run_spec)?;
        let instances = runner::instances(scenario.as_ref(), &folder, &archives, file.as_deref())?;
        Ok(Attempt::Done(vec![instances.len().to_string(), file.unwrap_or_default().display().to_string()]))
    });
    let mut rows = vec![vec!["instances".to_owned(), "file".to_owned()]];
    for row in &done {
        if !rows.contains(row) {
            rows.push(row.clone());
        }
    }
    shown(&done, &rows, num_failed)
}

/// A table, unless there is nothing but its header.
fn shown<T>(done: &[T], rows: &[Vec<String>], num_failed: usize) -> Shown {
    Shown { text: if done.is_empty() { String::new() } else { columns(rows) }, num_failed }
}

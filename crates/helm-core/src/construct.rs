//! From run entries to run specs: the run spec function makes one, the expanders change and multiply it,
//! the registry fills in the model deployment.

mod model_tags;

use crate::files::RunSpec;
use crate::nearest::nearest;
use crate::registry::Registry;
use crate::run_entry::{Argument, RunEntry, RunEntryError};
use crate::run_expander::{self, RunExpander, model_groups};
use crate::run_spec_function::{self, Arguments, Parameter, RunSpecFunction};
use indexmap::IndexMap;

/// What applies to all run entries of one invocation.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// At most this many evaluation instances, unless the entry says otherwise.
    pub max_eval_instances: Option<usize>,
    /// Number of draws of in-context examples, in place of what the entry says.
    pub num_train_trials: Option<usize>,
    /// These models or deployments take the place of no model or of a group in an entry; runs of others
    /// are left out. Nothing is changed when there are none.
    pub models_to_run: Vec<String>,
    /// Runs that belong to none of these groups are left out, unless there are none.
    pub groups_to_run: Vec<String>,
}

/// A line of a list of things to run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListedEntry {
    /// The run entry.
    pub description: String,
    /// From 1, the most urgent, on.
    pub priority: Option<i64>,
    /// Groups that its runs belong to besides those of the scenario.
    pub groups: Vec<String>,
}

/// A run entry that makes no run spec.
#[derive(Debug, thiserror::Error)]
pub enum ConstructError {
    /// The entry does not follow the grammar.
    #[error(transparent)]
    Grammar(#[from] RunEntryError),
    /// No run spec function has that name.
    #[error("unknown scenario `{name}` in run entry `{entry}`")]
    UnknownScenario {
        /// The entry.
        entry: String,
        /// The name.
        name: String,
    },
    /// Neither the run spec function nor any expander takes that argument.
    #[error("`{scenario}` takes no argument `{argument}` (run entry `{entry}`)")]
    UnknownArgument {
        /// The entry.
        entry: String,
        /// The run spec function.
        scenario: &'static str,
        /// The argument.
        argument: String,
        /// What it takes.
        known: Vec<&'static str>,
    },
    /// A required argument is missing.
    #[error("`{scenario}` needs `{argument}=...` (run entry `{entry}`)")]
    MissingArgument {
        /// The entry.
        entry: String,
        /// The run spec function.
        scenario: &'static str,
        /// The argument.
        argument: &'static str,
        /// What it decides.
        description: &'static str,
    },
    /// An argument has a value that is not allowed.
    #[error("`{argument}={value}` is not allowed in run entry `{entry}`: expected {allowed}")]
    InvalidValue {
        /// The entry.
        entry: String,
        /// The argument.
        argument: String,
        /// Its value.
        value: String,
        /// What is allowed.
        allowed: String,
        /// What was probably meant.
        nearest: Option<String>,
    },
    /// The entry names no model.
    #[error("run entry `{entry}` names no model")]
    NoModel {
        /// The entry.
        entry: String,
    },
    /// No deployment answers for the model.
    #[error("unknown model `{model}` in run entry `{entry}`")]
    UnknownModel {
        /// The entry.
        entry: String,
        /// The model.
        model: String,
        /// Models that have a deployment.
        known: Vec<String>,
    },
    /// The deployment is one of another model.
    #[error("deployment `{deployment}` is one of model `{actual}`, not of `{model}` (run entry `{entry}`)")]
    DeploymentOfAnotherModel {
        /// The entry.
        entry: String,
        /// The deployment.
        deployment: String,
        /// The model asked for.
        model: String,
        /// The deployment's model.
        actual: String,
    },
}

impl ConstructError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Grammar(_) => Some("run entries look like `mmlu:subject=anatomy,model=openai/gpt2`".into()),
            Self::UnknownScenario { name, .. } => {
                let known: Vec<&str> = run_spec_function::ALL.iter().map(|function| function.name).collect();
                Some(match nearest(name, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there is {}", known.join(", ")),
                })
            }
            Self::UnknownArgument { argument, known, .. } => Some(match nearest(argument, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it takes {}", known.join(", ")),
            }),
            Self::MissingArgument { argument, description, .. } => Some(format!("add `{argument}=...`: {description}")),
            Self::InvalidValue { argument, nearest, .. } => {
                nearest.as_ref().map(|near| format!("did you mean `{argument}={near}`?"))
            }
            Self::NoModel { .. } => {
                Some("add `model=openai/gpt2`, or `model=demo/tiny-gpt2`, which needs no download".into())
            }
            Self::UnknownModel { model, known, .. } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let near = nearest(model, known.iter().copied()).map_or_else(
                    || format!("there is {}.", known.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                Some(format!("{near} Others can be added in `model_deployments.yaml` of the local folder"))
            }
            Self::DeploymentOfAnotherModel { actual, .. } => Some(format!("use `model={actual}`")),
        }
    }
}

/// The run specs that a listed entry asks for, without those that `options` leave out.
pub fn run_specs_of_entry(
    entry: &ListedEntry,
    options: &Options,
    registry: &Registry,
) -> Result<Vec<RunSpec>, ConstructError> {
    let mut run_specs = construct_run_specs(&entry.description, options, registry)?;
    let Options { models_to_run: models, groups_to_run: groups, .. } = options;
    run_specs.retain(|RunSpec { adapter_spec, groups: of_run, .. }| {
        let of_models = models.contains(&adapter_spec.model) || models.contains(&adapter_spec.model_deployment);
        (models.is_empty() || of_models) && (groups.is_empty() || of_run.iter().any(|group| groups.contains(group)))
    });
    for run_spec in &mut run_specs {
        if !entry.groups.is_empty() {
            let mut sorted = entry.groups.clone();
            sorted.sort();
            run_spec.name = format!("{},groups={}", run_spec.name, sorted.join("-").replace('/', "_"));
            run_spec.groups.extend_from_slice(&entry.groups);
        }
    }
    Ok(run_specs)
}

/// The run specs that a run entry asks for.
pub fn construct_run_specs(
    description: &str,
    options: &Options,
    registry: &Registry,
) -> Result<Vec<RunSpec>, ConstructError> {
    let entry = RunEntry::parse(description)?;
    let names_models = |argument: &Argument| argument.text().contains('/');
    if options.models_to_run.is_empty() || entry.arguments.get("model").is_some_and(names_models) {
        return run_specs_of(description, entry, options, registry);
    }
    let mut run_specs = Vec::new();
    for model in &options.models_to_run {
        run_specs.extend(run_specs_of(description, with_model(entry.clone(), model, registry), options, registry)?);
    }
    Ok(run_specs)
}

/// The entry with another model, or with a deployment and its model.
fn with_model(mut entry: RunEntry, name: &str, registry: &Registry) -> RunEntry {
    match registry.deployment(name) {
        Some(deployment) if registry.model(name).is_none() && name.split('/').count() < 3 => {
            entry.arguments.insert("model".into(), Argument::new(deployment.model()));
            entry.arguments.insert("model_deployment".into(), Argument::new(name));
        }
        _ => {
            entry.arguments.insert("model".into(), Argument::new(name));
        }
    }
    entry
}

fn run_specs_of(
    description: &str,
    entry: RunEntry,
    options: &Options,
    registry: &Registry,
) -> Result<Vec<RunSpec>, ConstructError> {
    let function = function_of(description, &entry)?;
    let (expanders, arguments) = split_arguments(entry.arguments);
    let arguments = check_arguments(description, function, arguments)?;
    if !expanders.iter().any(|(expander, _)| expander.name.starts_with("model")) {
        return Err(ConstructError::NoModel { entry: description.into() });
    }
    let mut run_specs = vec![(function.build)(&arguments)];
    for (expander, argument) in &expanders {
        let mut expanded = Vec::new();
        for run_spec in run_specs {
            expanded.extend((expander.expand)(run_spec, argument, registry).map_err(|not_allowed| {
                ConstructError::InvalidValue {
                    entry: description.into(),
                    argument: expander.name.into(),
                    value: argument.text().into(),
                    allowed: not_allowed.allowed,
                    nearest: not_allowed.nearest,
                }
            })?);
        }
        run_specs = expanded;
    }
    let finished = |run_spec| {
        let run_spec = with_deployment(description, run_spec, registry)?;
        Ok(with_options(model_tags::with_model_tags(run_spec, registry), options))
    };
    run_specs.into_iter().map(finished).collect()
}

fn function_of(description: &str, entry: &RunEntry) -> Result<&'static RunSpecFunction, ConstructError> {
    run_spec_function::ALL
        .iter()
        .copied()
        .find(|function| function.name == entry.name)
        .ok_or_else(|| ConstructError::UnknownScenario { entry: description.into(), name: entry.name.clone() })
}

type Expanders = Vec<(&'static RunExpander, Argument)>;

fn split_arguments(arguments: IndexMap<String, Argument>) -> (Expanders, IndexMap<String, Argument>) {
    let mut expanders = Vec::new();
    let mut rest = IndexMap::new();
    for (key, argument) in arguments {
        match run_expander::by_name(&key) {
            Some(expander) => expanders.push((expander, argument)),
            None => {
                rest.insert(key, argument);
            }
        }
    }
    (expanders, rest)
}

fn check_arguments(
    description: &str,
    function: &'static RunSpecFunction,
    arguments: IndexMap<String, Argument>,
) -> Result<Arguments, ConstructError> {
    let parameter = |name: &str| function.parameters.iter().find(|parameter| parameter.name == name);
    for (name, argument) in &arguments {
        let parameter = parameter(name).ok_or_else(|| ConstructError::UnknownArgument {
            entry: description.into(),
            scenario: function.name,
            argument: name.clone(),
            known: known_arguments(function),
        })?;
        check_value(description, parameter, argument)?;
    }
    let missing =
        function.parameters.iter().find(|parameter| parameter.required && !arguments.contains_key(parameter.name));
    match missing {
        Some(parameter) => Err(ConstructError::MissingArgument {
            entry: description.into(),
            scenario: function.name,
            argument: parameter.name,
            description: parameter.description,
        }),
        None => Ok(Arguments::new(arguments)),
    }
}

fn check_value(description: &str, parameter: &Parameter, argument: &Argument) -> Result<(), ConstructError> {
    parameter.values.check(argument).map_err(|not_allowed| ConstructError::InvalidValue {
        entry: description.into(),
        argument: parameter.name.into(),
        value: argument.text().into(),
        allowed: not_allowed.allowed,
        nearest: not_allowed.nearest,
    })
}

fn known_arguments(function: &RunSpecFunction) -> Vec<&'static str> {
    let parameters = function.parameters.iter().map(|parameter| parameter.name);
    parameters.chain(run_expander::ALL.iter().map(|expander| expander.name)).collect()
}

/// Fills in the model's deployment, or the deployment's model.
fn with_deployment(description: &str, mut run_spec: RunSpec, registry: &Registry) -> Result<RunSpec, ConstructError> {
    let adapter = &mut run_spec.adapter_spec;
    let unknown = |model: &str| ConstructError::UnknownModel {
        entry: description.into(),
        model: model.into(),
        known: known_models(registry),
    };
    let deployment = if adapter.model_deployment.is_empty() {
        registry.default_deployment(&adapter.model).ok_or_else(|| unknown(&adapter.model))?
    } else {
        registry.deployment(&adapter.model_deployment).ok_or_else(|| unknown(&adapter.model_deployment))?
    };
    adapter.model_deployment.clone_from(&deployment.name);
    if adapter.model.is_empty() {
        deployment.model().clone_into(&mut adapter.model);
    }
    if adapter.model != deployment.model() {
        return Err(ConstructError::DeploymentOfAnotherModel {
            entry: description.into(),
            deployment: deployment.name.clone(),
            model: adapter.model.clone(),
            actual: deployment.model().into(),
        });
    }
    Ok(run_spec)
}

fn known_models(registry: &Registry) -> Vec<String> {
    let with_deployment = registry.models().filter(|model| registry.default_deployment(&model.name).is_some());
    let names = with_deployment.map(|model| model.name.clone());
    names.chain(model_groups().map(str::to_owned)).collect()
}

fn with_options(mut run_spec: RunSpec, options: &Options) -> RunSpec {
    let adapter = &mut run_spec.adapter_spec;
    adapter.max_eval_instances = adapter.max_eval_instances.or(options.max_eval_instances);
    if adapter.max_train_instances == 0 {
        adapter.num_train_trials = 1;
    } else if let Some(trials) = options.num_train_trials {
        adapter.num_train_trials = trials;
    }
    run_spec
}

#[cfg(test)]
mod tests;

//! What is to be run, found out before anything is run.

use crate::archive::local_path;
use crate::conf_file;
use crate::error::Error;
use crate::models;
use crate::settings::Settings;
use helm_core::construct::{ListedEntry, run_specs_of_entry};
use helm_core::files::{RunSpec, Stat};
use helm_core::json;
use helm_core::layout::{RUN_FILES, STATS, is_folder_name};
use helm_core::registry::Registry;
use helm_core::runner::{self, RunError};
use helm_core::scenario;
use std::path::PathBuf;

/// The run specs of all run entries, each once, or all that is wrong with them.
pub(crate) fn run_specs(settings: &Settings, registry: &Registry) -> Result<Vec<RunSpec>, Vec<Error>> {
    let mut run_specs: Vec<RunSpec> = Vec::new();
    let mut errors = Vec::new();
    errors.extend(unknown_model_to_run(settings, registry));
    for entry in entries(settings).map_err(|error| vec![error])? {
        match run_specs_of_entry(&entry, &settings.options, registry) {
            Ok(constructed) => run_specs.extend(constructed),
            Err(error) => errors.push(error.into()),
        }
    }
    if run_specs.is_empty() && errors.is_empty() {
        errors.push(Error::NothingToRun);
    }
    let mut distinct: Vec<RunSpec> = Vec::new();
    for run_spec in run_specs {
        match distinct.iter().find(|known| known.name == run_spec.name) {
            Some(known) if *known == run_spec => {}
            Some(_) => errors.push(Error::SameName { name: run_spec.name }),
            None => {
                errors.extend(check(settings, registry, &run_spec).err());
                distinct.push(run_spec);
            }
        }
    }
    errors.extend(unused_scenario_data(settings, &distinct));
    errors.extend(missing_scenario_data(settings));
    if errors.is_empty() { Ok(distinct) } else { Err(errors) }
}

/// What the files list and what was typed, without entries that are not urgent enough.
fn entries(settings: &Settings) -> Result<Vec<ListedEntry>, Error> {
    let mut entries = Vec::new();
    for path in &settings.conf_paths {
        entries.extend(conf_file::read(path)?);
    }
    let typed = |entry: &String| ListedEntry { description: entry.clone(), priority: Some(1), groups: Vec::new() };
    entries.extend(settings.run_entries.iter().map(typed));
    let at_most = settings.priority.unwrap_or(i64::MAX);
    entries.retain(|entry| entry.priority.is_none_or(|priority| priority <= at_most));
    Ok(entries)
}

fn unknown_model_to_run(settings: &Settings, registry: &Registry) -> Option<Error> {
    let is_known = |name: &&String| registry.model(name).is_some() || registry.deployment(name).is_some();
    let unknown = settings.options.models_to_run.iter().find(|name| !is_known(name))?;
    let models = registry.models().map(|model| model.name.clone());
    let deployments = registry.deployments().map(|deployment| deployment.name.clone());
    Some(Error::UnknownModelToRun { model: unknown.clone(), known: models.chain(deployments).collect() })
}

/// The file that keeps the instances of a run's scenario, where that was asked for.
pub(crate) fn instance_cache(settings: &Settings, run_spec: &RunSpec) -> Result<Option<PathBuf>, Error> {
    if !settings.cache_instances {
        return Ok(None);
    }
    let spec = &run_spec.scenario_spec;
    let scenario = scenario::create(spec).map_err(RunError::from)?;
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let arguments: Vec<(String, String)> = spec.args.iter().map(|(key, value)| (key.clone(), text(value))).collect();
    Ok(Some(settings.output.instances(&scenario.info().name, &arguments)))
}

/// What file systems take for the name of a folder, in bytes.
const LONGEST_NAME: usize = 255;

fn check(settings: &Settings, registry: &Registry, run_spec: &RunSpec) -> Result<(), Error> {
    if run_spec.name.len() > LONGEST_NAME {
        return Err(Error::LongName { name: run_spec.name.clone(), longest: LONGEST_NAME });
    }
    runner::check(run_spec, &scenario_folder(settings, run_spec)?)?;
    models::check(registry, &run_spec.adapter_spec.model_deployment)
}

/// A suite is a folder among others: its name can't lead elsewhere.
pub(crate) fn check_suite_name(suite: &str) -> Result<(), Error> {
    if is_folder_name(suite) { Ok(()) } else { Err(Error::SuiteName { suite: suite.into() }) }
}

/// Where the scenario of a run keeps its data.
pub(crate) fn scenario_folder(settings: &Settings, run_spec: &RunSpec) -> Result<PathBuf, Error> {
    let scenario = scenario::create(&run_spec.scenario_spec).map_err(RunError::from)?;
    Ok(settings.output.scenario(&scenario.info().name))
}

/// Whether all files of a run are there, and tell of no request that failed.
pub(crate) fn is_completed(settings: &Settings, run_spec: &RunSpec) -> bool {
    let folder = settings.output.run(&settings.suite, &run_spec.name);
    RUN_FILES.iter().all(|file| folder.join(file).is_file())
        && json::read::<Vec<Stat>>(&folder.join(STATS)).is_ok_and(|stats| runner::num_failed_requests(&stats) == 0)
}

/// A misspelled scenario in `--scenario-data` would silently fetch from the usual address.
fn unused_scenario_data(settings: &Settings, run_specs: &[RunSpec]) -> Option<Error> {
    if run_specs.is_empty() {
        return None;
    }
    let scenarios = run_specs.iter().filter_map(|run_spec| scenario::create(&run_spec.scenario_spec).ok());
    let archives = scenarios.filter_map(|scenario| scenario.archive());
    let needed: Vec<String> = archives.map(|archive| archive.scenario.to_owned()).collect();
    let unused = settings.scenarios_with_data.iter().find(|scenario| !needed.contains(scenario))?;
    Some(Error::UnusedScenarioData { scenario: unused.clone(), needed })
}

/// A file that was named on the command line and is not there.
fn missing_scenario_data(settings: &Settings) -> Option<Error> {
    settings.scenarios_with_data.iter().find_map(|scenario| {
        let path = local_path(settings.scenario_data.get(scenario)?)?;
        (!path.is_file()).then(|| Error::NoScenarioData { scenario: scenario.clone(), path })
    })
}

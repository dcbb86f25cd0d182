//! What is to be run, found out before anything is run.

use crate::error::Error;
use crate::models;
use crate::settings::Settings;
use helm_core::construct::construct_run_specs;
use helm_core::files::RunSpec;
use helm_core::layout::RUN_FILES;
use helm_core::registry::Registry;
use helm_core::runner::{self, RunError};
use helm_core::scenario;
use std::path::{Component, Path, PathBuf};

/// The run specs of all run entries, each once, or all that is wrong with them.
pub(crate) fn run_specs(settings: &Settings, registry: &Registry) -> Result<Vec<RunSpec>, Vec<Error>> {
    let mut run_specs: Vec<RunSpec> = Vec::new();
    let mut errors = Vec::new();
    for entry in &settings.run_entries {
        match construct_run_specs(entry, &settings.options, registry) {
            Ok(constructed) => run_specs.extend(constructed),
            Err(error) => errors.push(error.into()),
        }
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
    if errors.is_empty() { Ok(distinct) } else { Err(errors) }
}

fn check(settings: &Settings, registry: &Registry, run_spec: &RunSpec) -> Result<(), Error> {
    runner::check(run_spec, &scenario_folder(settings, run_spec)?)?;
    models::check(registry, &run_spec.adapter_spec.model_deployment)
}

/// A suite is a folder among others: its name can't lead elsewhere.
pub(crate) fn check_suite_name(suite: &str) -> Result<(), Error> {
    let is_name = matches!(Path::new(suite).components().collect::<Vec<_>>().as_slice(), [Component::Normal(_)]);
    if is_name && !suite.contains('\\') { Ok(()) } else { Err(Error::SuiteName { suite: suite.into() }) }
}

/// Where the scenario of a run keeps its data.
pub(crate) fn scenario_folder(settings: &Settings, run_spec: &RunSpec) -> Result<PathBuf, Error> {
    let scenario = scenario::create(&run_spec.scenario_spec).map_err(RunError::from)?;
    Ok(settings.output.scenario(&scenario.info().name))
}

/// Whether all files of a run are there.
pub(crate) fn is_completed(settings: &Settings, run_spec: &RunSpec) -> bool {
    let folder = settings.output.run(&settings.suite, &run_spec.name);
    RUN_FILES.iter().all(|file| folder.join(file).is_file())
}

/// A misspelled scenario in `--scenario-data` would silently fetch from the usual address.
fn unused_scenario_data(settings: &Settings, run_specs: &[RunSpec]) -> Option<Error> {
    let scenarios = run_specs.iter().filter_map(|run_spec| scenario::create(&run_spec.scenario_spec).ok());
    let needed: Vec<String> = scenarios.map(|scenario| scenario.info().name).collect();
    let unused = settings.scenarios_with_data.iter().find(|scenario| !needed.contains(scenario))?;
    (!needed.is_empty()).then(|| Error::UnusedScenarioData { scenario: unused.clone(), needed })
}

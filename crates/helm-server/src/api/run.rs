use super::answer::Question;
use super::error::ApiError;
use super::run_row::{Patience, RunRow, scenario_key};
use super::state::Api;
use crate::results::{Problem, RunInfo, RunList, RunRows, RunStatus, Verdict};
use helm_core::files::{AdapterSpec, DataAugmenterSpec, ScenarioInfo};
use helm_core::json;
use helm_core::layout::{RUN_SPEC, SCENARIO};
use indexmap::IndexSet;
use serde::Serialize;
use serde_json::{Map, Value};

/// Runs to compare with, at most.
const SAME_SCENARIO_RUNS: usize = 50;

/// A run: what decided it, and what its pages choose from.
#[derive(Serialize)]
pub(crate) struct RunPage {
    #[serde(flatten)]
    row: RunRow,
    scenario_info: Option<ScenarioInfo>,
    run_spec: Value,
    spec: Vec<SpecField>,
    counts: Option<VerdictCounts>,
    splits: Vec<String>,
    perturbations: Vec<String>,
    trials: usize,
    deciding_metric: Option<&'static str>,
    metrics: Vec<String>,
    same_scenario_runs: Vec<String>,
    instances_path: String,
    stats_path: String,
    problems: Vec<Problem>,
}

/// A field of the run spec beside its default.
#[derive(Debug, PartialEq, Serialize)]
struct SpecField {
    field: String,
    value: Value,
    default: Value,
    is_default: bool,
}

#[derive(Default, Serialize)]
struct VerdictCounts {
    instances: usize,
    #[serde(flatten)]
    counts: Counts,
}

/// How many rows are right, and so on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    correct: usize,
    wrong: usize,
    unknown: usize,
    truncated: usize,
    failed: usize,
}

impl Counts {
    pub(super) fn of(rows: &RunRows, wanted: impl IntoIterator<Item = usize>) -> Self {
        let mut counts = Self::default();
        for row in wanted {
            match rows.rows[row].verdict {
                Verdict::Correct => counts.correct += 1,
                Verdict::Wrong => counts.wrong += 1,
                Verdict::Unknown => counts.unknown += 1,
            }
            counts.truncated += usize::from(rows.rows[row].is_truncated);
            counts.failed += usize::from(rows.rows[row].has_failed);
        }
        counts
    }
}

/// The run that a question is about.
pub(super) fn find<'a>(runs: &'a RunList, name: &str) -> Result<&'a RunInfo, ApiError> {
    let known = runs.runs.iter().map(|run| run.name.as_str());
    runs.find(name).ok_or_else(|| ApiError::not_found("run", name, known, "runs"))
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<RunPage, ApiError> {
    question.query(&[])?;
    let (list, summary) = (api.results.runs(), api.results.summary());
    let run = find(&list, question.name())?;
    let rows = api.results.rows(run);
    let has_rows = !rows.rows.is_empty();
    let run_spec: Value = json::read(&run.folder.join(RUN_SPEC)).unwrap_or_default();
    let mut problems: Vec<Problem> = run.problem.clone().into_iter().collect();
    problems.extend(rows.problems.iter().cloned());
    problems.extend(api.results.headline(run, &summary).problem.clone());
    let trials: IndexSet<u32> = rows.keys.rows.iter().map(|key| key.train_trial_index).collect();
    let splits: IndexSet<&str> = (0..rows.rows.len()).filter_map(|row| rows.keys.split_of(row)).collect();
    let perturbations: IndexSet<&str> = rows.keys.perturbations.iter().map(|known| known.name.as_ref()).collect();
    Ok(RunPage {
        row: RunRow::scored(api, run, &summary, Patience::Wait),
        scenario_info: json::read(&run.folder.join(SCENARIO)).ok(),
        spec: spec_fields(&run_spec),
        run_spec,
        counts: has_rows
            .then(|| VerdictCounts { instances: rows.rows.len(), counts: Counts::of(&rows, 0..rows.rows.len()) }),
        splits: splits.into_iter().map(str::to_owned).collect(),
        perturbations: perturbations.into_iter().map(str::to_owned).collect(),
        trials: trials.len(),
        deciding_metric: rows.scores.deciding_metric(),
        metrics: rows.scores.metrics().map(str::to_owned).collect(),
        same_scenario_runs: same_scenario_runs(&list, run),
        instances_path: api.paths.instances(&run.name),
        stats_path: api.paths.stats(&run.name),
        problems,
    })
}

/// Complete runs that were asked about the same, other models' first.
fn same_scenario_runs(list: &RunList, run: &RunInfo) -> Vec<String> {
    let Some(run_spec) = &run.run_spec else { return Vec::new() };
    let key = scenario_key(&run_spec.scenario_spec);
    let others = list.runs.iter().filter(|other| other.name != run.name && other.status == RunStatus::Complete);
    let mut found: Vec<(bool, &str)> = others
        .filter_map(|other| {
            let other_spec = other.run_spec.as_ref().filter(|spec| scenario_key(&spec.scenario_spec) == key)?;
            Some((other_spec.adapter_spec.model == run_spec.adapter_spec.model, other.name.as_str()))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().take(SAME_SCENARIO_RUNS).map(|(_, name)| name.to_owned()).collect()
}

/// The fields of a run spec, one level deep where there are defaults, with what an empty spec has.
fn spec_fields(run_spec: &Value) -> Vec<SpecField> {
    let mut fields = Vec::new();
    let defaults = |value: serde_json::Result<Value>| value.ok().and_then(|value| value.as_object().cloned());
    for (name, value) in run_spec.as_object().into_iter().flatten() {
        let default = match name.as_str() {
            "adapter_spec" => defaults(serde_json::to_value(AdapterSpec::default())),
            "data_augmenter_spec" => defaults(serde_json::to_value(DataAugmenterSpec::default())),
            "scenario_spec" => Some(Map::new()),
            _ => None,
        };
        match (value.as_object(), default) {
            (Some(values), Some(defaults)) => fields.extend(values.iter().map(|(inner, value)| {
                let default = defaults.get(inner).cloned().unwrap_or(Value::Null);
                field(format!("{name}.{inner}"), value.clone(), default)
            })),
            _ => fields.push(field(name.clone(), value.clone(), Value::Null)),
        }
    }
    fields
}

fn field(field: String, value: Value, default: Value) -> SpecField {
    SpecField { is_default: is_same(&value, &default), field, value, default }
}

/// Whether values are equal, `1` and `1.0` too.
fn is_same(value: &Value, default: &Value) -> bool {
    match (value.as_f64(), default.as_f64()) {
        (Some(value), Some(default)) => (value - default).abs() < f64::EPSILON,
        _ => value == default,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_stand_beside_their_defaults() {
        let fields = spec_fields(&json!({
            "name": "a",
            "scenario_spec": {"class_name": "S"},
            "adapter_spec": {"method": "generation", "temperature": 1.0, "num_outputs": 5},
            "data_augmenter_spec": {"seeds_per_instance": 1},
        }));
        let told: Vec<(&str, bool)> = fields.iter().map(|field| (field.field.as_str(), field.is_default)).collect();
        assert_eq!(
            told,
            [
                ("name", false),
                ("scenario_spec.class_name", false),
                ("adapter_spec.method", false),
                ("adapter_spec.temperature", true),
                ("adapter_spec.num_outputs", true),
                ("data_augmenter_spec.seeds_per_instance", true),
            ]
        );
        assert_eq!(fields[2].default, json!(""));
        assert_eq!(spec_fields(&Value::Null), []);
    }
}

//! Who is compared with whom, and which of their shared instances are asked for.

use super::error::ApiError;
use super::models::{model_names, runs_of_model};
use super::pairs::twin_key;
use super::query::{Query, wrong};
use super::run::find;
use super::run_row::scenario_key;
use super::state::Api;
use crate::results::{RunInfo, RunList, Summary};
use indexmap::IndexMap;
use serde::Serialize;

pub(super) const PARAMETERS: [&str; 10] =
    ["run", "model", "group", "metric", "perturbation", "category", "search", "regex", "page", "page_size"];
const MOST: usize = 5;
const CATEGORIES: [&str; 16] = [
    "all",
    "all_correct",
    "all_wrong",
    "disagree",
    "mixed",
    "unknown",
    "only_1",
    "only_2",
    "only_3",
    "only_4",
    "only_5",
    "not_1",
    "not_2",
    "not_3",
    "not_4",
    "not_5",
];

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SubjectKind {
    Run,
    Model,
}

/// One of those that are compared.
pub(super) struct Subject {
    pub(super) kind: SubjectKind,
    pub(super) name: String,
    pub(super) display_name: String,
    pub(super) path: String,
}

/// Those that are compared, and their runs: in each element one run of each subject, which were asked about the same.
pub(super) struct Subjects<'a> {
    pub(super) subjects: Vec<Subject>,
    pub(super) matched: Vec<Vec<&'a RunInfo>>,
}

/// The category of instances that is asked for.
pub(super) fn category(query: &Query) -> Result<&'static str, ApiError> {
    Ok(query.choice("category", &CATEGORIES)?.unwrap_or("all"))
}

impl<'a> Subjects<'a> {
    pub(super) fn of(api: &Api, query: &Query, list: &'a RunList, summary: &Summary) -> Result<Self, ApiError> {
        let (runs, models) = (query.all("run"), query.all("model"));
        let (name, given) = match (runs.is_empty(), models.is_empty()) {
            (false, true) => ("run", runs),
            (true, false) => ("model", models),
            (true, true) => return Err(wrong("run", "nothing to compare", "give 2 to 5 times `run`, or `model`")),
            (false, false) => return Err(wrong("model", "there are runs, too", "give either `run` or `model`")),
        };
        if !(2..=MOST).contains(&given.len()) {
            return Err(wrong(name, &format!("it is given {} times", given.len()), "give it 2 to 5 times"));
        }
        if (1..given.len()).any(|index| given[..index].contains(&given[index])) {
            return Err(wrong(name, "the same is given twice", "give different ones"));
        }
        if name == "run" {
            let runs = given.iter().map(|run| find(list, run)).collect::<Result<Vec<_>, _>>()?;
            return Ok(Self::runs(api, &runs));
        }
        let known = model_names(list);
        if let Some(unknown) = given.iter().find(|model| !known.contains(**model)) {
            return Err(ApiError::not_found("model", unknown, known, "models"));
        }
        Ok(Self::models(api, &given, query.one("group")?, list, summary))
    }

    /// Single runs, which must be of the same scenario to share instances.
    pub(super) fn runs(api: &Api, runs: &[&'a RunInfo]) -> Self {
        let subject = |run: &&RunInfo| Subject {
            kind: SubjectKind::Run,
            name: run.name.clone(),
            display_name: run.name.clone(),
            path: api.paths.run(&run.name),
        };
        let key = |run: &RunInfo| run.run_spec.as_ref().map(|run_spec| scenario_key(&run_spec.scenario_spec));
        let are_of_one = runs.iter().all(|run| key(run).is_some() && key(run) == key(runs[0]));
        Self {
            subjects: runs.iter().map(subject).collect(),
            matched: if are_of_one { vec![runs.to_vec()] } else { Vec::new() },
        }
    }

    /// Models by those of their runs that differ in nothing else.
    pub(super) fn models(
        api: &Api,
        models: &[&str],
        group: Option<&str>,
        list: &'a RunList,
        summary: &Summary,
    ) -> Self {
        let belongs = |run: &&RunInfo| {
            group.is_none_or(|group| {
                run.run_spec.as_ref().is_some_and(|run_spec| run_spec.groups.iter().any(|name| name == group))
            })
        };
        let mut twins: IndexMap<String, Vec<&RunInfo>> = IndexMap::new();
        for (index, model) in models.iter().enumerate() {
            for run in runs_of_model(list, model).filter(belongs) {
                let Some(key) = twin_key(run) else { continue };
                let matched = twins.entry(key).or_default();
                // The first run of each model; without one of an earlier model there is nothing to compare.
                if matched.len() == index {
                    matched.push(run);
                }
            }
        }
        let subject = |model: &&str| Subject {
            kind: SubjectKind::Model,
            name: (*model).into(),
            display_name: summary.model_display_name(model),
            path: api.paths.model(model),
        };
        Self {
            subjects: models.iter().map(subject).collect(),
            matched: twins.into_values().filter(|matched| matched.len() == models.len()).collect(),
        }
    }
}

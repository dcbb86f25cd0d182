//! What the browser can't compute: how any two runs of a scenario, and any two models, compare.

use crate::api::{Api, ComparedPair};
use indexmap::IndexMap;
use rayon::prelude::*;
use serde::Serialize;

/// All pairs.
#[derive(Serialize)]
pub(super) struct ComparePairs {
    runs: Vec<ComparedPair>,
    models: Vec<ComparedPair>,
}

impl ComparePairs {
    pub(super) fn of(api: &Api) -> Self {
        let list = api.results.runs();
        let mut of_scenarios: IndexMap<String, Vec<&str>> = IndexMap::new();
        for run in list.runs.iter().filter(|run| run.run_spec.is_some() && run.files.per_instance_stats.is_some()) {
            of_scenarios.entry(crate::api::scenario_of(run)).or_default().push(&run.name);
        }
        let runs: Vec<(&str, &str)> = of_scenarios.values().flat_map(|names| pairs(names)).collect();
        let models: Vec<&str> = crate::api::model_names(&list).into_iter().collect();
        let models = pairs(&models);
        Self {
            runs: runs.par_iter().filter_map(|(a, b)| ComparedPair::of_runs(api, &list, a, b)).collect(),
            models: models.par_iter().filter_map(|(a, b)| ComparedPair::of_models(api, &list, a, b)).collect(),
        }
    }
}

fn pairs<'a>(names: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let pair = |a: usize| names[a + 1..].iter().map(move |b| (a, *b));
    (0..names.len()).flat_map(pair).map(|(a, b)| (names[a], b)).collect()
}

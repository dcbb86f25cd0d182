use super::answer::Question;
use super::error::ApiError;
use super::instance::{Reference, references};
use super::models::model_score;
use super::run_row::{Patience, Score, arguments_label, scenario_key};
use super::scenarios::{ScenarioRow, scenario_groups, scenario_row};
use super::state::Api;
use crate::results::{Headline, Keys, Problem, RunInfo, RunStatus, Summary};
use helm_core::files::ScenarioInfo;
use helm_core::json;
use helm_core::layout::SCENARIO;
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Examples of what is asked.
const EXAMPLES: usize = 5;

/// A scenario with what was run of it.
#[derive(Serialize)]
pub(crate) struct ScenarioPage {
    scenario: ScenarioRow,
    info: Option<ScenarioInfo>,
    variants: Vec<Variant>,
    examples: Vec<Example>,
    heat_map: Option<HeatMap>,
    problems: Vec<Problem>,
}

/// The scenario with certain arguments.
#[derive(Serialize)]
struct Variant {
    label: String,
    args: Map<String, Value>,
    runs: Vec<String>,
    splits: Vec<SplitSize>,
}

#[derive(Serialize)]
struct SplitSize {
    split: String,
    instances: usize,
}

#[derive(Serialize)]
struct Example {
    run: String,
    run_path: String,
    row: usize,
    id: String,
    split: Option<String>,
    input: String,
    references: Vec<Reference>,
}

#[derive(Serialize)]
struct HeatMap {
    metric: String,
    metric_display_name: String,
    lower_is_better: Option<bool>,
    split: Option<String>,
    models: Vec<HeatMapModel>,
    variants: Vec<String>,
    cells: Vec<Vec<Option<HeatCell>>>,
}

#[derive(Serialize)]
struct HeatMapModel {
    name: String,
    display_name: String,
}

#[derive(Serialize)]
struct HeatCell {
    #[serde(flatten)]
    score: HeatScore,
    runs: Vec<String>,
}

#[derive(Serialize)]
struct HeatScore {
    value: Option<f64>,
    n: Option<usize>,
    interval: Option<crate::evidence::Interval>,
}

type Variants<'a> = IndexMap<String, Vec<&'a RunInfo>>;

pub(crate) fn get(api: &Api, question: &Question) -> Result<ScenarioPage, ApiError> {
    question.query(&[])?;
    let (list, summary) = (api.results.runs(), api.results.summary());
    let name = question.name();
    let groups = scenario_groups(&summary, &list);
    let runs = groups
        .get(name)
        .ok_or_else(|| ApiError::not_found("scenario", name, groups.keys().map(String::as_str), "scenarios"))?;
    let mut variants = Variants::new();
    for run in runs {
        if let Some(run_spec) = &run.run_spec {
            variants.entry(scenario_key(&run_spec.scenario_spec)).or_default().push(run);
        }
    }
    let patience = if api.paths.export.is_some() { Patience::Wait } else { Patience::Now };
    let mut problems = summary.problems.clone();
    problems.extend(runs.iter().filter_map(|run| run.problem.clone()));
    Ok(ScenarioPage {
        scenario: scenario_row(api, name, runs, &summary),
        info: runs.iter().find_map(|run| json::read(&run.folder.join(SCENARIO)).ok()),
        variants: variants.values().map(|runs| variant(api, runs, patience)).collect(),
        examples: examples(api, runs),
        heat_map: heat_map(api, &variants, &summary, patience),
        problems,
    })
}

fn arguments(runs: &[&RunInfo]) -> Map<String, Value> {
    let run_spec = runs.first().and_then(|run| run.run_spec.as_deref());
    run_spec.map(|run_spec| run_spec.scenario_spec.args.clone()).unwrap_or_default()
}

fn label(runs: &[&RunInfo]) -> String {
    arguments_label(&arguments(runs))
}

fn variant(api: &Api, runs: &[&RunInfo], patience: Patience) -> Variant {
    let known = |run: &&RunInfo| match patience {
        Patience::Now => api.results.known_scores(run),
        Patience::Wait => Some(api.results.scores(run)),
    };
    // Runs of a scenario ask the same, but for how many: the largest tells most.
    let keys = runs.iter().filter_map(known).map(|scores| scores.keys.clone()).max_by_key(|keys| keys.rows.len());
    // What was not read yet is read for one run, so that sizes are there at once.
    let keys = keys.or_else(|| Some(api.results.scores(runs.first()?).keys.clone()));
    Variant {
        label: label(runs),
        args: arguments(runs),
        runs: runs.iter().map(|run| run.name.clone()).collect(),
        splits: keys.map_or_else(Vec::new, |keys| split_sizes(&keys)),
    }
}

fn split_sizes(keys: &Keys) -> Vec<SplitSize> {
    let mut ids: IndexMap<&str, HashSet<&str>> = IndexMap::new();
    for (row, key) in keys.rows.iter().enumerate().filter(|(_, key)| key.perturbation.is_none()) {
        ids.entry(keys.split_of(row).unwrap_or_default()).or_default().insert(&key.instance_id);
    }
    ids.sort_unstable_keys();
    ids.into_iter().map(|(split, ids)| SplitSize { split: split.into(), instances: ids.len() }).collect()
}

/// Instances of the first complete run of each variant in turn.
fn examples(api: &Api, runs: &[&RunInfo]) -> Vec<Example> {
    let mut seen = HashSet::new();
    let complete = runs.iter().filter(|run| run.status == RunStatus::Complete);
    let of_variants =
        complete.filter(|run| run.run_spec.as_ref().is_some_and(|spec| seen.insert(scenario_key(&spec.scenario_spec))));
    let runs: Vec<&&RunInfo> = of_variants.take(EXAMPLES).collect();
    let each = EXAMPLES.div_ceil(runs.len().max(1));
    let mut examples = Vec::new();
    for run in runs {
        let rows = api.results.rows(run);
        let originals = (0..rows.rows.len()).filter(|row| rows.keys.rows[*row].perturbation.is_none());
        for row in originals.take(each) {
            // A file that changes under us gives no example; the run's own page says what is wrong.
            let Ok(requests) = rows.requests(row) else { continue };
            let Some(request) = requests.first() else { continue };
            examples.push(Example {
                run: run.name.clone(),
                run_path: api.paths.run(&run.name),
                row,
                id: rows.keys.rows[row].instance_id.to_string(),
                split: rows.keys.split_of(row).map(str::to_owned),
                input: request.instance.input.text.clone(),
                references: references(&request.instance),
            });
        }
    }
    examples.truncate(EXAMPLES);
    examples
}

fn heat_map(api: &Api, variants: &Variants, summary: &Summary, patience: Patience) -> Option<HeatMap> {
    let runs = || variants.values().flatten();
    let headline = runs().find_map(|run| api.results.headline(run, summary).headline.clone())?;
    let models: IndexSet<&str> =
        runs().filter_map(|run| Some(run.run_spec.as_ref()?.adapter_spec.model.as_str())).collect();
    let cells = models
        .iter()
        .map(|model| variants.values().map(|runs| heat_cell(api, model, runs, &headline, summary, patience)).collect());
    Some(HeatMap {
        metric: headline.matcher.name.clone(),
        metric_display_name: summary.metric_display_name(&headline.matcher.name),
        lower_is_better: headline.lower_is_better,
        split: Some(headline.matcher.split.clone()),
        cells: cells.collect(),
        models: models
            .iter()
            .map(|name| HeatMapModel { name: (*name).into(), display_name: summary.model_display_name(name) })
            .collect(),
        variants: variants.values().map(|runs| label(runs)).collect(),
    })
}

fn heat_cell(
    api: &Api,
    model: &str,
    runs: &[&RunInfo],
    headline: &Headline,
    summary: &Summary,
    patience: Patience,
) -> Option<HeatCell> {
    let mut own = Vec::new();
    let (mut sum, mut count) = (0.0, 0);
    for run in runs {
        let is_of_model = run.run_spec.as_ref().is_some_and(|run_spec| run_spec.adapter_spec.model == model);
        let read = api.results.headline(run, summary);
        if let Some(known) = read.headline.as_ref().filter(|known| is_of_model && known.matcher == headline.matcher) {
            sum += known.value * known.count as f64;
            count += known.count;
            own.push(*run);
        }
    }
    if count == 0 {
        return None;
    }
    let Score { value, n, interval, .. } = model_score(api, &own, headline, sum / count as f64, summary, patience);
    Some(HeatCell { score: HeatScore { value, n, interval }, runs: own.iter().map(|run| run.name.clone()).collect() })
}

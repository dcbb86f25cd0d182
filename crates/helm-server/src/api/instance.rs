use super::answer::Question;
use super::error::ApiError;
use super::instance_query::{self, InstanceQuery};
use super::run::find;
use super::state::Api;
use crate::results::{Problem, RunInfo, RunRows, Verdict};
use helm_core::files::{AdapterSpec, GeneratedOutput, Instance, Number, Request, RequestState};
use helm_core::prediction::{PREDICTED_INDEX, is_separate, mapped_output, multimodal_text, without_prompt};
use indexmap::IndexMap;
use regex::Regex;
use serde::Serialize;
use serde_json::{Map, Value};

/// A possible answer.
#[derive(Clone, Serialize)]
pub(super) struct Reference {
    text: String,
    is_correct: bool,
    tags: Vec<String>,
}

/// The possible answers of an instance.
pub(super) fn references(instance: &Instance) -> Vec<Reference> {
    let reference = |reference: &helm_core::files::Reference| Reference {
        text: reference.output.text.clone(),
        is_correct: reference.is_correct(),
        tags: reference.tags.clone(),
    };
    instance.references.iter().map(reference).collect()
}

/// A row of a run, with what was asked and answered.
#[derive(Clone, Serialize)]
pub(crate) struct InstanceRow {
    row: usize,
    path: String,
    instance_id: String,
    split: Option<String>,
    sub_split: Option<String>,
    perturbation: Option<Value>,
    train_trial_index: u32,
    verdict: Verdict,
    is_truncated: bool,
    has_failed: bool,
    pub(super) input: String,
    pub(super) references: Vec<Reference>,
    pub(super) prediction: String,
    pub(super) mapped_output: Option<String>,
    pub(super) chosen_reference: Option<usize>,
    stats: IndexMap<String, f64>,
}

impl InstanceRow {
    /// The row, with its requests. What can't be read is left out, and named.
    pub(super) fn read(
        api: &Api,
        run: &RunInfo,
        rows: &RunRows,
        row: usize,
        problems: &mut Vec<Problem>,
    ) -> (Self, Vec<RequestState>) {
        let requests = rows.requests(row).unwrap_or_else(|error| {
            let problem = rows.problem(&error);
            if !problems.contains(&problem) {
                problems.push(problem);
            }
            Vec::new()
        });
        let default = AdapterSpec::default();
        let adapter = run.run_spec.as_ref().map_or(&default, |run_spec| &run_spec.adapter_spec);
        let key = &rows.keys.rows[row];
        let chosen = chosen_request(rows, row, adapter, &requests);
        let answer = chosen.map(|index| Answer::new(&requests[index], adapter)).unwrap_or_default();
        let instance = requests.first().map(|state| state.instance.as_ref());
        let references = instance.map(references).unwrap_or_default();
        let chosen_reference = match chosen.and_then(|index| requests[index].reference_index) {
            Some(index) => Some(index),
            None => answer.mapped.as_ref().and_then(|text| references.iter().position(|known| known.text == *text)),
        };
        let shown = Self {
            row,
            path: api.paths.instance(&run.name, row),
            instance_id: key.instance_id.to_string(),
            split: rows.keys.split_of(row).map(str::to_owned),
            sub_split: rows.keys.sub_split_of(row).map(str::to_owned),
            perturbation: rows.keys.perturbation_of(row).map(crate::results::Perturbation::value),
            train_trial_index: key.train_trial_index,
            verdict: rows.rows[row].verdict,
            is_truncated: rows.rows[row].is_truncated,
            has_failed: rows.rows[row].has_failed,
            input: instance.map(|instance| instance.input.text.clone()).unwrap_or_default(),
            references,
            prediction: answer.text,
            mapped_output: answer.mapped,
            chosen_reference,
            stats: rows.stats(row).map(|(name, value)| (name.to_owned(), value)).collect(),
        };
        (shown, requests)
    }
}

/// The request that the prediction comes from: of those that score references one by one, the best reference's.
fn chosen_request(rows: &RunRows, row: usize, adapter: &AdapterSpec, requests: &[RequestState]) -> Option<usize> {
    let is_asked = |state: &RequestState| state.request_mode.as_deref() != Some("calibration");
    if is_separate(adapter) {
        let predicted = rows.value(PREDICTED_INDEX, row)?;
        return requests.iter().position(|state| {
            is_asked(state) && state.reference_index.is_some_and(|index| (index as f64 - predicted).abs() < 0.5)
        });
    }
    requests.iter().position(is_asked)
}

/// What a completion comes down to.
#[derive(Default)]
struct Answer {
    text: String,
    mapped: Option<String>,
}

impl Answer {
    fn new(state: &RequestState, adapter: &AdapterSpec) -> Self {
        let completion = state.result.as_ref().and_then(|result| result.completions.first());
        let text = completion.map_or("", |completion| completion.text.as_str());
        let pattern = adapter.output_mapping_pattern.as_deref().filter(|pattern| !pattern.is_empty());
        let pattern = pattern.and_then(|pattern| Regex::new(pattern).ok());
        let multimodal = completion.and_then(|completion| multimodal_text(completion.multimodal_content.as_ref()?));
        let whole = multimodal.map_or_else(|| text.to_owned(), |multimodal| format!("{multimodal} {text}"));
        let first_token = completion.and_then(|completion| completion.tokens.first()).map(|token| token.text.as_str());
        Self {
            mapped: mapped_output(state, text, pattern.as_ref()),
            text: without_prompt(&whole, state, adapter, first_token).unwrap_or(whole),
        }
    }
}

/// A row in full.
#[derive(Serialize)]
pub(crate) struct InstancePage {
    #[serde(flatten)]
    row: InstanceRow,
    requests: Vec<RequestPage>,
    annotations: Option<Map<String, Value>>,
    original: Option<Original>,
    perturbed: Vec<Perturbed>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    problems: Vec<Problem>,
}

#[derive(Serialize)]
struct RequestPage {
    prompt: String,
    messages: Option<Vec<Map<String, Value>>>,
    request: Request,
    reference_index: Option<usize>,
    request_mode: Option<String>,
    is_chosen: bool,
    output_mapping: Option<IndexMap<String, String>>,
    num_train_instances: usize,
    prompt_truncated: bool,
    success: bool,
    error: Option<String>,
    request_time: Option<f64>,
    cached: bool,
    completions: Vec<Completion>,
}

#[derive(Serialize)]
struct Completion {
    text: String,
    logprob: f64,
    finish_reason: Option<String>,
    thinking: Option<String>,
    tokens: Vec<Token>,
}

#[derive(Serialize)]
struct Token {
    text: String,
    logprob: f64,
}

#[derive(Serialize)]
struct Original {
    row: usize,
    path: String,
    input: String,
    prediction: String,
    verdict: Verdict,
}

#[derive(Serialize)]
struct Perturbed {
    perturbation: Option<Value>,
    #[serde(flatten)]
    shown: Original,
}

#[derive(Serialize)]
struct Neighbour {
    row: usize,
    path: String,
}

pub(crate) fn get(api: &Api, question: &Question) -> Result<InstancePage, ApiError> {
    let query = question.query(&instance_query::PARAMETERS)?;
    let wanted = InstanceQuery::of(&query)?;
    let list = api.results.runs();
    let run = find(&list, question.name())?;
    let rows = api.results.rows(run);
    let text = question.path.get(1).map_or("", String::as_str);
    let row = text.parse().ok().filter(|row| *row < rows.rows.len()).ok_or_else(|| ApiError::NotFound {
        kind: "instance",
        name: text.into(),
        hint: Some(match rows.rows.len() {
            0 => "the run has no instances".into(),
            count => format!("rows are numbered from 0 to {}", count - 1),
        }),
    })?;
    let mut problems = Vec::new();
    let hits = wanted.hits(&rows, &mut problems);
    let at = hits.partition_point(|hit| *hit < row);
    let before = at.checked_sub(1).and_then(|index| hits.get(index)).copied();
    let after = hits.get(at + usize::from(hits.get(at) == Some(&row))).copied();
    Ok(page(api, run, &rows, row, (before, after), problems))
}

/// A row in full, with its neighbours in the run.
pub(crate) fn in_run(api: &Api, run: &RunInfo, rows: &RunRows, row: usize) -> InstancePage {
    let after = (row + 1 < rows.rows.len()).then_some(row + 1);
    page(api, run, rows, row, (row.checked_sub(1), after), Vec::new())
}

fn page(
    api: &Api,
    run: &RunInfo,
    rows: &RunRows,
    row: usize,
    (before, after): (Option<usize>, Option<usize>),
    mut problems: Vec<Problem>,
) -> InstancePage {
    let (shown, requests) = InstanceRow::read(api, run, rows, row, &mut problems);
    let default = AdapterSpec::default();
    let adapter = run.run_spec.as_ref().map_or(&default, |run_spec| &run_spec.adapter_spec);
    let chosen = chosen_request(rows, row, adapter, &requests);
    let neighbour = |row| Neighbour { row, path: api.paths.instance(&run.name, row) };
    let key = &rows.keys.rows[row];
    let versions: Vec<usize> = (0..rows.rows.len())
        .filter(|other| {
            let other_key = &rows.keys.rows[*other];
            *other != row
                && other_key.instance_id == key.instance_id
                && other_key.train_trial_index == key.train_trial_index
                && other_key.perturbation.is_none() != key.perturbation.is_none()
        })
        .collect();
    let mut version = |other: usize| {
        let (shown, _) = InstanceRow::read(api, run, rows, other, &mut problems);
        let InstanceRow { path, input, prediction, verdict, perturbation, .. } = shown;
        Perturbed { perturbation, shown: Original { row: other, path, input, prediction, verdict } }
    };
    let (original, perturbed) = if key.perturbation.is_some() {
        (versions.first().map(|other| version(*other).shown), Vec::new())
    } else {
        (None, versions.iter().map(|other| version(*other)).collect())
    };
    InstancePage {
        row: shown,
        annotations: requests.first().and_then(|state| state.annotations.as_deref().cloned()),
        requests: requests
            .into_iter()
            .enumerate()
            .map(|(index, state)| request_page(state, Some(index) == chosen))
            .collect(),
        original,
        perturbed,
        previous: before.map(neighbour),
        next: after.map(neighbour),
        problems,
    }
}

fn request_page(state: RequestState, is_chosen: bool) -> RequestPage {
    let result = state.result;
    let completions = result.as_ref().map(|result| result.completions.iter().map(completion).collect());
    RequestPage {
        prompt: state.request.prompt.text().into_owned(),
        messages: state.request.messages.clone(),
        request: state.request,
        reference_index: state.reference_index,
        request_mode: state.request_mode,
        is_chosen,
        output_mapping: state.output_mapping,
        num_train_instances: state.num_train_instances,
        prompt_truncated: state.prompt_truncated,
        success: result.as_ref().is_some_and(|result| result.success),
        error: result.as_ref().and_then(|result| result.error.clone()),
        request_time: result.as_ref().and_then(|result| result.request_time).map(Number::as_f64),
        cached: result.as_ref().is_some_and(|result| result.cached),
        completions: completions.unwrap_or_default(),
    }
}

fn completion(completion: &GeneratedOutput) -> Completion {
    let reason = completion.finish_reason.as_ref().and_then(|reason| reason.get("reason"));
    Completion {
        text: completion.text.clone(),
        logprob: completion.logprob.as_f64(),
        finish_reason: reason.and_then(Value::as_str).map(str::to_owned),
        thinking: completion.thinking.as_ref().and_then(|thinking| thinking.text.clone()),
        tokens: completion
            .tokens
            .iter()
            .map(|token| Token { text: token.text.clone(), logprob: token.logprob.as_f64() })
            .collect(),
    }
}

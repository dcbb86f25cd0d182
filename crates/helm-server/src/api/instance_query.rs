//! Which rows of a run are asked for.

use super::error::ApiError;
use super::query::Query;
use super::run_stats::UNPERTURBED;
use super::search::Search;
use crate::results::{Problem, RunRows, Verdict};
use serde::Deserialize;
use std::borrow::Cow;

/// The parameters that choose rows.
pub(super) const PARAMETERS: [&str; 9] =
    ["verdict", "truncated", "failed", "perturbation", "split", "trial", "search", "regex", "in"];
const VERDICTS: [&str; 3] = ["correct", "wrong", "unknown"];
const FIELDS: [&str; 5] = ["input", "references", "prediction", "prompt", "id"];
/// Far more train trials than anybody makes.
const LAST_TRIAL: usize = 1_000_000;

/// A choice of rows.
pub(super) struct InstanceQuery {
    verdicts: Vec<Verdict>,
    is_truncated: Option<bool>,
    has_failed: Option<bool>,
    perturbations: Vec<String>,
    splits: Vec<String>,
    trials: Vec<usize>,
    search: Search,
    fields: Vec<&'static str>,
}

/// The texts of a request.
#[derive(Deserialize)]
struct RequestTexts<'a> {
    #[serde(borrow)]
    instance: InstanceTexts<'a>,
    #[serde(borrow)]
    request: PromptText<'a>,
    #[serde(borrow, default)]
    result: Option<ResultTexts<'a>>,
}

#[derive(Deserialize)]
struct InstanceTexts<'a> {
    #[serde(borrow)]
    input: Text<'a>,
    #[serde(borrow, default)]
    references: Vec<ReferenceText<'a>>,
}

#[derive(Deserialize)]
struct ReferenceText<'a> {
    #[serde(borrow)]
    output: Text<'a>,
}

#[derive(Default, Deserialize)]
struct Text<'a> {
    #[serde(borrow, default)]
    text: Cow<'a, str>,
}

#[derive(Deserialize)]
struct PromptText<'a> {
    #[serde(borrow, default)]
    prompt: Cow<'a, str>,
}

#[derive(Deserialize)]
struct ResultTexts<'a> {
    #[serde(borrow, default)]
    completions: Vec<Text<'a>>,
}

impl InstanceQuery {
    pub(super) fn of(query: &Query) -> Result<Self, ApiError> {
        let verdict = |name: &'static str| match name {
            "correct" => Verdict::Correct,
            "wrong" => Verdict::Wrong,
            _ => Verdict::Unknown,
        };
        let owned = |values: Vec<&str>| values.into_iter().map(str::to_owned).collect();
        Ok(Self {
            verdicts: query.choices("verdict", &VERDICTS)?.into_iter().map(verdict).collect(),
            is_truncated: query.flag("truncated")?,
            has_failed: query.flag("failed")?,
            perturbations: owned(query.all("perturbation")),
            splits: owned(query.all("split")),
            trials: query.numbers("trial", 0, LAST_TRIAL)?,
            search: Search::of(query)?,
            fields: query.choices("in", &FIELDS)?,
        })
    }

    /// The rows, in their order.
    pub(super) fn hits(&self, rows: &RunRows, problems: &mut Vec<Problem>) -> Vec<usize> {
        let chosen: Vec<usize> = (0..rows.rows.len()).filter(|row| self.chooses(rows, *row)).collect();
        self.found_among(rows, chosen, problems)
    }

    /// A search in inputs and predictions of any rows.
    pub(super) fn in_answers(search: Search) -> Self {
        Self {
            verdicts: Vec::new(),
            is_truncated: None,
            has_failed: None,
            perturbations: Vec::new(),
            splits: Vec::new(),
            trials: Vec::new(),
            search,
            fields: vec!["input", "prediction"],
        }
    }

    /// Those of `wanted` in which everything is found.
    pub(super) fn found_among(&self, rows: &RunRows, wanted: Vec<usize>, problems: &mut Vec<Problem>) -> Vec<usize> {
        if self.search.is_empty() {
            return wanted;
        }
        let mut hits = Vec::new();
        let read = rows.read_texts(wanted, |row, texts| {
            let states: Vec<RequestTexts> = texts.iter().filter_map(|text| serde_json::from_slice(text).ok()).collect();
            if self.finds(&states, &rows.keys.rows[row].instance_id) {
                hits.push(row);
            }
        });
        problems.extend(read.err().map(|error| rows.problem(&error)));
        hits
    }

    fn chooses(&self, rows: &RunRows, row: usize) -> bool {
        let keys = &rows.keys;
        let perturbation = keys.perturbation_of(row).map_or(UNPERTURBED, |perturbation| &perturbation.name);
        let split = keys.split_of(row).unwrap_or_default();
        let trial = keys.rows[row].train_trial_index as usize;
        is_among(&self.verdicts, &rows.rows[row].verdict)
            && self.is_truncated.is_none_or(|wanted| wanted == rows.rows[row].is_truncated)
            && self.has_failed.is_none_or(|wanted| wanted == rows.rows[row].has_failed)
            && (self.perturbations.is_empty() || self.perturbations.iter().any(|wanted| wanted == perturbation))
            && (self.splits.is_empty() || self.splits.iter().any(|wanted| wanted == split))
            && is_among(&self.trials, &trial)
    }

    fn finds(&self, states: &[RequestTexts], id: &str) -> bool {
        let looks_in = |field| self.fields.is_empty() || self.fields.contains(&field);
        let mut texts: Vec<&str> = Vec::new();
        for state in states {
            if looks_in("input") {
                texts.push(&state.instance.input.text);
            }
            if looks_in("references") {
                texts.extend(state.instance.references.iter().map(|reference| reference.output.text.as_ref()));
            }
            if looks_in("prompt") {
                texts.push(&state.request.prompt);
            }
            if looks_in("prediction") {
                let completions = state.result.iter().flat_map(|result| &result.completions);
                texts.extend(completions.map(|completion| completion.text.as_ref()));
            }
        }
        if looks_in("id") {
            texts.push(id);
        }
        self.search.finds(&texts)
    }
}

fn is_among<T: PartialEq>(wanted: &[T], value: &T) -> bool {
    wanted.is_empty() || wanted.contains(value)
}

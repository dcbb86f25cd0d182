//! The rows of a run: each instance (perturbed copy, train trial) with the places of its requests in
//! `scenario_state.json`, so that a page of them is read by seeking and the file is never held in memory.

use super::cache::Weight;
use super::keys::{Key, Keys, Perturbation};
use super::problem::Problem;
use super::run_list::RunInfo;
use super::run_scores::{DECIDING_METRICS, RunScores};
use super::stamp::Root;
use helm_core::files::{ErrorFlags, PerturbationDescription, RequestState};
use helm_core::json_elements::{ArrayAt, read_elements};
use helm_core::layout::SCENARIO_STATE;
use helm_core::runner::is_fatal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// Whether an answer is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    Correct,
    Wrong,
    Unknown,
}

impl Verdict {
    /// What the first deciding metric that the row has says.
    pub(crate) fn new(scores: &RunScores, row: usize) -> Self {
        let deciding = DECIDING_METRICS.into_iter().find_map(|metric| scores.value(metric, row));
        match deciding {
            Some(value) if value >= 0.5 => Self::Correct,
            Some(_) => Self::Wrong,
            None => Self::Unknown,
        }
    }
}

/// Where a request is in the file.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u64,
    length: u32,
}

/// An instance, a perturbed copy of one, or either in one of several train trials.
pub(crate) struct Row {
    pub(crate) verdict: Verdict,
    pub(crate) is_truncated: bool,
    /// A request of it failed, so that it was not measured.
    pub(crate) has_failed: bool,
    /// The row of its scores.
    pub(crate) scores: Option<u32>,
    requests: Vec<Place>,
}

/// All rows of a run.
pub(crate) struct RunRows {
    pub(crate) keys: Keys,
    pub(crate) rows: Vec<Row>,
    pub(crate) scores: Arc<RunScores>,
    pub(crate) problems: Vec<Problem>,
    file: PathBuf,
    /// The file as it is told to clients.
    file_name: String,
}

/// A request state, as far as it is needed to find it again.
#[derive(Deserialize)]
struct Request<'a> {
    #[serde(borrow)]
    instance: RequestInstance<'a>,
    train_trial_index: u32,
    #[serde(default)]
    prompt_truncated: bool,
    #[serde(default)]
    result: Option<RequestOutcome>,
}

#[derive(Deserialize)]
struct RequestOutcome {
    success: bool,
    #[serde(default)]
    error_flags: Option<ErrorFlags>,
}

impl RequestOutcome {
    fn has_failed(&self) -> bool {
        !self.success && is_fatal(self.error_flags.as_ref())
    }
}

#[derive(Deserialize)]
struct RequestInstance<'a> {
    #[serde(borrow, default)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    split: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    sub_split: Option<Cow<'a, str>>,
    #[serde(default)]
    perturbation: Option<PerturbationDescription>,
}

impl RunRows {
    pub(super) fn read(root: &Root, run: &RunInfo, scores: Arc<RunScores>) -> Self {
        let file = run.folder.join(SCENARIO_STATE);
        let file_name = root.relative(&file);
        let (keys, problems) = (Keys::default(), scores.problem.clone().into_iter().collect());
        let mut rows = Self { keys, rows: Vec::new(), problems, file, file_name, scores };
        let mut row_of_key = HashMap::new();
        if run.files.scenario_state.is_some() {
            let path = rows.file.clone();
            let read = read_elements(&path, ArrayAt::Member("request_states"), |element| {
                let request = element.read()?;
                rows.add_request(&request, element.start(), element.text().len(), &mut row_of_key);
                Ok(())
            });
            rows.problems.extend(read.err().map(|error| Problem::of_run_file(root, &path, &error)));
        }
        rows.add_scores(&row_of_key);
        rows
    }

    fn add_request(&mut self, request: &Request, start: u64, length: usize, row_of_key: &mut HashMap<Key, usize>) {
        let instance = &request.instance;
        let key = Key {
            instance_id: instance.id.as_deref().unwrap_or_default().into(),
            perturbation: self.keys.perturbation(instance.perturbation.as_ref()),
            train_trial_index: request.train_trial_index,
        };
        let row = row_of_key.get(&key).copied().unwrap_or_else(|| {
            let split = self.keys.split(instance.split.as_deref(), instance.sub_split.as_deref());
            self.add_row(key.clone(), split);
            row_of_key.insert(key, self.rows.len() - 1);
            self.rows.len() - 1
        });
        self.rows[row].is_truncated |= request.prompt_truncated;
        self.rows[row].has_failed |= request.result.as_ref().is_some_and(RequestOutcome::has_failed);
        // No request is as long as 4 GiB: it would not fit the memory of who made it.
        self.rows[row].requests.push(Place { start, length: u32::try_from(length).unwrap_or(u32::MAX) });
    }

    fn add_row(&mut self, key: Key, split: u16) {
        self.keys.rows.push(key);
        self.keys.split_of_row.push(split);
        self.rows.push(Row {
            verdict: Verdict::Unknown,
            is_truncated: false,
            has_failed: false,
            scores: None,
            requests: Vec::new(),
        });
    }

    /// Finds each row's scores; scores of instances without a request get rows of their own.
    fn add_scores(&mut self, row_of_key: &HashMap<Key, usize>) {
        let scores = Arc::clone(&self.scores);
        for (index, key) in scores.keys.rows.iter().enumerate() {
            let perturbation = scores.keys.perturbation_of(index);
            let own = perturbation.map(|wanted| self.perturbation(wanted));
            let key = Key { perturbation: own, ..key.clone() };
            let row = row_of_key.get(&key).copied().unwrap_or_else(|| {
                let split = self.keys.split(scores.keys.split_of(index), scores.keys.sub_split_of(index));
                self.add_row(key, split);
                self.rows.len() - 1
            });
            self.rows[row].scores = u32::try_from(index).ok();
            self.rows[row].verdict = Verdict::new(&scores, index);
        }
    }

    fn perturbation(&mut self, wanted: &Perturbation) -> u16 {
        let known = &mut self.keys.perturbations;
        let index = known.iter().position(|known| known == wanted).unwrap_or_else(|| {
            known.push(wanted.clone());
            known.len() - 1
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// The scores of a row.
    pub(crate) fn stats(&self, row: usize) -> impl Iterator<Item = (&str, f64)> {
        self.rows[row].scores.into_iter().flat_map(|index| self.scores.values(index as usize))
    }

    /// A row's value of one metric.
    pub(crate) fn value(&self, metric: &str, row: usize) -> Option<f64> {
        self.scores.value(metric, self.rows[row].scores? as usize)
    }

    /// The row that has these scores.
    pub(crate) fn row_of_scores(&self, scores: usize) -> Option<usize> {
        self.rows.iter().position(|row| row.scores.is_some_and(|index| index as usize == scores))
    }

    /// Calls `each` with the rows of `wanted` and the texts of their requests. Reads the file from front to back
    /// where the rows are in order.
    pub(crate) fn read_texts(
        &self,
        wanted: impl IntoIterator<Item = usize>,
        mut each: impl FnMut(usize, &[Vec<u8>]),
    ) -> io::Result<()> {
        let mut file = io::BufReader::with_capacity(1 << 16, File::open(&self.file)?);
        let mut position = 0;
        let mut texts: Vec<Vec<u8>> = Vec::new();
        for row in wanted {
            texts.truncate(self.rows[row].requests.len());
            texts.resize_with(self.rows[row].requests.len(), Vec::new);
            for (place, text) in self.rows[row].requests.iter().zip(&mut texts) {
                // Backwards, or far ahead: what lies in the buffer is kept for short ways.
                let way = i64::try_from(i128::from(place.start) - i128::from(position)).map_err(io::Error::other)?;
                file.seek_relative(way)?;
                text.resize(place.length as usize, 0);
                file.read_exact(text)?;
                position = place.start + u64::from(place.length);
            }
            each(row, &texts);
        }
        Ok(())
    }

    /// The requests of a row, in full. None where the file changed under us or is not to be had.
    pub(crate) fn requests(&self, row: usize) -> io::Result<Vec<RequestState>> {
        let mut states = Ok(Vec::new());
        if self.rows[row].requests.is_empty() {
            return states;
        }
        self.read_texts([row], |_, texts| {
            let read = texts.iter().map(|text| serde_json::from_slice(text)).collect::<Result<Vec<_>, _>>();
            states = read.map_err(io::Error::from);
        })?;
        states
    }

    /// Says that the file changed, or was cut short, since its rows were found.
    pub(crate) fn problem(&self, error: &io::Error) -> Problem {
        Problem {
            file: self.file_name.clone(),
            problem: format!("it changed while it was read: {error}"),
            hint: Some("reload the page; if this stays, run it again with helm-run".into()),
        }
    }
}

impl Weight for RunRows {
    fn weight(&self) -> usize {
        let requests: usize = self.rows.iter().map(|row| row.requests.len() * size_of::<Place>()).sum();
        self.keys.size() + self.rows.len() * size_of::<Row>() + requests + 512
    }
}

use super::trial_stats::{InstanceKey, TrialStats, instance_key};
use crate::files::{AdapterSpec, DisplayPrediction, DisplayRequest, Instance, PerturbationDescription, RequestState};
use crate::json::{self, FileError, ListWriter};
use crate::layout::{DISPLAY_PREDICTIONS, DISPLAY_REQUESTS, INSTANCES};
use crate::prediction::{PREDICTED_INDEX, is_separate, mapped_output, multimodal_text, without_prompt};
use indexmap::IndexMap;
use regex::Regex;
use serde_json::Map;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const CALIBRATED_METHOD: &str = "multiple_choice_separate_calibrated";

/// The display files of a run, written request by request.
pub(super) struct DisplayFiles<'a> {
    adapter: &'a AdapterSpec,
    stats: &'a TrialStats,
    /// What finds the option in a completion, where the adapter spec has a pattern for it.
    pattern: Option<&'a Regex>,
    predictions: ListWriter,
    requests: ListWriter,
    /// Written last: of an instance that comes up several times, the last counts.
    instances: IndexMap<InstanceKey, Instance>,
    instances_path: PathBuf,
}

impl<'a> DisplayFiles<'a> {
    pub(super) fn create(
        folder: &Path,
        adapter: &'a AdapterSpec,
        stats: &'a TrialStats,
        pattern: Option<&'a Regex>,
    ) -> Result<Self, FileError> {
        Ok(Self {
            adapter,
            stats,
            pattern,
            predictions: ListWriter::create(&folder.join(DISPLAY_PREDICTIONS))?,
            requests: ListWriter::create(&folder.join(DISPLAY_REQUESTS))?,
            instances: IndexMap::new(),
            instances_path: folder.join(INSTANCES),
        })
    }

    /// Puts the files in their places.
    pub(super) fn finish(self) -> Result<(), FileError> {
        json::write(&self.instances_path, &self.instances.values().collect::<Vec<_>>())?;
        self.predictions.finish()?;
        self.requests.finish()
    }

    /// Shows a request, if it is one to show: calibration is not, nor are options that were not chosen.
    pub(super) fn add(&mut self, mut state: RequestState) -> Result<(), FileError> {
        let Some(result) = state.result.take() else { return Ok(()) };
        if self.adapter.method == CALIBRATED_METHOD && state.request_mode.as_deref() == Some("calibration") {
            return Ok(());
        }
        let id = state.instance.id.clone().unwrap_or_default();
        let key = instance_key(&id, state.instance.perturbation.as_ref());
        let stats = self.stats.means(&key, state.train_trial_index);
        let index = state.reference_index.map(|index| index as f64);
        if is_separate(self.adapter) && stats.get(PREDICTED_INDEX).is_some_and(|chosen| Some(*chosen) != index) {
            return Ok(());
        }
        let completion = result.completions.first();
        let completed_text = completion.map_or("", |completion| completion.text.as_str());
        let mapped_output = mapped_output(&state, completed_text, self.pattern);
        let predicted_text =
            match completion.and_then(|completion| multimodal_text(completion.multimodal_content.as_ref()?)) {
                Some(text) => format!("{text} {completed_text}"),
                None => completed_text.to_owned(),
            };
        let first_token = completion.and_then(|completion| completion.tokens.first()).map(|token| token.text.as_str());
        let truncated_predicted_text = without_prompt(&predicted_text, &state, self.adapter, first_token);

        let mut instance = Arc::unwrap_or_clone(state.instance);
        instance.perturbation = instance.perturbation.map(described);
        let perturbation = instance.perturbation.clone();
        self.instances.insert(key, instance);
        self.predictions.push(&DisplayPrediction {
            instance_id: id.clone(),
            perturbation: perturbation.clone(),
            train_trial_index: state.train_trial_index,
            truncated_predicted_text,
            predicted_text,
            base64_images: Some(Vec::new()),
            mapped_output,
            reference_index: state.reference_index,
            stats,
            annotations: state.annotations.map(|annotations| *annotations),
            thinking_text: completion.and_then(|completion| completion.thinking.as_ref()?.text.clone()),
        })?;
        let mut request = state.request;
        request.temperature = request.temperature.to_float();
        for value in [&mut request.top_p, &mut request.presence_penalty, &mut request.frequency_penalty] {
            *value = value.to_float();
        }
        let train_trial_index = state.train_trial_index;
        self.requests.push(&DisplayRequest { instance_id: id, perturbation, train_trial_index, request })
    }
}

/// What the display files say of a perturbation: not its parameters.
fn described(perturbation: PerturbationDescription) -> PerturbationDescription {
    PerturbationDescription { parameters: Map::new(), ..perturbation }
}

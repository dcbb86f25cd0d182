//! Other metrics, of completions that were processed first.

use super::{Evaluation, Metric, MetricError, MetricResult, create};
use crate::files::{AdapterSpec, ObjectSpec, RequestState};

const REMOVE_DEEPSEEK_R1_THINKING: &str = "helm.benchmark.metrics.output_processors.remove_deepseek_r1_thinking";

/// The functions that process completions, by HELM's full names.
pub(crate) const PROCESSORS: &[&str] = &[REMOVE_DEEPSEEK_R1_THINKING];

pub(super) struct OutputProcessing {
    process: fn(&str) -> String,
    metrics: Vec<Box<dyn Metric>>,
}

impl OutputProcessing {
    pub(super) fn from_spec(spec: &ObjectSpec, adapter_spec: &AdapterSpec) -> Result<Self, MetricError> {
        let unknown =
            |name: &str| MetricError::UnknownName { class_name: spec.class_name.clone(), name: name.to_owned() };
        let process = match spec.args.get("processor").and_then(|name| name.as_str()).unwrap_or_default() {
            REMOVE_DEEPSEEK_R1_THINKING => without_thinking,
            name => return Err(unknown(name)),
        };
        let specs = spec.args.get("metric_specs").cloned().unwrap_or_default();
        let specs: Vec<ObjectSpec> = serde_json::from_value(specs).map_err(|_| unknown("metric_specs"))?;
        let metrics = specs.iter().map(|spec| create(spec, adapter_spec)).collect::<Result<_, _>>()?;
        Ok(Self { process, metrics })
    }
}

impl Metric for OutputProcessing {
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult {
        let mut states: Vec<RequestState> = evaluation.request_states.to_vec();
        for completion in states.iter_mut().filter_map(|state| state.result.as_mut()).flat_map(|r| &mut r.completions) {
            completion.text = (self.process)(&completion.text);
        }
        let processed = Evaluation { request_states: &states, ..*evaluation };
        let mut all = MetricResult::default();
        for metric in &self.metrics {
            let result = metric.evaluate(&processed);
            all.stats.extend(result.stats);
            all.per_instance_stats.extend(result.per_instance_stats);
        }
        all
    }

    fn splits_sentences(&self) -> bool {
        self.metrics.iter().any(|metric| metric.splits_sentences())
    }
}

/// Takes out thoughts between `<think>` and `</think>`, with the empty line after them where there is
/// one. Thoughts that never end are all there is.
fn without_thinking(text: &str) -> String {
    const OPEN: &str = "<think>";
    let Some(start) = text.find(OPEN) else {
        return text.into();
    };
    let Some(close) = ["</think>\n\n", "</think>"].into_iter().find(|close| text.contains(close)) else {
        return String::new();
    };
    match text[start + OPEN.len()..].rfind(close) {
        Some(end) => [&text[..start], &text[start + OPEN.len() + end + close.len()..]].concat(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_thinking;

    #[test]
    fn thoughts_are_taken_out() {
        // By HELM's function of that name.
        for (text, expected) in [
            ("B", "B"),
            ("<think>hm</think>\n\nB", "B"),
            ("<think>hm</think>B", "B"),
            ("<think>hm", ""),
            ("A<think>1</think>\n\nB<think>2\n3</think>\n\nC", "AC"),
            ("<think>1</think>\n\nB<think>2</think>C", "B<think>2</think>C"),
            ("</think>A<think>B", "</think>A<think>B"),
        ] {
            assert_eq!(without_thinking(text), expected, "{text:?}");
        }
    }
}

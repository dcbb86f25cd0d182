//! Metrics: from answered requests to statistics, one metric class a file. [`create`] is the one table
//! that maps HELM's class names to them.

mod aggregate;
mod basic_generation;
mod basic_reference;
mod calibration;
mod classification;
mod instance_stats;
mod instances_per_split;
mod language_modeling;
mod likelihood;
mod normalize;
mod output_processing;
mod population;
mod request_stats;
mod sentences;
mod stat_set;
mod text_score;
mod worst_case;

pub use instance_stats::{InstanceStats, MetricNames};
pub use sentences::{PunktError, SentenceSplitter};

use crate::files::{AdapterSpec, ObjectSpec, RequestState, RunSpec, Stat};
use crate::nearest::did_you_mean;
use crate::window_service::WindowService;

/// The answered requests of a run and what it takes to measure them.
pub struct Evaluation<'a> {
    /// How instances became requests.
    pub adapter_spec: &'a AdapterSpec,
    /// The requests with their results, in order.
    pub request_states: &'a [RequestState],
    /// The deployment's window, which counts tokens.
    pub window: WindowService<'a>,
    /// Tells the sentences of a text; where there is none, some scores take each text for one sentence.
    pub sentences: Option<&'a SentenceSplitter>,
}

/// What metrics found.
#[derive(Debug, Default)]
pub struct MetricResult {
    /// Statistics over all instances: each has one value a train trial.
    pub stats: Vec<Stat>,
    /// Statistics of each instance in each train trial.
    pub per_instance_stats: Vec<InstanceStats>,
}

/// Measures a run.
pub trait Metric: Send + Sync {
    /// All statistics of the run.
    fn evaluate(&self, evaluation: &Evaluation) -> MetricResult;

    /// Whether they come out otherwise where there is a [`SentenceSplitter`].
    fn splits_sentences(&self) -> bool {
        false
    }
}

/// A metric that can't be had.
#[derive(Debug, thiserror::Error)]
pub enum MetricError {
    /// No metric of ours has that class name.
    #[error("unknown metric class `{class_name}`")]
    UnknownClass {
        /// The class name.
        class_name: String,
    },
    /// No score has that name.
    #[error("unknown metric `{name}` in the arguments of `{class_name}`")]
    UnknownName {
        /// The class name.
        class_name: String,
        /// The metric.
        name: String,
    },
    /// The pattern that finds option letters is no regular expression.
    #[error("output mapping pattern `{pattern}` of the adapter spec is no regular expression")]
    OutputMappingPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        source: regex::Error,
    },
    /// The arguments of a metric are not those it takes.
    #[error("the arguments of `{class_name}` are wrong")]
    Arguments {
        /// The class name.
        class_name: String,
        /// What is wrong with them.
        source: serde_json::Error,
    },
    /// The metric is not for runs of this kind.
    #[error("`{class_name}` can't measure this run: {reason}")]
    Unsupported {
        /// The class name.
        class_name: String,
        /// Why.
        reason: &'static str,
    },
}

impl MetricError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownName { name, .. } => did_you_mean(name, text_score::ALL.iter().map(|(name, _)| *name)),
            Self::UnknownClass { class_name } => did_you_mean(class_name, CLASSES.iter().copied()),
            Self::OutputMappingPattern { .. } => Some("look-around and back-references are not supported".into()),
            Self::Arguments { .. } | Self::Unsupported { .. } => None,
        }
    }
}

const BASIC_GENERATION: &str = "helm.benchmark.metrics.basic_metrics.BasicGenerationMetric";
const BASIC_REFERENCE: &str = "helm.benchmark.metrics.basic_metrics.BasicReferenceMetric";
const CLASSIFICATION: &str = "helm.benchmark.metrics.classification_metrics.ClassificationMetric";
const INSTANCES_PER_SPLIT: &str = "helm.benchmark.metrics.basic_metrics.InstancesPerSplitMetric";
const LANGUAGE_MODELING: &str = "helm.benchmark.metrics.language_modeling_metrics.LanguageModelingMetric";
const MULTIPLE_CHOICE_CLASSIFICATION: &str =
    "helm.benchmark.metrics.classification_metrics.MultipleChoiceClassificationMetric";
const CLASSES: &[&str] = &[
    BASIC_GENERATION,
    BASIC_REFERENCE,
    CLASSIFICATION,
    INSTANCES_PER_SPLIT,
    LANGUAGE_MODELING,
    MULTIPLE_CHOICE_CLASSIFICATION,
    OUTPUT_PROCESSING,
];
/// Measures completions that were processed first.
pub(crate) const OUTPUT_PROCESSING: &str = "helm.benchmark.metrics.output_processing_metric.OutputProcessingMetric";
pub(crate) use output_processing::PROCESSORS as OUTPUT_PROCESSORS;

/// The metric that a spec asks for, for requests that were made as the adapter spec says.
pub fn create(spec: &ObjectSpec, adapter_spec: &AdapterSpec) -> Result<Box<dyn Metric>, MetricError> {
    match spec.class_name.as_str() {
        BASIC_GENERATION => Ok(Box::new(basic_generation::BasicGeneration::from_spec(spec, adapter_spec)?)),
        BASIC_REFERENCE => Ok(Box::new(basic_reference::BasicReference)),
        CLASSIFICATION => Ok(Box::new(classification::Classification::from_spec(spec, adapter_spec)?)),
        INSTANCES_PER_SPLIT => Ok(Box::new(instances_per_split::InstancesPerSplit)),
        LANGUAGE_MODELING => Ok(Box::new(language_modeling::LanguageModeling)),
        MULTIPLE_CHOICE_CLASSIFICATION => {
            Ok(Box::new(classification::MultipleChoiceClassification::from_spec(spec, adapter_spec)?))
        }
        OUTPUT_PROCESSING => Ok(Box::new(output_processing::OutputProcessing::from_spec(spec, adapter_spec)?)),
        class_name => Err(MetricError::UnknownClass { class_name: class_name.into() }),
    }
}

/// What a run measures in the first place: the first score that its metrics name. Those of language modelling name none.
pub fn main_score(run_spec: &RunSpec) -> Option<&str> {
    run_spec.metric_specs.iter().find_map(|spec| spec.args.get("names")?.get(0)?.as_str())
}

/// Whether a metric measures options that were asked one by one, without being told a score.
pub(crate) fn measures_options(spec: &ObjectSpec) -> bool {
    spec.class_name == BASIC_REFERENCE
}

/// The metric classes there are.
pub fn classes() -> &'static [&'static str] {
    CLASSES
}

/// The names of scores that compare a completion with the right answers.
pub fn score_names() -> impl Iterator<Item = &'static str> {
    text_score::ALL.iter().map(|(name, _)| *name)
}

use super::AdapterSpec;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A class by HELM's full name, with the arguments that construct it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ObjectSpec {
    /// Full class name, such as `helm.benchmark.scenarios.mmlu_scenario.MMLUScenario`.
    pub class_name: String,
    /// Constructor arguments in the order given.
    #[serde(default)]
    pub args: Map<String, Value>,
}

/// Which perturbations are applied to which instances.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataAugmenterSpec {
    /// The perturbations.
    pub perturbation_specs: Vec<ObjectSpec>,
    /// Perturb in-context examples.
    pub should_augment_train_instances: bool,
    /// Keep the unperturbed in-context examples.
    pub should_include_original_train: bool,
    /// Leave out perturbed in-context examples that came out unchanged.
    pub should_skip_unchanged_train: bool,
    /// Perturb evaluation instances.
    pub should_augment_eval_instances: bool,
    /// Keep the unperturbed evaluation instances.
    pub should_include_original_eval: bool,
    /// Leave out perturbed evaluation instances that came out unchanged.
    pub should_skip_unchanged_eval: bool,
    /// Perturbed copies per instance, each with its own seed.
    pub seeds_per_instance: usize,
}

impl Default for DataAugmenterSpec {
    fn default() -> Self {
        Self {
            perturbation_specs: Vec::new(),
            should_augment_train_instances: false,
            should_include_original_train: false,
            should_skip_unchanged_train: false,
            should_augment_eval_instances: false,
            should_include_original_eval: false,
            should_skip_unchanged_eval: false,
            seeds_per_instance: 1,
        }
    }
}

/// `run_spec.json`: everything that decides a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunSpec {
    /// Unique name within the suite; the name of the run's folder.
    pub name: String,
    /// Which scenario.
    pub scenario_spec: ObjectSpec,
    /// How instances become requests.
    pub adapter_spec: AdapterSpec,
    /// What is measured.
    pub metric_specs: Vec<ObjectSpec>,
    /// Which perturbations are applied.
    #[serde(default)]
    pub data_augmenter_spec: DataAugmenterSpec,
    /// Run groups that the run belongs to.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Annotators that look at completions before the metrics do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotators: Option<Vec<ObjectSpec>>,
}

/// `scenario.json`: what the scenario is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioInfo {
    /// Short name.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// Keywords.
    pub tags: Vec<String>,
    /// Address of the source that defines the scenario.
    #[serde(default)]
    pub definition_path: String,
}

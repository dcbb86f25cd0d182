use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The tag of a reference that is a right answer.
pub const CORRECT_TAG: &str = "correct";

/// What an instance asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// The text.
    #[serde(default)]
    pub text: String,
    /// Text, images and sound interleaved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multimedia_content: Option<Box<Value>>,
    /// Messages of a conversation, in place of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<Map<String, Value>>>,
}

/// What a reference says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// The text.
    #[serde(default)]
    pub text: String,
    /// Text, images and sound interleaved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multimedia_content: Option<Box<Value>>,
}

/// A possible answer and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The answer.
    pub output: Output,
    /// Tags; [`CORRECT_TAG`] marks a right answer.
    pub tags: Vec<String>,
}

/// Which perturbation made an instance, or which one a statistic is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PerturbationDescription {
    /// Name of the perturbation.
    pub name: String,
    /// Counts towards robustness.
    #[serde(default)]
    pub robustness: bool,
    /// Counts towards fairness.
    #[serde(default)]
    pub fairness: bool,
    /// `perturbed`, `original` or `worst`.
    #[serde(default = "perturbed")]
    pub computed_on: String,
    /// Seed that was added to the instance id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
    /// The arguments of the perturbation, under its own names.
    #[serde(flatten)]
    pub parameters: Map<String, Value>,
}

fn perturbed() -> String {
    "perturbed".into()
}

/// One question with its possible answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// What is asked.
    pub input: Input,
    /// The possible answers.
    pub references: Vec<Reference>,
    /// `train`, `valid` or `test`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<String>,
    /// Finer division of a split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_split: Option<String>,
    /// `id0`, `id1`, ... in scenario order; perturbed copies share their original's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The perturbation that made this copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perturbation: Option<PerturbationDescription>,
    /// Inputs that this one is to be contrasted with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrast_inputs: Option<Vec<Input>>,
    /// References of the contrast inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contrast_references: Option<Vec<Vec<Reference>>>,
    /// Whatever else the scenario knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_data: Option<Box<Map<String, Value>>>,
}

impl Reference {
    /// Whether this is a right answer.
    pub fn is_correct(&self) -> bool {
        self.tags.iter().any(|tag| tag == CORRECT_TAG)
    }
}

impl Instance {
    /// The first right answer.
    pub fn first_correct_reference(&self) -> Option<&Reference> {
        self.references.iter().find(|reference| reference.is_correct())
    }
}

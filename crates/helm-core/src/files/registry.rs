use super::ObjectSpec;
use serde::{Deserialize, Serialize};

/// An entry of `model_metadata.yaml`: what is known of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelMetadata {
    /// `<creator organization>/<engine>`, such as `openai/gpt2`.
    pub name: String,
    /// The organization's name as shown.
    pub creator_organization_name: String,
    /// The model's name as shown.
    pub display_name: String,
    /// What the model is.
    pub description: String,
    /// `open`, `limited` or `closed`.
    pub access: String,
    /// `YYYY-MM-DD`.
    #[serde(default)]
    pub release_date: Option<String>,
    /// Properties, such as `TEXT_MODEL_TAG`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Number of parameters.
    #[serde(default)]
    pub num_parameters: Option<i64>,
}

/// `model_metadata.yaml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ModelMetadataList {
    /// The models.
    #[serde(default)]
    pub models: Vec<ModelMetadata>,
}

/// An entry of `model_deployments.yaml`: where a model answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelDeployment {
    /// `<host organization>/<engine>`, such as `huggingface/gpt2`.
    pub name: String,
    /// The client that reaches it.
    pub client_spec: ObjectSpec,
    /// The model behind it; its own name when unset.
    #[serde(default)]
    pub model_name: Option<String>,
    /// Its tokenizer.
    #[serde(default)]
    pub tokenizer_name: Option<String>,
    /// Longest prompt with completion, in tokens.
    #[serde(default)]
    pub max_sequence_length: Option<usize>,
    /// Longest request, in tokens; `max_sequence_length` when unset.
    #[serde(default)]
    pub max_request_length: Option<usize>,
    /// Longest prompt plus generated tokens.
    #[serde(default)]
    pub max_sequence_and_generated_tokens_length: Option<usize>,
    /// No longer offered.
    #[serde(default)]
    pub deprecated: bool,
}

/// `model_deployments.yaml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ModelDeploymentList {
    /// The deployments.
    #[serde(default)]
    pub model_deployments: Vec<ModelDeployment>,
}

/// An entry of `tokenizer_configs.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenizerConfig {
    /// `<host organization>/<engine>`.
    pub name: String,
    /// The tokenizer.
    pub tokenizer_spec: ObjectSpec,
    /// Token that ends a text.
    #[serde(default)]
    pub end_of_text_token: Option<String>,
    /// Token that language modelling starts from.
    #[serde(default)]
    pub prefix_token: Option<String>,
}

/// `tokenizer_configs.yaml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TokenizerConfigList {
    /// The tokenizers.
    #[serde(default)]
    pub tokenizer_configs: Vec<TokenizerConfig>,
}

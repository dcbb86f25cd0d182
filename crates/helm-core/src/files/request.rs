use super::{Number, Prompt};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One question to a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// Model deployment that answers.
    pub model_deployment: String,
    /// Model that is evaluated.
    pub model: String,
    /// Ask for an embedding rather than for text.
    pub embedding: bool,
    /// The prompt.
    pub prompt: Prompt,
    /// Sampling temperature.
    pub temperature: Number,
    /// Completions wanted.
    pub num_completions: usize,
    /// Candidates wanted per token.
    pub top_k_per_token: usize,
    /// At most this many generated tokens.
    pub max_tokens: usize,
    /// Strings that end a completion.
    pub stop_sequences: Vec<String>,
    /// Return the prompt's tokens with their log-probabilities before the completion.
    pub echo_prompt: bool,
    /// Nucleus sampling mass.
    pub top_p: Number,
    /// Penalty on tokens that occurred.
    pub presence_penalty: Number,
    /// Penalty on tokens by how often they occurred.
    pub frequency_penalty: Number,
    /// Seed string that makes otherwise equal requests differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random: Option<String>,
    /// Messages of a conversation, in place of the prompt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages: Option<Vec<Map<String, Value>>>,
    /// Prompt with images or sound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multimodal_prompt: Option<Box<Value>>,
    /// Parameters of image models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_generation_parameters: Option<Box<Value>>,
    /// Wanted response format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_format: Option<Box<Value>>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            model_deployment: String::new(),
            model: String::new(),
            embedding: false,
            prompt: Prompt::default(),
            temperature: Number::Float(1.0),
            num_completions: 1,
            top_k_per_token: 1,
            max_tokens: 100,
            stop_sequences: Vec::new(),
            echo_prompt: false,
            top_p: Number::Int(1),
            presence_penalty: Number::Int(0),
            frequency_penalty: Number::Int(0),
            random: None,
            messages: None,
            multimodal_prompt: None,
            image_generation_parameters: None,
            response_format: None,
        }
    }
}

/// One token of a completion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// The token's text.
    pub text: String,
    /// Natural logarithm of its probability given what precedes it.
    pub logprob: Number,
}

/// What a model thought before it answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thinking {
    /// The text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// One completion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeneratedOutput {
    /// The completion's text.
    pub text: String,
    /// Sum of the tokens' log-probabilities.
    pub logprob: Number,
    /// The tokens.
    pub tokens: Vec<Token>,
    /// Why generation ended, such as `{"reason": "length"}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish_reason: Option<Box<Map<String, Value>>>,
    /// Images or sound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub multimodal_content: Option<Box<Value>>,
    /// What the model thought before it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thinking: Option<Thinking>,
}

/// How an error is to be treated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorFlags {
    /// Whether trying again may help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_retriable: Option<bool>,
    /// Whether the run is to be given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_fatal: Option<bool>,
}

/// What came back for a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestResult {
    /// Whether it was answered.
    pub success: bool,
    /// The embedding, when one was asked for.
    #[serde(default)]
    pub embedding: Vec<f64>,
    /// The completions.
    pub completions: Vec<GeneratedOutput>,
    /// Whether the answer came out of the request cache.
    pub cached: bool,
    /// Seconds that the request took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_time: Option<Number>,
    /// When it was sent, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_datetime: Option<i64>,
    /// What went wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// How the error is to be treated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_flags: Option<ErrorFlags>,
    /// Requests that were answered together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_size: Option<i64>,
    /// Seconds that the batch took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch_request_time: Option<Number>,
}

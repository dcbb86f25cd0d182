//! Answers requests with GPT-2 on this machine, as HELM's Hugging Face client answers them, but with
//! the true log-probabilities: those of the plain softmax, whatever the temperature.

use helm_core::client::Client;
use helm_core::files::{GeneratedOutput, Number, Request, RequestResult, Token};
use helm_core::tokenizer::{Remembering, Tokenizer};
use helm_gpt2::{Answer, Completion, Gpt2, Sampling, StopCriteria};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The version of answers, to be raised when the same request to the same weights is answered otherwise, so that kept
/// answers are not taken for new ones.
pub(crate) const VERSION: u32 = 5;

/// GPT-2's tokenizer, as evaluation sees it.
pub(crate) struct Gpt2Tokenizer(pub(crate) helm_gpt2::Tokenizer);

/// The same, which encodes the prompts of a run once.
pub(crate) type PromptTokenizer = Remembering<Gpt2Tokenizer>;

impl Tokenizer for Gpt2Tokenizer {
    fn encode(&self, text: &str) -> Vec<u32> {
        self.0.encode(text)
    }

    fn decode(&self, tokens: &[u32]) -> String {
        self.0.decode(tokens)
    }
}

/// A loaded model that answers.
pub(crate) struct Gpt2Client {
    model: Arc<Gpt2>,
    tokenizer: Arc<PromptTokenizer>,
    end_of_text: Option<String>,
}

impl Client for Gpt2Client {
    fn answer(&self, requests: &[Request], answered: &(dyn Fn(usize, RequestResult) + Sync)) {
        let (mut places, mut asked) = (Vec::new(), Vec::new());
        for (index, request) in requests.iter().enumerate() {
            if request.messages.is_some() {
                let refusal = "GPT-2 continues a prompt; it has no messages of a conversation";
                answered(index, result(Err(refusal.into()), Duration::ZERO));
            } else {
                places.push(index);
                asked.push(self.prompt(request));
            }
        }
        self.model.answer_each(&asked, &mut |place, answer| {
            let time = answer.as_ref().map_or(Duration::ZERO, |answer| answer.time);
            let request = &requests[places[place]];
            let completions = answer.map(|answer| self.completions(request, &asked[place].prompt, &answer));
            answered(places[place], result(completions.map_err(|error| error.to_string()), time));
        });
    }
}

/// What is filed of an answer, or of why there is none.
fn result(completions: Result<Vec<GeneratedOutput>, String>, time: Duration) -> RequestResult {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    RequestResult {
        success: completions.is_ok(),
        embedding: Vec::new(),
        error: completions.as_ref().err().cloned(),
        completions: completions.unwrap_or_default(),
        cached: false,
        request_time: Some(Number::Float(time.as_secs_f64())),
        request_datetime: i64::try_from(now).ok(),
        error_flags: None,
        batch_size: None,
        batch_request_time: None,
    }
}

impl Gpt2Client {
    pub(crate) fn new(model: Arc<Gpt2>, tokenizer: Arc<PromptTokenizer>, end_of_text: Option<String>) -> Self {
        Self { model, tokenizer, end_of_text }
    }

    /// What the model is asked.
    fn prompt(&self, request: &Request) -> helm_gpt2::Request {
        helm_gpt2::Request {
            prompt: self.tokenizer.encode(&request.prompt.text()),
            score_prompt: request.echo_prompt,
            max_tokens: request.max_tokens,
            stop: self.stop_criteria(request),
            completions: (0..request.num_completions).map(|index| sampling(request, index)).collect(),
            ..helm_gpt2::Request::default()
        }
    }

    fn completions(&self, request: &Request, prompt: &[u32], answer: &Answer) -> Vec<GeneratedOutput> {
        let output = |completion: &Completion| {
            if request.echo_prompt {
                self.echoed(prompt, &answer.prompt_logprobs, completion)
            } else {
                self.truncated(request, completion)
            }
        };
        answer.completions.iter().map(output).collect()
    }

    /// A single stop sequence of a single token takes the place of the end of text, as in HELM.
    fn stop_criteria(&self, request: &Request) -> StopCriteria {
        let mut sequences: Vec<Vec<u32>> =
            request.stop_sequences.iter().map(|sequence| self.tokenizer.encode(sequence)).collect();
        if let [sequence] = sequences.as_slice()
            && let [token] = sequence.as_slice()
        {
            return StopCriteria { tokens: vec![*token], sequences: Vec::new() };
        }
        sequences.retain(|sequence| !sequence.is_empty());
        StopCriteria { tokens: self.model.config().eos_token_id.into_iter().collect(), sequences }
    }

    /// The prompt's tokens with their log-probabilities (0 for the first), then what was generated.
    fn echoed(&self, prompt: &[u32], prompt_logprobs: &[f64], completion: &Completion) -> GeneratedOutput {
        let logprobs: Vec<f64> = [&[0.0], prompt_logprobs, &completion.logprobs].concat();
        let ids = [prompt, &completion.tokens].concat();
        let tokens = self.tokens(&ids, &logprobs);
        output(self.tokenizer.decode(&ids), tokens)
    }

    /// What was generated before the first stop sequence or end of text.
    fn truncated(&self, request: &Request, completion: &Completion) -> GeneratedOutput {
        let mut text = self.tokenizer.decode(&completion.tokens);
        let mut tokens = self.tokens(&completion.tokens, &completion.logprobs);
        for stop in request.stop_sequences.iter().chain(&self.end_of_text) {
            if let Some(end) = text.find(stop) {
                text.truncate(end);
            }
            // Tokens are only cut between tokens, so one that holds the end of the text and a stop stays.
            if let Some(end) = tokens.iter().position(|token| token.text.starts_with(stop)) {
                tokens.truncate(end);
            }
        }
        output(text, tokens)
    }

    fn tokens(&self, ids: &[u32], logprobs: &[f64]) -> Vec<Token> {
        let token = |(&id, &logprob)| Token { text: self.tokenizer.decode(&[id]), logprob: Number::Float(logprob) };
        ids.iter().zip(logprobs).map(token).collect()
    }
}

fn output(text: String, tokens: Vec<Token>) -> GeneratedOutput {
    let logprob = tokens.iter().fold(Number::Int(0), |sum, token| sum.plus(token.logprob));
    // HELM drops the finish reason of this client's completions, and files are to be equal.
    GeneratedOutput { text, logprob, tokens, finish_reason: None, multimodal_content: None, thinking: None }
}

/// Below this, dividing logits by the temperature leaves no room for any but the likeliest token.
const LEAST_TEMPERATURE: f64 = 1e-6;

/// Temperature 0 is greedy. Otherwise the seed follows from the request alone, so that equal requests
/// draw equally, in whatever order they are answered, and the completions of one request differ.
fn sampling(request: &Request, index: usize) -> Sampling {
    let temperature = request.temperature.as_f64();
    if temperature < LEAST_TEMPERATURE {
        return Sampling::Greedy;
    }
    let mut digest = Sha256::new();
    digest.update(request.prompt.text().as_bytes());
    digest.update([0]);
    digest.update(request.random.as_deref().unwrap_or_default().as_bytes());
    digest.update(index.to_le_bytes());
    let bytes = digest.finalize();
    let seed = u64::from_le_bytes(bytes[..8].try_into().expect("a digest has 32 bytes"));
    Sampling::Random { temperature, top_p: request.top_p.as_f64(), seed }
}

#[cfg(test)]
mod tests;

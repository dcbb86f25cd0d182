//! Language modelling: a text is cut into windows, and in each the model predicts what no window
//! before it did (after <https://github.com/EleutherAI/lm_perplexity>).

use super::prompt::{Examples, FittedPrompt, PromptBuilder, request_state};
use super::{AdaptError, Method};
use crate::files::{Instance, Number, Request, RequestState};
use crate::window_service::WindowService;
use std::sync::Arc;

/// What a tokenizer makes of bytes that are part of a character.
const PART_OF_A_CHARACTER: char = char::REPLACEMENT_CHARACTER;

/// The model scores the inputs; references and examples play no part.
pub(super) struct LanguageModeling;

/// The text of a window and how many of its first tokens are there as context only.
struct Window {
    text: String,
    num_conditioning_tokens: usize,
}

impl Method for LanguageModeling {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        _examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        let max_tokens = prompts.spec.max_tokens;
        let windows = windows(prompts.window(), &instance.input.text, max_tokens)
            .ok_or_else(|| AdaptError::WindowTooSmall { instance: instance.id.clone().unwrap_or_default() })?;
        let state = |(index, window): (usize, Window)| {
            let prompt = FittedPrompt {
                text: window.text.into(),
                num_train_instances: prompts.spec.max_train_instances,
                truncated: false,
            };
            let base = prompts.request();
            let request = Request {
                temperature: Number::Int(0),
                stop_sequences: prompts.spec.stop_sequences.clone(),
                echo_prompt: true,
                // Only the first window takes the adapter spec's seed.
                random: if index == 0 { base.random.clone() } else { None },
                ..base
            };
            let mut state = request_state(instance, prompt, request);
            state.num_conditioning_tokens = window.num_conditioning_tokens;
            state
        };
        Ok(windows.into_iter().enumerate().map(state).collect())
    }

    fn has_trials(&self) -> bool {
        false
    }
}

/// The windows of a text; none where a window has no place for a token to predict.
fn windows(service: &WindowService, text: &str, max_tokens: usize) -> Option<Vec<Window>> {
    let max_request_length = service.max_request_length(max_tokens);
    let tokens = service.encode(text);
    // The first window predicts all its tokens, after a token that stands for the start of the text.
    let prefix = service.encode(service.prefix_token());
    let mut predicted = tokens.len().min(service.max_sequence_length());
    let first = window(service, &prefix, &tokens[..predicted], max_request_length)?;
    let num_conditioning_tokens = usize::from(!service.prefix_token().is_empty());
    let mut windows = vec![Window { num_conditioning_tokens, ..first }];
    // Others fill the window: as many known tokens as there is place for, at least one.
    while predicted < tokens.len() {
        let length = (tokens.len() - predicted).min(max_request_length.checked_sub(1).filter(|&length| length > 0)?);
        let end = predicted + length;
        // Where the window is longer than the text so far, the reference counts the start from the end.
        let start = if end >= max_request_length {
            end - max_request_length
        } else {
            (tokens.len() + end).saturating_sub(max_request_length)
        };
        let conditioning = tokens.get(start..predicted).unwrap_or_default();
        windows.push(window(service, conditioning, &tokens[predicted..end], max_request_length)?);
        predicted = end;
    }
    Some(windows)
}

/// The window of these tokens, less whatever doesn't fit and parts of characters at its ends.
fn window(service: &WindowService, conditioning: &[u32], tokens: &[u32], max_length: usize) -> Option<Window> {
    let mut tokens = tokens;
    let mut raw = service.decode(&[conditioning, tokens].concat());
    // What is decoded can encode to more tokens than it came from.
    loop {
        let length = service.count_tokens(&raw);
        if length <= max_length {
            break;
        }
        tokens = &tokens[..tokens.len().saturating_sub(length - max_length)];
        if tokens.is_empty() {
            return None;
        }
        raw = service.decode(&[conditioning, tokens].concat());
    }
    let text = raw.trim_matches(PART_OF_A_CHARACTER);
    let num_conditioning_tokens = if text.len() == raw.len() {
        conditioning.len()
    } else {
        let lost = |text: &str| max_length.saturating_sub(service.count_tokens(text));
        let leading = lost(raw.trim_start_matches(PART_OF_A_CHARACTER));
        let trailing = lost(raw.trim_end_matches(PART_OF_A_CHARACTER));
        if trailing >= tokens.len() {
            service.count_tokens(text)
        } else if leading >= conditioning.len() {
            1
        } else {
            conditioning.len() - leading
        }
    };
    Some(Window { text: text.to_owned(), num_conditioning_tokens })
}

use super::prompt::{Examples, FittedPrompt, PromptBuilder, request_state};
use super::{AdaptError, Method};
use crate::files::{Instance, Number, Request, RequestState};
use std::sync::Arc;

/// Each option is scored on its own, as the continuation of the question.
pub(super) struct MultipleChoiceSeparate;

impl Method for MultipleChoiceSeparate {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        Ok((0..instance.references.len()).map(|index| original(prompts, instance, index, examples)).collect())
    }
}

/// The request that scores option `index` after the examples and the question.
pub(super) fn original(
    prompts: &PromptBuilder,
    instance: &Arc<Instance>,
    index: usize,
    examples: &Examples,
) -> RequestState {
    let option = &instance.references[index].output.text;
    let prompt = prompts.build(examples, prompts.block(&instance.input.text, Some(option)));
    scored(prompts, instance, index, "original", prompt)
}

/// A request state that scores `prompt` and generates nothing.
pub(super) fn scored(
    prompts: &PromptBuilder,
    instance: &Arc<Instance>,
    index: usize,
    mode: &str,
    prompt: FittedPrompt,
) -> RequestState {
    let request =
        Request { temperature: Number::Int(0), max_tokens: 0, echo_prompt: true, random: None, ..prompts.request() };
    let mut state = request_state(instance, prompt, request);
    state.reference_index = Some(index);
    state.request_mode = Some(mode.into());
    state
}

use super::prompt::{Examples, FittedPrompt, PromptBuilder, request_state};
use super::{AdaptError, Method};
use crate::files::{Instance, Request, RequestState};
use std::sync::Arc;

/// The model continues the conversation that the instance holds; there are no examples.
pub(super) struct Chat;

impl Method for Chat {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        _examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        let messages = instance.input.messages.clone();
        let no_messages = || AdaptError::NoMessages { instance: instance.id.clone().unwrap_or_default() };
        let request = Request {
            messages: Some(messages.ok_or_else(no_messages)?),
            num_completions: prompts.spec.num_outputs,
            stop_sequences: prompts.spec.stop_sequences.clone(),
            image_generation_parameters: prompts.spec.image_generation_parameters.clone().map(Box::new),
            ..prompts.request()
        };
        Ok(vec![request_state(instance, FittedPrompt::default(), request)])
    }
}

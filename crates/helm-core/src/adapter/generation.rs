use super::prompt::{Examples, PromptBuilder, request_state};
use super::{AdaptError, Method};
use crate::files::{Instance, Request, RequestState};
use std::sync::Arc;

/// The model writes the answer.
pub(super) struct Generation;

impl Method for Generation {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        let prompt = prompts.build(examples, prompts.block(&instance.input.text, None));
        let request = Request {
            num_completions: prompts.spec.num_outputs,
            stop_sequences: prompts.spec.stop_sequences.clone(),
            image_generation_parameters: prompts.spec.image_generation_parameters.clone().map(Box::new),
            ..prompts.request()
        };
        Ok(vec![request_state(instance, prompt, request)])
    }
}

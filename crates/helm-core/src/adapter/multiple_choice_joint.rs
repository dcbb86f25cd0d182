use super::prompt::{ANSWER_DELIMITER, Examples, NO_CORRECT_REFERENCE, PromptBuilder, request_state};
use super::{AdaptError, Method};
use crate::files::{Instance, Request, RequestState};
use std::sync::Arc;

/// All options are listed, and the model names one by its letter.
pub(super) struct MultipleChoiceJoint;

impl Method for MultipleChoiceJoint {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        Ok(vec![joint_request(prompts, instance, examples)])
    }

    /// A question with its options and the letter of the right one.
    fn example(&self, prompts: &PromptBuilder, instance: &Instance) -> String {
        let answer = answer(prompts, instance, |index| prompts.option_letter(index));
        prompts.with_output(question(prompts, instance), Some(&answer))
    }
}

/// The request that lists the options of an instance and asks for a letter.
pub(super) fn joint_request(prompts: &PromptBuilder, instance: &Arc<Instance>, examples: &Examples) -> RequestState {
    let prompt = prompts.build(examples, prompts.with_output(question(prompts, instance), None));
    let request = Request { top_k_per_token: prompts.spec.num_outputs, ..prompts.request() };
    let mut state = request_state(instance, prompt, request);
    let options = instance.references.iter().enumerate();
    let mapping = options.map(|(index, reference)| (prompts.option_letter(index), reference.output.text.clone()));
    state.output_mapping = Some(mapping.collect());
    state
}

/// A question with its options.
pub(super) fn question(prompts: &PromptBuilder, instance: &Instance) -> String {
    let spec = prompts.spec;
    let mut text = format!("{}{}{}", spec.input_prefix, instance.input.text, spec.input_suffix);
    for (index, reference) in instance.references.iter().enumerate() {
        text += &prompts.option_prefix(&spec.reference_prefix, index);
        text += &reference.output.text;
        text += &spec.reference_suffix;
    }
    text
}

/// What `name` calls the right options.
pub(super) fn answer(prompts: &PromptBuilder, instance: &Instance, name: impl Fn(usize) -> String) -> String {
    let options = instance.references.iter().enumerate().filter(|(_, reference)| reference.is_correct());
    let wanted = if prompts.spec.multi_label { usize::MAX } else { 1 };
    let names: Vec<String> = options.take(wanted).map(|(index, _)| name(index)).collect();
    if names.is_empty() { NO_CORRECT_REFERENCE.into() } else { names.join(ANSWER_DELIMITER) }
}

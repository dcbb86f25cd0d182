use super::Method;
use super::prompt::{ANSWER_DELIMITER, NO_CORRECT_REFERENCE, PromptBuilder, request_state};
use crate::files::{Instance, Request, RequestState};
use std::sync::Arc;

/// All options are listed, and the model names one by its letter.
pub(super) struct MultipleChoiceJoint;

impl Method for MultipleChoiceJoint {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &[Arc<Instance>],
    ) -> Vec<RequestState> {
        let blocks = examples.iter().map(|example| block(prompts, example, true)).collect();
        let mut prompt = prompts.build(blocks, &block(prompts, instance, false));
        let request =
            Request { top_k_per_token: prompts.spec.num_outputs, ..prompts.request(std::mem::take(&mut prompt.text)) };
        let mut state = request_state(instance, &prompt, request);
        let options = instance.references.iter().enumerate();
        let mapping = options.map(|(index, reference)| (prompts.option_letter(index), reference.output.text.clone()));
        state.output_mapping = Some(mapping.collect());
        vec![state]
    }
}

/// A question with its options and, for an example, the letter of the right one.
fn block(prompts: &PromptBuilder, instance: &Instance, with_answer: bool) -> String {
    let spec = prompts.spec;
    let mut text = format!("{}{}{}", spec.input_prefix, instance.input.text, spec.input_suffix);
    for (index, reference) in instance.references.iter().enumerate() {
        text += &prompts.option_prefix(&spec.reference_prefix, index);
        text += &reference.output.text;
        text += &spec.reference_suffix;
    }
    let answer = with_answer.then(|| answer(prompts, instance));
    prompts.with_output(text, answer.as_deref())
}

fn answer(prompts: &PromptBuilder, instance: &Instance) -> String {
    let options = instance.references.iter().enumerate().filter(|(_, reference)| reference.is_correct());
    let wanted = if prompts.spec.multi_label { usize::MAX } else { 1 };
    let letters: Vec<String> = options.take(wanted).map(|(index, _)| prompts.option_letter(index)).collect();
    if letters.is_empty() { NO_CORRECT_REFERENCE.into() } else { letters.join(ANSWER_DELIMITER) }
}

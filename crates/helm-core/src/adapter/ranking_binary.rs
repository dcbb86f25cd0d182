use super::prompt::{Examples, PromptBuilder, request_state};
use super::{AdaptError, Method};
use crate::files::{Instance, Reference, Request, RequestState};
use std::sync::Arc;

/// Ranking as yes-or-no questions: does this passage (a reference) answer the query (the input)?
pub(super) struct RankingBinary;

impl Method for RankingBinary {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        let request_of = |(index, reference): (usize, &Reference)| {
            let prompt = prompts.build(examples, block(prompts, instance, reference, None));
            let request = Request {
                num_completions: prompts.spec.num_outputs,
                stop_sequences: prompts.spec.stop_sequences.clone(),
                ..prompts.request()
            };
            let mut state = request_state(instance, prompt, request);
            state.reference_index = Some(index);
            state.request_mode = Some("original".into());
            state
        };
        Ok(instance.references.iter().enumerate().map(request_of).collect())
    }

    /// All its passages, each judged.
    fn example(&self, prompts: &PromptBuilder, instance: &Instance) -> String {
        let judged = |reference: &Reference| {
            let judgement = if reference.is_correct() { "Yes" } else { "No" };
            block(prompts, instance, reference, Some(judgement))
        };
        instance.references.iter().map(judged).collect::<Vec<_>>().join(&prompts.spec.instance_prefix)
    }
}

fn block(prompts: &PromptBuilder, instance: &Instance, reference: &Reference, judgement: Option<&str>) -> String {
    let spec = prompts.spec;
    let passage = [&spec.reference_prefix, &reference.output.text, &spec.reference_suffix];
    let query = [&spec.input_prefix, &instance.input.text, &spec.input_suffix];
    prompts.with_output(passage.map(String::as_str).concat() + &query.map(String::as_str).concat(), judgement)
}

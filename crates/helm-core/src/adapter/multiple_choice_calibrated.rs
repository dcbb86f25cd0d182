use super::multiple_choice_separate::{original, scored};
use super::prompt::{Examples, PromptBuilder};
use super::{AdaptError, Method};
use crate::files::{Instance, RequestState};
use std::sync::Arc;

/// What takes the question's place when an option is scored without it.
const UNCONDITIONAL_INPUT: &str = "Answer:";

/// Each option is scored after the question and without it; the difference counts
/// (Brown et al., 2020, section 2.4, <https://arxiv.org/abs/2005.14165>).
pub(super) struct MultipleChoiceCalibrated;

impl Method for MultipleChoiceCalibrated {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        let of_option = |index: usize| {
            let option = &instance.references[index].output.text;
            let unconditional = prompts.build(&examples.none(), prompts.block(UNCONDITIONAL_INPUT, Some(option)));
            [
                original(prompts, instance, index, examples),
                scored(prompts, instance, index, "calibration", unconditional),
            ]
        };
        Ok((0..instance.references.len()).flat_map(of_option).collect())
    }
}

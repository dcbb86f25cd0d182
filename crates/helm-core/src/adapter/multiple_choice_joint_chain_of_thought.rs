use super::multiple_choice_joint::{answer, joint_request, question};
use super::prompt::{Examples, PromptBuilder};
use super::{AdaptError, Method};
use crate::files::{Instance, RequestState};
use std::sync::Arc;

/// Joint multiple choice whose examples think before they answer.
pub(super) struct MultipleChoiceJointChainOfThought;

impl Method for MultipleChoiceJointChainOfThought {
    fn requests(
        &self,
        prompts: &PromptBuilder,
        instance: &Arc<Instance>,
        examples: &Examples,
    ) -> Result<Vec<RequestState>, AdaptError> {
        Ok(vec![joint_request(prompts, instance, examples)])
    }

    /// A question with its options, the chain of thought and the right option, named by its whole prefix.
    fn example(&self, prompts: &PromptBuilder, instance: &Instance) -> String {
        let spec = prompts.spec;
        let thought = instance.extra_data.as_ref().and_then(|data| data.get("chain_of_thought")?.as_str());
        let thought = [&spec.chain_of_thought_prefix, thought.unwrap_or_default(), &spec.chain_of_thought_suffix];
        let answer = answer(prompts, instance, |index| prompts.option_prefix(&spec.reference_prefix, index));
        prompts.with_output(question(prompts, instance), Some(&(thought.concat() + &answer)))
    }
}

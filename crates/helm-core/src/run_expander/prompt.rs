use super::{NotAllowed, RunExpander};
use crate::files::AdapterSpec;

const STYLES: &[&str] = &["human_assistant", "question_answer", "qa", "input_output_html", "input_output", "i_o"];

pub(super) const PROMPT: RunExpander = RunExpander {
    name: "prompt",
    description: "what stands before and after inputs and outputs: human_assistant, question_answer, qa, ...",
    expand: |mut run_spec, argument, _| {
        let adapter = &mut run_spec.adapter_spec;
        match argument.text() {
            "human_assistant" => {
                set(adapter, "Human: What is the answer to \"", "Assistant: The answer is \"");
                set_suffixes(adapter, "\"?\n", "\".\n");
                adapter.stop_sequences = vec!["\".".into()];
            }
            "question_answer" => set(adapter, "Question: ", "Answer: "),
            "qa" => set(adapter, "Q: ", "A: "),
            "input_output_html" => {
                set(adapter, "<input>", "<output>");
                set_suffixes(adapter, "</input>\n", "</output>\n");
            }
            "input_output" => set(adapter, "Input: ", "Output: "),
            "i_o" => set(adapter, "I: ", "O: "),
            _ => return Err(NotAllowed::one_of(argument, STYLES)),
        }
        run_spec.name = format!("{},prompt={argument}", run_spec.name);
        Ok(vec![run_spec])
    },
};

fn set(adapter: &mut AdapterSpec, input_prefix: &str, output_prefix: &str) {
    adapter.input_prefix = input_prefix.into();
    adapter.output_prefix = output_prefix.into();
}

fn set_suffixes(adapter: &mut AdapterSpec, input_suffix: &str, output_suffix: &str) {
    adapter.input_suffix = input_suffix.into();
    adapter.output_suffix = output_suffix.into();
}

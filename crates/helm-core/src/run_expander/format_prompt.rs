use super::{RunExpander, with_suffix_if_changed};

pub(super) const FORMAT_PROMPT: RunExpander = RunExpander {
    name: "format_prompt",
    description: "the text before inputs, with none before outputs",
    expand: |run_spec, argument, _| {
        Ok(vec![with_suffix_if_changed(run_spec, "format_prompt", argument, |run_spec| {
            argument.text().clone_into(&mut run_spec.adapter_spec.input_prefix);
            run_spec.adapter_spec.output_prefix.clear();
        })])
    },
};

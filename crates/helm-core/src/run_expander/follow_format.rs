use super::{NotAllowed, RunExpander, with_suffix_if_changed};
use crate::files::AdapterSpec;

/// What models that answer in whole sentences are told before the examples.
const BEFORE: &str = "Here are some input-output examples. Read the examples carefully to figure out the mapping. \
                      The output of the last example is not given, and your job is to figure out what it is.";
/// What they are told after the examples.
const AFTER: &str = "Please provide the output to this last example. \
                     It is critical to follow the format of the preceding outputs!";

pub(super) const FOLLOW_FORMAT_INSTRUCTIONS: RunExpander = RunExpander {
    name: "follow_format_instructions",
    description: "sentences around the prompt that ask for the format of the examples, for all models or those \
                  that follow instructions (instruct); needs adaptation by generation",
    expand: |run_spec, argument, registry| {
        let model = &run_spec.adapter_spec.model;
        let follows = match argument.text() {
            "all" => true,
            "instruct" if model.is_empty() => return Err(NotAllowed::expected("`model=...` before `instruct`")),
            "instruct" => registry
                .model(model)
                .is_some_and(|model| model.tags.iter().any(|tag| tag == "INSTRUCTION_FOLLOWING_MODEL_TAG")),
            _ => return Err(NotAllowed::one_of(argument, &["all", "instruct"])),
        };
        if run_spec.adapter_spec.method != "generation" {
            return Err(NotAllowed::method(&run_spec, &["generation"]));
        }
        Ok(vec![with_suffix_if_changed(run_spec, "follow_format_instructions", argument, |run_spec| {
            if follows {
                ask_for_format(&mut run_spec.adapter_spec, "", "\n");
            }
        })])
    },
};

/// Puts the sentences around the prompt: after `opening`, and with the beginning of the output after `reply`.
pub(crate) fn ask_for_format(adapter: &mut AdapterSpec, opening: &str, reply: &str) {
    let output = adapter.output_prefix.trim();
    adapter.global_suffix = format!("\n\n{AFTER}{reply}{output}");
    adapter.global_prefix = format!("{opening}{BEFORE}\n\n");
}

use super::{NotAllowed, RunExpander, with_suffix_if_changed};
use crate::files::RunSpec;

pub(super) const CHATML: RunExpander = RunExpander {
    name: "chatml",
    description: "the marks of a dialogue in ChatML around instructions, inputs and outputs: true",
    expand: |run_spec, argument, _| {
        if argument.text() != "true" {
            return Err(NotAllowed::one_of(argument, &["true"]));
        }
        Ok(vec![with_suffix_if_changed(run_spec, "chatml", argument, to_chatml)])
    },
};

/// Turns a prompt into a dialogue. Where a scenario ends its inputs with a question of its own, the
/// question stays on the user's side.
pub(crate) fn to_chatml(run_spec: &mut RunSpec) {
    const TURN: &str = "<|im_end|>\n<|im_start|>assistant\n";
    let scenario = run_spec.name.split(':').next().unwrap_or_default();
    let adapter = &mut run_spec.adapter_spec;
    let output_prefix = &adapter.output_prefix;
    adapter.output_prefix = match scenario {
        "msmarco" => {
            let mut lines = output_prefix.split('\n');
            let mut line = || lines.next().unwrap_or_default();
            [line(), TURN, line()].concat()
        }
        "summarization_cnndm" | "summarization_xsum" => format!("{output_prefix}{TURN}"),
        _ => format!("{TURN}{output_prefix}"),
    };
    adapter.instructions = match adapter.instructions.as_str() {
        "" => "<|im_start|>user\n".into(),
        text => format!("<|im_start|>system\n{text}<|im_end|>\n<|im_start|>user\n"),
    };
    adapter.instance_prefix.clear();
    adapter.output_suffix = "<|im_end|>\n<|im_start|>user\n".into();
    adapter.stop_sequences.push("<|im_end|>".into());
}

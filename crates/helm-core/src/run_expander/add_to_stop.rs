use super::{NotAllowed, RunExpander, with_suffix_if_changed};

pub(super) const ADD_TO_STOP: RunExpander = RunExpander {
    name: "add_to_stop",
    description: "one more text that ends completions; `newline` stands for a newline",
    expand: |run_spec, argument, _| {
        let stop = match argument.text() {
            "" => return Err(NotAllowed::expected("`newline` or another text that ends completions")),
            "newline" => "\n",
            text => text,
        };
        Ok(vec![with_suffix_if_changed(run_spec, "add_to_stop", argument, |run_spec| {
            run_spec.adapter_spec.stop_sequences.push(stop.into());
        })])
    },
};

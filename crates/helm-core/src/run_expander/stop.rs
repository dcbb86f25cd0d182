use super::{NotAllowed, RunExpander};

pub(super) const STOP: RunExpander = RunExpander {
    name: "stop",
    description: "what ends instances and completions in place of a newline: hash, semicolon, br or none",
    expand: |mut run_spec, argument, _| {
        let stop = match argument.text() {
            "none" => None,
            "hash" => Some("###"),
            "semicolon" => Some(";"),
            "br" => Some("<br>"),
            _ => return Err(NotAllowed::one_of(argument, &["hash", "semicolon", "br", "none"])),
        };
        let adapter = &mut run_spec.adapter_spec;
        adapter.stop_sequences = stop.map(str::to_owned).into_iter().collect();
        if let Some(stop) = stop {
            adapter.instance_prefix = format!("{stop}\n\n");
        }
        run_spec.name = format!("{},stop={argument}", run_spec.name);
        Ok(vec![run_spec])
    },
};

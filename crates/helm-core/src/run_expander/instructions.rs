use super::{NotAllowed, RunExpander};

pub(super) const INSTRUCTIONS: RunExpander = RunExpander {
    name: "instructions",
    description: "no instructions (none), or a sentence before them that flatters the model (expert)",
    expand: |mut run_spec, argument, _| {
        let adapter = &mut run_spec.adapter_spec;
        match argument.text() {
            "none" => adapter.instructions.clear(),
            "expert" => {
                adapter
                    .instructions
                    .insert_str(0, "I am an expert AI assistant who is here to help you with the following. ");
            }
            _ => return Err(NotAllowed::one_of(argument, &["none", "expert"])),
        }
        // Unlike other expanders, this one adds a comma even to a name without arguments.
        run_spec.name = format!("{},instructions={argument}", run_spec.name);
        Ok(vec![run_spec])
    },
};

use super::{NotAllowed, RunExpander};

pub(super) const GLOBAL_PREFIX: RunExpander = RunExpander {
    name: "global_prefix",
    description: "a mark before the whole prompt that some models want: nlg",
    expand: |mut run_spec, argument, _| {
        if argument.text() != "nlg" {
            return Err(NotAllowed::one_of(argument, &["nlg"]));
        }
        run_spec.adapter_spec.global_prefix = "[NLG]".into();
        run_spec.name = format!("{},global_prefix=nlg", run_spec.name);
        Ok(vec![run_spec])
    },
};

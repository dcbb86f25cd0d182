use super::{NotAllowed, RunExpander};
use crate::files::Substitution;

pub(super) const NEWLINE: RunExpander = RunExpander {
    name: "newline",
    description: "what stands before each newline of the prompt: semicolon or br",
    expand: |mut run_spec, argument, _| {
        let target = match argument.text() {
            "semicolon" => ";\n",
            "br" => "<br>\n",
            _ => return Err(NotAllowed::one_of(argument, &["semicolon", "br"])),
        };
        run_spec.adapter_spec.substitutions = vec![Substitution { source: "\n".into(), target: target.into() }];
        run_spec.name = format!("{},newline={argument}", run_spec.name);
        Ok(vec![run_spec])
    },
};

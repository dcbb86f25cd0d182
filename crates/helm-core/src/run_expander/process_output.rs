use super::{NotAllowed, RunExpander, with_suffix_if_changed};
use crate::files::ObjectSpec;
use crate::metric::{OUTPUT_PROCESSING, OUTPUT_PROCESSORS};
use serde_json::json;

pub(super) const PROCESS_OUTPUT: RunExpander = RunExpander {
    name: "process_output",
    description: "what is done to completions before they are measured, by the full name of a function",
    expand: |run_spec, argument, _| {
        if !OUTPUT_PROCESSORS.contains(&argument.text()) {
            return Err(NotAllowed::one_of(argument, OUTPUT_PROCESSORS));
        }
        Ok(vec![with_suffix_if_changed(run_spec, "process_output", argument, |run_spec| {
            let args = [
                ("processor".to_owned(), json!(argument.text())),
                ("metric_specs".to_owned(), json!(run_spec.metric_specs)),
            ];
            run_spec.metric_specs =
                vec![ObjectSpec { class_name: OUTPUT_PROCESSING.into(), args: args.into_iter().collect() }];
        })])
    },
};

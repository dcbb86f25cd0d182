use super::{NotAllowed, RunExpander, with_suffix};

pub(super) const EVAL_SPLIT: RunExpander = RunExpander {
    name: "eval_split",
    description: "draw evaluation instances from one split only: test or valid",
    expand: |run_spec, argument, _| {
        const SPLITS: &[&str] = &["test", "valid"];
        if !SPLITS.contains(&argument.text()) {
            return Err(NotAllowed::one_of(argument, SPLITS));
        }
        let mut run_spec = with_suffix(run_spec, "eval_split", argument.text());
        run_spec.adapter_spec.eval_splits = Some(vec![argument.text().to_owned()]);
        Ok(vec![run_spec])
    },
};

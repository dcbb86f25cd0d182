//! Expanders that set one number of the adapter spec.

use super::{NotAllowed, RunExpander, with_suffix};
use crate::files::{AdapterSpec, RunSpec};
use crate::run_entry::Argument;

pub(super) const NUM_TRAIN_TRIALS: RunExpander = RunExpander {
    name: "num_train_trials",
    description: "number of independent draws of in-context examples",
    expand: |run_spec, argument, _| {
        each(&run_spec, "num_train_trials", at_least_one(argument)?, |adapter, n| adapter.num_train_trials = n)
    },
};

pub(super) const MAX_TRAIN_INSTANCES: RunExpander = RunExpander {
    name: "max_train_instances",
    description: "number of in-context examples, or a named list of numbers (zero, one, all, ...)",
    expand: |run_spec, argument, _| {
        const NAMED: &[(&str, &[usize])] = &[
            ("zero", &[0]),
            ("one", &[1]),
            ("all", &[0, 1, 2, 4, 8, 16]),
            ("big_bench_few_shot_setting", &[0, 1, 2, 3]),
            ("vhelm", &[0, 1, 2, 4, 8]),
            ("melt", &[0, 1, 5]),
        ];
        let values = named_or_count(argument, NAMED)?;
        each(&run_spec, "max_train_instances", values, |adapter, n| adapter.max_train_instances = n)
    },
};

pub(super) const MAX_EVAL_INSTANCES: RunExpander = RunExpander {
    name: "max_eval_instances",
    description: "number of evaluation instances at most, or `default` for 1000",
    expand: |run_spec, argument, _| {
        const NAMED: &[(&str, &[usize])] =
            &[("default", &[1000]), ("heim_default", &[100]), ("heim_fid", &[30_000]), ("heim_art_styles", &[17])];
        let values = named_or_count(argument, NAMED)?;
        if values.contains(&0) {
            return Err(NotAllowed::expected("a whole number from 1 on"));
        }
        each(&run_spec, "max_eval_instances", values, |adapter, n| adapter.max_eval_instances = Some(n))
    },
};

pub(super) const NUM_OUTPUTS: RunExpander = RunExpander {
    name: "num_outputs",
    description: "number of completions asked for, or `default` for 1",
    expand: |run_spec, argument, _| {
        const NAMED: &[(&str, &[usize])] = &[("default", &[1]), ("copyright_sweep", &[1, 10])];
        let values = named_or_count(argument, NAMED)?;
        if !values.iter().all(|count| (1..=MOST_REPETITIONS).contains(count)) {
            return Err(NotAllowed::expected("a whole number from 1 to 10000, or one of default, copyright_sweep"));
        }
        each(&run_spec, "num_outputs", values, |adapter, n| adapter.num_outputs = n)
    },
};

pub(super) const NUM_TRIALS: RunExpander = RunExpander {
    name: "num_trials",
    description: "number of times each request is repeated with another random seed",
    expand: |run_spec, argument, _| {
        each(&run_spec, "num_trials", at_least_one(argument)?, |adapter, n| adapter.num_trials = n)
    },
};

#[expect(clippy::unnecessary_wraps, reason = "has the shape that expanders return")]
pub(super) fn each(
    run_spec: &RunSpec,
    key: &str,
    values: Vec<usize>,
    set: fn(&mut AdapterSpec, usize),
) -> Result<Vec<RunSpec>, NotAllowed> {
    let with_value = |value: usize| {
        let mut run_spec = with_suffix(run_spec.clone(), key, &value.to_string());
        set(&mut run_spec.adapter_spec, value);
        run_spec
    };
    Ok(values.into_iter().map(with_value).collect())
}

/// More trials or completions than this are a slip of the finger.
const MOST_REPETITIONS: usize = 10_000;

fn at_least_one(argument: &Argument) -> Result<Vec<usize>, NotAllowed> {
    let count = argument.count().filter(|count| (1..=MOST_REPETITIONS).contains(count));
    Ok(vec![count.ok_or_else(|| NotAllowed::expected("a whole number from 1 to 10000"))?])
}

pub(super) fn named_or_count(argument: &Argument, named: &[(&str, &[usize])]) -> Result<Vec<usize>, NotAllowed> {
    if let Some((_, values)) = named.iter().find(|(name, _)| *name == argument.text()) {
        return Ok(values.to_vec());
    }
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    let error = || NotAllowed {
        allowed: format!("a whole number, or one of {}", names.join(", ")),
        nearest: crate::nearest::nearest(argument.text(), names.iter().copied()).map(str::to_owned),
    };
    Ok(vec![argument.count().ok_or_else(error)?])
}

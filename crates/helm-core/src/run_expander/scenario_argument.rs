//! Expanders that set an argument of the scenario, for scenarios that make prompts to measure.

use super::{NotAllowed, RunExpander, with_suffix};
use crate::files::RunSpec;
use serde_json::{Value, json};

pub(super) const TOKENIZER: RunExpander = RunExpander {
    name: "tokenizer",
    description: "the tokenizer that a scenario measures prompts with, or `default` for the deployment's own",
    expand: |run_spec, argument, registry| {
        if argument.text() != "default" {
            let known = registry.tokenizer(argument.text()).is_some();
            let names: Vec<&str> = registry.tokenizers().map(|tokenizer| tokenizer.name.as_str()).collect();
            return if known {
                Ok(vec![with_scenario_argument(run_spec, "tokenizer", json!(argument.text()))])
            } else {
                Err(NotAllowed::one_of(argument, &[&["default"], names.as_slice()].concat()))
            };
        }
        let adapter = &run_spec.adapter_spec;
        let deployment = if adapter.model_deployment.is_empty() {
            registry.default_deployment(&adapter.model)
        } else {
            registry.deployment(&adapter.model_deployment)
        };
        let tokenizer = deployment.and_then(|deployment| deployment.tokenizer_name.clone());
        let tokenizer = tokenizer.ok_or_else(|| {
            NotAllowed::expected("a tokenizer's name, or the model of a deployment with a tokenizer before `default`")
        })?;
        Ok(vec![with_scenario_argument(run_spec, "tokenizer", json!(tokenizer))])
    },
};

pub(super) const NUM_PROMPT_TOKENS: RunExpander = RunExpander {
    name: "num_prompt_tokens",
    description: "the length of prompts that a scenario makes, in tokens, or `default_sweep` for several",
    expand: |run_spec, argument, _| {
        const NAMED: &[(&str, &[usize])] = &[("default_sweep", &[1, 256, 512, 1024, 1536])];
        let values = super::replace::named_or_count(argument, NAMED)?;
        let with_value = |value| with_scenario_argument(run_spec.clone(), "num_prompt_tokens", json!(value));
        Ok(values.into_iter().map(with_value).collect())
    },
};

fn with_scenario_argument(run_spec: RunSpec, key: &str, value: Value) -> RunSpec {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut run_spec = with_suffix(run_spec, key, &text);
    run_spec.scenario_spec.args.insert(key.into(), value);
    run_spec
}

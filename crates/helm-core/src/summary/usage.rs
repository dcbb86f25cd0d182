//! What the runs cost: tokens and requests of each model deployment.

use crate::files::{Number, Run};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Costs by deployment, each under the name of a metric.
pub(super) type Costs = IndexMap<String, IndexMap<String, Number>>;

const PROMPT_TOKENS: &str = "num_prompt_tokens";
const COMPLETION_TOKENS: &str = "num_completion_tokens";
const REQUESTS: &str = "num_requests";
const TOTAL_TOKENS: &str = "total_tokens";
/// What `costs.json` adds up.
const COST_METRICS: [&str; 4] = [PROMPT_TOKENS, COMPLETION_TOKENS, "num_completions", REQUESTS];

/// `costs.json` as HELM has it: from statistics without a split, which only dry runs write.
pub(super) fn estimated(runs: &[Run]) -> Costs {
    let mut costs = Costs::new();
    for run in runs {
        for stat in &run.stats {
            let is_cost = COST_METRICS.contains(&stat.name.name.as_str());
            if is_cost && stat.name.split.as_deref().is_none_or(str::is_empty) {
                let deployment = costs.entry(run.run_spec.adapter_spec.model_deployment.clone()).or_default();
                let cost = deployment.entry(stat.name.name.clone()).or_default();
                *cost = cost.plus(stat.sum);
            }
        }
    }
    costs.values_mut().for_each(add_total);
    costs
}

fn add_total(costs: &mut IndexMap<String, Number>) {
    let prompt = *costs.entry(PROMPT_TOKENS.into()).or_default();
    let completion = *costs.entry(COMPLETION_TOKENS.into()).or_default();
    costs.insert(TOTAL_TOKENS.into(), prompt.plus(completion));
}

/// What one run used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Usage {
    pub(super) prompt_tokens: Number,
    pub(super) completion_tokens: Number,
    pub(super) requests: u64,
}

impl Usage {
    /// The metric of this name, if it says what was used.
    pub(super) fn metric(name: &str) -> Option<&'static str> {
        [PROMPT_TOKENS, COMPLETION_TOKENS].into_iter().find(|metric| *metric == name)
    }

    /// Takes in a statistic of one instance: each of its values is about one request.
    pub(super) fn add(&mut self, metric: &str, count: u64, sum: Number) {
        match metric {
            PROMPT_TOKENS => {
                self.prompt_tokens = self.prompt_tokens.plus(sum);
                self.requests += count;
            }
            COMPLETION_TOKENS => self.completion_tokens = self.completion_tokens.plus(sum),
            _ => {}
        }
    }
}

/// `usage.json`: what the runs really used, in the words of `costs.json`.
///
/// It is a file of its own because readers of HELM's `costs.json` expect nothing there for real runs.
pub(super) fn used(usages: &[(String, Usage)]) -> Costs {
    let mut costs = Costs::new();
    for (deployment, usage) in usages {
        let requests = i64::try_from(usage.requests).map_or(Number::Float(usage.requests as f64), Number::Int);
        let costs = costs.entry(deployment.clone()).or_default();
        for (name, value) in
            [(PROMPT_TOKENS, usage.prompt_tokens), (COMPLETION_TOKENS, usage.completion_tokens), (REQUESTS, requests)]
        {
            let cost = costs.entry(name.to_owned()).or_default();
            *cost = cost.plus(value);
        }
    }
    costs.values_mut().for_each(add_total);
    costs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_adds_up_over_runs() {
        let mut usage = Usage::default();
        usage.add(PROMPT_TOKENS, 4, Number::Int(400));
        usage.add(COMPLETION_TOKENS, 4, Number::Int(7));
        usage.add("exact_match", 1, Number::Int(1));
        let costs = used(&[("a".into(), usage), ("b".into(), Usage::default()), ("a".into(), usage)]);
        let text = serde_json::to_string(&costs).expect("plain JSON");
        assert_eq!(
            text,
            r#"{"a":{"num_prompt_tokens":800,"num_completion_tokens":14,"num_requests":8,"total_tokens":814},"b":{"num_prompt_tokens":0,"num_completion_tokens":0,"num_requests":0,"total_tokens":0}}"#
        );
    }
}

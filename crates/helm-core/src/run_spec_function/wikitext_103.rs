use super::RunSpecFunction;
use super::parts::{language_modeling, language_modeling_metrics, object_spec};
use crate::files::{DataAugmenterSpec, RunSpec};
use crate::scenario::WIKITEXT_103_CLASS;

/// Articles to be predicted.
pub(super) const WIKITEXT_103: RunSpecFunction = RunSpecFunction {
    name: "wikitext_103",
    description: "WikiText-103: how well articles of Wikipedia are predicted",
    parameters: &[],
    build: |_| RunSpec {
        name: "wikitext_103".into(),
        scenario_spec: object_spec(WIKITEXT_103_CLASS, []),
        adapter_spec: language_modeling(),
        metric_specs: language_modeling_metrics(),
        data_augmenter_spec: DataAugmenterSpec::default(),
        groups: vec!["wikitext_103".into()],
        annotators: None,
    },
};

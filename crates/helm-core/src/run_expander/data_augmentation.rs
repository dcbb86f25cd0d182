use super::{NotAllowed, RunExpander};
use crate::files::{DataAugmenterSpec, ObjectSpec, RunSpec};
use crate::nearest::nearest;
use crate::perturbation;
use indexmap::IndexMap;
use std::sync::LazyLock;

pub(super) const DATA_AUGMENTATION: RunExpander = RunExpander {
    name: "data_augmentation",
    description: "perturbed copies of evaluation instances too: robustness, fairness, canonical, typo_easy, ...",
    expand: |run_spec, argument, _| {
        let sets = SETS.get(argument.text()).ok_or_else(|| not_allowed(argument.text()))?;
        for spec in sets.values().flatten() {
            perturbation::check(spec)
                .map_err(|error| NotAllowed { allowed: format!("another set, for {error}"), nearest: None })?;
        }
        Ok(sets.iter().map(|(name, specs)| with_perturbations(&run_spec, name, specs)).collect())
    },
};

/// For each value of the argument, the runs that it asks for: how the name of each ends, and its perturbations.
type Sets = IndexMap<String, IndexMap<String, Vec<ObjectSpec>>>;

/// All of HELM's, in its order.
static SETS: LazyLock<Sets> = LazyLock::new(|| {
    serde_json::from_str(include_str!("data_augmentation.json")).expect("the tests read the built-in sets")
});

/// The values whose perturbations we all have.
fn supported() -> Vec<&'static str> {
    let is_supported =
        |sets: &IndexMap<_, Vec<_>>| sets.values().flatten().all(|spec| perturbation::check(spec).is_ok());
    SETS.iter().filter(|(_, sets)| is_supported(sets)).map(|(value, _)| value.as_str()).collect()
}

/// The values whose perturbations we all have, with the names of the runs that each makes.
pub(super) fn supported_with_runs() -> Vec<(&'static str, String)> {
    let runs = |value: &str| SETS[value].keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    supported().into_iter().map(|value| (value, runs(value))).collect()
}

fn not_allowed(value: &str) -> NotAllowed {
    let supported = supported();
    NotAllowed {
        nearest: nearest(value, supported.iter().copied()).map(str::to_owned),
        allowed: format!("one of {}", supported.join(", ")),
    }
}

/// Originals and their perturbed copies are in one run, so that metrics can compare them.
fn with_perturbations(run_spec: &RunSpec, name: &str, perturbation_specs: &[ObjectSpec]) -> RunSpec {
    RunSpec {
        name: format!("{},data_augmentation={name}", run_spec.name),
        data_augmenter_spec: DataAugmenterSpec {
            perturbation_specs: perturbation_specs.to_vec(),
            should_augment_train_instances: false,
            should_include_original_train: true,
            should_skip_unchanged_train: true,
            should_augment_eval_instances: true,
            should_include_original_eval: true,
            should_skip_unchanged_eval: true,
            seeds_per_instance: 1,
        },
        ..run_spec.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registry;
    use crate::run_entry::Argument;

    fn expand(value: &str) -> Result<Vec<RunSpec>, NotAllowed> {
        let run_spec: RunSpec = serde_json::from_str(
            r#"{"name": "mmlu:subject=anatomy", "scenario_spec": {"class_name": "Scenario"}, "adapter_spec": {}, "metric_specs": []}"#,
        )
        .expect("a run spec");
        (DATA_AUGMENTATION.expand)(run_spec, &Argument::new(value), &Registry::built_in())
    }

    #[test]
    fn names_are_those_of_helm() {
        for (value, expected) in [
            ("robustness", vec!["robustness"]),
            ("misspelling_medium", vec!["misspelling0.20"]),
            ("misspelling_sweep", vec!["misspelling0", "misspelling0.05", "misspelling0.2", "misspelling0.5"]),
            ("dialect_easy", vec!["dialect_easy_prob=0.1_source=SAE_target=AAVE"]),
        ] {
            let names: Vec<String> = expand(value).expect("known").into_iter().map(|run_spec| run_spec.name).collect();
            let expected: Vec<String> =
                expected.iter().map(|name| format!("mmlu:subject=anatomy,data_augmentation={name}")).collect();
            assert_eq!(names, expected);
        }
    }

    #[test]
    fn what_is_not_supported_says_what_it_needs() {
        let allowed = |value: &str| expand(value).expect_err("not supported").allowed;
        assert!(allowed("chinese").contains("needs a translation service"), "{}", allowed("chinese"));
        assert!(allowed("robustness_all").contains("needs spaCy's English model"));
        assert_eq!(expand("robustnes").expect_err("unknown").nearest.as_deref(), Some("robustness"));
        // HELM has 43 values; those with synonyms, translations and CLEVA are nine.
        assert_eq!((SETS.len(), supported().len()), (43, 34));
    }
}

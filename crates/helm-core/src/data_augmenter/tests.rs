use super::*;
use crate::files::ObjectSpec;
use crate::perturbation::tests::{NoNetwork, golden_lists, with_paths_of_helm};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What HELM's preprocessor made of instances.
#[derive(Deserialize)]
struct Case {
    spec: DataAugmenterSpec,
    passage: bool,
    instances: Vec<Instance>,
    augmented: Vec<Value>,
}

#[test]
fn copies_are_those_of_helm() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../../tests/golden/perturbations/instances.json"))
        .expect("a valid fixture");
    let folder = golden_lists();
    let lists = WordLists { folder: &folder, data: &NoNetwork };
    for (index, case) in cases.into_iter().enumerate() {
        let ours = augment(case.instances, &case.spec, case.passage, &lists).expect("known perturbations");
        assert_eq!(ours.len(), case.augmented.len(), "case {index}");
        for (ours, expected) in ours.iter().zip(case.augmented) {
            assert_eq!(with_paths_of_helm(ours).to_string(), expected.to_string(), "case {index}");
        }
    }
}

/// `mmlu:subject=anatomy,...,data_augmentation=robustness`, ten questions, run by HELM.
#[test]
fn questions_of_a_run_come_out_as_in_helm() {
    let expected: Vec<Instance> =
        serde_json::from_str(include_str!("../../../../tests/golden/perturbations/mmlu.json"))
            .expect("a valid fixture");
    let originals = expected.iter().filter(|instance| instance.perturbation.is_none()).cloned().collect();
    let mild_mix = "helm.benchmark.augmentations.mild_mix_perturbation.MildMixPerturbation";
    let spec = DataAugmenterSpec {
        perturbation_specs: vec![ObjectSpec { class_name: mild_mix.into(), args: Map::new() }],
        should_augment_eval_instances: true,
        should_include_original_eval: true,
        should_skip_unchanged_eval: true,
        ..DataAugmenterSpec::default()
    };
    let folder = golden_lists();
    let lists = WordLists { folder: &folder, data: &NoNetwork };
    let ours = augment(originals, &spec, false, &lists).expect("known perturbations");
    assert_eq!(json!(ours).to_string(), json!(expected).to_string());
}

//! Which perturbed copies of instances a run asks, besides or instead of the instances themselves.

use crate::files::{DataAugmenterSpec, Instance};
use crate::perturbation::{self, Perturbation, PerturbationError, WordLists};
use crate::sampling::{EVAL_SPLITS, TRAIN_SPLIT};
use rayon::prelude::*;

/// What becomes of the instances of some splits.
#[derive(Clone, Copy)]
struct Augmentation {
    include_original: bool,
    skip_unchanged: bool,
    seeds_per_instance: usize,
    /// See [`augment`].
    never_unchanged: bool,
}

/// The instances of the train split, then those of the evaluation splits, each as the spec wants them:
/// perturbed copies follow their original, perturbation by perturbation, seed by seed.
///
/// `never_unchanged` holds for scenarios whose inputs HELM builds from a passage and a question
/// ([`Scenario::passage_questions`](crate::scenario::Scenario::passage_questions)): HELM never takes
/// a copy of these for unchanged, because the copy's input is of another class.
pub fn augment(
    instances: Vec<Instance>,
    spec: &DataAugmenterSpec,
    never_unchanged: bool,
    lists: &WordLists,
) -> Result<Vec<Instance>, PerturbationError> {
    let perturbations: Vec<Box<dyn Perturbation>> =
        spec.perturbation_specs.iter().map(|spec| perturbation::create(spec, lists)).collect::<Result<_, _>>()?;
    let is_in = |instance: &Instance, splits: &[&str]| instance.split.as_deref().is_some_and(|s| splits.contains(&s));
    let (train, rest): (Vec<_>, Vec<_>) = instances.into_iter().partition(|instance| is_in(instance, &[TRAIN_SPLIT]));
    let eval: Vec<_> = rest.into_iter().filter(|instance| is_in(instance, &EVAL_SPLITS)).collect();
    let augmentation = |include_original, skip_unchanged| Augmentation {
        include_original,
        skip_unchanged,
        seeds_per_instance: spec.seeds_per_instance,
        never_unchanged,
    };
    let for_train = spec
        .should_augment_train_instances
        .then(|| augmentation(spec.should_include_original_train, spec.should_skip_unchanged_train));
    let for_eval = spec
        .should_augment_eval_instances
        .then(|| augmentation(spec.should_include_original_eval, spec.should_skip_unchanged_eval));
    let mut all = augmented(train, for_train, &perturbations);
    all.extend(augmented(eval, for_eval, &perturbations));
    Ok(all)
}

fn augmented(
    instances: Vec<Instance>,
    augmentation: Option<Augmentation>,
    perturbations: &[Box<dyn Perturbation>],
) -> Vec<Instance> {
    let Some(augmentation) = augmentation else { return instances };
    let versions: Vec<Vec<Instance>> =
        instances.into_par_iter().map(|instance| versions(instance, augmentation, perturbations)).collect();
    versions.into_iter().flatten().collect()
}

fn versions(instance: Instance, augmentation: Augmentation, perturbations: &[Box<dyn Perturbation>]) -> Vec<Instance> {
    let Augmentation { include_original, skip_unchanged, seeds_per_instance, never_unchanged } = augmentation;
    let mut copies = Vec::new();
    for perturbation in perturbations {
        let comparable = !(never_unchanged && perturbation.makes_input_anew());
        for seed in 0..i64::try_from(seeds_per_instance).expect("there are few seeds") {
            let copy = perturbation.apply(&instance, (seed > 0).then_some(seed));
            if !(skip_unchanged && comparable && copy.input == instance.input) {
                copies.push(copy);
            }
        }
    }
    if include_original {
        copies.insert(0, instance);
    }
    copies
}

#[cfg(test)]
mod tests;

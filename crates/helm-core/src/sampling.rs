//! Which instances are asked, and which examples precede them.

use crate::files::Instance;
use crate::random::{NumpyRandom, PythonRandom};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The split that in-context examples come from.
pub const TRAIN_SPLIT: &str = "train";
/// The splits that evaluation instances come from unless the adapter spec says otherwise.
pub const EVAL_SPLITS: [&str; 2] = ["valid", "test"];

/// Gives each instance the id of its place in the scenario: `id0`, `id1`, ...; instances that all
/// came with ids keep them.
pub fn with_instance_ids(mut instances: Vec<Instance>) -> Vec<Instance> {
    if instances.iter().any(|instance| instance.id.is_none()) {
        for (index, instance) in instances.iter_mut().enumerate() {
            instance.id = Some(format!("id{index}"));
        }
    }
    instances
}

/// All instances of the train split, followed by at most `max_eval_instances` of the evaluation splits.
///
/// The draw is `np.random.seed(0); np.random.choice(eval_instances, max, replace=False)`: a larger
/// number extends a smaller one, and the order is that of the draw.
pub fn downsample(instances: Vec<Instance>, max_eval_instances: usize, eval_splits: &[String]) -> Vec<Instance> {
    let is_in =
        |instance: &Instance, splits: &[String]| instance.split.as_ref().is_some_and(|split| splits.contains(split));
    let train = [TRAIN_SPLIT.to_owned()];
    let (mut kept, rest): (Vec<_>, Vec<_>) = instances.into_iter().partition(|instance| is_in(instance, &train));
    let mut eval: Vec<Option<Instance>> =
        rest.into_iter().filter(|instance| is_in(instance, eval_splits)).map(Some).collect();
    if eval.len() <= max_eval_instances {
        kept.extend(eval.into_iter().flatten());
    } else {
        let drawn = NumpyRandom::from_seed(0).choice(eval.len(), max_eval_instances);
        kept.extend(drawn.into_iter().filter_map(|index| eval[index].take()));
    }
    kept
}

/// The in-context examples of one train trial.
///
/// Labels (first correct references) take turns, frequent labels first and equally frequent ones in
/// random order, each giving a random instance; instances without a label fill what is left.
pub fn sample_examples(train: &[Arc<Instance>], count: usize, trial: usize, sample: bool) -> Vec<Arc<Instance>> {
    let count = count.min(train.len());
    if !sample {
        return train.iter().skip(count * trial).take(count).cloned().collect();
    }
    let seed = i64::try_from(trial).expect("there are few trials");
    let mut random = PythonRandom::from_integer(seed);
    let mut unlabeled = Vec::new();
    let mut by_label: BTreeMap<&str, Vec<&Arc<Instance>>> = BTreeMap::new();
    for instance in train {
        match instance.first_correct_reference() {
            Some(reference) => by_label.entry(&reference.output.text).or_default().push(instance),
            None => unlabeled.push(instance),
        }
    }
    let mut pools = in_turn_order(by_label, &mut random);
    let mut examples: Vec<Arc<Instance>> = Vec::with_capacity(count);
    while examples.len() < count && pools.iter().any(|pool| !pool.is_empty()) {
        for pool in &mut pools {
            if examples.len() < count && !pool.is_empty() {
                examples.push(Arc::clone(pool.remove(random.below(pool.len()))));
            }
        }
    }
    let missing = count - examples.len();
    examples.extend(random.sample(unlabeled.len(), missing).into_iter().map(|index| Arc::clone(unlabeled[index])));
    examples
}

/// The instances of each label, in the order in which labels take turns. `by_label` is sorted by label.
fn in_turn_order<'a>(
    by_label: BTreeMap<&str, Vec<&'a Arc<Instance>>>,
    random: &mut PythonRandom,
) -> Vec<Vec<&'a Arc<Instance>>> {
    let mut by_frequency: IndexMap<usize, Vec<Vec<&Arc<Instance>>>> = IndexMap::new();
    for pool in by_label.into_values() {
        by_frequency.entry(pool.len()).or_default().push(pool);
    }
    by_frequency.sort_by(|a, _, b, _| b.cmp(a));
    let mut pools = Vec::new();
    for mut equally_frequent in by_frequency.into_values() {
        random.shuffle(&mut equally_frequent);
        pools.extend(equally_frequent);
    }
    pools
}

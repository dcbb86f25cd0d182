use super::Scores;
use helm_core::random::NumpyRandom;
use helm_core::statistics::{Interval, PairedDifference, Resamples, Stratum, bootstrap_interval, paired_bootstrap};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Resamples of a bootstrap: the ends of its intervals then vary by a few hundredths of their width.
const RESAMPLES: usize = 1000;
/// The same question has the same answer.
const SEED: u32 = 0;
/// Resamples of so many instances are kept, 2 kB an instance: those of more are drawn each time.
const MOST_KEPT: usize = 2000;
/// Numbers of instances whose resamples are kept: most runs of a suite have the same few.
const SIZES_KEPT: usize = 4;

/// Draws instances again, the same ones each time.
#[derive(Default)]
pub(crate) struct Resampler {
    known: Mutex<HashMap<u16, Arc<Resamples>>>,
}

impl Resampler {
    pub(super) fn interval(&self, lists: &[Scores]) -> Option<Interval> {
        if let [list] = lists
            && let Some(resamples) = self.resamples(list.scores.len())
        {
            return resamples.interval(&list.scores);
        }
        let strata: Vec<Stratum> =
            lists.iter().map(|list| Stratum { scores: &list.scores, weight: list.weight }).collect();
        bootstrap_interval(&strata, RESAMPLES, &mut NumpyRandom::from_seed(SEED))
    }

    pub(super) fn paired(&self, differences: &[f64]) -> Option<PairedDifference> {
        match self.resamples(differences.len()) {
            Some(resamples) => resamples.paired(differences),
            None => paired_bootstrap(differences, RESAMPLES, &mut NumpyRandom::from_seed(SEED)),
        }
    }

    fn resamples(&self, instances: usize) -> Option<Arc<Resamples>> {
        let instances = u16::try_from(instances).ok().filter(|count| usize::from(*count) <= MOST_KEPT)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(resamples) = known.get(&instances) {
            return Some(Arc::clone(resamples));
        }
        if known.len() == SIZES_KEPT {
            known.clear();
        }
        let resamples = Arc::new(Resamples::draw(instances, RESAMPLES, &mut NumpyRandom::from_seed(SEED)));
        known.insert(instances, Arc::clone(&resamples));
        Some(resamples)
    }
}

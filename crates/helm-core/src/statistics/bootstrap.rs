//! Efron's bootstrap (1979) with percentile intervals: what the mean would have been over other draws of instances.

use super::{Interval, LEVEL};
use crate::random::NumpyRandom;

/// The scores of single instances that one mean is made of.
#[derive(Clone, Copy, Debug)]
pub struct Stratum<'a> {
    /// The scores; at least one.
    pub scores: &'a [f64],
    /// What the mean of the scores counts for among those of other strata; above 0.
    pub weight: f64,
}

/// The interval of the weighted mean of the means of `strata`, each of which is drawn again by itself; none when
/// there is nothing to draw from. The draws are those of NumPy's `RandomState.randint`, stratum by stratum.
pub fn bootstrap_interval(strata: &[Stratum], resamples: usize, random: &mut NumpyRandom) -> Option<Interval> {
    let weights: f64 = strata.iter().map(|stratum| stratum.weight).sum();
    if resamples == 0 || weights <= 0.0 || strata.iter().any(|stratum| stratum.scores.is_empty()) {
        return None;
    }
    let mut means = vec![0.0; resamples];
    for stratum in strata {
        let share = stratum.weight / weights;
        for mean in &mut means {
            *mean += share * resampled_mean(stratum.scores, random);
        }
    }
    Some(percentile_interval(&mut means))
}

/// The difference between two means over the same instances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// The mean of the differences.
    pub mean: f64,
    /// Where the true difference probably lies.
    pub interval: Interval,
    /// Two-sided: how often a resample falls on the other side of 0, plus one so that it is never 0
    /// (Davison & Hinkley 1997, section 4.2).
    pub p_value: f64,
}

/// Draws the instances again, each with both of its scores: `differences` holds one minus the other. None when
/// there are no instances.
pub fn paired_bootstrap(differences: &[f64], resamples: usize, random: &mut NumpyRandom) -> Option<PairedDifference> {
    if differences.is_empty() || resamples == 0 {
        return None;
    }
    let means = (0..resamples).map(|_| resampled_mean(differences, random)).collect();
    Some(difference_of_means(differences, means))
}

/// Resamples of a number of instances, drawn once for many lists of scores: the same draws as
/// [`bootstrap_interval`] of one list and [`paired_bootstrap`] make, in a small part of their time.
pub struct Resamples {
    instances: usize,
    /// How often each resample has each instance.
    times: Vec<u16>,
}

impl Resamples {
    /// Draws `resamples` of `instances` instances, of which there are fewer than 65,536.
    pub fn draw(instances: u16, resamples: usize, random: &mut NumpyRandom) -> Self {
        let n = usize::from(instances);
        let mut times = vec![0; n * resamples];
        for resample in times.chunks_exact_mut(n.max(1)) {
            for _ in 0..instances {
                resample[random.below(u32::from(instances)) as usize] += 1;
            }
        }
        Self { instances: n, times }
    }

    /// The interval of the mean of as many scores; none of another number of them, and of none.
    pub fn interval(&self, scores: &[f64]) -> Option<Interval> {
        Some(percentile_interval(&mut self.means(scores)?))
    }

    /// The difference that as many `differences` tell; none of another number of them, and of none.
    pub fn paired(&self, differences: &[f64]) -> Option<PairedDifference> {
        Some(difference_of_means(differences, self.means(differences)?))
    }

    fn means(&self, scores: &[f64]) -> Option<Vec<f64>> {
        if scores.len() != self.instances || self.times.is_empty() {
            return None;
        }
        let mean = |resample: &[u16]| {
            // Several sums at once, so that one addition need not wait for another.
            let mut sums = [0.0; 8];
            for (times, scores) in resample.chunks(8).zip(scores.chunks(8)) {
                for ((sum, times), score) in sums.iter_mut().zip(times).zip(scores) {
                    *sum += f64::from(*times) * score;
                }
            }
            sums.iter().sum::<f64>() / scores.len() as f64
        };
        Some(self.times.chunks_exact(self.instances).map(mean).collect())
    }
}

fn difference_of_means(differences: &[f64], mut means: Vec<f64>) -> PairedDifference {
    let not_above = means.iter().filter(|mean| **mean <= 0.0).count();
    let not_below = means.iter().filter(|mean| **mean >= 0.0).count();
    let p_value = 2.0 * (not_above.min(not_below) + 1) as f64 / (means.len() + 1) as f64;
    PairedDifference {
        mean: differences.iter().sum::<f64>() / differences.len() as f64,
        interval: percentile_interval(&mut means),
        p_value: p_value.min(1.0),
    }
}

fn resampled_mean(scores: &[f64], random: &mut NumpyRandom) -> f64 {
    let n = u32::try_from(scores.len()).expect("fewer than 2^32 instances fit a run");
    let sum: f64 = (0..n).map(|_| scores[random.below(n) as usize]).sum();
    sum / f64::from(n)
}

/// The middle [`LEVEL`] of the means.
fn percentile_interval(means: &mut [f64]) -> Interval {
    means.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - LEVEL) / 2.0;
    Interval { low: quantile(means, tail), high: quantile(means, 1.0 - tail) }
}

/// The quantile of sorted values, linear between neighbours, as NumPy's `percentile` has it.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let position = share * (sorted.len() - 1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in the list")]
    let below = position as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (position - below as f64)
}

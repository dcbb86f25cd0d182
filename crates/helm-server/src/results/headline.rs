//! The number that a run is ranked by, out of `stats.json`.

use super::cache::Weight;
use super::problem::Problem;
use super::run_list::RunInfo;
use super::run_scores::DECIDING_METRICS;
use super::stamp::Root;
use super::summary::Summary;
use helm_core::files::{MetricNameMatcher, Stat};
use helm_core::json_elements::{ArrayAt, read_elements};
use helm_core::layout::STATS;
use helm_core::runner::{NUM_FAILED_REQUESTS, num_failed_requests};
use helm_core::summary::matching_stat;

/// A run's score.
#[derive(Clone, Debug)]
pub(crate) struct Headline {
    /// Which statistic it is.
    pub(crate) matcher: MetricNameMatcher,
    pub(crate) lower_is_better: Option<bool>,
    pub(crate) value: f64,
    /// The mean of how many train trials.
    pub(crate) count: u64,
    /// Evaluated instances over all trials, unperturbed or not.
    pub(crate) instances: Option<u64>,
}

/// What reading gave.
pub(crate) struct Read {
    pub(crate) headline: Option<Headline>,
    /// How many requests failed; none where that is not known.
    pub(crate) failed_requests: Option<usize>,
    pub(crate) problem: Option<Problem>,
}

pub(super) fn read(root: &Root, run: &RunInfo, summary: &Summary) -> Read {
    let (Some(run_spec), Some(_)) = (&run.run_spec, run.files.stats) else {
        return Read { headline: None, failed_requests: None, problem: None };
    };
    let candidates = candidates(summary, &run_spec.groups);
    let is_wanted = |stat: &Stat| {
        let name = &stat.name;
        name.name == "num_instances"
            || name.name == NUM_FAILED_REQUESTS
            || DECIDING_METRICS.contains(&name.name.as_str())
            || candidates.iter().any(|matcher| matcher.name == name.name)
    };
    let path = run.folder.join(STATS);
    let mut stats: Vec<Stat> = Vec::new();
    let read = read_elements(&path, ArrayAt::Top, |element| {
        let stat = element.read()?;
        if is_wanted(&stat) {
            stats.push(stat);
        }
        Ok(())
    });
    let problem = read.err().map(|error| Problem::of_run_file(root, &path, &error));
    let failed_requests = problem.is_none().then(|| num_failed_requests(&stats));
    let instances = stats.iter().filter(|stat| {
        stat.name.name == "num_instances"
            && stat.name.perturbation.as_ref().is_none_or(|known| known.computed_on == "perturbed")
    });
    let instances: f64 = instances.map(|stat| stat.sum.as_f64()).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of instances")]
    let instances = (instances > 0.0).then_some(instances as u64);
    let headline = candidates.into_iter().find_map(|matcher| {
        let stat = matching_stat(&stats, &matcher)?;
        Some(Headline {
            value: stat.mean?.as_f64(),
            count: stat.count,
            lower_is_better: summary.metric(&matcher.name).and_then(|metric| metric.lower_is_better),
            matcher,
            instances,
        })
    });
    Read { headline, failed_requests, problem }
}

/// What the run may be ranked by, the best candidate first.
fn candidates(summary: &Summary, groups: &[String]) -> Vec<MetricNameMatcher> {
    let main = summary.main_metric(groups).map(|meaning| meaning.matcher);
    let deciding = DECIDING_METRICS.into_iter().flat_map(|name| {
        ["test", "valid"].map(|split| MetricNameMatcher {
            name: name.into(),
            split: split.into(),
            sub_split: None,
            perturbation_name: None,
        })
    });
    main.into_iter().chain(deciding).collect()
}

impl Weight for Read {
    fn weight(&self) -> usize {
        size_of::<Self>() + 64
    }
}

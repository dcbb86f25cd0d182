use super::compare_query::Subjects;
use super::joined::Joined;
use super::pairs::PairCounts;
use super::run_stats::UNPERTURBED;
use super::state::Api;
use crate::evidence::Interval;
use crate::results::RunList;
use serde::Serialize;

/// A pair in an export.
#[derive(Serialize)]
pub(crate) struct ComparedPair {
    a: String,
    b: String,
    metric: Option<String>,
    #[serde(flatten)]
    counts: PairCounts,
    mean_a: Option<f64>,
    mean_b: Option<f64>,
    interval_a: Option<Interval>,
    interval_b: Option<Interval>,
}

impl ComparedPair {
    /// Two runs; none where they share no instance.
    pub(crate) fn of_runs(api: &Api, list: &RunList, a: &str, b: &str) -> Option<Self> {
        let runs = [list.find(a)?, list.find(b)?];
        Self::new(api, &Subjects::runs(api, &runs), a, b)
    }

    /// Two models; none where they share no instance.
    pub(crate) fn of_models(api: &Api, list: &RunList, a: &str, b: &str) -> Option<Self> {
        Self::new(api, &Subjects::models(api, &[a, b], None, list, &api.results.summary()), a, b)
    }

    fn new(api: &Api, subjects: &Subjects, a: &str, b: &str) -> Option<Self> {
        let joined = Joined::new(api, subjects, None, UNPERTURBED);
        if joined.rows.is_empty() {
            return None;
        }
        let (of_a, of_b) = (joined.estimate(0), joined.estimate(1));
        Some(Self {
            a: a.into(),
            b: b.into(),
            counts: joined.pair(0, 1),
            mean_a: of_a.as_ref().map(|estimate| estimate.mean),
            mean_b: of_b.as_ref().map(|estimate| estimate.mean),
            interval_a: of_a.map(|estimate| estimate.interval),
            interval_b: of_b.map(|estimate| estimate.interval),
            metric: joined.metric,
        })
    }
}

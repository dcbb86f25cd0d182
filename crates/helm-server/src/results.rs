//! The results that the API is about: the runs of the shown suite or release, read when they are asked for.
//!
//! Nothing here knows HTTP. Files may change, be half-written or be missing at any time, so everything that was
//! read is kept together with the [`Stamp`](stamp::Stamp) of its file, and what can't be read is a
//! [`Problem`] in the answer rather than an error.

mod cache;
mod column;
mod headline;
mod keys;
mod problem;
mod run_list;
mod run_rows;
mod run_scores;
mod stamp;
mod summary;

pub(crate) use headline::Headline;
pub(crate) use keys::{Keys, Perturbation};
pub(crate) use problem::Problem;
pub(crate) use run_list::{RunInfo, RunList, RunStatus};
pub(crate) use run_rows::{RunRows, Verdict};
pub(crate) use run_scores::{DECIDING_METRICS, RunScores};
pub(crate) use summary::Summary;

use crate::evidence::{Estimate, Resampler, Sample};
use crate::version::Version;
use cache::Cache;
use helm_core::layout::OutputFolder;
use keys::KeyPool;
use run_list::RunLister;
use stamp::Root;
use std::sync::Arc;
use summary::SummaryReader;

/// What scores of single instances may take in memory, in bytes; those of 500 runs of 1,000 instances take a third.
const SCORES_BUDGET: usize = 120 << 20;
/// What the places of requests in their files may take.
const ROWS_BUDGET: usize = 40 << 20;

/// The results of one suite or release.
pub(crate) struct Results {
    pub(crate) output: OutputFolder,
    pub(crate) version: Version,
    pub(crate) project: String,
    root: Root,
    lister: RunLister,
    summary: SummaryReader,
    scores: Cache<RunScores>,
    rows: Cache<RunRows>,
    headlines: Cache<headline::Read>,
    estimates: Cache<Option<Estimate>>,
    keys: KeyPool,
    pub(crate) resampler: Resampler,
}

impl Results {
    pub(crate) fn new(output: OutputFolder, version: Version, project: String) -> Self {
        Self {
            root: Root::new(output.root()),
            lister: RunLister::default(),
            summary: SummaryReader::default(),
            scores: Cache::new(SCORES_BUDGET),
            rows: Cache::new(ROWS_BUDGET),
            headlines: Cache::new(ROWS_BUDGET),
            estimates: Cache::new(ROWS_BUDGET),
            keys: KeyPool::default(),
            resampler: Resampler::default(),
            output,
            version,
            project,
        }
    }

    /// What `helm-summarize` left.
    pub(crate) fn summary(&self) -> Arc<Summary> {
        self.summary.read(&self.root, &self.version.folder(&self.output))
    }

    /// All runs as they are now.
    pub(crate) fn runs(&self) -> Arc<RunList> {
        self.lister.list(&self.root, &self.output, &self.version)
    }

    /// The scores of a run's instances.
    pub(crate) fn scores(&self, run: &RunInfo) -> Arc<RunScores> {
        self.scores.get(&run.name, &run.scores_stamp(), || RunScores::read(&self.root, run, &self.keys))
    }

    /// The scores of a run's instances, if they were read before.
    pub(crate) fn known_scores(&self, run: &RunInfo) -> Option<Arc<RunScores>> {
        self.scores.peek(&run.name, &run.scores_stamp())
    }

    /// Where each instance's requests are, with what filters need to know of them.
    pub(crate) fn rows(&self, run: &RunInfo) -> Arc<RunRows> {
        self.rows.get(&run.name, &run.rows_stamp(), || RunRows::read(&self.root, run, self.scores(run)))
    }

    /// The number that a run is ranked by.
    pub(crate) fn headline(&self, run: &RunInfo, summary: &Summary) -> Arc<headline::Read> {
        let stamps = [run.files.stats, summary.stamp];
        self.headlines.get(&run.name, &stamps, || headline::read(&self.root, run, summary))
    }

    /// What a run's instances say of the number that it is ranked by.
    pub(crate) fn estimate(&self, run: &RunInfo, summary: &Summary, headline: &Headline) -> Option<Estimate> {
        let stamps = [run.files.per_instance_stats, run.files.stats, summary.stamp];
        let compute = || Sample::new(&self.scores(run), &headline.matcher)?.estimate(&self.resampler);
        (*self.estimates.get(&run.name, &stamps, compute)).clone()
    }

    /// Reads the scores of a run, so that later questions find them; false where there is no room for them.
    pub(crate) fn read_ahead(&self, run: &RunInfo) -> bool {
        if self.scores.is_full() {
            return false;
        }
        self.scores(run);
        true
    }
}

impl cache::Weight for Option<Estimate> {
    fn weight(&self) -> usize {
        size_of::<Self>() + 64
    }
}

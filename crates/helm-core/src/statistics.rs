//! How sure a score is: intervals of means, and tests of the difference between two of them.
//!
//! A score is a mean over instances, so another draw of instances would have given another score. Where every
//! instance scores 0 or 1, the interval is Wilson's and the test of a difference McNemar's, both without
//! chance; for all other scores instances are drawn again, with a generator that is passed in.

mod bootstrap;
mod mcnemar;
mod wilson;

pub use bootstrap::{PairedDifference, Resamples, Stratum, bootstrap_interval, paired_bootstrap};
pub use mcnemar::mcnemar_exact;
pub use wilson::wilson_interval;

use serde::{Deserialize, Serialize};

/// What share of intervals made this way covers the true mean.
pub const LEVEL: f64 = 0.95;

/// Where a mean probably lies, at [`LEVEL`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

#[cfg(test)]
mod tests;

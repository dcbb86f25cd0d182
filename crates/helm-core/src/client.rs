//! What evaluation wants of whoever answers requests.

mod caching;

pub use caching::{CachingClient, RequestCache};

use crate::files::{Request, RequestResult};

/// Answers requests to one model deployment.
pub trait Client: Send + Sync {
    /// Answers `requests`. Thousands of requests of a run come together, all of a small one, so that a client can share
    /// work between them.
    ///
    /// `answered` is given the result of each request once, with the request's index, as soon as it is there, from
    /// any thread. A request that can't be answered has a result without success that says why.
    fn answer(&self, requests: &[Request], answered: &(dyn Fn(usize, RequestResult) + Sync));
}

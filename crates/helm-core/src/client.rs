//! What evaluation wants of whoever answers requests.

use crate::files::{Request, RequestResult};

/// Answers requests to one model deployment.
pub trait Client: Send + Sync {
    /// The results of `requests`, in their order. All requests of a run come together, so that a
    /// client can share work between them.
    ///
    /// A request that can't be answered has a result without success that says why. `answered` is
    /// called with the number of results that came in since its last call, from any thread.
    fn answer(&self, requests: &[Request], answered: &(dyn Fn(usize) + Sync)) -> Vec<RequestResult>;
}

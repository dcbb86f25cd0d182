//! The static export.

/// Rows in a file of instances.
pub(crate) const INSTANCES_IN_FILE: usize = 50;

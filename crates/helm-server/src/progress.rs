//! Whether a run is still being made, by its `progress.json`.

use helm_core::files::{ProgressPhase, RunProgress};
use std::time::{SystemTime, UNIX_EPOCH};

/// Whether somebody is at it. A maker on this machine that has ended is not; one elsewhere is, as long as the file
/// is younger than `fresh` seconds.
pub(crate) fn is_alive(progress: &RunProgress, fresh: f64) -> bool {
    progress.phase != ProgressPhase::Failed && now() - progress.updated < fresh && !has_ended(progress)
}

/// Seconds since 1970.
pub(crate) fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64())
}

/// Whether the process is known to be gone. Only Linux tells without a right to ask.
fn has_ended(progress: &RunProgress) -> bool {
    let processes = std::path::Path::new("/proc");
    let is_here = !progress.host.is_empty() && Some(&progress.host) == host().as_ref();
    is_here && processes.join("self").exists() && !processes.join(progress.process_id.to_string()).exists()
}

fn host() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|name| name.trim().to_owned())
}

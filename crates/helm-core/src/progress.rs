//! `progress.json` of a run that is being made: who writes it says so once a second; who reads it can tell
//! whether the run goes on or was left.

use crate::files::RunProgress;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How often the file is written anew while a run goes on.
pub const INTERVAL: Duration = Duration::from_secs(1);
/// Files that are this much older are left ones, in seconds: network disks and clocks of other machines may be late. So are
/// files from the future: a clock that went back doesn't bring them to life.
const FRESH: f64 = 30.0;

/// Whether somebody is at the run. A process of this machine that has ended is not; for others the file's age tells.
pub fn is_alive(progress: &RunProgress) -> bool {
    (now() - progress.updated).abs() < FRESH && !has_ended(progress)
}

/// Seconds since 1970.
pub fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |time| time.as_secs_f64())
}

/// The name of this machine; empty where the system doesn't tell.
pub fn this_host() -> String {
    fs::read_to_string("/proc/sys/kernel/hostname").map_or_else(|_| String::new(), |name| name.trim().to_owned())
}

/// Whether the process is known to be gone, which only Linux tells everybody.
fn has_ended(progress: &RunProgress) -> bool {
    let processes = Path::new("/proc");
    let is_here = !progress.host.is_empty() && progress.host == this_host();
    is_here && processes.join("self").exists() && !processes.join(progress.process_id.to_string()).exists()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::ProgressPhase;

    fn progress() -> RunProgress {
        RunProgress {
            run_name: "a".into(),
            phase: ProgressPhase::Asking,
            answered: 1,
            total: Some(2),
            started: now() - 100.0,
            asking_since: Some(now() - 50.0),
            updated: now(),
            process_id: std::process::id(),
            host: this_host(),
            score: None,
        }
    }

    #[test]
    fn what_is_touched_now_goes_on() {
        assert!(is_alive(&progress()));
    }

    #[test]
    fn what_was_left_does_not() {
        assert!(!is_alive(&RunProgress { updated: now() - 31.0, ..progress() }));
        assert!(!is_alive(&RunProgress { updated: now() - 31.0, host: "elsewhere".into(), ..progress() }));
    }

    #[test]
    fn a_clock_that_went_back_brings_nothing_to_life() {
        assert!(!is_alive(&RunProgress { updated: now() + 3600.0, host: "elsewhere".into(), ..progress() }));
        assert!(is_alive(&RunProgress { updated: now() + 10.0, host: "elsewhere".into(), ..progress() }));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_has_ended_does_not() {
        let mut ended = std::process::Command::new("true").spawn().expect("there is a program `true`");
        let process_id = ended.id();
        ended.wait().expect("it ends");
        assert!(!is_alive(&RunProgress { process_id, ..progress() }));
        assert!(is_alive(&RunProgress { process_id, host: "elsewhere".into(), ..progress() }));
    }
}

//! Where things lie below the output folder. The folder tree is the contract between the programs.

use std::path::{Component, Path, PathBuf};

/// `run_spec.json`, in a run's folder.
pub const RUN_SPEC: &str = "run_spec.json";
/// `scenario.json`, in a run's folder.
pub const SCENARIO: &str = "scenario.json";
/// `scenario_state.json`, in a run's folder.
pub const SCENARIO_STATE: &str = "scenario_state.json";
/// `stats.json`, in a run's folder.
pub const STATS: &str = "stats.json";
/// `per_instance_stats.json`, in a run's folder.
pub const PER_INSTANCE_STATS: &str = "per_instance_stats.json";
/// `instances.json`, in a run's folder, for the web app.
pub const INSTANCES: &str = "instances.json";
/// `display_predictions.json`, in a run's folder, for the web app.
pub const DISPLAY_PREDICTIONS: &str = "display_predictions.json";
/// `display_requests.json`, in a run's folder, for the web app.
pub const DISPLAY_REQUESTS: &str = "display_requests.json";
/// `.display_record.json`, in a run's folder: what its display files were made of.
pub const DISPLAY_RECORD: &str = ".display_record.json";
/// A file that is locked by the process that makes the run, in the folder of a run that is being made.
pub const CLAIM: &str = ".claim";
/// `progress.json`, in the folder of a run that is being made.
pub const PROGRESS: &str = "progress.json";
/// The files that make a run complete.
pub const RUN_FILES: [&str; 5] = [RUN_SPEC, SCENARIO, SCENARIO_STATE, STATS, PER_INSTANCE_STATS];

/// Whether a suite or release can have that name: it is the name of one folder, which leads nowhere else.
pub fn is_folder_name(name: &str) -> bool {
    let components: Vec<Component> = Path::new(name).components().collect();
    matches!(components.as_slice(), [Component::Normal(_)]) && !name.contains(['/', '\\'])
}

/// The output folder (`--output-path`).
#[derive(Clone, Debug)]
pub struct OutputFolder {
    root: PathBuf,
}

impl OutputFolder {
    /// The folder at `root`; it need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All suites.
    pub fn runs(&self) -> PathBuf {
        self.root.join("runs")
    }

    /// The runs of one suite, with their summary.
    pub fn suite(&self, suite: &str) -> PathBuf {
        self.runs().join(suite)
    }

    /// One run.
    pub fn run(&self, suite: &str, run_name: &str) -> PathBuf {
        self.suite(suite).join(run_name)
    }

    /// All releases.
    pub fn releases(&self) -> PathBuf {
        self.root.join("releases")
    }

    /// The summary of one release.
    pub fn release(&self, release: &str) -> PathBuf {
        self.releases().join(release)
    }

    /// The file that keeps the instances of a scenario with these arguments.
    pub fn instances(&self, scenario_name: &str, arguments: &[(String, String)]) -> PathBuf {
        let mut sorted: Vec<String> = arguments.iter().map(|(key, value)| format!("{key}={value}")).collect();
        sorted.sort();
        let folder =
            if sorted.is_empty() { scenario_name.into() } else { format!("{scenario_name}:{}", sorted.join(",")) };
        self.root.join("scenario_instances").join(folder.replace('/', "_")).join("input_instances.json")
    }

    /// What a scenario downloaded or made.
    pub fn scenario(&self, scenario_name: &str) -> PathBuf {
        self.root.join("scenarios").join(scenario_name)
    }

    /// What perturbations downloaded.
    pub fn perturbations(&self) -> PathBuf {
        self.root.join("perturbations")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_suites_lead_nowhere_else() {
        for name in ["my-suite", "v1.0", "my suite", "..."] {
            assert!(is_folder_name(name), "{name}");
        }
        for name in ["", ".", "..", "../x", "a/b", "a/", "/x", "a\\b"] {
            assert!(!is_folder_name(name), "{name}");
        }
    }
}

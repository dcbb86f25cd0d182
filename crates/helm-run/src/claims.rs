//! Of several processes that are asked for the same run, one makes it. The others make other runs first, or wait.
//!
//! A run is claimed twice. In its folder, so that one process writes there. And beside the answers, by its name, so that
//! processes of other suites find its answers rather than ask for the same at the same time; the name is the same however
//! many of the instances are asked for. Who doesn't get both gives back what it got: nobody waits for one claim while
//! it holds another, so nobody waits for ever.

mod claim_file;

use crate::answer_caches;
use crate::plan;
use crate::settings::Settings;
use crate::terminal::Terminal;
use claim_file::{Attempt, ClaimFile};
use helm_core::files::RunSpec;
use helm_core::json;
use helm_core::layout::{CLAIM, PROGRESS, RUN_FILES, RUN_SPEC, STATS};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The claims of this process.
pub(crate) struct Claims<'a> {
    settings: &'a Settings,
    terminal: &'a Terminal,
    /// The last file of each run as it was when this process began, by the run's folder.
    at_first: Vec<Option<Stamp>>,
    has_told: Cell<bool>,
}

/// What changes when a file is written anew.
type Stamp = (SystemTime, u64);

/// What became of wanting to make a run.
pub(crate) enum Claimed {
    /// It is this process' to make.
    Ours(RunClaim),
    /// It was this process' to make, but another has made it since this one began.
    Made,
    /// Somebody is at it.
    Theirs(String),
}

/// A run that this process makes; given back when dropped.
pub(crate) struct RunClaim {
    folder: PathBuf,
    files: Vec<ClaimFile>,
}

impl<'a> Claims<'a> {
    /// Remembers how things are before any of `run_specs` is made.
    pub(crate) fn new(settings: &'a Settings, terminal: &'a Terminal, run_specs: &[RunSpec]) -> Self {
        let stamps = run_specs.iter().map(|run_spec| stamp(&folder(settings, run_spec)));
        Self { settings, terminal, at_first: stamps.collect(), has_told: Cell::new(false) }
    }

    /// Claims the run of that index. Where nothing can be locked it is ours without a lock: then it may be made twice,
    /// which harms nothing, since files appear whole.
    pub(crate) fn claim(&self, index: usize, run_spec: &RunSpec) -> Claimed {
        let folder = folder(self.settings, run_spec);
        let mut claim = RunClaim { folder, files: Vec::new() };
        let in_folder = claim.folder.join(CLAIM);
        for path in [Some(in_folder.clone()), self.beside_answers(run_spec)].into_iter().flatten() {
            match ClaimFile::attempt(&path) {
                Ok(Attempt::Ours(file)) => claim.files.push(file),
                Ok(Attempt::Theirs(holder)) => return Claimed::Theirs(holder),
                // What is wrong with the folder of answers is told where they are to be kept.
                Err(error) if path == in_folder && !self.has_told.replace(true) => {
                    self.terminal.no_claim(&path, &error);
                }
                Err(_) => {}
            }
        }
        if !claim.files.is_empty() {
            json::remove_unfinished(&claim.folder, &RUN_FILES);
            json::remove_unfinished(&claim.folder, &[PROGRESS]);
        }
        let now = stamp(&claim.folder);
        let is_new = now.is_some() && now != self.at_first[index];
        if is_new && self.is_made_of(run_spec) { Claimed::Made } else { Claimed::Ours(claim) }
    }

    /// Where answers are kept, the file that stands for a run. Names of runs may be as long as those of files can be.
    fn beside_answers(&self, run_spec: &RunSpec) -> Option<PathBuf> {
        let digest = Sha256::digest(&run_spec.name);
        let start = u64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes"));
        let organization = answer_caches::organization(&run_spec.adapter_spec.model_deployment);
        let folder = answer_caches::folder(&self.settings.local_path);
        (!self.settings.disable_cache).then(|| folder.join(format!(".{organization}.{start:016x}.claim")))
    }

    fn is_made_of(&self, run_spec: &RunSpec) -> bool {
        plan::is_completed(self.settings, run_spec)
            && json::read::<RunSpec>(&folder(self.settings, run_spec).join(RUN_SPEC))
                .is_ok_and(|made| made == *run_spec)
    }
}

impl Drop for RunClaim {
    fn drop(&mut self) {
        self.files.clear();
        // What was begun for the claim alone goes with it: only an empty folder can be removed this way.
        let _ = fs::remove_dir(&self.folder);
    }
}

fn folder(settings: &Settings, run_spec: &RunSpec) -> PathBuf {
    settings.output.run(&settings.suite, &run_spec.name)
}

/// That of the file which is written last. Clocks may go back: what counts is that it is another.
fn stamp(folder: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(folder.join(STATS)).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

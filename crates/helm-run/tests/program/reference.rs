//! Runs with a larger model on the real MMLU are those that HELM made of them, where that reference
//! lies beside the repository; too large to be part of it.

use super::compare::run_folders;
use super::place::{Place, repository};
use std::fs;
use std::io::Write;
use std::path::Path;

const REVISION: &str = "607a30d783dfa663caf39e06633721c8d4cfcd7e";

#[test]
fn runs_equal_those_of_helm() {
    let shared = repository().join("../shared");
    let reference = shared.join("reference/runs/visible");
    if !reference.is_dir() {
        // Written past the test harness, which would swallow it.
        let _ = writeln!(std::io::stderr(), "skipped: there is no reference in `{}`", reference.display());
        return;
    }
    let place = Place::new();
    cache_model(&shared.join("models/mini-gpt2"), &place.path("hf/hub/models--openai-community--gpt2"));
    let entries = fs::read_to_string(shared.join("reference/entries.txt")).expect("the reference has entries");
    let entries: Vec<&str> = entries.lines().collect();
    let data = shared.join("data/mmlu/data.tar");
    let arguments =
        format!("--run-entries {} --suite visible -m 10 --scenario-data mmlu={}", entries.join(" "), data.display());
    place.run(&arguments).succeeded();

    let mut compared = 0;
    for run in fs::read_dir(place.path("benchmark_output/runs/visible")).expect("it was written").flatten() {
        let name = run.file_name().into_string().expect("run names are UTF-8");
        let theirs = find_run(&reference, &name);
        if let Err(differences) = run_folders(&theirs, &run.path()) {
            panic!("{name} differs:\n{}", differences.join("\n"));
        }
        compared += 1;
    }
    assert_eq!(compared, entries.len());
}

/// The layout that all Hugging Face tools share.
fn cache_model(model: &Path, cache: &Path) {
    let snapshot = cache.join("snapshots").join(REVISION);
    fs::create_dir_all(cache.join("refs")).expect("folders can be made");
    fs::create_dir_all(&snapshot).expect("folders can be made");
    fs::write(cache.join("refs/main"), REVISION).expect("files can be written");
    for file in fs::read_dir(model).expect("the model is there").flatten() {
        fs::copy(file.path(), snapshot.join(file.file_name())).expect("files can be copied");
    }
}

/// The reference's run of that name; it spells out the default method.
fn find_run(reference: &Path, name: &str) -> std::path::PathBuf {
    let plain = |name: &str| name.replace(",method=multiple_choice_joint", "");
    let mut runs = fs::read_dir(reference).expect("the reference is there").flatten();
    let found = runs.find(|run| plain(&run.file_name().to_string_lossy()) == plain(name));
    found.unwrap_or_else(|| panic!("the reference has no run `{name}`")).path()
}

//! Several processes with the same file.

use super::random::{Random, value};
use helm_cache::AnswerCache;
use helm_core::client::RequestCache;
use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

const NUM_PROCESSES: usize = 8;
const OPERATIONS: usize = 2_500;
const KEYS: usize = 4_000;
const FILE: &str = "HELM_CACHE_TEST_FILE";
const PROCESS: &str = "HELM_CACHE_TEST_PROCESS";

fn key(number: usize) -> String {
    format!("key {number}")
}

/// The keys that a process writes: every other operation.
fn written(process: usize) -> Vec<usize> {
    let mut random = Random(process as u64);
    (0..OPERATIONS / 2).map(|_| random.below(KEYS)).collect()
}

fn open(file: &Path) -> AnswerCache {
    AnswerCache::open(file, |warning| panic!("{warning}")).expect("the file can be used")
}

#[test]
fn eight_processes_lose_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("together.sqlite");
    let start = |process: usize| {
        Command::new(env::current_exe().expect("programs know where they are"))
            .args(["--exact", "processes::one_of_eight", "--ignored"])
            .env(FILE, &file)
            .env(PROCESS, process.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the test starts again")
    };
    let processes: Vec<_> = (0..NUM_PROCESSES).map(start).collect();
    for process in processes {
        let output = process.wait_with_output().expect("it is our child");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let cache = open(&file);
    for number in (0..NUM_PROCESSES).flat_map(written) {
        assert_eq!(cache.text(&key(number)), Some(value(&key(number))));
    }
    drop(cache);
    let found = helm_cache::verify(&file).expect("it can be read");
    assert_eq!((found.num_damaged, found.problems), (0, Vec::new()));
}

#[test]
#[ignore = "a part of `eight_processes_lose_nothing`"]
fn one_of_eight() {
    let process: usize = env::var(PROCESS).ok().and_then(|text| text.parse().ok()).expect("the other test sets it");
    let cache = open(env::var_os(FILE).expect("the other test sets it").as_ref());
    let mut random = Random(1000 + process as u64);
    for number in written(process) {
        cache.put_text(key(number), value(&key(number)));
        let looked_for = key(random.below(KEYS));
        if let Some(found) = cache.text(&looked_for) {
            assert_eq!(found, value(&looked_for));
        }
    }
    cache.flush();
}

#[test]
fn a_file_that_is_removed_while_it_is_open_is_begun_anew() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("removed.sqlite");
    let cache = open(&file);
    cache.put_text("a".into(), "1".into());
    cache.flush();
    for name in ["removed.sqlite", "removed.sqlite-wal", "removed.sqlite-shm"] {
        std::fs::remove_file(folder.path().join(name)).expect("it is there");
    }
    cache.put_text("b".into(), "2".into());
    cache.flush();
    drop(cache);
    let cache = open(&file);
    assert_eq!((cache.text("a"), cache.text("b").as_deref()), (None, Some("2")));
}

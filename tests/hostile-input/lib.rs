//! Input that nobody means: samples of what is valid, changed in a few places by what breaks readers, and noise.
//!
//! The same cases each time, `PROPTEST_CASES` of them; a case that makes a reader panic is made as small as it can be.

mod change;

use change::{Change, changes};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::path::Path;
use tempfile::TempDir;

/// Cases where nobody says how many: enough to find what is easily found.
const CASES: u32 = 2_000;
/// Of so many cases, slow readers get one.
const SLOW: u32 = 50;
/// Most changes of one sample.
const CHANGES: usize = 5;
/// Most bytes of noise.
const NOISE: usize = 64;

/// Hands hostile input to `read`, which must not panic. `samples` are valid, and `tokens` what means something to
/// the reader, in addition to what means something to most.
pub fn check(samples: &[&str], tokens: &[&str], read: impl Fn(&[u8])) {
    run(&inputs(samples, tokens), cases(), read);
}

/// A folder for files that are written anew for each case: in memory, where the system has a place for that.
pub fn folder() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    let folder = if in_memory.is_dir() { tempfile::tempdir_in(in_memory) } else { tempfile::tempdir() };
    folder.expect("temporary folders can be made")
}

/// The same as [`check`] for readers that take milliseconds: fewer cases.
pub fn check_slow(samples: &[&str], tokens: &[&str], read: impl Fn(&[u8])) {
    run(&inputs(samples, tokens), cases().div_ceil(SLOW), read);
}

/// The same as [`check`] for readers of text.
pub fn check_text(samples: &[&str], tokens: &[&str], read: impl Fn(&str)) {
    check(samples, tokens, |bytes| read(&String::from_utf8_lossy(bytes)));
}

fn inputs(samples: &[&str], tokens: &[&str]) -> impl Strategy<Value = Vec<u8>> {
    let sample = (0..samples.len(), vec(changes(), 0..=CHANGES));
    let changed = sample.prop_map(move |(sample, changes)| changed(samples[sample], tokens, &changes));
    let noise = vec(any::<u8>(), 0..=NOISE);
    prop_oneof![9 => changed, 1 => noise]
}

fn changed(sample: &str, tokens: &[&str], changes: &[Change]) -> Vec<u8> {
    changes.iter().fold(sample.as_bytes().to_vec(), |bytes, change| change.apply(&bytes, sample, tokens))
}

fn cases() -> u32 {
    let said = std::env::var_os("PROPTEST_CASES").is_some();
    if said { Config::default().cases } else { CASES }
}

fn run(inputs: &impl Strategy<Value = Vec<u8>>, cases: u32, read: impl Fn(&[u8])) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(inputs, |input| {
        read(&input);
        Ok::<(), TestCaseError>(())
    });
    if let Err(TestError::Fail(reason, input)) = &result {
        panic!("{reason}, for {:?}", String::from_utf8_lossy(input));
    }
    result.expect("the runner itself doesn't fail");
}

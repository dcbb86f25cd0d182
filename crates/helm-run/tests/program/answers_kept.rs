//! Answers are kept as they come in, and found again.

use super::asked::{Asked, Logged, check_all_were_asked};
use super::checkpoints::{Weights, demo_file};
use super::compare::lasting_text;
use super::local_models::{MINE, MINE_RUN, deploy};
use super::place::Place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::{Duration, Instant};

/// Several runs of all kinds of requests: scored, greedy, drawn.
pub(crate) const RUNS: &str = "-r demo:subject=everyday_science,method=multiple_choice_separate_calibrated,model=demo/tiny-gpt2 \
                    demo:subject=world_geography,model=demo/tiny-gpt2 \
                    simple_short_answer_qa:model=demo/tiny-gpt2,temperature=1,num_outputs=20 -m 12";
pub(crate) const FOLDERS: [&str; 3] = [
    "demo:subject=everyday_science,method=multiple_choice_separate_calibrated,model=demo_tiny-gpt2",
    "demo:subject=world_geography,model=demo_tiny-gpt2",
    "simple_short_answer_qa:model=demo_tiny-gpt2,temperature=1,num_outputs=20",
];

pub(crate) fn folder(place: &Place, run: &str) -> std::path::PathBuf {
    place.path(&format!("benchmark_output/runs/default/{run}"))
}

/// The results of a run.
fn results(place: &Place, run: &str) -> Vec<Value> {
    let text = place.read(&format!("benchmark_output/runs/default/{run}/scenario_state.json"));
    let mut state: Value = serde_json::from_str(&text).expect("JSON");
    let states = state["request_states"].as_array_mut().expect("a list");
    states.iter_mut().map(|state| state["result"].take()).collect()
}

fn num_cached(results: &[Value]) -> usize {
    results.iter().filter(|result| result["cached"] == true).count()
}

#[test]
fn what_was_answered_is_not_asked_again() {
    let place = Place::new();
    place.run(RUNS).succeeded();
    let first: Vec<Vec<Value>> = FOLDERS.iter().map(|run| results(&place, run)).collect();
    assert!(first.iter().all(|results| num_cached(results) == 0));
    place.run(RUNS).succeeded();
    for (run, mut first) in FOLDERS.iter().zip(first) {
        let again = results(&place, run);
        assert_eq!(num_cached(&again), again.len());
        // Everything else is as it was, times included.
        for result in &mut first {
            result["cached"] = true.into();
        }
        assert_eq!(again, first);
    }
    place.run(&format!("{RUNS} --disable-cache")).succeeded();
    assert!(FOLDERS.iter().all(|run| num_cached(&results(&place, run)) == 0));
}

#[test]
fn a_disabled_cache_leaves_no_file() {
    let place = Place::new();
    place.run(&format!("{RUNS} --disable-cache")).succeeded();
    assert_eq!(place.files("prod_env"), ["credentials.conf"]);
}

#[test]
fn other_weights_are_asked_anew() {
    let place = Place::new();
    for file in ["config.json", "model.safetensors", "tokenizer.json"] {
        place.write(&format!("model/{file}"), demo_file(file));
    }
    deploy(&place, "model");
    let num_cached_now = || {
        place.run(MINE).succeeded();
        num_cached(&results(&place, MINE_RUN.rsplit('/').next().expect("a run")))
    };
    assert_eq!((num_cached_now(), num_cached_now()), (0, 3));
    // The same tensors in another file, and another spelling of the tokenizer.
    let mut weights = Weights::of_demo();
    weights.tensors.insert("__metadata__".into(), serde_json::json!({"note": "another"}));
    place.write("model/model.safetensors", weights.bytes());
    assert_eq!((num_cached_now(), num_cached_now()), (0, 3));
    let mut tokenizer = demo_file("tokenizer.json");
    tokenizer.push(b'\n');
    place.write("model/tokenizer.json", tokenizer);
    assert_eq!((num_cached_now(), num_cached_now()), (0, 3));
}

#[test]
fn a_file_that_can_not_be_used_harms_no_run() {
    let place = Place::new();
    place.write("prod_env/cache/demo.sqlite", "nothing that SQLite knows of ".repeat(100));
    let outcome = place.run(RUNS);
    assert!(
        outcome.succeeded().stderr.contains(
            "warning: `prod_env/cache/demo.sqlite` was damaged: it is now `prod_env/cache/demo.sqlite.damaged-1`, \
             and what it held is asked again\n"
        ),
        "{}",
        outcome.stderr
    );
    place.run(RUNS).succeeded();
    assert!(FOLDERS.iter().all(|run| num_cached(&results(&place, run)) > 0));

    let place = Place::new();
    place.write("prod_env/cache", "a file in the way");
    let outcome = place.run(RUNS);
    assert!(
        outcome.succeeded().stderr.contains("warning: answers are neither kept nor found: can't use `prod_env/cache/"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn answers_are_counted_verified_and_made_small() {
    let place = Place::new();
    place.run(RUNS).succeeded();
    for (flag, header) in
        [("--cache-info", "entries"), ("--cache-verify", "whole entries"), ("--cache-compact", "bytes before")]
    {
        let outcome = place.run(flag);
        assert_eq!(outcome.succeeded().stderr, "");
        let lines: Vec<&str> = outcome.stdout.lines().collect();
        assert_eq!(lines.len(), 2, "{}", outcome.stdout);
        assert!(
            lines[0].contains(header) && lines[1].starts_with("prod_env/cache/demo.sqlite  "),
            "{}",
            outcome.stdout
        );
    }
    let file = place.path("prod_env/cache/demo.sqlite");
    let mut bytes = std::fs::read(&file).expect("it is there");
    let place_of_text = bytes.windows(12).rposition(|window| window == b"request_time").expect("answers have it");
    bytes[place_of_text] = b'R';
    std::fs::write(&file, bytes).expect("it can be written");
    assert_eq!(place.run("--cache-verify").code, 1);
    place.run(RUNS).succeeded();
    place.run("--cache-verify").succeeded();

    let outcome = place.run("--cache-info -r demo:subject=everyday_science,model=demo/tiny-gpt2");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("cannot be used with"), "{}", outcome.stderr);
}

/// SplitMix64: the same moments each time, as far as time allows.
struct Random(u64);

impl Random {
    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[test]
fn killed_runs_end_as_undisturbed_ones() {
    const KILLS: usize = 50;
    const KILLS_IN_A_ROW: usize = 5;
    /// One more may wait to be taken, but for what the cache has taken and not yet written.
    const LOST_AT_MOST: usize = helm_cache::MOST_PENDING + 1;
    let undisturbed = Place::new();
    let start = Instant::now();
    let asked_undisturbed = Logged::start(&undisturbed, RUNS, "log").succeeded();
    let whole = start.elapsed();
    let expected = FOLDERS.map(|run| lasting_text(&folder(&undisturbed, run)));
    let mut random = Random(6);
    let (mut num_kills, mut num_found_again) = (0, 0);
    while num_kills < KILLS {
        let place = Place::new();
        let mut asked = AskedByAttempts::default();
        for _ in 0..KILLS_IN_A_ROW {
            let mut process = Logged::start(&place, RUNS, "log");
            std::thread::sleep(whole.mul_f64(random.share()));
            process.child.kill().expect("it is our child");
            num_kills += usize::from(!process.child.wait().expect("it is our child").success());
            asked.add(process.asked());
        }
        asked.add(Logged::start(&place, RUNS, "log").succeeded());
        check_all_were_asked(&asked.last.keys().cloned().collect(), &asked_undisturbed, KILLS_IN_A_ROW);
        assert!(asked.lost.values().all(|lost| *lost <= LOST_AT_MOST), "{:?} are asked again", asked.lost);
        for (run, expected) in FOLDERS.iter().zip(&expected) {
            assert!(lasting_text(&folder(&place, run)) == *expected, "`{run}` after {num_kills} kills");
            num_found_again += num_cached(&results(&place, run));
        }
        place.check_tidy();
        let outcome = place.run("--cache-verify");
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
    }
    assert!(num_found_again > 0, "kills come while requests are answered");
}

/// What attempts at the same runs asked.
#[derive(Default)]
struct AskedByAttempts {
    /// The last attempt that asked it.
    last: BTreeMap<Asked, usize>,
    num_attempts: usize,
    /// How many requests of each attempt were asked again.
    lost: BTreeMap<usize, usize>,
}

impl AskedByAttempts {
    fn add(&mut self, asked: BTreeSet<Asked>) {
        for request in asked {
            if let Some(attempt) = self.last.insert(request, self.num_attempts) {
                *self.lost.entry(attempt).or_default() += 1;
            }
        }
        self.num_attempts += 1;
    }
}

/// As on a full disk, on any Unix: no file may be larger than some kilobytes.
#[test]
#[cfg(unix)]
fn files_that_can_not_be_written_replace_none() {
    let place = Place::new();
    let program = |max: u8| format!("-r demo:subject=world_geography,model=demo/tiny-gpt2 --disable-cache -m {max}");
    place.run(&program(3)).succeeded();
    let run = folder(&place, FOLDERS[1]);
    let files = || {
        let entries = std::fs::read_dir(&run).expect("the run is there").flatten().map(|entry| entry.path());
        entries.map(|path| (path.clone(), std::fs::read(path).expect("it can be read"))).collect::<BTreeMap<_, _>>()
    };
    let before = files();
    let command = place.command(&program(12));
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 20; exec \"$0\" \"$@\""]).arg(command.get_program());
    limited.args(command.get_args()).current_dir(place.path("")).env("HF_HUB_OFFLINE", "1");
    let outcome = place.outcome(&limited.output().expect("there is a shell"));
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let file =
        format!("can't write `benchmark_output/runs/default/{}/scenario_state.json`: File too large", FOLDERS[1]);
    assert!(outcome.stderr.contains(&file), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("\nhint: make room, then give the same command again\n"), "{}", outcome.stderr);
    assert!(files() == before);
    place.check_tidy();
}

#[test]
#[cfg(unix)]
fn ctrl_c_says_how_to_go_on() {
    let place = Place::new();
    let many = RUNS.replace("num_outputs=20", "num_outputs=20,num_train_trials=20");
    let child = place.command(&many).spawn().expect("the program can be started");
    let cache = place.path("prod_env/cache/demo.sqlite");
    let start = Instant::now();
    while !cache.exists() && start.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let kill = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("there is a shell").success());
    let output = child.wait_with_output().expect("it is our child");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("\nstopped: ") && stderr.contains(" of 3 runs done"), "{stderr}");
    assert!(stderr.contains("\ngo on with: ") && stderr.ends_with(" -m 12 --skip-completed-runs\n"), "{stderr}");
}

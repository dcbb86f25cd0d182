//! Several processes that are asked for the same runs.

use super::answers_kept::{FOLDERS, RUNS, folder};
use super::asked::{Asked, Logged, check_all_were_asked};
use super::compare::lasting_text;
use super::place::Place;
use std::collections::BTreeSet;
use std::process::Command;

/// A run that takes long enough for another process to come.
const LONG: &str = "simple_short_answer_qa:model=demo/tiny-gpt2,temperature=1,num_outputs=20,num_train_trials=20";
const LONG_FOLDER: &str =
    "simple_short_answer_qa:model=demo_tiny-gpt2,temperature=1,num_outputs=20,num_train_trials=20";

fn long_run() -> String {
    format!("-r {LONG} -m 12")
}

/// What one process does, and what it asks.
fn alone(arguments: &str) -> (Place, BTreeSet<Asked>) {
    let place = Place::new();
    let asked = Logged::start(&place, arguments, "alone").succeeded();
    assert!(!asked.is_empty());
    (place, asked)
}

fn signal(process: &Logged, signal: &str) {
    let kill = format!("kill -{signal} {}", process.child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("there is a shell").success());
}

/// A process that is at the long run, and is stopped; and one that waits for it.
fn stopped_and_waiting(place: &Place, option: &str) -> (Logged, Logged) {
    let arguments = format!("{} {option}", long_run());
    let first = Logged::start(place, &arguments, "first");
    first.wait_for(" answered ");
    signal(&first, "STOP");
    assert!(!place.path(&format!("benchmark_output/runs/default/{LONG_FOLDER}/stats.json")).exists());
    let second = Logged::start(place, &arguments, "second");
    second.wait_for(&format!("waiting for process {} on ", first.child.id()));
    (first, second)
}

#[test]
fn two_processes_share_the_runs_of_a_suite() {
    let (expected, asked_alone) = alone(RUNS);
    let place = Place::new();
    let mut processes = ["first", "second"].map(|name| Logged::start(&place, RUNS, name));
    let asked = processes.each_mut().map(Logged::succeeded);
    assert_eq!(&asked[0] | &asked[1], asked_alone);
    assert_eq!(&asked[0] & &asked[1], BTreeSet::new());
    for run in FOLDERS {
        assert!(lasting_text(&folder(&place, run)) == lasting_text(&folder(&expected, run)), "`{run}`");
    }
    place.check_tidy();
}

#[test]
fn processes_of_two_suites_share_answers() {
    let (expected, asked_alone) = alone(RUNS);
    let place = Place::new();
    let mut processes = ["default", "other"].map(|name| Logged::start(&place, &format!("{RUNS} --suite {name}"), name));
    let asked = processes.each_mut().map(Logged::succeeded);
    assert_eq!(&asked[0] | &asked[1], asked_alone);
    assert_eq!(&asked[0] & &asked[1], BTreeSet::new());
    for run in FOLDERS {
        let expected = lasting_text(&folder(&expected, run));
        assert!(lasting_text(&folder(&place, run)) == expected, "`{run}`");
        assert!(lasting_text(&place.path(&format!("benchmark_output/runs/other/{run}"))) == expected, "`{run}`");
    }
    place.check_tidy();
}

#[test]
fn what_another_process_made_meanwhile_is_not_made_again() {
    let (expected, asked_alone) = alone(&long_run());
    for option in ["", "--disable-cache"] {
        let place = Place::new();
        let (mut first, mut second) = stopped_and_waiting(&place, option);
        signal(&first, "CONT");
        assert_eq!(first.succeeded(), asked_alone);
        assert_eq!(second.succeeded(), BTreeSet::new());
        let stderr = second.stderr();
        assert!(stderr.contains(&format!("{LONG_FOLDER} was made by another process meanwhile\n")), "{stderr}");
        assert!(stderr.contains("\n0 of 1 runs done, 1 by other processes\nnext: helm-summarize"), "{stderr}");
        assert!(lasting_text(&folder(&place, LONG_FOLDER)) == lasting_text(&folder(&expected, LONG_FOLDER)));
        place.check_tidy();
    }
}

#[test]
fn who_waits_takes_over_from_a_process_that_is_killed() {
    let (expected, asked_alone) = alone(&long_run());
    for option in ["", "--disable-cache"] {
        let place = Place::new();
        let (mut first, mut second) = stopped_and_waiting(&place, option);
        first.child.kill().expect("it is our child");
        let asked = second.succeeded();
        first.child.wait().expect("it is our child");
        if option.is_empty() {
            let repeated = &first.asked() & &asked;
            assert!(repeated.len() <= helm_cache::MOST_PENDING + 1, "{} are asked again", repeated.len());
            check_all_were_asked(&(&first.asked() | &asked), &asked_alone, 1);
        } else {
            assert_eq!(asked, asked_alone);
        }
        assert!(second.stderr().contains("\n1 of 1 runs done\n"), "{}", second.stderr());
        assert!(lasting_text(&folder(&place, LONG_FOLDER)) == lasting_text(&folder(&expected, LONG_FOLDER)));
        place.check_tidy();
    }
}

/// The second has something else to do for as long as the first is at the run that both want.
#[test]
fn who_could_wait_makes_other_runs_first() {
    let place = Place::new();
    let mut first = Logged::start(&place, &long_run(), "first");
    first.wait_for(" answered ");
    signal(&first, "STOP");
    let mut second = Logged::start(&place, &RUNS.replacen("-r", &format!("-r {LONG}"), 1), "second");
    second.wait_for("waiting for process ");
    for run in FOLDERS {
        assert!(folder(&place, run).join("stats.json").exists(), "`{run}` is made before anything is waited for");
    }
    signal(&first, "CONT");
    first.succeeded();
    second.succeeded();
    assert!(second.stderr().contains("\n3 of 4 runs done, 1 by other processes\n"), "{}", second.stderr());
    place.check_tidy();
}

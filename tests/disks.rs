//! Disks that are full or can't be written to, under each of the three programs: a clear error, and what was there before
//! is there as before.
//!
//! A folder becomes such a disk in a mount namespace of the program's own.

use end_to_end::Workplace;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SUMMARIZE: [&str; 3] = ["helm-summarize", "--suite", "s"];
const EXPORT: [&str; 5] = ["helm-server", "--suite", "s", "--export-path", "site"];
const FOLDER: &str = "benchmark_output/runs/s/demo:subject=everyday_science,model=demo_tiny-gpt2";

/// A run of the first questions of the demonstration.
fn run(max_eval_instances: &'static str) -> [&'static str; 7] {
    let entry = "demo:subject=everyday_science,model=demo/tiny-gpt2";
    ["helm-run", "--suite", "s", "--run-entries", entry, "--max-eval-instances", max_eval_instances]
}

/// Makes the folder `$1` a file system of its own with what it holds, which has room for `$2` more bytes or can't be
/// written to, runs the rest of the arguments, and copies what the folder holds then to `after`.
const SCRIPT: &str = r#"
    disk=$1; room=$2; shift 2
    mkdir before && cp -a "$disk/." before && mount -t tmpfs -o size=16m tmpfs "$disk" && cp -a before/. "$disk" || exit 99
    if [ "$room" = none ]; then
        mount -o remount,ro "$disk" || exit 99
    else
        head -c "$room" /dev/zero > "$disk/.room"; cat /dev/zero > "$disk/.filler" 2> filling; rm "$disk/.room"
    fi
    code=0; "$@" || code=$?
    rm -f "$disk/.filler" 2> filling
    mkdir after && cp -a "$disk/." after || exit 99
    exit $code
"#;

/// Something that the folder of a test becomes.
#[derive(Clone, Copy)]
enum Disk {
    /// It has room for so many more bytes.
    Full(usize),
    ReadOnly,
}

/// What a run tells of itself fits, and the first of its files; no summary, no export.
const ALMOST_FULL: Disk = Disk::Full(24 << 10);

/// Files and what they hold.
type Files = BTreeMap<PathBuf, Vec<u8>>;

fn files(folder: &Path) -> Files {
    let mut found = Files::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("the folder is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it was found there").to_path_buf();
                found.insert(name, fs::read(path).expect("it can be read"));
            }
        }
    }
    found
}

/// Whether file systems can be mounted here, which takes Linux and the right to it.
fn can_mount() -> bool {
    let probe = ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"];
    let can = Command::new("unshare").args(probe).output().is_ok_and(|output| output.status.success());
    if !can {
        let _ = writeln!(std::io::stderr(), "skipped: no disks that are full or can't be written to can be made here");
    }
    can
}

/// What a program did with a folder on such a disk.
struct Outcome {
    output: Output,
    before: Files,
    after: Files,
}

impl Outcome {
    fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    #[track_caller]
    fn failed_and_left_all_as_it_was(&self, messages: &[&str]) {
        let stderr = self.stderr();
        assert_eq!(self.output.status.code(), Some(1), "{stderr}");
        for message in messages {
            assert!(stderr.contains(message), "no `{message}` in:\n{stderr}");
        }
        self.left_all_as_it_was();
    }

    #[track_caller]
    fn left_all_as_it_was(&self) {
        assert!(!self.before.is_empty());
        assert!(self.before.keys().eq(self.after.keys()), "{:?}\n{:?}", self.before.keys(), self.after.keys());
        let changed: Vec<_> = self.before.iter().filter(|(name, text)| self.after[*name] != **text).collect();
        assert!(changed.is_empty(), "{:?}", changed.iter().map(|(name, _)| name).collect::<Vec<_>>());
    }
}

/// Runs a program while `folder` is on such a disk.
fn run_with(workplace: &Workplace, folder: &str, disk: Disk, arguments: &[&str]) -> Outcome {
    let room = match disk {
        Disk::Full(room) => room.to_string(),
        Disk::ReadOnly => "none".into(),
    };
    let program = Workplace::program(arguments[0]);
    let shell = ["-rm", "sh", "-c", SCRIPT, "sh", folder, &room, program.to_str().expect("paths are UTF-8")];
    let mut command = workplace.prepared(Command::new("unshare"));
    let output = command.args(shell).args(&arguments[1..]).output().expect("there is such a program");
    assert_ne!(output.status.code(), Some(99), "{}", String::from_utf8_lossy(&output.stderr));
    let outcome = Outcome { output, before: files(&workplace.path("before")), after: files(&workplace.path("after")) };
    for folder in ["before", "after"] {
        fs::remove_dir_all(workplace.path(folder)).expect("it is ours");
    }
    outcome
}

/// A run and its summary; and, where programs have a web app, its export.
fn workplace() -> Workplace {
    let workplace = Workplace::default();
    workplace.succeed("helm-run", &run("3")[1..]);
    workplace.succeed(SUMMARIZE[0], &SUMMARIZE[1..]);
    workplace
}

/// Whether the run has so many requests, each answered before.
fn all_are_cached(workplace: &Workplace, num_requests: usize) -> bool {
    let state = workplace.json(&format!("{FOLDER}/scenario_state.json"));
    let requests = state["request_states"].as_array().expect("a list");
    requests.len() == num_requests && requests.iter().all(|request| request["result"]["cached"] == true)
}

#[test]
fn a_full_disk_takes_no_run() {
    if can_mount() {
        let workplace = workplace();
        let more = run("10");
        let outcome = run_with(&workplace, "benchmark_output", ALMOST_FULL, &more);
        outcome.failed_and_left_all_as_it_was(&[
            &format!("can't write `{FOLDER}/scenario_state.json`: No space left on device"),
            "hint: make room, then give the same command again",
            "0 of 1 runs done, 1 failed",
        ]);
        // What was answered is kept on another disk: nothing is asked again when there is room.
        workplace.succeed(more[0], &more[1..]);
        assert!(all_are_cached(&workplace, 10));
    }
}

#[test]
fn a_full_disk_takes_no_answers() {
    if can_mount() {
        for (room, warning) in [
            (
                24 << 10,
                "answers are neither kept nor found: can't use `prod_env/cache/demo.sqlite-shm`: no storage space",
            ),
            (60 << 10, "answers are neither kept nor found from now on: `prod_env/cache/demo.sqlite` can't be used: "),
        ] {
            let workplace = workplace();
            let outcome = run_with(&workplace, "prod_env/cache", Disk::Full(room), &run("10"));
            let stderr = outcome.stderr();
            assert_eq!(outcome.output.status.code(), Some(0), "{stderr}");
            assert!(stderr.contains(&format!("warning: {warning}")), "{stderr}");
            let states = workplace.json(&format!("{FOLDER}/scenario_state.json"));
            assert_eq!(states["request_states"].as_array().map(Vec::len), Some(10));
            let cache = workplace.path("prod_env/cache");
            fs::remove_dir_all(&cache).expect("it is ours");
            fs::create_dir(&cache).expect("it was removed");
            for (name, text) in outcome.after {
                fs::write(cache.join(name), text).expect("the folder can be written to");
            }
            workplace.succeed("helm-run", &["--cache-verify"]);
            workplace.succeed("helm-run", &run("3")[1..]);
            assert!(all_are_cached(&workplace, 3), "what was kept before is there as before");
        }
    }
}

#[test]
fn a_folder_that_can_not_be_written_takes_no_run() {
    if can_mount() {
        let outcome = run_with(&workplace(), "benchmark_output", Disk::ReadOnly, &run("10"));
        outcome.failed_and_left_all_as_it_was(&["can't write to `benchmark_output/runs/s`: Read-only file system"]);
    }
}

#[test]
fn answers_that_can_not_be_written_harm_no_run() {
    if can_mount() {
        let outcome = run_with(&workplace(), "prod_env/cache", Disk::ReadOnly, &run("10"));
        let stderr = outcome.stderr();
        assert_eq!(outcome.output.status.code(), Some(0), "{stderr}");
        let warning = "warning: answers are neither kept nor found: can't use `prod_env/cache/demo.sqlite`: Read-only";
        assert!(stderr.contains(warning) && stderr.matches("warning").count() == 1, "{stderr}");
        outcome.left_all_as_it_was();
    }
}

#[test]
fn a_full_disk_takes_no_summary() {
    if can_mount() {
        let outcome = run_with(&workplace(), "benchmark_output", ALMOST_FULL, &SUMMARIZE);
        outcome.failed_and_left_all_as_it_was(&[
            "error: can't write `benchmark_output/runs/s/",
            "No space left on device",
        ]);
    }
}

#[test]
fn a_folder_that_can_not_be_written_takes_no_summary() {
    if can_mount() {
        let outcome = run_with(&workplace(), "benchmark_output", Disk::ReadOnly, &SUMMARIZE);
        outcome
            .failed_and_left_all_as_it_was(&["error: can't write `benchmark_output/runs/s/", "Read-only file system"]);
    }
}

#[test]
fn a_full_disk_takes_no_export() {
    if can_mount() {
        let workplace = workplace();
        if !exports(&workplace) {
            return;
        }
        for (disk, problem) in [(ALMOST_FULL, "No space left on device"), (Disk::ReadOnly, "Read-only file system")] {
            let outcome = run_with(&workplace, "site", disk, &EXPORT);
            outcome.failed_and_left_all_as_it_was(&["error: can't export to `site", problem]);
        }
    }
}

#[test]
fn the_server_reads_what_can_not_be_written() {
    if can_mount() {
        let workplace = workplace();
        if !exports(&workplace) {
            return;
        }
        let first = files(&workplace.path("site"));
        let outcome = run_with(&workplace, "benchmark_output", Disk::ReadOnly, &EXPORT);
        assert_eq!(outcome.output.status.code(), Some(0), "{}", outcome.stderr());
        outcome.left_all_as_it_was();
        assert!(files(&workplace.path("site")) == first, "an export that replaces another is the same");
    }
}

/// Exports for the first time; not where helm-server has no web app.
fn exports(workplace: &Workplace) -> bool {
    let output = workplace.run(EXPORT[0], &EXPORT[1..]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let has_app = !stderr.contains("was built without its web app");
    if has_app {
        assert!(output.status.success(), "{stderr}");
    } else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no built web app to export");
    }
    has_app
}

//! Which requests a process asked a model, by its own log: one line for each answer, written as it comes in.

use super::place::Place;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A run's name and the index of one of its requests.
pub(crate) type Asked = (String, usize);

/// A program under way whose stderr, with a line for each answer, goes to a file.
pub(crate) struct Logged {
    pub(crate) child: Child,
    log: PathBuf,
}

impl Logged {
    /// Starts the program; `name` is that of its log.
    pub(crate) fn start(place: &Place, arguments: &str, name: &str) -> Self {
        let log = place.path(name);
        let file = File::create(&log).expect("the folder can be written to");
        let mut command = place.command(arguments);
        command.env("RUST_LOG", "helm_run=debug").env("NO_COLOR", "1").stdout(Stdio::null()).stderr(file);
        Self { child: command.spawn().expect("the program can be started"), log }
    }

    pub(crate) fn stderr(&self) -> String {
        fs::read_to_string(&self.log).expect("it is ours")
    }

    /// The requests whose answers were not kept from before.
    pub(crate) fn asked(&self) -> BTreeSet<Asked> {
        let stderr = self.stderr();
        let whole_lines = stderr.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let asked: Vec<Asked> = whole_lines.filter_map(asked).collect();
        let distinct: BTreeSet<Asked> = asked.iter().cloned().collect();
        assert_eq!(distinct.len(), asked.len(), "each request has one answer");
        distinct
    }

    /// Waits for the program, which is to end well.
    #[track_caller]
    pub(crate) fn succeeded(&mut self) -> BTreeSet<Asked> {
        let status = self.child.wait().expect("it is our child");
        assert!(status.success(), "{}", self.stderr());
        self.asked()
    }

    /// Waits until the program has said something.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) {
        let start = Instant::now();
        while !self.stderr().contains(text) {
            assert!(start.elapsed() < Duration::from_mins(2), "no `{text}` in {}", self.stderr());
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// That all of `expected` was asked, but for what the log of a killed process may lack: an answer that was kept and not
/// told of any more, one for each of `num_kills`.
#[track_caller]
pub(crate) fn check_all_were_asked(asked: &BTreeSet<Asked>, expected: &BTreeSet<Asked>, num_kills: usize) {
    assert!(asked.is_subset(expected), "{:?} are asked by no undisturbed run", asked - expected);
    let untold = expected - asked;
    assert!(untold.len() <= num_kills, "{untold:?} were never asked");
}

/// The request of a line such as `... answered run="a" request=1 cached=false`.
fn asked(line: &str) -> Option<Asked> {
    let (_, fields) = line.split_once(" answered run=\"")?;
    let (run, fields) = fields.split_once("\" request=")?;
    let (index, cached) = fields.split_once(" cached=")?;
    (cached.trim() == "false").then(|| (run.to_owned(), index.parse().expect("an index is a number")))
}

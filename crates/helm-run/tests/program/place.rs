//! A folder of a test's own, and the program run in it with nothing of the surroundings.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with the program's working directory, its home and its Hugging Face cache.
pub(crate) struct Place {
    folder: TempDir,
}

/// What a run of the program left, with what differs from run to run replaced.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).expect("the crate lies two folders below the root").into()
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// A file of the test's own, with the folders above it.
    pub(crate) fn write(&self, relative: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("files lie in the folder")).expect("folders can be made");
        fs::write(&path, content).expect("files can be written");
        path
    }

    pub(crate) fn read(&self, relative: &str) -> String {
        let path = self.path(relative);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()))
    }

    /// All files but those that keep answers, which are there once a model was found.
    pub(crate) fn files_but_answers(&self) -> Vec<String> {
        let mut files = self.files("");
        files.retain(|file| !file.starts_with("prod_env/cache/"));
        files
    }

    /// That nothing is left of runs under way: neither claims nor progress nor unfinished files.
    #[track_caller]
    pub(crate) fn check_tidy(&self) {
        let mut left = self.files("");
        left.retain(|file| [".claim", "progress.json", ".tmp"].iter().any(|ending| file.ends_with(ending)));
        assert_eq!(left, [""; 0]);
    }

    /// All files below a folder, relative to it and sorted; nothing when it isn't there.
    pub(crate) fn files(&self, relative: &str) -> Vec<String> {
        let top = self.path(relative);
        let mut found = Vec::new();
        let mut folders = vec![top.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() && !path.is_symlink() {
                    folders.push(path);
                } else {
                    found.push(path.strip_prefix(&top).expect("found below it").display().to_string());
                }
            }
        }
        found.sort();
        found
    }

    /// The program in an empty environment without a network, with `arguments` separated by blanks.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_helm-run"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.path("home"))
            .env("HF_HOME", self.path("hf"))
            .env("HF_HUB_OFFLINE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &str) -> Outcome {
        self.outcome(&self.command(arguments).output().expect("the program can be started"))
    }

    pub(crate) fn outcome(&self, output: &Output) -> Outcome {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
            without_seconds(&text.replace(&self.folder.path().display().to_string(), "[DIR]"))
        };
        let code = output.status.code().expect("the program isn't killed");
        Outcome { code, stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}

impl Outcome {
    #[track_caller]
    pub(crate) fn check(&self, code: i32, stdout: &str, stderr: &str) {
        assert_eq!(self.stderr, stderr, "stderr; stdout was\n{}", self.stdout);
        assert_eq!(self.stdout, stdout, "stdout");
        assert_eq!(self.code, code, "exit code");
    }

    /// That all went well.
    #[track_caller]
    pub(crate) fn succeeded(&self) -> &Self {
        assert_eq!(self.code, 0, "exit code; stderr was\n{}", self.stderr);
        self
    }
}

/// Replaces `0.3 s` and the blanks that the width of such a cell decides.
fn without_seconds(text: &str) -> String {
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let is_time =
            |index: usize| words[index].parse::<f64>().is_ok() && words.get(index + 1).is_some_and(|word| *word == "s");
        match (0..words.len()).find(|&index| is_time(index)) {
            Some(index) => [&words[..index], &["[TIME]"], &words[index + 2..]].concat().join(" "),
            None => line.to_owned(),
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

//! What the end-to-end tests stand on: a folder of their own, the three programs, a plain HTTP client.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::{env, fs};
use tempfile::TempDir;

/// A folder that programs run in, gone when dropped.
pub struct Workplace {
    folder: TempDir,
}

impl Default for Workplace {
    fn default() -> Self {
        Self { folder: tempfile::tempdir().expect("temporary folders can be made") }
    }
}

impl Workplace {
    /// A path in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs a program to its end.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Output {
        self.command(program, arguments).output().expect("the program starts")
    }

    /// Runs a program that is to succeed; what it wrote to stdout.
    pub fn succeed(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.run(program, arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?} failed:\n{stderr}");
        String::from_utf8(output.stdout).expect("programs write UTF-8")
    }

    /// The JSON in a file of the folder.
    pub fn json(&self, path: &str) -> Value {
        let text = fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Starts helm-server on a free port.
    pub fn serve(&self, arguments: &[&str]) -> Server {
        let mut child = self
            .command("helm-server", &[&["--port", "0"], arguments].concat())
            .stdout(Stdio::piped())
            .spawn()
            .expect("helm-server starts");
        let lines = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
        let address = lines
            .map_while(Result::ok)
            .find_map(|line| line.split_whitespace().find_map(|word| word.strip_prefix("http://").map(str::to_owned)))
            .expect("helm-server says where it listens");
        Server { child, address }
    }

    /// A program of this workspace, with nothing of the environment but what it needs to start.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = self.prepared(Command::new(Self::program(program)));
        command.args(arguments);
        command
    }

    /// A command that runs in the folder, with nothing of the environment but what programs need.
    pub fn prepared(&self, mut command: Command) -> Command {
        command.current_dir(self.folder.path()).env_clear().env("HF_HUB_OFFLINE", "1").env("HOME", self.folder.path());
        command.env("PATH", env::var_os("PATH").unwrap_or_default());
        command
    }

    /// Where a program of this workspace lies.
    pub fn program(name: &str) -> PathBuf {
        programs().join(name)
    }
}

/// Where cargo puts programs: beside the folder that this test's own program lies in.
fn programs() -> PathBuf {
    let test = env::current_exe().expect("programs know where they are");
    let folder = test.ancestors().nth(2).expect("tests lie in target/<profile>/deps").to_path_buf();
    assert!(
        folder.join("helm-run").exists(),
        "the programs are not built: run `cargo build --workspace` first, or `cargo xtask test`"
    );
    folder
}

/// A helm-server that is running.
pub struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Status, head and body of what is at `path`.
    pub fn get(&self, path: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("helm-server listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head.to_lowercase(), body.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is for the test to notice.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the repository")
}

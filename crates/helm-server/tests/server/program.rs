use crate::support::{folders, write};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, SystemTime};

fn helm_server(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helm-server"));
    command.current_dir(folder).args(arguments).env_remove("RUST_LOG");
    command
}

fn output(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = helm_server(folder, arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is text");
    (status.code().expect("no signal ends it"), text(stdout), text(stderr))
}

fn fails(folder: &Path, arguments: &[&str], code: i32, expected: &str) {
    let (status, stdout, stderr) = output(folder, arguments);
    assert_eq!((status, stdout.as_str()), (code, ""), "{arguments:?}: {stderr}");
    assert_eq!(stderr, expected, "{arguments:?}");
}

/// A server that is ended when the test is.
struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    what: String,
    port: u16,
}

impl Running {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let arguments = [&["--port", "0"], arguments].concat();
        let mut command = helm_server(folder, &arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is a pipe"));
        let (mut what, mut address) = (String::new(), String::new());
        stdout.read_line(&mut what).expect("it says what it serves");
        stdout.read_line(&mut address).expect("it says where");
        let port = address.strip_prefix("Open http://localhost:").and_then(|rest| rest.split(' ').next());
        let port = port.and_then(|port| port.parse().ok()).expect("the address has a port");
        Self { child, stdout, what: what.trim_end().into(), port }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    fn stderr(mut self) -> String {
        self.child.kill().expect("it can be ended");
        let mut stderr = String::new();
        self.child.stderr.take().expect("stderr is a pipe").read_to_string(&mut stderr).expect("stderr is text");
        stderr
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already, as it should have in the test of that.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn set_summary_time(folder: &Path, version: &str, seconds: u64) {
    let path = format!("benchmark_output/{version}/summary.json");
    write(folder, &path, "{}");
    let file = File::options().write(true).open(folder.join(path)).expect("the file is there");
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).expect("its time can be set");
}

#[test]
fn it_says_what_it_serves_and_where() {
    let folders = folders();
    // The beginning of a long option is enough, as it is for crfm-helm.
    let server = Running::start(folders.path(), &["--su", "my-suite", "--pro", "home"]);
    assert_eq!(server.what, "Serving suite `my-suite` from `benchmark_output`");
    let config = server.get("/config.js");
    assert!(config.starts_with("HTTP/1.1 200 OK\r\n"), "{config}");
    assert!(config.contains("window.SUITE = \"my-suite\";\nwindow.PROJECT_ID = \"home\";\n"), "{config}");
    assert!(server.get("/benchmark_output/runs/my-suite/summary.json").contains("my-suite"));
    assert!(server.get("/benchmark_output/../secret.txt").starts_with("HTTP/1.1 400"));
}

#[test]
fn the_newest_summary_is_served_when_none_is_named() {
    let folders = folders();
    let folder = folders.path();
    set_summary_time(folder, "runs/my-suite", 1000);
    set_summary_time(folder, "runs/later", 2000);
    fs::create_dir(folder.join("benchmark_output/runs/unfinished")).expect("a folder can be made");
    assert_eq!(Running::start(folder, &[]).what, "Serving suite `later` from `benchmark_output`");
    set_summary_time(folder, "releases/v1.0", 2000);
    assert_eq!(Running::start(folder, &[]).what, "Serving release `v1.0` from `benchmark_output`");
    set_summary_time(folder, "runs/my-suite", 3000);
    assert_eq!(Running::start(folder, &[]).what, "Serving suite `my-suite` from `benchmark_output`");
}

#[cfg(unix)]
#[test]
fn it_stops_when_told_to() {
    let folders = folders();
    for signal in ["-TERM", "-INT"] {
        let mut server = Running::start(folders.path(), &[]);
        // A browser keeps connections open; they must not keep the server alive.
        let idle = TcpStream::connect(("127.0.0.1", server.port)).expect("it listens");
        let told = Command::new("kill").args([signal, &server.child.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        assert_eq!(server.child.wait().expect("it ends").code(), Some(0), "{signal}");
        let mut rest = String::new();
        server.stdout.read_to_string(&mut rest).expect("stdout is text");
        assert_eq!(rest, "");
        drop(idle);
    }
}

#[test]
fn a_suite_without_a_summary_is_served_with_a_warning() {
    let folders = folders();
    write(folders.path(), "benchmark_output/runs/bare/run/stats.json", "[]");
    let server = Running::start(folders.path(), &["--suite", "bare"]);
    assert!(server.get("/benchmark_output/runs/bare/run/stats.json").contains("[]"));
    let stderr = server.stderr();
    assert!(stderr.contains("warning: suite `bare` has no `summary.json`"), "{stderr}");
    assert!(stderr.contains("hint: run `helm-summarize --suite bare`"), "{stderr}");
}

#[test]
fn a_port_in_use_is_named_with_the_cure() {
    let folders = folders();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("it has an address").port();
    let expected = format!(
        "error: port `{port}` of `127.0.0.1` is in use\n\
         hint: take another one with `--port {}`, or any free one with `--port 0`\n",
        port.checked_add(1).unwrap_or(8000)
    );
    fails(folders.path(), &["-p", &port.to_string(), "--suite", "my-suite"], 1, &expected);
}

#[test]
fn an_unknown_suite_is_answered_with_the_nearest() {
    let folders = folders();
    write(folders.path(), "benchmark_output/releases/v1/summary.json", "{}");
    fails(
        folders.path(),
        &["--suite", "my-siute"],
        1,
        "error: no suite `my-siute` in `benchmark_output/runs`\n\
         hint: did you mean `my-suite`? a suite is made by `helm-run --suite my-siute`, then `helm-summarize --suite my-siute`\n",
    );
    fails(
        folders.path(),
        &["--suite", "v1"],
        1,
        "error: no suite `v1` in `benchmark_output/runs`\n\
         hint: did you mean `--release v1`? a suite is made by `helm-run --suite v1`, then `helm-summarize --suite v1`\n",
    );
    fails(
        folders.path(),
        &["--release", "zzz"],
        1,
        "error: no release `zzz` in `benchmark_output/releases`\n\
         hint: a release is made by `helm-summarize --release zzz --suites SUITE...`\n",
    );
}

#[test]
fn folders_that_cannot_be_served_are_named() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    fails(
        empty.path(),
        &[],
        1,
        "error: no folder `benchmark_output`\n\
         hint: name the folder that `helm-run` wrote to with `--output-path DIR`\n",
    );
    fs::create_dir_all(empty.path().join("out/runs/bare")).expect("a folder can be made");
    fails(
        empty.path(),
        &["-o", "out"],
        1,
        "error: no suite or release with a summary in `out`\n\
         hint: run `helm-summarize --suite bare` first, or name a suite with `--suite` to see its runs\n",
    );
    fails(
        empty.path(),
        &["-o", "out", "--suite", "bare", "--web-app", "out"],
        1,
        "error: no web app in `out`: it has no `index.html`\n\
         hint: name the folder of a built web app, or leave out `--web-app`\n",
    );
}

#[test]
fn a_host_that_is_not_ours_is_named() {
    let folders = folders();
    // 192.0.2.0/24 is kept for documentation: no machine has it.
    for host in ["192.0.2.1", "not a host"] {
        let (status, _, stderr) = output(folders.path(), &["--port", "0", "--host", host]);
        assert_eq!(status, 1);
        assert!(stderr.starts_with(&format!("error: can't listen on host `{host}`: ")), "{stderr}");
        assert!(stderr.contains("hint: `--host 127.0.0.1` serves this machine only"), "{stderr}");
    }
}

#[test]
fn wrong_use_is_exit_code_2() {
    let folders = folders();
    for arguments in [
        &["--suite", "my-suite", "--release", "v1"][..],
        &["--port", "70000"],
        &["--p", "1"],
        &["--suite", ""],
        &["--suite", "../../"],
        &["--no-such-flag"],
        &["extra"],
    ] {
        let (status, stdout, stderr) = output(folders.path(), arguments);
        assert_eq!((status, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with("error: "), "{stderr}");
    }
}

#[test]
fn help_has_an_example() {
    let (status, stdout, stderr) = output(Path::new("."), &["--help"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert!(stdout.contains("helm-server --suite my-suite"), "{stdout}");
}

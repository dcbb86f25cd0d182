//! All tests, with a count by kind at the end. What can't be tested here is skipped loudly; where `CI`
//! is set, it is a failure.

use crate::command::{cargo, programs, repository, run, say, shown};
use crate::tally::Tally;
use crate::{demo, web_app};
use anyhow::{Context, Result, bail, ensure};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// How many cases of hostile input each reader gets; `cargo test` by itself takes fewer.
const CASES: &str = "PROPTEST_CASES";

pub(crate) fn run_all() -> Result<()> {
    let in_ci = std::env::var_os("CI").is_some();
    let mut tally = Tally::default();
    let mut failed = Vec::new();
    let has_npm = web_app::can_be_built();
    if has_npm {
        // Before cargo, so that helm-server holds the app that is tested.
        web_app::build()?;
        failed.extend(counted(&mut web_app::npm(&["test"]), &mut tally, Tally::read_vitest).err());
    }
    run(&mut cargo(&["build", "--workspace"]))?;
    let mut tests = cargo(&["test", "--workspace", "--no-fail-fast"]);
    if std::env::var_os(CASES).is_none() {
        tests.env(CASES, "100000");
    }
    failed.extend(counted(&mut tests, &mut tally, Tally::read_cargo).err());
    if has_npm {
        failed.extend(browser(&mut tally).err());
    } else {
        tally.skip("web app");
        tally.skip("browser");
    }
    say(&format!("\n{tally}"));
    if in_ci && !has_npm {
        bail!("the web app was not tested");
    }
    if let Some(first) = failed.into_iter().next() {
        return Err(first);
    }
    ensure!(tally.total().failed == 0 && tally.total().passed > 0, "tests failed");
    Ok(())
}

/// The web app in a browser, on the demonstration; the tests start the servers that they need.
fn browser(tally: &mut Tally) -> Result<()> {
    let folder = repository().join("target/browser-tests");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("can't empty `{}`", folder.display()))?;
    }
    let programs = programs("debug");
    demo::run_and_summarize(&programs, &folder)?;
    let mut tests = web_app::npm(&["run", "test:browser"]);
    tests.env("HELM_SERVER_PROGRAM", programs.join("helm-server"));
    tests.env("HELM_OUTPUT_PATH", folder.join("benchmark_output"));
    counted(&mut tests, tally, Tally::read_node)
}

/// Runs a test runner, shows what it prints and counts by it.
fn counted(command: &mut Command, tally: &mut Tally, read: fn(&mut Tally, &str)) -> Result<()> {
    let shown = shown(command);
    say(&format!("$ {shown}"));
    let (reader, writer) = std::io::pipe().context("can't make a pipe")?;
    let error_writer = writer.try_clone().context("can't copy a pipe")?;
    let mut child = command
        .stdout(Stdio::from(writer))
        .stderr(Stdio::from(error_writer))
        .spawn()
        .with_context(|| format!("can't start `{shown}`"))?;
    // The command holds the other ends of the pipe: reading would never end while it lives.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for line in BufReader::new(reader).lines() {
        let line = line.with_context(|| format!("`{shown}` prints something that is no text"))?;
        say(&line);
        read(tally, &line);
    }
    let status = child.wait().with_context(|| format!("lost `{shown}`"))?;
    ensure!(status.success(), "`{shown}` failed ({status})");
    Ok(())
}

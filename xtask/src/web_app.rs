//! Building the web app.

use crate::command::{command, exists, repository, run, say};
use anyhow::Result;
use std::process::Command;

/// npm, in the web app's folder.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut npm = command("npm", arguments);
    npm.current_dir(repository().join("frontend"));
    npm
}

/// Whether the web app can be built here; says so when it can't.
pub(crate) fn can_be_built() -> bool {
    let there = exists("npm");
    if !there {
        say("skipped: there is no npm, so the web app is not built; install Node 20 or newer to have it");
    }
    there
}

/// Builds the web app, which the next build of helm-server then holds.
pub(crate) fn build() -> Result<()> {
    // Not `npm ci`: it refuses lock files that were made where the registry lacks the packages of other
    // platforms. With `--no-save` the lock file decides all the same and stays as it is.
    run(&mut npm(&["install", "--no-save", "--no-audit", "--no-fund"]))?;
    run(&mut npm(&["run", "build"]))
}

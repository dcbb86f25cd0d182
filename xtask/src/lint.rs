//! What must be clean before anything lands.

use crate::command::cargo;
use crate::web_app::{can_be_built, npm};
use anyhow::Result;

pub(crate) fn run() -> Result<()> {
    crate::command::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    crate::command::run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"]);
    crate::command::run(doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    if can_be_built() {
        crate::command::run(&mut npm(&["run", "lint"]))?;
    }
    Ok(())
}

//! The kernels of inference under `AddressSanitizer`: their pointers are what the compiler can't check.

use crate::command::{command, repository, run};
use anyhow::{Context, Result};
use std::io::Write;
use std::process::Stdio;

/// Kernels need nothing but the standard library, so that nothing else has to be compiled with the sanitizer.
const KERNELS: &str = "#![allow(dead_code)] mod kernel; mod random;";

/// Fewer optimisations than usual: with the sanitizer's checks in them, unrolled loops take minutes to compile.
const FLAGS: [&str; 7] = [
    "--test",
    "--edition=2024",
    "-Zsanitizer=address",
    "-Copt-level=1",
    "-Cdebug-assertions",
    "-Cdebuginfo=line-tables-only",
    // Lints hold where kernels are part of their crate.
    "--cap-lints=allow",
];

pub(crate) fn run_kernels() -> Result<()> {
    let folder = repository().join("target/sanitize");
    std::fs::create_dir_all(&folder).with_context(|| format!("can't make `{}`", folder.display()))?;
    let program = folder.join("kernels");
    let mut rustc = command(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()), &FLAGS);
    rustc.arg("-o").arg(&program).arg("-").current_dir(repository().join("crates/helm-gpt2/src"));
    // Sanitizers are a feature of nightly compilers, but the stable ones have them too.
    rustc.env("RUSTC_BOOTSTRAP", "1");
    let (reader, mut writer) = std::io::pipe().context("can't make a pipe")?;
    writer.write_all(KERNELS.as_bytes()).context("can't write to a pipe")?;
    drop(writer);
    run(rustc.stdin(Stdio::from(reader)))?;
    run(&mut command(program, &[]))
}

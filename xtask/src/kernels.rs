//! The tests of inference's kernels by themselves, in surroundings that cargo's tests don't have.

use crate::command::{command, exists, repository, run};
use anyhow::{Context, Result, bail};
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

/// Kernels need nothing but the standard library, so that nothing else has to be compiled for these surroundings.
const KERNELS: &str = "#![allow(dead_code)] mod kernel; mod random;";

const FLAGS: [&str; 5] = [
    "--test",
    "--edition=2024",
    "-Cdebug-assertions",
    "-Cdebuginfo=line-tables-only",
    // Lints hold where kernels are part of their crate.
    "--cap-lints=allow",
];

/// Under `AddressSanitizer`: their pointers are what the compiler can't check.
pub(crate) fn sanitize() -> Result<()> {
    // Fewer optimisations than usual: with the sanitizer's checks in them, unrolled loops take minutes to compile.
    let program = compile("sanitize", &["-Zsanitizer=address", "-Copt-level=1"])?;
    run(&mut command(program, &[]))
}

/// Those for 64 bit ARM, in an emulator.
pub(crate) fn emulate() -> Result<()> {
    const LINKER: &str = "aarch64-linux-gnu-gcc";
    const EMULATORS: [&str; 2] = ["qemu-aarch64", "qemu-aarch64-static"];
    let Some(emulator) = EMULATORS.into_iter().find(|emulator| exists(emulator)) else {
        bail!("there is no `{}`: on Debian it is in the package qemu-user", EMULATORS[0]);
    };
    if !exists(LINKER) {
        bail!("there is no `{LINKER}`: on Debian it is in the package gcc-aarch64-linux-gnu");
    }
    let flags = ["--target=aarch64-unknown-linux-gnu", "-Ctarget-feature=+crt-static", "-Copt-level=3"];
    let program = compile("emulate", &[&flags[..], &[&format!("-Clinker={LINKER}")]].concat()).context(
        "the compiler needs the standard library of the target (`rustup target add aarch64-unknown-linux-gnu`); `RUSTC` names another compiler",
    )?;
    run(command(emulator, &[]).arg(program))
}

/// The tests of kernels alone, in a folder of that name.
fn compile(name: &str, flags: &[&str]) -> Result<PathBuf> {
    let folder = repository().join("target").join(name);
    std::fs::create_dir_all(&folder).with_context(|| format!("can't make `{}`", folder.display()))?;
    let program = folder.join("kernels");
    let mut rustc = command(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()), &FLAGS);
    rustc.args(flags).arg("-o").arg(&program).arg("-").current_dir(repository().join("crates/helm-gpt2/src"));
    // Sanitizers are a feature of nightly compilers, but the stable ones have them too.
    rustc.env("RUSTC_BOOTSTRAP", "1");
    let (reader, mut writer) = std::io::pipe().context("can't make a pipe")?;
    writer.write_all(KERNELS.as_bytes()).context("can't write to a pipe")?;
    drop(writer);
    run(rustc.stdin(Stdio::from(reader)))?;
    Ok(program)
}

//! A Python environment with the programs that are compared with ours.

use crate::command::{command, repository, run, say};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is installed, each line by itself: that one can't be had is no reason to do without the others.
const PACKAGES: [&[&str]; 3] = [
    &["torch", "transformers"],
    &["onnxruntime", "onnx", "safetensors", "numpy"],
    &["ctranslate2", "torch", "transformers"],
];

/// A Python with some of the packages.
pub(super) struct Environment {
    python: PathBuf,
}

impl Environment {
    /// The Python given, as it is, or else an environment under `target/bench`.
    pub(super) fn new(python: Option<&Path>) -> Result<Self> {
        if let Some(python) = python {
            return Ok(Self { python: python.to_owned() });
        }
        let folder = repository().join("target/bench/peers");
        let python = folder.join("bin/python");
        if !python.exists() {
            let folder = folder.to_string_lossy();
            run(&mut command("python3", &["-m", "venv", &folder])).context("can't make a Python environment")?;
        }
        for packages in PACKAGES {
            let mut install = command(&python, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
            if let Err(error) = run(install.args(packages)) {
                say(&format!("{error:#}"));
            }
        }
        Ok(Self { python })
    }

    /// A command that runs this Python.
    pub(super) fn python(&self) -> Command {
        command(&self.python, &[])
    }
}

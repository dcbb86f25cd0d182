//! The `helm-summarize` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    helm_summarize::run(std::env::args_os())
}

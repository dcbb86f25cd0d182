//! `helm-server`: see the library for what it does.

use clap::Parser;
use helm_server::{Args, Settings, terminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    let settings = match Settings::resolve(Args::parse()) {
        Ok(settings) => settings,
        Err(error) => return terminal::failed(&error),
    };
    terminal::start_log(&settings.log_filter);
    match helm_server::run(settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => terminal::failed(&error),
    }
}

//! `helm-run`: see the library for what it does.

use clap::Parser;
use helm_run::{Args, Settings, Terminal};
use std::process::ExitCode;

fn main() -> ExitCode {
    let settings = Settings::resolve(Args::parse()).unwrap_or_else(|error| error.exit());
    let terminal = Terminal::start(&settings.log_filter);
    helm_run::run(&settings, &terminal)
}

//! The program as people run it: arguments and files in, exit code, output and files out.

mod answers_kept;
mod archives;
mod asked;
mod checkpoints;
mod command_line;
mod compare;
mod failures;
mod flags;
mod golden;
mod hub;
mod language_modeling;
mod live;
mod local_models;
mod place;
mod reference;
mod sentences;
mod server;
mod tar_file;
#[cfg(unix)]
mod together;
mod wrong_entries;

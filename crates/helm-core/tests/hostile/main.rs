//! Whatever is in a file or typed as a run entry: an error at worst, never a panic.

mod json_files;
mod question_files;
mod run_entries;
mod yaml_files;

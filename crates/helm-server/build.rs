//! Makes cargo build again when the web app's build folder changes.

use std::path::Path;

fn main() {
    let build = Path::new("../../frontend/dist");
    // A watched path that doesn't exist would make every cargo call rebuild this crate, so an empty
    // folder stands in for a missing build. Where it can't be made, that is the only harm.
    if !build.exists() {
        let _ = std::fs::create_dir_all(build);
    }
    println!("cargo::rerun-if-changed={}", build.display());
    println!("cargo::rerun-if-changed=build.rs");
}

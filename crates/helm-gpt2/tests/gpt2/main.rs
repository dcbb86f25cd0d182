//! The crate as its users see it: against transformers, against plain operations, against itself.

mod checkpoint;
mod invariance;
mod plain;
#[path = "../../src/random.rs"]
mod random;
mod random_model;
mod reference;
mod requests;
mod tokenizer;

use helm_gpt2::{Checkpoint, Gpt2, LoadOptions, Tokenizer};
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn load(folder: &Path) -> (Gpt2, Tokenizer) {
    let checkpoint = Checkpoint::from_folder(folder).expect("a checkpoint");
    let gpt2 = Gpt2::load(&checkpoint, &LoadOptions::default()).expect("whole weights");
    (gpt2, Tokenizer::from_folder(folder).expect("a tokenizer"))
}

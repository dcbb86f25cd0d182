//! The parts that inference is made of, each by itself: `cargo bench --package helm-gpt2 --bench kernels`.
//!
//! Kernels and the prefix tree are compiled from their own source: they are private to the crate, and a second
//! interface to them, for benchmarks alone, would have to be kept. What they need is a single thread, but for the
//! head, which is measured through the crate's interface.

#[path = "../../src"]
mod source {
    #[expect(dead_code, unreachable_pub, reason = "written for the crate, which uses and shows what is not used here")]
    pub(crate) mod kernel;
    #[expect(dead_code, reason = "written for the crate, which reads all of it")]
    pub(crate) mod prefix_tree;
}

mod arithmetic;
mod head;
mod text;

use source::{kernel, prefix_tree};

fn main() {
    divan::main();
}

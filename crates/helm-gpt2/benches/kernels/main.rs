//! The parts that inference is made of, each by itself: `cargo bench --package helm-gpt2 --bench kernels`.
//!
//! Kernels and the prefix tree are compiled from their own source: they are private to the crate, and a second
//! interface to them, for benchmarks alone, would have to be kept. What they need is a single thread, but for the
//! head, which is measured through the crate's interface.

#[path = "../../src"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "written for the crate, with its tests; not all is used here"
)]
mod source {
    pub(crate) mod floats;
    pub(crate) mod kernel;
    pub(crate) mod prefix_tree;
    pub(crate) mod random;
}

mod arithmetic;
mod head;
mod text;

#[cfg(test)]
use source::random;
use source::{floats, kernel, prefix_tree};

fn main() {
    divan::main();
}

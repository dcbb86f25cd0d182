//! The random sequences of CPython and of NumPy's legacy generator, exactly.
//!
//! Which questions are asked, which examples precede them and how perturbations change them all hang
//! on these sequences, so comparable numbers need the same draws. The generator is always passed in;
//! there is no global one.

mod mersenne_twister;
mod numpy;
mod python;

pub use numpy::NumpyRandom;
pub use python::PythonRandom;

#[cfg(test)]
mod tests;

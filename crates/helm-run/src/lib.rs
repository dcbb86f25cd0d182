//! Runs language model evaluations.

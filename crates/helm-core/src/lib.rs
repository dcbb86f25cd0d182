//! The domain of language model evaluation.
//!
//! Data flows one way, each step a function from plain structs to plain structs:
//!
//! run entry → [`RunSpec`](files::RunSpec) → scenario → [`Instance`](files::Instance)s → perturbations → adapter →
//! [`Request`](files::Request)s → client → [`RequestState`](files::RequestState)s → metrics →
//! [`Stat`](files::Stat)s → files → summary.
//!
//! This crate prints nothing, reads no environment variable and knows no terminal, no web server
//! and no inference engine: programs hand those in through its traits.

pub mod adapter;
pub mod client;
pub mod construct;
pub mod data_augmenter;
pub mod file_stamp;
pub mod files;
pub mod json;
pub mod json_elements;
pub mod layout;
pub mod message;
pub mod metric;
pub mod nearest;
pub mod per_instance_stats;
pub mod perturbation;
pub mod prediction;
pub mod progress;
pub mod random;
pub mod registry;
pub mod run_entry;
pub mod run_expander;
pub mod run_spec_function;
pub mod runner;
pub mod sampling;
pub mod scenario;
pub mod schema;
pub mod stat;
pub mod statistics;
pub mod summary;
pub mod tokenizer;
pub mod window_service;

/// The worked example of `ARCHITECTURE.md`, so that it compiles and does what it says.
#[cfg(doctest)]
#[doc = include_str!("../../../ARCHITECTURE.md")]
struct Architecture;

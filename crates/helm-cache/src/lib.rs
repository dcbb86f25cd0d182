//! Keeps the answers of models in SQLite files, for any number of threads and processes.
//!
//! ```no_run
//! use helm_cache::AnswerCache;
//! use helm_core::client::RequestCache;
//!
//! let cache = AnswerCache::open("prod_env/cache/openai.sqlite".as_ref(), |warning| eprintln!("{warning}"))?;
//! let known = cache.get("everything that decides the answer");
//! # Ok::<(), helm_cache::Error>(())
//! ```
//!
//! An answer is wrong to nobody: each entry is stored with the whole text of its key and with a checksum, and what
//! doesn't agree counts as not kept. A file that SQLite can't use is set aside under another name, and a new one is
//! begun. Locks are those of the operating system, which end with the process that holds them.

mod answer_cache;
mod care;
mod database;
mod entry;
mod writer;

pub use answer_cache::AnswerCache;
pub use care::{Info, Verification, compact, info, verify};
pub use database::Error;
pub use writer::MOST_PENDING;

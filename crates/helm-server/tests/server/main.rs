//! The routes without a socket, and the program itself.

mod api;
mod hostile_queries;
mod json_api;
mod program;
mod reference;
mod robustness;
mod static_export;
mod suite;
mod support;
mod traversal;
mod web_app;

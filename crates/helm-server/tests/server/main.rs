//! The routes without a socket, and the program itself.

mod api;
mod program;
mod support;
mod traversal;
mod web_app;

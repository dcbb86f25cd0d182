//! Serves evaluation runs and the web app that shows them.
//!
//! The web app asks the JSON API under `/api/` (`docs/api.md` describes it), which answers out of the folder that
//! `helm-run` and `helm-summarize` wrote: `results` reads it, as late and as little as it can, `evidence` says
//! how sure values are, and `api` has one file for each kind of question. `export` writes the same answers as files.
//! Below `/benchmark_output/` the folder itself is served, which is what crfm-helm's web app reads. Nothing is
//! ever written there.
//!
//! ```
//! # tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
//! use axum::{body::Body, http::Request};
//! use helm_server::{Folder, Site, Version, WebApp, app};
//! use tower::ServiceExt;
//!
//! let site = Site {
//!     version: Version::Suite("my-suite".into()),
//!     project: "lite".into(),
//!     output: Folder::new("benchmark_output"),
//!     cache: Folder::new("prod_env/cache/output"),
//!     web_app: WebApp::built_in(),
//!     default_schema: None,
//! };
//! let request = Request::get("/config.js").body(Body::empty()).expect("a request");
//! let response = app(site).oneshot(request).await.expect("routes don't fail");
//! assert_eq!(response.status(), 200);
//! # });
//! ```

mod api;
mod app;
mod args;
mod config_js;
mod data;
mod evidence;
mod export;
mod folder;
mod http_error;
mod read_ahead;
mod results;
mod schema;
mod server;
mod settings;
mod start_error;
mod stop;
pub mod terminal;
mod version;
mod warning;
mod web_app;

pub use app::{Site, app};
pub use args::Args;
pub use folder::Folder;
pub use http_error::HttpError;
pub use server::run;
pub use settings::Settings;
pub use start_error::StartError;
pub use version::Version;
pub use warning::Warning;
pub use web_app::WebApp;

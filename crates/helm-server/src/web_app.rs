//! The web app: its files, and its page for every address that the app itself understands.

mod embedded;

pub(crate) use embedded::POLICY_IN_PAGE;

use crate::folder::Folder;
use crate::http_error::HttpError;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::any;
use rust_embed::EmbeddedFile;

/// The page that starts the app.
const INDEX: &str = "index.html";

/// Where the web app's files come from.
#[derive(Clone, Debug)]
pub enum WebApp {
    /// From this program, by name.
    Embedded(fn(&str) -> Option<EmbeddedFile>),
    /// From a folder with a built web app.
    Folder(Folder),
}

impl WebApp {
    /// The app that this program was built with.
    pub fn built_in() -> Self {
        Self::Embedded(embedded::file)
    }

    /// Whether there is an app at all; a program built without one serves a page that says so.
    pub fn is_built(&self) -> bool {
        match self {
            Self::Embedded(file) => file(INDEX).is_some(),
            Self::Folder(_) => true,
        }
    }

    async fn serve(&self, path: &str, request: Request) -> Result<Response, HttpError> {
        match self {
            Self::Embedded(file) => embedded::serve(*file, path, &request),
            Self::Folder(folder) => folder.serve(path, request).await,
        }
    }
}

/// The files of the app that this program was built with, by name.
pub(crate) fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    embedded::names().filter_map(|name| Some((name.to_string(), embedded::file(&name)?.data.into_owned())))
}

/// The app's files, and its page wherever no file is meant.
pub(crate) fn routes(web_app: WebApp) -> Router {
    Router::new().route("/", any(index)).route("/{*path}", any(page_or_file)).with_state(web_app)
}

async fn index(State(web_app): State<WebApp>, request: Request) -> Result<Response, HttpError> {
    web_app.serve(INDEX, request).await
}

async fn page_or_file(
    State(web_app): State<WebApp>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, HttpError> {
    let Path(path) = path.map_err(|_| HttpError::NotAPath { path: request.uri().path().into() })?;
    if path.split(['/', '\\']).any(|name| name == "..") {
        return Err(HttpError::NotAPath { path });
    }
    let wanted = if is_page(&path) { INDEX } else { &path };
    web_app.serve(wanted, request).await
}

/// Whether the app itself makes a page of `path`: it has no ending of a file, or is a run's, whose
/// name may look like one (`/runs/mmlu:model=openai_gpt-3.5.json`).
fn is_page(path: &str) -> bool {
    path.starts_with("runs/") || !has_ending(path)
}

/// An ending starts with a letter, so that `gpt-3.5` has none.
fn has_ending(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        ending.starts_with(|first: char| first.is_ascii_alphabetic())
            && ending.chars().all(|other| other.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_files() {
        for path in ["leaderboard", "models", "models/openai_gpt-3.5", "groups/a/", "runs/a:b=c,d=e.json", "a. b"] {
            assert!(is_page(path), "{path}");
        }
        for path in ["assets/index-6sfOSsz5.js", "favicon.ico", "a/b.woff2", "runs.json", ".env"] {
            assert!(!is_page(path), "{path}");
        }
    }
}

//! The schema for versions that have none: very old `helm-summarize`s wrote no `schema.json`.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use helm_core::json;
use std::sync::Arc;

/// The schema that the web app gets for a version without one.
pub(crate) fn default_schema() -> Option<Arc<str>> {
    json::to_string(&helm_core::schema::built_in()).ok().map(Arc::from)
}

/// Whether `path` is `runs/<suite>/schema.json` or `releases/<release>/schema.json`.
pub(crate) fn is_schema_of_version(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts.as_slice(), ["runs" | "releases", _, "schema.json"])
}

pub(crate) fn response(schema: &str) -> Response {
    ([(CONTENT_TYPE, "application/json; charset=utf-8")], schema.to_owned()).into_response()
}

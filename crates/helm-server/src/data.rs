//! The folders of results, file by file.

use crate::folder::Folder;
use crate::http_error::HttpError;
use crate::schema;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::Uri;
use axum::response::Response;
use axum::routing::any;
use std::sync::Arc;

#[derive(Clone)]
struct Data {
    folder: Folder,
    default_schema: Option<Arc<str>>,
}

/// The files of `folder` below `prefix`, with `default_schema` where a version's `schema.json` is missing.
pub(crate) fn routes(prefix: &str, folder: Folder, default_schema: Option<Arc<str>>) -> Router {
    Router::new()
        .route(&format!("{prefix}/{{*path}}"), any(file))
        // There are no listings, and the web app must not answer in their place.
        .route(prefix, any(no_file))
        .route(&format!("{prefix}/"), any(no_file))
        .with_state(Data { folder, default_schema })
}

async fn file(
    State(data): State<Data>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, HttpError> {
    let Path(path) = path.map_err(|_| HttpError::NotAPath { path: request.uri().path().into() })?;
    let served = data.folder.serve(&path, request).await;
    match (served, data.default_schema) {
        (Err(HttpError::NotFound { .. }), Some(schema)) if schema::is_schema_of_version(&path) => {
            Ok(schema::response(&schema))
        }
        (served, _) => served,
    }
}

async fn no_file(uri: Uri) -> HttpError {
    HttpError::NotFound { path: uri.path().trim_start_matches('/').into() }
}

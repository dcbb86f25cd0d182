use axum::Json;
use axum::http::StatusCode;
use axum::http::header::ALLOW;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::io;

/// Why a request gets no file.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// There is no such file.
    #[error("no file `{path}`")]
    NotFound {
        /// The path asked for.
        path: String,
    },
    /// The path can't be one of a file below the folder.
    #[error("`{path}` is no path of a file here")]
    NotAPath {
        /// The path asked for.
        path: String,
    },
    /// A symbolic link on the way leaves the folder.
    #[error("`{path}` is a symbolic link that leaves the served folder")]
    Outside {
        /// The path asked for.
        path: String,
    },
    /// The server may not read the file.
    #[error("no right to read `{path}`")]
    NoRights {
        /// The path asked for.
        path: String,
    },
    /// The request would change something.
    #[error("only GET and HEAD are answered here")]
    ReadsOnly,
    /// Reading failed.
    #[error("can't read `{path}`")]
    Read {
        /// The path asked for.
        path: String,
        /// Why; logged, not sent.
        source: io::Error,
    },
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::NotAPath { .. } => StatusCode::BAD_REQUEST,
            Self::Outside { .. } | Self::NoRights { .. } => StatusCode::FORBIDDEN,
            Self::ReadsOnly => StatusCode::METHOD_NOT_ALLOWED,
            Self::Read { path, source } => {
                tracing::error!(%path, %source, "can't read a file");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let mut response = (status, Json(json!({"error": self.to_string()}))).into_response();
        if status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert(ALLOW, axum::http::HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}

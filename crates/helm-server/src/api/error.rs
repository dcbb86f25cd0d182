use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use helm_core::nearest::did_you_mean;
use serde::Serialize;

/// Why a question has no answer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ApiError {
    /// A parameter of the query is not what it should be.
    #[error("parameter `{name}`: {problem}")]
    Parameter { name: String, problem: String, hint: String },
    /// The query names a parameter that the route doesn't have.
    #[error("there is no parameter `{name}` here")]
    UnknownParameter { name: String, known: Vec<&'static str> },
    /// There is no such thing.
    #[error("there is no {kind} `{name}`")]
    NotFound { kind: &'static str, name: String, hint: Option<String> },
    /// There is no such route.
    #[error("there is no `{path}` in the API")]
    NoRoute { path: String },
    /// A file that the answer can't do without can't be read.
    #[error("can't read `{file}`: {problem}")]
    Unreadable { file: String, problem: String, hint: Option<String> },
    /// The server is at fault.
    #[error("answering failed")]
    Failed,
}

impl ApiError {
    /// A thing that isn't there, with the nearest that is.
    pub(super) fn not_found<'a>(
        kind: &'static str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
        list: &str,
    ) -> Self {
        let hint = did_you_mean(name, known).unwrap_or_else(|| format!("`/api/{list}` lists all"));
        Self::NotFound { kind, name: name.into(), hint: Some(hint) }
    }

    pub(crate) fn body(&self) -> Body {
        Body { error: self.to_string(), hint: self.hint() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Parameter { .. } | Self::UnknownParameter { .. } => StatusCode::BAD_REQUEST,
            Self::NotFound { .. } | Self::NoRoute { .. } => StatusCode::NOT_FOUND,
            Self::Unreadable { .. } | Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Parameter { hint, .. } => Some(hint.clone()),
            Self::UnknownParameter { known, .. } if known.is_empty() => Some("this route takes no parameters".into()),
            Self::UnknownParameter { name, known } => Some(
                did_you_mean(name, known.iter().copied())
                    .unwrap_or_else(|| format!("there are `{}`", known.join("`, `"))),
            ),
            Self::NotFound { hint, .. } | Self::Unreadable { hint, .. } => hint.clone(),
            Self::NoRoute { .. } => Some("docs/api.md describes the routes".into()),
            Self::Failed => Some("the server's log says why".into()),
        }
    }
}

/// An error as it is sent.
#[derive(Serialize)]
pub(crate) struct Body {
    error: String,
    hint: Option<String>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status(), Json(self.body())).into_response()
    }
}

//! From a function that answers to a handler: parameters in, JSON with an `ETag` out, computed off the threads that
//! serve.

use super::error::ApiError;
use super::query::Query;
use super::state::Api;
use crate::http_error::HttpError;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// A question to a route.
pub(crate) struct Question {
    /// The parts of the path that vary, decoded.
    pub(super) path: Vec<String>,
    text: String,
}

impl Question {
    /// A question without parameters.
    pub(crate) fn about(path: &[&str]) -> Self {
        Self { path: path.iter().map(|part| (*part).to_owned()).collect(), text: String::new() }
    }

    /// The parameters, which are to be among `known`.
    pub(super) fn query(&self, known: &[&'static str]) -> Result<Query, ApiError> {
        Query::parse(&self.text, known)
    }

    /// The part of the path that varies.
    pub(super) fn name(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler that answers with what `get` gives.
pub(super) fn answer<T: Serialize + 'static>(
    get: fn(&Api, &Question) -> Result<T, ApiError>,
) -> impl Fn(State<Api>, Result<RawPathParams, RawPathParamsRejection>, Request) -> Answering + Clone + Send + 'static {
    move |State(api), path, request| {
        api.last_question.note();
        Box::pin(async move {
            let Ok(path) = path else {
                return HttpError::NotAPath { path: request.uri().path().into() }.into_response();
            };
            let path = path.iter().map(|(_, value)| value.to_owned()).collect();
            let question = Question { path, text: request.uri().query().unwrap_or_default().into() };
            let known = request.headers().get(IF_NONE_MATCH).cloned();
            let Ok(turn) = api.turns.clone().acquire_owned().await else {
                return ApiError::Failed.into_response();
            };
            let computed = tokio::task::spawn_blocking(move || {
                let _turn = turn;
                let value = get(&api, &question)?;
                serde_json::to_vec(&value).map_err(|error| {
                    tracing::error!(%error, "an answer can't be written as JSON");
                    ApiError::Failed
                })
            });
            match computed.await {
                Ok(Ok(body)) => send(body, known.as_ref()),
                Ok(Err(error)) => error.into_response(),
                Err(error) => {
                    tracing::error!(%error, "answering a question broke off");
                    ApiError::Failed.into_response()
                }
            }
        })
    }
}

fn send(body: Vec<u8>, known: Option<&HeaderValue>) -> Response {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    // Weak, because the bytes sent may be compressed.
    let tag = format!("W/\"{:016x}\"", hasher.finish());
    let is_known =
        known.and_then(|tags| tags.to_str().ok()).is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(CACHE_CONTROL, ASK_AGAIN);
    headers.insert(ETAG, tag.parse().expect("hexadecimal digits are a header value"));
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, body).into_response()
}

pub(super) async fn no_route(request: Request) -> ApiError {
    ApiError::NoRoute { path: request.uri().path().into() }
}

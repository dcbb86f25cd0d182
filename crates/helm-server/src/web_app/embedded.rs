use super::INDEX;
use crate::folder::content_type;
use crate::http_error::HttpError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;
use std::fmt::Write;

#[derive(RustEmbed)]
#[folder = "../../frontend/dist"]
#[allow_missing = true]
struct Build;

/// Everything comes from this server as files of their own: no script and no style stands in a page.
macro_rules! policy {
    ($more:literal) => {
        concat!("default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'", $more)
    };
}
const POLICY: HeaderValue = HeaderValue::from_static(policy!("; frame-ancestors 'none'"));
/// The same for a page that comes without headers; there the last part has no meaning.
pub(crate) const POLICY_IN_PAGE: &str = policy!("");
const REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");
/// The build puts a digest of the content into the names of these, so they never change.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// A file of the web app that this program was built with.
pub(super) fn file(name: &str) -> Option<EmbeddedFile> {
    Build::get(name)
}

/// The names of all files.
pub(super) fn names() -> impl Iterator<Item = Cow<'static, str>> {
    Build::iter()
}

pub(super) fn serve(
    file: fn(&str) -> Option<EmbeddedFile>,
    path: &str,
    request: &Request,
) -> Result<Response, HttpError> {
    let headers = |kind: &str| {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type(kind).as_ref().parse().expect("a media type is a header value"));
        headers.insert(CONTENT_SECURITY_POLICY, POLICY);
        headers.insert(REFERRER_POLICY, REFERRER);
        headers.insert(CACHE_CONTROL, if kind.starts_with("assets/") { FOREVER } else { ASK_AGAIN });
        headers
    };
    let Some(found) = file(path) else {
        return if path == INDEX {
            Ok((headers(INDEX), include_str!("missing.html")).into_response())
        } else {
            Err(HttpError::NotFound { path: path.into() })
        };
    };
    let mut headers = headers(path);
    let tag = tag(&found);
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|tags| names_tag(tags, &tag));
    headers.insert(ETAG, tag);
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, Body::from(found.data)).into_response())
}

/// Weak, because the bytes sent may be compressed.
fn tag(file: &EmbeddedFile) -> HeaderValue {
    let mut tag = String::from("W/\"");
    for byte in &file.metadata.sha256_hash()[..16] {
        write!(tag, "{byte:02x}").expect("text can be written to");
    }
    tag.push('"');
    tag.parse().expect("hexadecimal digits are a header value")
}

fn names_tag(tags: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(tags), Ok(tag)) = (tags.to_str(), tag.to_str()) else { return false };
    tags.split(',').map(str::trim).any(|known| known == "*" || known == tag)
}

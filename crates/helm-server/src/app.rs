use crate::api::{self, Api};
use crate::config_js::config_js;
use crate::data;
use crate::folder::Folder;
use crate::http_error::HttpError;
use crate::results::Results;
use crate::version::Version;
use crate::web_app::{self, WebApp};
use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, EXPIRES, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use helm_core::layout::OutputFolder;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// What the routes serve.
#[derive(Clone, Debug)]
pub struct Site {
    /// What the web app shows.
    pub version: Version,
    /// The project that the landing page presents.
    pub project: String,
    /// The output folder, at `/benchmark_output/`.
    pub output: Folder,
    /// Cached files of models, at `/cache/output/`.
    pub cache: Folder,
    /// The web app, at every other path.
    pub web_app: WebApp,
    /// Stands in for the `schema.json` of a version that has none.
    pub default_schema: Option<Arc<str>>,
}

/// All routes; needs no socket, so tests call it directly.
pub fn app(site: Site) -> Router {
    let api = Api::new(results_of(&site));
    app_of(site, api)
}

/// What the API is about.
pub(crate) fn results_of(site: &Site) -> Results {
    Results::new(OutputFolder::new(site.output.root()), site.version.clone(), site.project.clone())
}

/// The routes, with an API that was made before.
pub(crate) fn app_of(site: Site, api: Api) -> Router {
    let config = config_js(&site.version, &site.project);
    let config = ([(CONTENT_TYPE, "application/javascript; charset=utf-8")], config);
    let live = Router::new()
        .route("/config.js", any(config))
        .merge(data::routes("/benchmark_output", site.output, site.default_schema))
        .merge(data::routes("/cache/output", site.cache, None));
    // What is shown changes with every run and every start: a stored copy would be out of date.
    let live = live.layer(header(CACHE_CONTROL, "no-cache, no-store, must-revalidate")).layer(header(EXPIRES, "0"));
    live.merge(api::routes(api))
        .merge(web_app::routes(site.web_app))
        .layer(middleware::from_fn(reads_only))
        // Most readers are on this machine: time counts for more than the last tenth of size.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(TraceLayer::new_for_http())
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

async fn reads_only(request: Request, next: Next) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD => next.run(request).await,
        _ => HttpError::ReadsOnly.into_response(),
    }
}

fn header(name: axum::http::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

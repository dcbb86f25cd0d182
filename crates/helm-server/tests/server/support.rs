use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use helm_server::{Folder, Site, Version, WebApp, app};
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tower::ServiceExt;

/// A run whose name has every character that run names have.
pub(crate) const RUN: &str = "mmlu:subject=anatomy,method=multiple_choice_joint,model=openai_gpt-3.5";

/// `benchmark_output/` with one summarized suite, `cache/`, and `secret.txt` beside them.
pub(crate) fn folders() -> TempDir {
    let folders = tempfile::tempdir().expect("a temporary folder");
    let suite = "benchmark_output/runs/my-suite";
    write(folders.path(), "secret.txt", "secret");
    write(folders.path(), &format!("{suite}/summary.json"), r#"{"suites": ["my-suite"], "suite": "my-suite"}"#);
    write(folders.path(), &format!("{suite}/{RUN}/stats.json"), &format!("[{}]", "0, ".repeat(100)));
    write(folders.path(), "cache/image.png", "png");
    folders
}

/// A name as one part of a path, every byte of it encoded.
pub(crate) fn encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |path, byte| path + &format!("%{byte:02X}"))
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("the path has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

pub(crate) fn site(root: &Path) -> Site {
    Site {
        version: Version::Suite("my-suite".into()),
        project: "lite".into(),
        output: Folder::new(root.join("benchmark_output")),
        cache: Folder::new(root.join("cache")),
        web_app: WebApp::Embedded(|_| None),
        default_schema: None,
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("the header is text"))
    }
}

pub(crate) async fn get(app: &Router, path: &str) -> Answer {
    ask(app, Method::GET, path, &[]).await
}

pub(crate) async fn ask(app: &Router, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("the request is well formed");
    let response = app.clone().oneshot(request).await.expect("routes don't fail");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("the body can be read");
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
}

pub(crate) async fn get_from(root: &Path, path: &str) -> Answer {
    get(&app(site(root)), path).await
}

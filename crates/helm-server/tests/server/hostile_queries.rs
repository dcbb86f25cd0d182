//! Whatever is asked: an answer, never a panic.

use crate::suite::write_two_models;
use crate::support::site;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Uri};
use helm_server::app;
use hostile_input::check;
use tower::ServiceExt;

const ADDRESSES: [&str; 12] = [
    "/api/site",
    "/api/leaderboards/mmlu?split=test&metric=exact_match&group=accuracy",
    "/api/models/a%2Fone?page=1&per_page=20",
    "/api/scenarios/mmlu",
    "/api/runs?search=anatomy&regex=true&sort=score&order=desc&model=a%2Fone&page=2&per_page=10",
    "/api/runs/mmlu%3Asubject%3Danatomy%2Cmodel%3Da_one",
    "/api/runs/mmlu%3Asubject%3Danatomy%2Cmodel%3Da_one/stats?search=match&page=1",
    "/api/runs/mmlu%3Asubject%3Danatomy%2Cmodel%3Da_one/instances?search=(a%7Cb).%2A9&regex=true&verdict=wrong&page=1",
    "/api/runs/mmlu%3Asubject%3Danatomy%2Cmodel%3Da_one/instances/3",
    "/api/compare?model=a%2Fone&model=b%2Ftwo&metric=exact_match&outcome=10&page=1",
    "/api/compare?run=mmlu%3Asubject%3Danatomy%2Cmodel%3Da_one&run=mmlu%3Asubject%3Danatomy%2Cmodel%3Db_two",
    "/api/live",
];
const TOKENS: [&str; 16] = [
    "%00",
    "%ff",
    "%2F",
    "%2e%2e",
    "%",
    "&page=",
    "page=0",
    "per_page=0",
    "regex=true",
    "search=(",
    "search=%5B%5B%3A",
    "?",
    "sort=",
    "%F0%9F%98%80",
    "(a*)*b{9999}",
    "/instances/",
];

#[test]
fn queries_never_panic() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_two_models(folder.path());
    let app = app(site(folder.path()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be had");
    check(&ADDRESSES, &TOKENS, |bytes| {
        // What is no address at all is refused before it comes to us.
        let Ok(address) = Uri::try_from(bytes) else { return };
        let request = Request::builder().uri(address).body(Body::empty()).expect("the address is one");
        runtime.block_on(async {
            let response = app.clone().oneshot(request).await.expect("routes don't fail");
            assert_ne!(response.status().as_u16(), 500, "{response:?}");
            to_bytes(response.into_body(), usize::MAX).await.expect("the body can be read");
        });
    });
}

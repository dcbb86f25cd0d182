use crate::support::{RUN, ask, folders, get, get_from, site, write};
use axum::http::Method;
use helm_server::{Site, Version, app};

#[tokio::test]
async fn config_js_names_the_suite() {
    let folders = folders();
    let answer = get_from(folders.path(), "/config.js").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/javascript; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-cache, no-store, must-revalidate");
    assert_eq!(
        answer.body,
        "window.BENCHMARK_OUTPUT_BASE_URL = \"benchmark_output\";\n\
         window.SUITE = \"my-suite\";\n\
         window.PROJECT_ID = \"lite\";\n"
    );
}

#[tokio::test]
async fn config_js_lets_no_name_break_out() {
    let folders = folders();
    let version = Version::Release("\"</script>\u{2028}".into());
    let hostile = Site { version, project: "\\\";alert(1)".into(), ..site(folders.path()) };
    let answer = get(&app(hostile), "/config.js").await;
    assert!(answer.body.contains(r#"window.RELEASE = "\"\u003c/script\u003e\u2028";"#), "{}", answer.body);
    assert!(answer.body.contains(r#"window.PROJECT_ID = "\\\";alert(1)";"#), "{}", answer.body);
}

#[tokio::test]
async fn results_are_served_with_headers_that_keep_them_fresh() {
    let folders = folders();
    let answer = get_from(folders.path(), "/benchmark_output/runs/my-suite/summary.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, r#"{"suites": ["my-suite"], "suite": "my-suite"}"#);
    for (name, value) in [
        ("content-type", "application/json; charset=utf-8"),
        ("cache-control", "no-cache, no-store, must-revalidate"),
        ("expires", "0"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", ""),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let answer = get_from(folders.path(), "/cache/output/image.png").await;
    assert_eq!((answer.body.as_str(), answer.header("content-type")), ("png", "image/png"));
    assert_eq!(answer.header("cache-control"), "no-cache, no-store, must-revalidate");
}

#[tokio::test]
async fn run_names_may_be_encoded_or_not() {
    let folders = folders();
    let encoded = RUN.replace(':', "%3A").replace('=', "%3D").replace(',', "%2C");
    for name in [RUN, &encoded] {
        let answer = get_from(folders.path(), &format!("/benchmark_output/runs/my-suite/{name}/stats.json")).await;
        assert_eq!(answer.status, 200, "{name}");
    }
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let folders = folders();
    let app = app(site(folders.path()));
    let path = "/benchmark_output/runs/my-suite/summary.json";
    let first = get(&app, path).await;
    for (question, answer) in [("if-none-match", "etag"), ("if-modified-since", "last-modified")] {
        let again = ask(&app, Method::GET, path, &[(question, first.header(answer))]).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{question}");
    }
    let other = ask(&app, Method::GET, path, &[("if-none-match", "\"other\"")]).await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn text_is_compressed_for_who_asks() {
    let folders = folders();
    let path = format!("/benchmark_output/runs/my-suite/{RUN}/stats.json");
    let app = app(site(folders.path()));
    let small = ask(&app, Method::GET, &path, &[("accept-encoding", "gzip")]).await;
    assert_eq!((small.status.as_u16(), small.header("content-encoding")), (200, "gzip"));
    assert!(small.headers.get("vary").is_some());
    let plain = get(&app, &path).await;
    assert_eq!((plain.header("content-encoding"), plain.body.len()), ("", 302));
}

#[tokio::test]
async fn a_missing_schema_is_replaced_where_there_is_a_default() {
    let folders = folders();
    let path = "/benchmark_output/runs/my-suite/schema.json";
    assert_eq!(get_from(folders.path(), path).await.status, 404);

    let app = app(Site { default_schema: Some("{\"default\": 1}".into()), ..site(folders.path()) });
    let answer = get(&app, path).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "{\"default\": 1}"));
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-cache, no-store, must-revalidate");
    assert_eq!(get(&app, "/benchmark_output/releases/v1/schema.json").await.status, 200);
    assert_eq!(get(&app, "/benchmark_output/runs/my-suite/run/schema.json").await.status, 404);
    assert_eq!(get(&app, "/cache/output/runs/my-suite/schema.json").await.status, 404);

    write(folders.path(), "benchmark_output/runs/my-suite/schema.json", "{}");
    assert_eq!(get(&app, path).await.body, "{}");
}

#[tokio::test]
async fn what_is_missing_is_an_error_in_json() {
    let folders = folders();
    for path in [
        "/benchmark_output/runs/my-suite/groups.json",
        "/benchmark_output/runs/my-suite/summary.json/more",
        "/benchmark_output/runs/my-suite",
        "/benchmark_output/runs/my-suite/",
        "/benchmark_output",
        "/benchmark_output/",
        "/cache/output/",
    ] {
        let answer = get_from(folders.path(), path).await;
        let expected = if path.ends_with("my-suite/") { 400 } else { 404 };
        assert_eq!(answer.status, expected, "{path}");
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
        assert!(answer.body.starts_with(r#"{"error":""#), "{path}: {}", answer.body);
        assert!(!answer.body.contains(folders.path().to_str().expect("the path is text")), "{}", answer.body);
    }
}

#[tokio::test]
async fn head_tells_what_get_would() {
    let folders = folders();
    let app = app(site(folders.path()));
    for path in ["/benchmark_output/runs/my-suite/summary.json", "/config.js", "/", "/leaderboard"] {
        let get = get(&app, path).await;
        let head = ask(&app, Method::HEAD, path, &[]).await;
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{path}");
    }
}

#[tokio::test]
async fn nothing_but_reading_is_allowed() {
    let folders = folders();
    let app = app(site(folders.path()));
    for path in ["/", "/config.js", "/benchmark_output/runs/my-suite/summary.json", "/benchmark_output/", "/runs/a"] {
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH, Method::TRACE] {
            let answer = ask(&app, method, path, &[]).await;
            assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "GET, HEAD"), "{path}");
            assert_eq!(answer.body, r#"{"error":"only GET and HEAD are answered here"}"#);
        }
    }
}

use crate::support::{RUN, ask, folders, get, get_from, site, write};
use axum::Router;
use axum::http::Method;
use helm_server::{Folder, Site, WebApp, app};
use rust_embed::RustEmbed;
use tempfile::TempDir;

#[derive(RustEmbed)]
#[folder = "tests/server/web-app"]
struct Fixture;

fn embedded(folders: &TempDir) -> Router {
    app(Site { web_app: WebApp::Embedded(Fixture::get), ..site(folders.path()) })
}

#[tokio::test]
async fn every_address_of_the_app_answers_with_its_page() {
    let folders = folders();
    let app = embedded(&folders);
    let run = format!("/runs/{RUN}");
    for path in ["/", "/index.html", "/leaderboard", "/leaderboard/", "/models/openai_gpt-3.5", "/groups/a/b", &run] {
        let answer = get(&app, path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (200, "text/html; charset=utf-8"),
            "{path}"
        );
        assert!(answer.body.contains("<title>app</title>"), "{path}");
    }
    let answer = get(&app, "/runs/my.json?instance=id1").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_missing_file_is_no_page() {
    let folders = folders();
    let app = embedded(&folders);
    for path in ["/assets/gone-1234.js", "/favicon.ico", "/a/b.css", "/benchmark_output/none"] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "application/json"), "{path}");
    }
}

#[tokio::test]
async fn the_embedded_app_may_load_nothing_from_elsewhere() {
    let folders = folders();
    let app = embedded(&folders);
    let page = get(&app, "/").await;
    let policy = page.header("content-security-policy");
    assert_eq!(
        policy,
        "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    );
    assert_eq!(page.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn files_of_the_build_are_kept_by_the_browser_and_the_page_is_not() {
    let folders = folders();
    let app = embedded(&folders);
    let asset = get(&app, "/assets/app-1234.js").await;
    assert_eq!(asset.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
    let page = get(&app, "/").await;
    assert_eq!(page.header("cache-control"), "no-cache");
    let again = ask(&app, Method::GET, "/", &[("if-none-match", page.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    let gzip = ask(&app, Method::GET, "/assets/app-1234.js", &[("accept-encoding", "gzip")]).await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn without_a_build_a_page_says_how_to_make_one() {
    let folders = folders();
    for path in ["/", "/leaderboard"] {
        let answer = get_from(folders.path(), path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/html; charset=utf-8"));
        assert!(answer.body.contains("npm install &amp;&amp; npm run build"));
    }
    assert_eq!(get_from(folders.path(), "/assets/app.js").await.status, 404);
    assert_eq!(get_from(folders.path(), "/benchmark_output/runs/my-suite/summary.json").await.status, 200);
}

#[tokio::test]
async fn another_app_is_served_from_a_folder() {
    let folders = folders();
    write(folders.path(), "app/index.html", "<title>other</title>");
    write(folders.path(), "app/config.js", "window.SUITE = 'wrong';");
    write(folders.path(), "app/assets/index.css", "p {}");
    let web_app = WebApp::Folder(Folder::new(folders.path().join("app")));
    let app = app(Site { web_app, ..site(folders.path()) });
    for path in ["/", "/leaderboard", &format!("/runs/{RUN}")] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "<title>other</title>"), "{path}");
        // Another app may need what the policy of ours forbids.
        assert_eq!(answer.header("content-security-policy"), "");
    }
    assert_eq!(get(&app, "/assets/index.css").await.header("content-type"), "text/css; charset=utf-8");
    assert!(get(&app, "/config.js").await.body.contains("\"my-suite\""));
    assert_eq!(get(&app, "/gone.js").await.status, 404);
}

use crate::support::{Answer, folders, get, site, write};
use axum::http::StatusCode;
use helm_server::{Folder, Site, WebApp, app};

/// Ways to spell "one folder up, then `secret.txt`", below each served folder.
const TRICKS: [&str; 17] = [
    "../secret.txt",
    "%2e%2e/secret.txt",
    "%2E%2E%2Fsecret.txt",
    "..%2fsecret.txt",
    "..%5csecret.txt",
    "..\\secret.txt",
    "runs/../../secret.txt",
    "runs/..%2f..%2fsecret.txt",
    "./../secret.txt",
    "%252e%252e%252fsecret.txt",
    "..%c0%afsecret.txt",
    "....//secret.txt",
    "..;/secret.txt",
    "/secret.txt",
    "%2fsecret.txt",
    "runs/my-suite/summary.json%00/../../../../secret.txt",
    "..%00/secret.txt",
];

fn refused(answer: &Answer, path: &str) {
    assert!(matches!(answer.status.as_u16(), 400 | 403 | 404), "{path}: {}", answer.status);
    assert!(!answer.body.contains("secret\n") && answer.body != "secret", "{path}: {}", answer.body);
    assert!(answer.body.starts_with(r#"{"error":""#), "{path}: {}", answer.body);
}

#[tokio::test]
async fn no_spelling_leaves_the_folders() {
    let folders = folders();
    write(folders.path(), "app/index.html", "app");
    let web_app = WebApp::Folder(Folder::new(folders.path().join("app")));
    let app = app(Site { web_app, ..site(folders.path()) });
    for base in ["/benchmark_output/", "/cache/output/", "/"] {
        for trick in TRICKS {
            let path = format!("{base}{trick}");
            refused(&get(&app, &path).await, &path);
        }
        let absolute = folders.path().join("secret.txt");
        let absolute = absolute.to_str().expect("the path is text");
        for path in [format!("{base}{absolute}"), format!("{base}{}", absolute.replace('/', "%2f"))] {
            refused(&get(&app, &path).await, &path);
        }
    }
}

#[tokio::test]
async fn odd_names_are_the_callers_fault() {
    let folders = folders();
    let app = app(site(folders.path()));
    let long = "a".repeat(5000);
    for (name, expected) in [
        ("a%00b.json", StatusCode::BAD_REQUEST),
        ("%ff.json", StatusCode::BAD_REQUEST),
        ("a%5cb.json", StatusCode::BAD_REQUEST),
        (&format!("{long}.json"), StatusCode::NOT_FOUND),
        (&format!("{}.json", "a/".repeat(5000)), StatusCode::NOT_FOUND),
        ("%0a.json", StatusCode::NOT_FOUND),
    ] {
        let answer = get(&app, &format!("/benchmark_output/{name}")).await;
        assert_eq!(answer.status, expected, "{name}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_followed_inside_the_folder_only() {
    use std::os::unix::fs::symlink;
    let folders = folders();
    let output = folders.path().join("benchmark_output");
    symlink(folders.path().join("secret.txt"), output.join("link.txt")).expect("a link can be made");
    symlink(folders.path(), output.join("up")).expect("a link can be made");
    symlink("../secret.txt", output.join("relative.txt")).expect("a link can be made");
    symlink("gone.txt", output.join("dangling.txt")).expect("a link can be made");
    symlink(output.join("runs/my-suite"), output.join("runs/latest")).expect("a link can be made");
    let app = app(site(folders.path()));
    for path in ["link.txt", "up/secret.txt", "relative.txt", "up/cache/image.png"] {
        let answer = get(&app, &format!("/benchmark_output/{path}")).await;
        assert_eq!(answer.status, 403, "{path}");
        refused(&answer, path);
    }
    assert_eq!(get(&app, "/benchmark_output/dangling.txt").await.status, 404);
    assert_eq!(get(&app, "/benchmark_output/runs/latest/summary.json").await.status, 200);
    // A link that leads out and back in is no way out.
    assert_eq!(get(&app, "/benchmark_output/up/benchmark_output/runs/my-suite/summary.json").await.status, 200);
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_is_not_waited_for() {
    let folders = folders();
    let pipe = folders.path().join("benchmark_output/pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    let app = app(site(folders.path()));
    assert_eq!(get(&app, "/benchmark_output/pipe.json").await.status, 404);
}

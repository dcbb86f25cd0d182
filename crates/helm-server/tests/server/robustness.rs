//! Questions that nobody should ask, and very many at once.

use crate::suite::{HOSTILE, SUITE, write_run, write_summary, write_two_models};
use crate::support::{encoded, get, site};
use helm_server::app;
use serde_json::Value;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// As many as a page with many tabs, a script gone wild, or a load test sends.
const MANY: usize = 10_000;
/// Connections at once: test machines allow 1,024 open files to a process, and each end is one.
const CONNECTIONS: usize = 400;

#[tokio::test]
async fn absurd_parameters_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = write_two_models(folder.path())[0].replace(':', "%3A");
    let app = app(site(folder.path()));
    let long = "x".repeat(5000);
    for (path, name) in [
        ("runs?page=0".to_owned(), "page"),
        ("runs?page=-1".into(), "page"),
        ("runs?page=1.5".into(), "page"),
        ("runs?page=99999999999999999999999999".into(), "page"),
        ("runs?page_size=201".into(), "page_size"),
        ("runs?sort=constructor".into(), "sort"),
        ("runs?order=".to_owned() + &long, "order"),
        ("runs?regex=true&search=(".into(), "search"),
        ("runs?regex=true&search=%28%3F%3Aa%7B1000%7D%29%7B1000%7D".into(), "search"),
        ("runs?regex=maybe".into(), "regex"),
        ("runs?status=done".into(), "status"),
        ("runs?__proto__=1".into(), "__proto__"),
        ("site?a=b".into(), "a"),
        (format!("runs/{run}/instances?verdict=right"), "verdict"),
        (format!("runs/{run}/instances?trial=x"), "trial"),
        (format!("runs/{run}/instances?in=everywhere"), "in"),
        (format!("runs/{run}/stats?page_size=0"), "page_size"),
        ("compare?run=a".into(), "run"),
        ("compare?".into(), "run"),
        ("compare?run=a&run=a".into(), "run"),
        ("compare?model=a%2Fone&model=b%2Ftwo&metric=taste".into(), "metric"),
        ("compare?model=a%2Fone&model=b%2Ftwo&category=only_6".into(), "category"),
    ] {
        let answer = get(&app, &format!("/api/{path}")).await;
        assert_eq!(answer.status, 400, "{path}: {}", answer.body);
        let body: Value = serde_json::from_str(&answer.body).expect("the error is JSON");
        assert!(body["error"].as_str().is_some_and(|error| error.contains(&format!("`{name}`"))), "{path}: {body}");
        assert!(body["hint"].is_string(), "{path}: {body}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = write_two_models(folder.path())[0];
    crate::support::write(folder.path(), "secret/run_spec.json", "{\"name\": \"secret\"}");
    let app = app(site(folder.path()));
    for path in [
        "runs/nothing".to_owned(),
        "runs/..%2F..%2F..%2Fsecret".into(),
        "runs/%2e%2e".into(),
        "runs/..%2f".into(),
        "runs/%00".into(),
        format!("runs/{run}/instances/21"),
        format!("runs/{run}/instances/-1"),
        format!("runs/{run}/instances/99999999999999999999"),
        format!("runs/{run}/instances/%2e%2e%2frun_spec.json"),
        format!("runs/{run}/run_spec.json"),
        "leaderboards/..%2f..%2fsummary".into(),
        "leaderboards/nothing".into(),
        "models/a".into(),
        "models/..%2f..".into(),
        "scenarios/nothing".into(),
        "compare?run=a&run=b".into(),
        "nothing".into(),
        String::new(),
    ] {
        let answer = get(&app, &format!("/api/{path}")).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
        assert!(
            answer.body.starts_with(r#"{"error":""#) && !answer.body.contains("secret\""),
            "{path}: {}",
            answer.body
        );
    }
    assert_eq!(get(&app, "/api/runs/%FF").await.status, 400, "no text");
    assert_eq!(get(&app, "/api").await.status, 404);
}

#[tokio::test]
async fn hostile_names_are_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // All that a folder's name can hold.
    let name = format!("mmlu:subject={},model=%2e%2e\\x", HOSTILE.replace('/', "|"));
    write_run(folder.path(), HOSTILE, &name, &[true, false], &[0.1, 0.2]);
    write_summary(folder.path());
    let app = app(site(folder.path()));
    for path in [
        "runs".to_owned(),
        format!("runs/{}", encoded(&name)),
        format!("runs/{}/instances/0", encoded(&name)),
        format!("runs/{}/stats", encoded(&name)),
        format!("models/{}", encoded(HOSTILE)),
        "leaderboards/mmlu".into(),
        "scenarios/mmlu".into(),
    ] {
        let answer = get(&app, &format!("/api/{path}")).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(answer.header("content-type"), "application/json; charset=utf-8", "{path}");
        serde_json::from_str::<Value>(&answer.body).expect("the answer is JSON");
    }
    let run: Value = serde_json::from_str(&get(&app, "/api/runs").await.body).expect("JSON");
    assert_eq!(run["runs"][0]["name"], name);
    let path = run["runs"][0]["path"].as_str().expect("a path");
    assert_eq!(get(&app, &format!("/api/{path}")).await.status, 200, "paths lead back");
}

#[cfg(unix)]
#[tokio::test]
async fn links_out_of_the_folder_are_no_runs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_two_models(folder.path());
    crate::support::write(folder.path(), "elsewhere/run_spec.json", "{\"secret\": 1}");
    let suite = folder.path().join("benchmark_output/runs").join(SUITE);
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), suite.join("a link")).expect("a link can be made");
    let secret = folder.path().join("elsewhere/run_spec.json");
    std::fs::create_dir(suite.join("a folder")).expect("a folder can be made");
    std::os::unix::fs::symlink(secret, suite.join("a folder/run_spec.json")).expect("a link can be made");
    let app = app(site(folder.path()));
    let runs: Value = serde_json::from_str(&get(&app, "/api/runs").await.body).expect("JSON");
    assert_eq!((&runs["total"], &runs["problems"]), (&2.into(), &serde_json::json!([])));
}

/// What a browser asks in turns.
fn questions(run: &str) -> Vec<String> {
    let run = run.replace(':', "%3A");
    vec![
        "/api/site".into(),
        "/api/runs?search=anatomy&sort=score".into(),
        "/api/leaderboards/mmlu".into(),
        format!("/api/runs/{run}"),
        format!("/api/runs/{run}/instances?search=question"),
        "/api/compare?model=a%2Fone&model=b%2Ftwo".into(),
        "/api/live".into(),
        "/api/runs?page=0".into(),
    ]
}

fn is_expected(question: &str, status: u16) -> bool {
    status == if question.ends_with("page=0") { 400 } else { 200 }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_questions_at_once_are_answered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let questions = Arc::new(questions(write_two_models(folder.path())[0]));
    let app = app(site(folder.path()));
    let asked = (0..MANY).map(|index| {
        let (app, questions) = (app.clone(), Arc::clone(&questions));
        tokio::spawn(async move {
            let question = &questions[index % questions.len()];
            let answer = get(&app, question).await;
            assert!(is_expected(question, answer.status.as_u16()), "{question}: {} {}", answer.status, answer.body);
        })
    });
    for task in asked.collect::<Vec<_>>() {
        task.await.expect("the question is answered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_connections_are_served() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let questions = Arc::new(questions(write_two_models(folder.path())[0]));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let app = app(site(folder.path()));
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let asked = (0..MANY).map(|index| {
        let (connections, questions) = (Arc::clone(&connections), Arc::clone(&questions));
        tokio::spawn(async move {
            let _turn = connections.acquire().await.expect("it stays open");
            let question = &questions[index % questions.len()];
            let mut stream = TcpStream::connect(address).await.expect("it listens");
            let text = format!("GET {question} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            stream.write_all(text.as_bytes()).await.expect("it reads");
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.expect("it answers");
            let status = String::from_utf8_lossy(&answer[9..12]).parse().expect("a status");
            assert!(is_expected(question, status), "{question}: {status}");
        })
    });
    for task in asked.collect::<Vec<_>>() {
        task.await.expect("the question is answered");
    }
    server.abort();
}

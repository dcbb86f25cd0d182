//! The static site: every file that an answer names is there, and says what the server says.

use crate::suite::write_two_models;
use crate::support::{get, site};
use helm_server::app;
use serde_json::Value;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::process::Command;

fn helm_server(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helm-server"));
    let output = command.current_dir(folder).args(arguments).env_remove("RUST_LOG").output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is text");
    (output.status.code().expect("no signal ends it"), text(output.stdout), text(output.stderr))
}

/// Without a web app there is nothing to export; in CI that is a failure.
fn has_web_app() -> bool {
    let is_built = helm_server::WebApp::built_in().is_built();
    if !is_built {
        assert!(std::env::var_os("CI").is_none(), "the web app was not built");
        let _ = writeln!(std::io::stderr(), "skipped: there is no built web app to export");
    }
    is_built
}

fn read(site: &Path, file: &str) -> Value {
    let text = std::fs::read_to_string(site.join("api").join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).expect("the file is JSON")
}

/// All members named `path` or ending in `_path`, and what `pages` lists.
fn paths(value: &Value, found: &mut HashSet<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| paths(value, found)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(path) if name == "path" || name.ends_with("_path") && name != "definition_path" => {
                        found.insert(path.split('#').next().expect("a part").to_owned());
                    }
                    Value::Array(pages) if name == "pages" => {
                        found.extend(pages.iter().filter_map(|page| page.as_str().map(str::to_owned)));
                    }
                    _ => paths(value, found),
                }
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn every_file_that_is_named_is_there_and_true() {
    if has_web_app() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let runs = write_two_models(folder.path());
        let (status, stdout, stderr) = helm_server(folder.path(), &["--suite", "my-suite", "--export-path", "site"]);
        assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
        let exported = folder.path().join("site");
        let mut waiting: Vec<String> =
            ["site.json", "leaderboards.json", "models.json", "scenarios.json", "runs.json", "compare.json"]
                .map(str::to_owned)
                .into();
        let mut seen: HashSet<String> = waiting.iter().cloned().collect();
        while let Some(file) = waiting.pop() {
            let mut named = HashSet::new();
            paths(&read(&exported, &file), &mut named);
            waiting.extend(named.into_iter().filter(|path| seen.insert(path.clone())));
        }
        assert!(seen.contains("runs/1/instances/0.json") && seen.contains("leaderboards/0.json"), "{seen:?}");

        let served = app(site(folder.path()));
        let name = runs[1].replace(':', "%3A");
        let instance: Value =
            serde_json::from_str(&get(&served, &format!("/api/runs/{name}/instances/4")).await.body).expect("JSON");
        let page = read(&exported, "runs/1/instances/0.json");
        for member in ["input", "requests", "verdict", "stats", "prediction", "references"] {
            assert_eq!(page["rows"][4][member], instance[member], "{member}");
        }
        assert_eq!(read(&exported, "leaderboards/0.json")["statistics"], "complete");
        let pairs = read(&exported, "compare.json");
        for kind in ["runs", "models"] {
            assert_eq!(pairs[kind][0]["only_a"], 10, "{kind}");
            let p_value = pairs[kind][0]["mcnemar_p"].as_f64().expect("a number");
            assert!((p_value - 158.0 / 4096.0).abs() < 1e-12);
        }
        let config = std::fs::read_to_string(exported.join("config.js")).expect("the file is there");
        assert!(config.ends_with("window.HELM_STATIC = true;\n"), "{config}");
        let index = std::fs::read_to_string(exported.join("index.html")).expect("the file is there");
        assert!(
            index.contains(r#"<meta http-equiv="Content-Security-Policy" content="default-src 'self'; "#),
            "{index}"
        );
        assert!(!index.contains("=\"/") && index.contains("=\"config.js\""), "{index}");
    }
}

#[test]
fn a_folder_of_other_things_is_left_alone() {
    if !has_web_app() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_two_models(folder.path());
    crate::support::write(folder.path(), "site/mine.txt", "mine");
    let (status, stdout, stderr) = helm_server(folder.path(), &["--export-path", "site"]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert_eq!(
        stderr,
        "error: `site` holds files that are no earlier export\nhint: give a new folder, or an empty one\n"
    );
    assert_eq!(std::fs::read_dir(folder.path().join("site")).expect("the folder is there").count(), 1);
}

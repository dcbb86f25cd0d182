//! Against runs and tables that crfm-helm wrote: what instances say must come to the values that HELM computed.

use crate::support::{encoded, get};
use axum::Router;
use helm_server::{Folder, Site, Version, WebApp, app};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

fn golden(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden").join(folder)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// Serves a suite of `tests/golden`; beside it, the folder to be kept as long as it is served.
fn served(folder: &str, suite: &str) -> (tempfile::TempDir, Router) {
    let output = tempfile::tempdir().expect("a temporary folder");
    copy(&golden(folder).join(suite), &output.path().join("runs").join(suite));
    let app = app(Site {
        version: Version::Suite(suite.into()),
        project: "lite".into(),
        output: Folder::new(output.path()),
        cache: Folder::new(output.path()),
        web_app: WebApp::Embedded(|_| None),
        default_schema: None,
    });
    (output, app)
}

async fn answer(app: &Router, path: &str) -> Value {
    let answer = get(app, &format!("/api/{path}")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("the answer is JSON")
}

/// The statistics of all runs that instances should account for, and how many of them.
async fn statistics_of_instances(app: &Router) -> usize {
    let mut count = 0;
    for run in answer(app, "runs").await["runs"].as_array().expect("runs") {
        let path = format!("runs/{}", encoded(run["name"].as_str().expect("a name")));
        let metrics = answer(app, &path).await["metrics"].clone();
        let metrics = metrics.as_array().expect("metrics");
        let stats = answer(app, &format!("{path}/stats?page_size=1000")).await;
        for stat in stats["stats"].as_array().expect("statistics") {
            let is_score = !stat["lower_is_better"].is_null();
            let is_of_instances = is_score && metrics.contains(&stat["name"]) && stat["mean"].is_number();
            // Where an instance has several values (tokens of each reference, say) HELM's worst case is the least of
            // them, which their mean doesn't tell.
            let is_of_answers = stat["name"].as_str().is_some_and(|name| name.contains("exact_match"));
            let is_known = stat["computed_on"].is_null() || stat["computed_on"] == "worst" && is_of_answers;
            if is_of_instances && is_known {
                let (low, high) = (stat["interval"]["low"].as_f64(), stat["interval"]["high"].as_f64());
                let mean = stat["mean"].as_f64().expect("a number");
                let holds = low.is_some_and(|low| low <= mean + 1e-9) && high.is_some_and(|high| high >= mean - 1e-9);
                assert!(holds, "{stat}");
                count += 1;
            }
        }
    }
    count
}

#[tokio::test]
async fn instances_account_for_the_statistics_of_the_reference() {
    let (_output, app) = served("runs", "golden");
    assert_ne!(statistics_of_instances(&app).await, 0);
    let (_output, app) = served("perturbations/runs", "perturbed");
    assert_ne!(statistics_of_instances(&app).await, 0);
}

#[tokio::test]
async fn instances_account_for_the_tables_of_the_reference() {
    let (_output, app) = served("runs", "golden");
    let mut cells = 0;
    for group in ["knowledge", "mmlu"] {
        let path = format!("leaderboards/{group}");
        let mut leaderboard = answer(&app, &path).await;
        while leaderboard["statistics"] == "pending" {
            tokio::time::sleep(Duration::from_millis(50)).await;
            leaderboard = answer(&app, &path).await;
        }
        for table in leaderboard["tables"].as_array().expect("tables") {
            let columns = table["columns"].as_array().expect("columns");
            for row in table["rows"].as_array().expect("rows") {
                for (column, cell) in columns.iter().zip(row["cells"].as_array().expect("cells")) {
                    // Accuracy, under all that tables show it as: plain, robust, fair.
                    if column["metric"] == "exact_match" && cell["value"].is_number() {
                        assert!(cell["interval"]["low"].is_number(), "{} {column} {cell}", table["title"]);
                        cells += 1;
                    }
                }
            }
        }
    }
    assert_eq!(cells, 7);
}

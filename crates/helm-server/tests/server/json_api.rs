//! The routes under `/api/`, on a suite of which every answer is known.

use crate::suite::{HOSTILE, fail_request, file_of, write_progress, write_run, write_two_models};
use crate::support::{Answer, ask, encoded, get, site};
use axum::Router;
use axum::http::Method;
use helm_server::app;
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

struct Server {
    folder: TempDir,
    app: Router,
    runs: [&'static str; 2],
}

fn server() -> Server {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let runs = write_two_models(folder.path());
    let app = app(site(folder.path()));
    Server { folder, app, runs }
}

impl Server {
    async fn answer(&self, path: &str) -> Answer {
        get(&self.app, &format!("/api/{path}")).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.answer(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("the answer is JSON")
    }

    /// The leaderboard with its statistics.
    async fn leaderboard(&self, group: &str) -> Value {
        for _ in 0..100 {
            let answer = self.get(&format!("leaderboards/{group}")).await;
            if answer["statistics"] == "complete" {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("statistics don't come");
    }

    fn run(&self, index: usize) -> String {
        format!("runs/{}", encoded(self.runs[index]))
    }
}

fn near(value: &Value, expected: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - expected).abs() < 1e-9)
}

fn column(table: &Value, metric: &str) -> usize {
    let columns = table["columns"].as_array().expect("columns");
    columns.iter().position(|column| column["metric"] == metric).expect("the metric has a column")
}

#[tokio::test]
async fn the_site_counts_what_there_is() {
    let site = server().get("site").await;
    assert_eq!(site["version"], json!({"kind": "suite", "name": "my-suite"}));
    let counts = json!({"runs": 2, "complete_runs": 2, "running_runs": 0, "models": 2, "groups": 2, "scenarios": 1});
    assert_eq!((&site["counts"], &site["is_summarized"], &site["problems"]), (&counts, &json!(true), &json!([])));
}

#[tokio::test]
async fn leaderboards_say_how_sure_values_are_and_whether_they_differ() {
    let server = server();
    let list = server.get("leaderboards").await;
    assert_eq!(list["categories"][1]["groups"][0]["path"], "leaderboards/mmlu");
    let leaderboard = server.leaderboard("mmlu").await;
    let table = &leaderboard["tables"][0];
    assert_eq!((&table["rows"][0]["model"], &table["rows"][1]["model"]), (&json!("a/one"), &json!("b/two")));
    let index = column(table, "exact_match");
    let (best, other) = (&table["rows"][0]["cells"][index], &table["rows"][1]["cells"][index]);
    // statsmodels: proportion_confint(14, 20, method="wilson") and (6, 20).
    assert!(near(&best["value"], 0.7) && near(&best["interval"]["low"], 0.481_027_181_647_646_45));
    assert!(near(&best["interval"]["high"], 0.854_522_755_132_395_7) && best["interval"]["method"] == "wilson");
    assert!(near(&other["interval"]["low"], 0.145_477_244_867_604_22) && other["n"] == 20);
    // 10 against 2: 2 * (1 + 12 + 66) / 2^12.
    let difference = &other["difference"];
    assert!(near(&difference["p_value"], 158.0 / 4096.0) && near(&difference["mean"], -0.4), "{difference}");
    assert_eq!(
        (&difference["test"], &difference["best_row"], &difference["n"]),
        (&json!("mcnemar_exact"), &json!(0), &json!(20))
    );
    assert_eq!((&best["standing"], &other["standing"]), (&json!("best"), &json!("worse")));
}

#[tokio::test]
async fn values_that_chance_explains_are_not_best() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Only the first gets 3 more, only the second 2: 2 * (1 + 5 + 10) / 2^5 = 1.
    let first: Vec<bool> = (0..10).map(|question| question < 5).collect();
    let second: Vec<bool> =
        (0..10).map(|question| (3..7).contains(&question) && question != 4 || question == 0).collect();
    write_run(folder.path(), "a/one", "mmlu:subject=anatomy,model=a_one", &first, &[0.25; 10]);
    write_run(folder.path(), "b/two", "mmlu:subject=anatomy,model=b_two", &second, &[0.25; 10]);
    crate::suite::write_summary(folder.path());
    let server = Server { app: app(site(folder.path())), folder, runs: ["", ""] };
    let leaderboard = server.leaderboard("mmlu").await;
    let table = &leaderboard["tables"][0];
    let index = column(table, "exact_match");
    for row in [0, 1] {
        assert_eq!(table["rows"][row]["cells"][index]["standing"], "among_best");
    }
}

#[tokio::test]
async fn models_and_scenarios_have_pages() {
    let server = server();
    let models = server.get("models").await;
    assert_eq!(models["models"][1]["path"], "models/b%2Ftwo");
    let model = server.get("models/b%2Ftwo").await;
    let score = &model["scores"][0];
    assert_eq!((&score["group"], &score["rank"], &score["of"]), (&json!("mmlu"), &json!(2), &json!(2)));
    assert!(near(&score["score"]["value"], 0.3));
    let scenario = server.get("scenarios/mmlu").await;
    assert_eq!(scenario["variants"][0]["label"], "subject: anatomy");
    assert_eq!(scenario["variants"][0]["splits"], json!([{"split": "test", "instances": 20}]));
    assert_eq!(scenario["examples"].as_array().map(Vec::len), Some(5));
    assert!(near(&scenario["heat_map"]["cells"][0][0]["value"], 0.7));
}

#[tokio::test]
async fn runs_are_searched_filtered_sorted_and_paged() {
    let server = server();
    for (query, expected) in [
        ("", &[0, 1][..]),
        ("?search=ANATOMY+two", &[1]),
        ("?search=%5Emmlu.*one%24&regex=true", &[0]),
        ("?search=no+such", &[]),
        ("?model=b%2Ftwo&model=a%2Fone", &[0, 1]),
        ("?model=b%2Ftwo&status=complete", &[1]),
        ("?status=running", &[]),
        ("?sort=score", &[1, 0]),
        ("?sort=score&order=desc", &[0, 1]),
        ("?page_size=1&page=2", &[1]),
        ("?page=1000000000", &[]),
    ] {
        let found = server.get(&format!("runs{query}")).await;
        let names: Vec<&str> =
            found["runs"].as_array().expect("runs").iter().filter_map(|run| run["name"].as_str()).collect();
        assert_eq!(names, expected.iter().map(|index| server.runs[*index]).collect::<Vec<_>>(), "{query}");
    }
    let filtered = server.get("runs?model=b%2Ftwo").await;
    let values: Vec<&Value> =
        filtered["facets"]["model"].as_array().expect("models").iter().map(|of| &of["value"]).collect();
    assert_eq!(values, ["a/one", "b/two"], "a facet counts the hits of all others");
}

#[tokio::test]
async fn a_run_tells_its_spec_its_counts_and_its_statistics() {
    let server = server();
    let run = server.get(&server.run(1)).await;
    let counts = json!({"instances": 21, "correct": 7, "wrong": 14, "unknown": 0, "truncated": 1, "failed": 0});
    assert_eq!((&run["counts"], &run["perturbations"], &run["splits"]), (&counts, &json!(["typos"]), &json!(["test"])));
    assert_eq!(
        (&run["deciding_metric"], &run["same_scenario_runs"][0]),
        (&json!("quasi_exact_match"), &json!(server.runs[0]))
    );
    let field = |name: &str| {
        run["spec"].as_array().expect("fields").iter().find(|field| field["field"] == name).expect("the field is there")
    };
    assert_eq!(field("adapter_spec.max_tokens")["is_default"], true);
    assert_eq!(field("adapter_spec.method")["is_default"], false);
    let stats = server.get(&format!("{}/stats?search=exact&page_size=1", server.run(1))).await;
    assert_eq!((&stats["total"], &stats["stats"][0]["n"]), (&json!(2), &json!(20)));
    assert!(near(&stats["stats"][0]["interval"]["low"], 0.145_477_244_867_604_22));
}

#[tokio::test]
async fn instances_are_filtered_and_searched() {
    let server = server();
    for (query, expected) in [
        ("", 21),
        ("?verdict=wrong", 14),
        ("?verdict=wrong&verdict=correct&perturbation=none", 20),
        ("?perturbation=typos", 1),
        ("?truncated=true", 1),
        ("?split=valid", 0),
        ("?trial=1", 0),
        ("?search=question+17", 1),
        ("?search=qeustion&in=input", 1),
        ("?search=answer%3A&in=input", 0),
        ("?search=answer%3A&in=prompt", 21),
        ("?search=%5E+A%24&regex=true&in=prediction", 7),
        ("?search=id17&in=id", 1),
        ("?search=right&in=references&page_size=3", 21),
    ] {
        let found = server.get(&format!("{}/instances{query}", server.run(1))).await;
        assert_eq!(found["total"], expected, "{query}");
    }
    let page = server.get(&format!("{}/instances?verdict=wrong&page_size=2&page=7", server.run(1))).await;
    let rows: Vec<&Value> = page["rows"].as_array().expect("rows").iter().map(|row| &row["row"]).collect();
    assert_eq!(rows, [19, 20], "the last of 14 wrong ones");
    assert_eq!(page["counts"], json!({"correct": 0, "wrong": 14, "unknown": 0, "truncated": 0, "failed": 0}));
}

#[tokio::test]
async fn an_instance_is_shown_as_it_was_asked_beside_its_copies() {
    let server = server();
    let original = server.get(&format!("{}/instances/0", server.run(0))).await;
    assert_eq!((&original["prediction"], &original["chosen_reference"]), (&json!(" A"), &json!(0)));
    assert_eq!(original["requests"][0]["completions"][0]["tokens"], json!([{"text": " A", "logprob": -0.5}]));
    assert!(original["requests"][0]["prompt"].as_str().is_some_and(|prompt| prompt.contains(HOSTILE)));
    assert_eq!((&original["perturbed"][0]["row"], &original["previous"]), (&json!(1), &Value::Null));
    let copy = server.get(&format!("{}/instances/1?perturbation=typos", server.run(0))).await;
    assert_eq!((&copy["original"]["row"], &copy["next"]), (&json!(0), &Value::Null), "neighbours are among the hits");
    assert_eq!(copy["perturbation"]["name"], "typos");
}

#[tokio::test]
async fn comparisons_count_who_is_right() {
    let server = server();
    let runs = format!("compare?run={}&run={}", encoded(server.runs[0]), encoded(server.runs[1]));
    for query in
        [runs.as_str(), "compare?model=a%2Fone&model=b%2Ftwo", "compare?model=a%2Fone&model=b%2Ftwo&group=mmlu"]
    {
        let comparison = server.get(query).await;
        assert_eq!(
            comparison["counts"],
            json!({"all_correct": 4, "all_wrong": 4, "only_1": 10, "only_2": 2}),
            "{query}"
        );
        let pair = &comparison["pairs"][0];
        assert!(near(&pair["mcnemar_p"], 158.0 / 4096.0) && near(&pair["difference"]["mean"], 0.4), "{pair}");
        assert_eq!(
            (&pair["both_correct"], &pair["only_a"], &pair["only_b"], &pair["both_wrong"]),
            (&json!(4), &json!(10), &json!(2), &json!(4))
        );
    }
    let only_second = server.get(&format!("{runs}&category=only_2&search=question+15")).await;
    assert_eq!((&only_second["total"], &only_second["n"]), (&json!(1), &json!(20)));
    assert_eq!(only_second["rows"][0]["answers"][1]["verdict"], "correct");
    let nothing_shared = server.get("compare?model=a%2Fone&model=b%2Ftwo&group=other").await;
    assert_eq!((&nothing_shared["n"], &nothing_shared["metric"]), (&json!(0), &Value::Null));
}

#[tokio::test]
async fn comparisons_are_made_by_any_metric_on_any_perturbation() {
    let server = server();
    let compared = "compare?model=a%2Fone&model=b%2Ftwo";
    let plain = server.get(compared).await;
    let names: Vec<(&str, bool)> = plain["metrics"]
        .as_array()
        .expect("metrics")
        .iter()
        .map(|metric| (metric["name"].as_str().expect("a name"), metric["is_score"] == true))
        .collect();
    let expected =
        [("exact_match", true), ("quasi_exact_match", true), ("inference_runtime", true), ("num_references", false)];
    assert_eq!(names, expected);
    assert_eq!((&plain["perturbations"], &plain["is_decided_by_metric"]), (&json!(["typos"]), &json!(true)));

    let slow = server.get(&format!("{compared}&metric=inference_runtime")).await;
    assert_eq!((&slow["lower_is_better"], &slow["is_decided_by_metric"]), (&json!(true), &json!(false)));
    // Every answer of the first took 0.25 s, every answer of the second 0.5 s; who is right stays as it was.
    assert!(near(&slow["subjects"][0]["mean"], 0.25) && near(&slow["pairs"][0]["difference"]["mean"], -0.25));
    assert_eq!(slow["counts"], plain["counts"]);

    let perturbed = server.get(&format!("{compared}&perturbation=typos")).await;
    assert_eq!((&perturbed["n"], &perturbed["rows"][0]["perturbation"]["name"]), (&json!(1), &json!("typos")));
    let nowhere = server.get(&format!("{compared}&perturbation=dialect")).await;
    assert_eq!((&nowhere["n"], &nowhere["perturbations"]), (&json!(0), &json!(["typos"])));
}

#[tokio::test]
async fn only_scores_have_intervals() {
    let server = server();
    let stats = server.get(&format!("{}/stats", server.run(1))).await;
    for stat in stats["stats"].as_array().expect("statistics") {
        let is_score = !stat["name"].as_str().expect("a name").starts_with("num_");
        assert_eq!(stat["interval"].is_object(), is_score, "{stat}");
    }
}

#[tokio::test]
async fn requests_that_failed_are_counted_and_found() {
    let server = server();
    fail_request(server.folder.path(), server.runs[0], 7, "the model ran out of paper");
    let run = server.get(&server.run(0)).await;
    assert_eq!((&run["failed_requests"], &run["counts"]["failed"]), (&json!(1), &json!(1)));
    assert_eq!(run["counts"]["unknown"], 1);
    let failed = server.get(&format!("{}/instances?failed=true", server.run(0))).await;
    let row = &failed["rows"][0];
    assert_eq!((&failed["total"], &row["instance_id"], &row["has_failed"]), (&json!(1), &json!("id7"), &json!(true)));
    assert_eq!(server.get(&format!("{}/instances?failed=false", server.run(0))).await["total"], 20);
    let instance = server.get(row["path"].as_str().expect("a path")).await;
    assert_eq!(instance["requests"][0]["error"], "the model ran out of paper");

    let rows = server.get("runs").await["runs"].clone();
    assert_eq!((&rows[0]["failed_requests"], &rows[1]["failed_requests"]), (&json!(1), &json!(0)));
    let table = server.leaderboard("mmlu").await["tables"][0].clone();
    assert_eq!((&table["rows"][0]["failed_requests"], &table["rows"][1]["failed_requests"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn runs_that_are_made_are_live_until_they_are_left() {
    let server = server();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs_f64();
    let progress = |updated: f64| {
        json!({"run_name": "new", "phase": "asking", "answered": 30, "total": 90, "started": updated - 20.0,
               "asking_since": updated - 15.0, "updated": updated, "process_id": 1, "host": "elsewhere"})
    };
    write_progress(server.folder.path(), "new", &progress(now));
    write_progress(server.folder.path(), "left", &progress(now - 100.0));
    let live = app(site(server.folder.path()));
    let live: Value = serde_json::from_str(&get(&live, "/api/live").await.body).expect("JSON");
    let states: Vec<(&Value, &Value)> = live["runs"]
        .as_array()
        .expect("runs")
        .iter()
        .map(|run| (&run["run"]["name"], &run["progress"]["state"]))
        .collect();
    assert_eq!(states, [(&json!("new"), &json!("running")), (&json!("left"), &json!("stopped"))]);
    let progress = &live["runs"][0]["progress"];
    assert!(near(&progress["rate"], 2.0) && near(&progress["seconds_left"], 30.0), "{progress}");
}

#[tokio::test]
async fn an_answer_that_did_not_change_is_not_sent_again() {
    let server = server();
    for path in ["/api/live", "/api/runs", "/api/models"] {
        let first = get(&server.app, path).await;
        assert_eq!(first.header("content-type"), "application/json; charset=utf-8");
        assert_eq!(first.header("x-content-type-options"), "nosniff");
        let again = ask(&server.app, Method::GET, path, &[("if-none-match", first.header("etag"))]).await;
        assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""), "{path}");
    }
}

#[tokio::test]
async fn broken_files_are_named_and_the_rest_is_shown() {
    let server = server();
    let spoil = |run: usize, file: &str, keep: usize| {
        let path = file_of(server.folder.path(), server.runs[run], file);
        let text = fs::read_to_string(&path).expect("the file is there");
        fs::write(&path, &text[..keep.min(text.len())]).expect("the file can be written");
    };
    let size = |run: usize, file: &str| {
        usize::try_from(fs::metadata(file_of(server.folder.path(), server.runs[run], file)).expect("there").len())
            .expect("small")
    };
    spoil(0, "scenario_state.json", size(0, "scenario_state.json") / 2);
    spoil(0, "per_instance_stats.json", size(0, "per_instance_stats.json") / 2);
    spoil(1, "run_spec.json", 40);
    let server = Server { app: app(site(server.folder.path())), ..server };
    let page = server.get(&format!("{}/instances", server.run(0))).await;
    let total = page["total"].as_u64().expect("a number");
    assert!((5..21).contains(&total), "{total} of 21 rows are left");
    let problems: Vec<&str> =
        page["problems"].as_array().expect("problems").iter().filter_map(|problem| problem["file"].as_str()).collect();
    let file = |name: &str| format!("runs/my-suite/{}/{name}", server.runs[0]);
    assert_eq!(problems, [file("per_instance_stats.json"), file("scenario_state.json")]);
    assert!(
        page["problems"][0]["problem"].as_str().is_some_and(|text| text.starts_with("it ends in the middle, at byte"))
    );
    let list = server.get("runs").await;
    let states: Vec<&Value> = list["runs"].as_array().expect("runs").iter().map(|run| &run["status"]).collect();
    assert_eq!(states, ["complete", "broken"]);
    assert_eq!(list["problems"][0]["file"], format!("runs/my-suite/{}/run_spec.json", server.runs[1]));
    for path in [
        "site",
        "leaderboards",
        "leaderboards/mmlu",
        "models",
        "scenarios",
        "scenarios/mmlu",
        &server.run(0),
        &server.run(1),
    ] {
        server.get(path).await;
    }
}

#[tokio::test]
async fn a_suite_without_summary_or_runs_is_shown_all_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    crate::support::write(folder.path(), "benchmark_output/runs/my-suite/notes.txt", "nothing yet");
    let server = Server { app: app(site(folder.path())), folder, runs: ["", ""] };
    let site = server.get("site").await;
    assert_eq!((&site["is_summarized"], &site["counts"]["runs"]), (&json!(false), &json!(0)));
    assert!(site["summarize_command"].as_str().is_some_and(|command| command.starts_with("helm-summarize ")));
    for path in ["leaderboards", "models", "scenarios", "runs", "live"] {
        server.get(path).await;
    }
}

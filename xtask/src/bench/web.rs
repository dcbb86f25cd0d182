//! How the web app does on a large suite: 500 runs with 1,000 instances each, made of the demonstration.

use super::large_suite::LargeSuite;
use super::suite_folder::{self, SuiteFolder};
use crate::command::{build_programs, command, exists, repository, say};
use crate::server::Server;
use crate::web_app;
use anyhow::{Context, Result, ensure};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const SUITE: &str = "large";
/// Runs that are looked at, each for the first time.
const RUNS_SHOWN: usize = 9;
const CHROMIUM: &str = "/usr/bin/chromium";
/// Browsers that are started for each page.
const BROWSERS: usize = 7;
/// How a page is come to: what `FIRST_PAINT` prints, in its order.
const WAYS: [&str; 3] = ["first page of a new browser", "address in an open browser", "click on a link"];
const FIRST_PAINT: &str = include_str!("web/first_paint.mjs");

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Runs of the suite
    #[arg(long, default_value_t = 500)]
    runs: usize,

    #[command(flatten)]
    folder: suite_folder::Args,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let made_last = format!("runs/{SUITE}/summary.json");
    args.folder.measure("bench-web", &made_last, build, |folder| make(folder, args), |folder| measure(folder, args))
}

fn build() -> Result<PathBuf> {
    if web_app::can_be_built() {
        web_app::build()?;
    }
    build_programs("release", &["--release"])
}

fn make(folder: &SuiteFolder, args: &Args) -> Result<()> {
    let start = Instant::now();
    let (output, runs, instances) = (folder.output(), args.runs, args.folder.instances);
    LargeSuite::of_demonstration(&output)?.write(&output, SUITE, runs, instances)?;
    let seconds = start.elapsed().as_secs_f64();
    say(&format!("made {runs} runs with {instances} instances each in {seconds:.0} s"));
    let start = Instant::now();
    let mut summarize = command(folder.program("helm-summarize"), &["--suite", SUITE, "--output-path"]);
    summarize.arg(output).arg("--local-path").arg(folder.local());
    crate::command::run(summarize.stdout(Stdio::null()))?;
    say(&format!("summarised in {:.0} s", start.elapsed().as_secs_f64()));
    Ok(())
}

fn serve(folder: &SuiteFolder) -> Result<Server> {
    let mut serve = command(folder.program("helm-server"), &["--suite", SUITE, "--port", "0", "--output-path"]);
    Server::start(serve.arg(folder.output()))
}

fn measure(folder: &SuiteFolder, args: &Args) -> Result<()> {
    let start = Instant::now();
    let server = serve(folder)?;
    let (leaderboard, answered) = server.get("/api/leaderboards/demo")?;
    say(&format!("leaderboard, answered {} after the start of the server, in", milliseconds(start.elapsed())));
    say(&format!("  {} (bar: 1,000 ms to the first paint)", milliseconds(answered)));
    let started = Instant::now();
    let mut last = leaderboard;
    while !last.contains("\"statistics\":\"complete\"") {
        std::thread::sleep(Duration::from_millis(200));
        last = server.get("/api/leaderboards/demo")?.0;
    }
    say(&format!("its intervals and tests, of all runs: {:.1} s later", started.elapsed().as_secs_f64()));
    let (list, listed) = server.get("/api/runs?sort=score&order=desc")?;
    say(&format!("list of runs, sorted by score: {}", milliseconds(listed)));
    let list: serde_json::Value = serde_json::from_str(&list)?;
    let runs = list["runs"].as_array().context("there are runs")?;
    let paths: Vec<&str> = runs.iter().filter_map(|run| run["path"].as_str()).take(RUNS_SHOWN).collect();
    ensure!(!paths.is_empty(), "there are no runs");
    let of_runs = |suffix: &str| -> Result<Vec<Duration>> {
        paths.iter().map(|path| Ok(server.get(&format!("/api/{path}{suffix}"))?.1)).collect()
    };
    report("run page, first visit", of_runs("")?, Some(300));
    report("its instances", of_runs("/instances")?, Some(300));
    report("full-text search in a run, few hits", of_runs("/instances?search=instance+777")?, Some(200));
    report(
        "full-text search in a run, regular expression",
        of_runs("/instances?search=(heat%7Cice).%2A9&regex=true")?,
        Some(200),
    );
    report("one instance", of_runs(&format!("/instances/{}", args.folder.instances / 2))?, Some(300));
    let models: Vec<String> = (0..2).map(LargeSuite::model).collect();
    let compared = server.get(&format!("/api/compare?model={}&model={}", models[0], models[1]))?.1;
    say(&format!("comparison of two models on all instances: {}", milliseconds(compared)));
    say(&format!("most memory of the server: {:.0} MB (bar: 300 MB)", server.peak_memory()? as f64 / 1e6));
    drop(server);
    browser(folder, &format!("/runs/{}", paths[0].trim_start_matches("runs/")))
}

/// A page as a browser shows it.
struct ShownPage<'a> {
    what: &'a str,
    path: &'a str,
    /// Finds what people came for.
    content: &'a str,
    /// The page that has a link to it, and what finds the link.
    link: Option<[&'a str; 2]>,
    /// Milliseconds.
    bar: Option<u64>,
}

/// The same in Chromium, each time with a server that has just been started.
fn browser(folder: &SuiteFolder, run_page: &str) -> Result<()> {
    if !exists("node") || !Path::new(CHROMIUM).exists() {
        say(&format!("skipped: first paints need node and `{CHROMIUM}`"));
        return Ok(());
    }
    let leaderboard = ShownPage {
        what: "leaderboard",
        path: "/leaderboards/demo",
        content: "main table.leaderboard tbody tr",
        link: Some(["/models", "nav.sections a[href='/leaderboards']"]),
        bar: Some(1000),
    };
    let run = ShownPage {
        what: "run page",
        path: run_page,
        content: "main h1.run-title",
        link: Some(["/predictions", "main table.runs tbody th a"]),
        bar: Some(300),
    };
    // What the browser itself takes.
    let plain = ShownPage { what: "plain text", path: "/api/site", content: "pre", link: None, bar: None };
    for page in [plain, leaderboard, run] {
        let rounds = (0..BROWSERS).map(|_| first_paints(folder, &page)).collect::<Result<Vec<_>>>()?;
        let ways = if page.link.is_some() { WAYS.len() } else { 2 };
        for (index, way) in WAYS[..ways].iter().enumerate() {
            let times = rounds.iter().map(|round| round[index]).collect();
            report(&format!("{}, painted in Chromium, {way}", page.what), times, page.bar);
        }
    }
    Ok(())
}

/// The times of one browser, in the order of `WAYS`; the last needs a link.
fn first_paints(folder: &SuiteFolder, page: &ShownPage) -> Result<Vec<Duration>> {
    let server = serve(folder)?;
    let address = format!("{}{}", server.address, page.path);
    let mut node = Command::new("node");
    node.args(["--input-type=module", "-", &address, CHROMIUM, page.content]).args(page.link.iter().flatten());
    node.current_dir(repository().join("frontend")).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = node.spawn().context("can't start node")?;
    child.stdin.take().context("stdin is piped")?.write_all(FIRST_PAINT.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "the browser failed");
    let milliseconds: Vec<f64> = String::from_utf8(output.stdout)?
        .lines()
        .map(|line| line.parse().context("the script prints numbers"))
        .collect::<Result<_>>()?;
    let expected = 2 + usize::from(page.link.is_some());
    ensure!(milliseconds.len() == expected, "the script prints a time for each way");
    Ok(milliseconds.into_iter().map(|time| Duration::from_secs_f64(time / 1000.0)).collect())
}

fn report(what: &str, mut times: Vec<Duration>, bar: Option<u64>) {
    times.sort();
    let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
    let (median, most) = (milliseconds(median), milliseconds(most));
    let bar = bar.map_or_else(String::new, |bar| format!(" (bar: {bar} ms)"));
    say(&format!("{what}: {median}, at most {most} of {}{bar}", times.len()));
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1000.0)
}

//! The data of scenarios: downloaded, resumed, unpacked, refused.

use super::place::{Outcome, Place};
use super::server::{Answer, Server, closed_port};
use super::tar_file::{Entry, archive, questions, questions_but};
use super::wrong_entries::refused;
use std::thread::sleep;
use std::time::Duration;
use tar::EntryType;

const ANATOMY: &str = "-m 2 -r mmlu:subject=anatomy,model=demo/tiny-gpt2";
const DATA: &str = "benchmark_output/scenarios/mmlu";
const RUNS: &str = "benchmark_output/runs";
const FAILED: &str = "[1/1] mmlu:subject=anatomy,model=demo_tiny-gpt2\n\
    loading demo/tiny-gpt2\n\
    {fetching}\
    error: run `mmlu:subject=anatomy,model=demo_tiny-gpt2` failed: can't get the data of scenario `mmlu`: {error}\n\
    hint: {hint}\n\
    0 of 1 runs done, 1 failed\n";

/// Checks that the run failed and left nothing but the lock.
#[track_caller]
fn failed(place: &Place, outcome: &Outcome, fetching: &str, error: &str, hint: &str) {
    let expected = FAILED.replace("{fetching}", fetching).replace("{error}", error).replace("{hint}", hint);
    outcome.check(1, "", &expected);
    assert_eq!(place.files(RUNS), [""; 0]);
    assert_eq!(place.files(DATA), ["data.lock"]);
}

fn with_file(place: &Place, content: impl AsRef<[u8]>) -> Outcome {
    place.write("archive.tar", content);
    place.run(&format!("{ANATOMY} --scenario-data mmlu=archive.tar"))
}

fn from_server(place: &Place, server: &Server) -> Outcome {
    let mut outcome = place.run(&format!("{ANATOMY} --scenario-data mmlu={}", server.url("/data.tar")));
    outcome.stderr = server.without_port(&outcome.stderr);
    outcome
}

const DOWNLOAD_HINT: &str = "check the network, take the archive from elsewhere with `--scenario-data mmlu=URL` or \
    `--scenario-data mmlu=FILE`, or unpack it to `benchmark_output/scenarios/mmlu/data` by hand";

#[test]
fn archive_is_unpacked_whole() {
    let place = Place::new();
    with_file(&place, questions()).succeeded();
    let subjects = ["anatomy", "astronomy"];
    let files = ["dev", "test", "val"]
        .into_iter()
        .flat_map(|split| subjects.map(|subject| format!("data/{split}/{subject}_{split}.csv")));
    assert_eq!(place.files(DATA), ["data.lock".to_owned()].into_iter().chain(files).collect::<Vec<_>>());
    // It is not asked for again.
    place.run(ANATOMY).succeeded();
}

#[test]
fn archive_that_is_not_there() {
    for source in ["none.tar", "file://none.tar"] {
        refused(
            &format!("{ANATOMY} --scenario-data mmlu={source}"),
            1,
            "error: the data for scenario `mmlu` is to come from `none.tar`, and there is no such file\n\
             hint: `--scenario-data` takes an address or the path of a file\n",
        );
    }
    let place = Place::new();
    let mut command = place.command(ANATOMY);
    let outcome = command.env("HELM_SCENARIO_DATA", "mmlu=none.tar").output().expect("the program can be started");
    failed(
        &place,
        &place.outcome(&outcome),
        "",
        "can't read archive `none.tar`: No such file or directory (os error 2)",
        "`--scenario-data` takes an address or the path of a file",
    );
}

#[test]
fn archive_that_is_cut_off() {
    let whole = questions();
    // In a header, in a file, between two files, before the end mark, within it.
    for length in [100, 700, 1536, whole.len() - 1024, whole.len() - 512] {
        let place = Place::new();
        let outcome = with_file(&place, &whole[..length]);
        failed(
            &place,
            &outcome,
            "",
            "`archive.tar` is cut off or no tar or zip archive",
            "nothing was unpacked; fetch the archive anew",
        );
    }
}

#[test]
fn archive_that_leads_elsewhere() {
    let evil = "pwned";
    let outside = Place::new();
    let absolute = outside.path("evil").display().to_string();
    let entries = [
        Entry::file("../evil", evil),
        Entry::file("data/../../evil", evil),
        Entry::file(&absolute, evil),
        Entry { name: "data/link", content: "..", kind: EntryType::Symlink },
        Entry { name: "data/link", content: "/etc", kind: EntryType::Symlink },
        Entry { name: "data/pipe", content: "", kind: EntryType::Fifo },
    ];
    for entry in entries {
        let place = Place::new();
        let name = entry.name.to_owned();
        let good = Entry::file("data/test/anatomy_test.csv", "1+1?,1,2,B\n");
        let outcome = with_file(&place, archive(&[good, entry]));
        failed(
            &place,
            &outcome,
            "",
            &format!("archive `archive.tar` has the entry `{name}`, which is not a file or folder inside it"),
            "nothing was unpacked; fetch the archive from its authors",
        );
        assert_eq!(place.files_but_answers().len(), 3, "{:?}", place.files(""));
    }
    assert_eq!(outside.files(""), [""; 0]);
}

#[test]
fn page_in_place_of_an_archive() {
    let server = Server::start(|_, _| Answer::new("200 OK", "<html>moved</html>".repeat(200).as_bytes()));
    let place = Place::new();
    let outcome = from_server(&place, &server);
    failed(
        &place,
        &outcome,
        "fetching [SERVER]/data.tar\n",
        "`[SERVER]/data.tar` is cut off or no tar or zip archive",
        "nothing was unpacked; fetch the archive anew",
    );
}

#[test]
fn archive_that_the_server_does_not_have() {
    let server = Server::start(|_, _| Answer::new("404 Not Found", b""));
    let place = Place::new();
    let outcome = from_server(&place, &server);
    failed(
        &place,
        &outcome,
        "fetching [SERVER]/data.tar\n",
        "can't download [SERVER]/data.tar: the server answered 404 Not Found",
        DOWNLOAD_HINT,
    );
    assert_eq!(server.asked().len(), 1, "trying again would change nothing");
}

#[test]
fn server_that_is_not_there() {
    let place = Place::new();
    let url = closed_port();
    let mut outcome = place.run(&format!("{ANATOMY} --scenario-data mmlu={url}/data.tar"));
    outcome.stderr = outcome.stderr.replace(&url, "[SERVER]");
    failed(
        &place,
        &outcome,
        "fetching [SERVER]/data.tar\n",
        "can't download [SERVER]/data.tar: error sending request: client error (Connect): tcp connect error: \
         Connection refused (os error 111)",
        DOWNLOAD_HINT,
    );
}

#[test]
fn transfer_that_is_cut_off_goes_on_where_it_ended() {
    let whole = questions();
    let server = Server::start(move |before, asked| match before {
        0 => Answer::ranged(&whole, asked).cut_off(3000),
        _ => Answer::ranged(&whole, asked),
    });
    let place = Place::new();
    let outcome = from_server(&place, &server);
    assert!(
        outcome.succeeded().stderr.contains("the transfer ended after 3000 of "),
        "it is said why it takes longer: {}",
        outcome.stderr
    );
    let ranges: Vec<_> = server.asked().into_iter().map(|asked| asked.range).collect();
    assert_eq!(ranges, [None, Some("bytes=3000-".into())]);
    same_as_from_a_file(&place);
}

#[test]
fn server_that_hangs_up_or_fails_is_asked_again() {
    let whole = questions();
    let server = Server::start(move |before, asked| match before {
        0 => Answer::hang_up(),
        1 => Answer::new("503 Service Unavailable", b""),
        _ => Answer::ranged(&whole, asked),
    });
    let place = Place::new();
    from_server(&place, &server).succeeded();
    assert_eq!(server.asked().len(), 3);
    same_as_from_a_file(&place);
}

#[test]
fn download_goes_on_in_another_process() {
    let whole = questions();
    let server = Server::start(move |before, asked| match before {
        0 => Answer::ranged(&whole, asked).cut_off(3000),
        1..4 => Answer::new("404 Not Found", b""),
        _ => Answer::ranged(&whole, asked),
    });
    let place = Place::new();
    assert_eq!(from_server(&place, &server).code, 1);
    let left = place.files(DATA);
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left[0].contains(".part"), "{left:?}");

    // What came from one address is not the start of what another one has.
    let other = Server::start(|_, asked| Answer::ranged(&archive(&[Entry::file("x", "y")]), asked));
    assert_eq!(from_server(&place, &other).code, 1);
    assert_eq!(other.asked()[0].range, None);
}

#[test]
fn server_without_ranges_sends_all_again() {
    let whole = questions();
    let server = Server::start(move |before, _| match before {
        0 => Answer::new("200 OK", &whole).cut_off(3000),
        _ => Answer::new("200 OK", &whole),
    });
    let place = Place::new();
    from_server(&place, &server).succeeded();
    assert_eq!(server.asked()[1].range, Some("bytes=3000-".into()));
    same_as_from_a_file(&place);
}

#[test]
fn transfer_of_unknown_length_that_breaks_off() {
    let whole = questions();
    let server = Server::start(move |before, asked| match before {
        0 => Answer::ranged(&whole, asked).in_chunks().cut_off(3000),
        _ => Answer::ranged(&whole, asked),
    });
    let place = Place::new();
    from_server(&place, &server).succeeded();
    assert_eq!(server.asked()[1].range, Some("bytes=3000-".into()));
    same_as_from_a_file(&place);
}

#[test]
fn two_processes_download_once() {
    let whole = questions();
    let server = Server::start(move |_, asked| {
        sleep(Duration::from_millis(500));
        Answer::ranged(&whole, asked)
    });
    let place = Place::new();
    let start = |suite| {
        let arguments = format!("{ANATOMY} --suite {suite} --scenario-data mmlu={}", server.url("/data.tar"));
        place.command(&arguments).spawn().expect("the program can be started")
    };
    let children = [start("one"), start("two")];
    for child in children {
        let output = child.wait_with_output().expect("it is our child");
        place.outcome(&output).succeeded();
    }
    assert_eq!(server.asked().len(), 1);
    same_as_from_a_file(&place);
}

/// That the data is what an archive on this machine gives.
#[track_caller]
fn same_as_from_a_file(place: &Place) {
    let expected = Place::new();
    with_file(&expected, questions()).succeeded();
    assert_eq!(place.files(DATA), expected.files(DATA));
    for file in place.files(DATA) {
        assert_eq!(place.read(&format!("{DATA}/{file}")), expected.read(&format!("{DATA}/{file}")), "{file}");
    }
}

#[test]
fn rows_that_make_no_sense() {
    let place = Place::new();
    for (content, error) in [
        (
            "1+1?,1,2,B\nno options,A\n",
            "line 2: 2 cells, expected a question, at least two options and the letter of the right one",
        ),
        ("\"a\nb?\",1,2,B\n1+1?,1,2,C\n", "line 3: `C` names none of the 2 options (AB)"),
    ] {
        place.write(&format!("{DATA}/data/test/anatomy_test.csv"), content);
        let outcome = place.run(ANATOMY);
        outcome.check(
            1,
            "",
            &format!(
                "[1/1] mmlu:subject=anatomy,model=demo_tiny-gpt2\n\
                 loading demo/tiny-gpt2\n\
                 error: run `mmlu:subject=anatomy,model=demo_tiny-gpt2` failed: \
                 `benchmark_output/scenarios/mmlu/data/test/anatomy_test.csv`, {error}\n\
                 hint: mend the row, or delete the data folder to have it fetched again\n\
                 0 of 1 runs done, 1 failed\n"
            ),
        );
        assert_eq!(place.files(RUNS), [""; 0]);
    }
}

#[test]
fn one_failing_run_leaves_the_others_alone() {
    let place = Place::new();
    place.write("archive.tar", questions_but("data/test/anatomy_test.csv", "no options,A\n"));
    let arguments = format!("{ANATOMY} mmlu:subject=astronomy,model=demo/tiny-gpt2 --scenario-data mmlu=archive.tar");
    let outcome = place.run(&format!("{arguments} --exit-on-error"));
    assert_eq!(outcome.code, 1);
    assert!(!outcome.stderr.contains("[2/2]"), "{}", outcome.stderr);
    assert!(outcome.stderr.ends_with("0 of 2 runs done, 1 failed\n"), "{}", outcome.stderr);
    assert_eq!(place.files(RUNS), [""; 0]);

    let outcome = place.run(&arguments);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.ends_with("1 of 2 runs done, 1 failed\n"), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("mmlu:subject=astronomy,model=demo_tiny-gpt2  2 "), "{}", outcome.stdout);
    assert_eq!(place.files(RUNS).len(), 5, "{:?}", place.files(RUNS));
}

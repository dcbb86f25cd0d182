//! Models of the Hugging Face Hub: out of the cache, or fetched into it.

use super::checkpoints::demo_file;
use super::local_models::{MINE, MINE_RUN, deploy};
use super::place::{Outcome, Place};
use super::server::{Answer, Asked, Server, closed_port};
use std::cell::Cell;
use std::fs;

const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
const CACHE: &str = "hf/hub/models--someone--tiny";
const FILES: [&str; 3] = ["config.json", "model.safetensors", "tokenizer.json"];

/// Answers as the hub does: small files itself, large ones by sending people elsewhere.
fn hub(asked: &Asked) -> Answer {
    let file = match asked.path.strip_prefix("/someone/tiny/resolve/main/") {
        Some(file) if FILES.contains(&file) => file,
        _ => return elsewhere(asked),
    };
    let answer = if file == "model.safetensors" && asked.range.as_deref() == Some("bytes=0-0") {
        Answer::new("302 Found", b"").with_header("Location", format!("/elsewhere/{file}"))
    } else {
        Answer::ranged(&demo_file(file), asked)
    };
    let answer = answer.with_header("X-Repo-Commit", COMMIT);
    match file {
        "model.safetensors" => answer.with_header("X-Linked-Etag", etag(file)),
        _ => answer.with_header("ETag", etag(file)),
    }
}

fn elsewhere(asked: &Asked) -> Answer {
    match asked.path.strip_prefix("/elsewhere/") {
        Some(file) => Answer::ranged(&demo_file(file), asked)
            .with_header("X-Repo-Commit", COMMIT)
            .with_header("X-Linked-Etag", etag(file)),
        None => Answer::new("404 Not Found", b""),
    }
}

fn etag(file: &str) -> String {
    format!("\"etag-of-{}\"", file.replace('.', "-"))
}

fn run_with_hub(place: &Place, url: &str) -> Outcome {
    let mut command = place.command(MINE);
    command.env("HF_ENDPOINT", url).env_remove("HF_HUB_OFFLINE");
    let mut outcome = place.outcome(&command.output().expect("the program can be started"));
    outcome.stderr = outcome.stderr.replace(url, "[SERVER]");
    outcome
}

fn place_with_deployment() -> Place {
    let place = Place::new();
    deploy(&place, "someone/tiny");
    place
}

/// That the cache has the model in the layout that all Hugging Face tools share.
#[track_caller]
fn cache_is_whole(place: &Place) {
    assert_eq!(place.read(&format!("{CACHE}/refs/main")), COMMIT);
    for file in FILES {
        let blob = format!("etag-of-{}", file.replace('.', "-"));
        let pointer = place.path(&format!("{CACHE}/snapshots/{COMMIT}/{file}"));
        let link = fs::read_link(&pointer).expect("snapshots are links");
        assert_eq!(link.display().to_string(), format!("../../blobs/{blob}"));
        assert!(fs::read(&pointer).expect("the link leads to a file") == demo_file(file), "{file}");
    }
    let unfinished: Vec<_> = place.files(CACHE).into_iter().filter(|file| file.contains(".part")).collect();
    assert_eq!(unfinished, [""; 0]);
}

#[test]
fn fetched_once_into_the_common_cache() {
    let server = Server::start(|_, asked| hub(asked));
    let place = place_with_deployment();
    run_with_hub(&place, &server.url("")).succeeded();
    cache_is_whole(&place);

    // What is in the cache needs no network.
    fs::remove_dir_all(place.path(MINE_RUN)).expect("the run is there");
    let asked = server.asked().len();
    place.run(MINE).succeeded();
    run_with_hub(&place, &server.url("")).succeeded();
    assert_eq!(server.asked().len(), asked);
}

#[test]
fn transfer_that_is_cut_off_goes_on_where_it_ended() {
    let server = Server::start(|_, asked| {
        let cut = asked.path.ends_with("model.safetensors") && asked.range.as_deref() == Some("bytes=0-");
        if cut { hub(asked).cut_off(5000) } else { hub(asked) }
    });
    let place = place_with_deployment();
    run_with_hub(&place, &server.url("")).succeeded();
    assert!(server.asked().iter().any(|asked| asked.range.as_deref() == Some("bytes=5000-")), "{:?}", server.asked());
    cache_is_whole(&place);
}

#[test]
fn download_of_an_earlier_process_goes_on_although_the_server_fails_at_first() {
    let has_failed = Cell::new(false);
    let server = Server::start(move |_, asked| {
        let goes_on = asked.range.as_deref() == Some("bytes=5000-");
        if goes_on && !has_failed.replace(true) { Answer::new("503 Service Unavailable", b"") } else { hub(asked) }
    });
    let place = place_with_deployment();
    let part = format!("{CACHE}/blobs/etag-of-model-safetensors.part");
    place.write(&part, &demo_file("model.safetensors")[..5000]);
    run_with_hub(&place, &server.url("")).succeeded();
    cache_is_whole(&place);
}

#[test]
fn two_processes_fetch_once() {
    let server = Server::start(|_, asked| hub(asked));
    let place = place_with_deployment();
    let start = |suite| {
        let mut command = place.command(&format!("{MINE} --suite {suite} --disable-cache"));
        command.env("HF_ENDPOINT", server.url("")).env_remove("HF_HUB_OFFLINE");
        command.spawn().expect("the program can be started")
    };
    for child in [start("one"), start("two")] {
        place.outcome(&child.wait_with_output().expect("it is our child")).succeeded();
    }
    let whole = server.asked().into_iter().filter(|asked| asked.range.as_deref() == Some("bytes=0-")).count();
    assert_eq!(whole, FILES.len(), "{:?}", server.asked());
    cache_is_whole(&place);
}

#[test]
fn model_that_is_not_in_the_cache_when_offline() {
    let place = Place::new();
    place.run("-m 1 -r demo:subject=everyday_science,model=openai/gpt2").check(
        1,
        "",
        "[1/1] demo:subject=everyday_science,model=openai_gpt2\n\
         error: run `demo:subject=everyday_science,model=openai_gpt2` failed: can't get model \
         `openai-community/gpt2`: `tokenizer.json` is not in the cache `[DIR]/hf/hub`, and HF_HUB_OFFLINE forbids \
         fetching it\n\
         hint: unset HF_HUB_OFFLINE, or set HF_HOME to a folder that has it\n\
         0 of 1 runs done, 1 failed\n",
    );
    assert_eq!(place.files(""), ["prod_env/credentials.conf"]);
}

const FETCH_HINT: &str = "check the name and the network; HF_ENDPOINT sets a mirror, HF_TOKEN lets you in where access \
    is limited, and `pretrained_model_name_or_path` in `model_deployments.yaml` of the local folder may name a folder \
    with config.json, model.safetensors and tokenizer.json";

#[track_caller]
fn not_fetched(place: &Place, outcome: &Outcome, fetching: &str, error: &str) {
    outcome.check(
        1,
        "",
        &format!(
            "[1/1] demo:subject=everyday_science,model=mine_tiny\n\
             {fetching}\
             error: run `demo:subject=everyday_science,model=mine_tiny` failed: can't get model `someone/tiny`: \
             can't fetch `tokenizer.json` from [SERVER]/someone/tiny: {error}\n\
             hint: {FETCH_HINT}\n\
             0 of 1 runs done, 1 failed\n"
        ),
    );
    assert_eq!(place.files(CACHE), [""; 0]);
    assert_eq!(place.files("benchmark_output"), [""; 0]);
}

#[test]
fn hub_that_is_not_there() {
    let place = place_with_deployment();
    let outcome = run_with_hub(&place, &closed_port());
    let error = "request error: io: Connection refused (os error 111)";
    not_fetched(&place, &outcome, "fetching tokenizer.json\n", error);
}

#[test]
fn model_that_the_hub_does_not_have() {
    let server = Server::start(|_, _| Answer::new("404 Not Found", b""));
    let place = place_with_deployment();
    let outcome = run_with_hub(&place, &server.url(""));
    // The tokenizer may be in other files; those are not there either.
    let fetching = "fetching tokenizer.json\nfetching vocab.json\n";
    not_fetched(&place, &outcome, fetching, "request error: http status: 404");
    let asked: Vec<_> = server.asked().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["tokenizer.json", "vocab.json"].map(|file| format!("/someone/tiny/resolve/main/{file}")));
}

#[test]
fn damaged_file_in_the_cache() {
    let server = Server::start(|_, asked| hub(asked));
    let place = place_with_deployment();
    run_with_hub(&place, &server.url("")).succeeded();
    place.write(&format!("{CACHE}/blobs/etag-of-model-safetensors"), b"no weights");
    let outcome = place.run(MINE);
    let hint = format!("hint: remove `[DIR]/{CACHE}/snapshots/{COMMIT}` to have it fetched again\n");
    assert!(outcome.stderr.contains(&hint), "{}", outcome.stderr);
    assert_eq!(outcome.code, 1);

    // The hint is right.
    fs::remove_dir_all(place.path(&format!("{CACHE}/snapshots/{COMMIT}"))).expect("the hint names a folder");
    run_with_hub(&place, &server.url("")).succeeded();
    cache_is_whole(&place);
}

#[test]
fn token_is_shown_to_the_hub() {
    for (variable, file) in [(Some("hf_secret"), None), (None, Some("hf_secret\n")), (Some("hf_secret"), Some("other"))]
    {
        let server = Server::start(|_, asked| hub(asked));
        let place = place_with_deployment();
        let mut command = place.command(MINE);
        command.env("HF_ENDPOINT", server.url("")).env_remove("HF_HUB_OFFLINE");
        if let Some(token) = variable {
            command.env("HF_TOKEN", token);
        }
        if let Some(token) = file {
            place.write("hf/token", token);
        }
        let outcome = place.outcome(&command.output().expect("the program can be started"));
        assert!(!outcome.succeeded().stderr.contains("secret"), "{}", outcome.stderr);
        assert_eq!(server.asked()[0].authorization.as_deref(), Some("Bearer hf_secret"));
    }
}

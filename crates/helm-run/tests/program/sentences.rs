//! The model that tells sentences apart, for BLEU.

use super::place::{Outcome, Place, repository};
use std::fs;
use std::io::Write;
use std::path::Path;

const NOTE: &str = "note: BLEU takes each text for one sentence: NLTK's `punkt_tab` is not there; \
                    `python -m nltk.downloader punkt_tab` fetches it\n";
const MODEL: &str = "nltk/tokenizers/punkt_tab/english";

fn run(place: &Place, entry: &str) -> Outcome {
    let mut command = place.command(&format!("-m 1 -r {entry}:model=demo/tiny-gpt2"));
    place.outcome(&command.env("NLTK_DATA", place.path("nltk")).output().expect("the program can be started"))
}

#[test]
fn the_model_is_found_where_nltk_keeps_it() {
    let place = Place::new();
    let golden = repository().join("tests/golden/punkt_tab/english");
    for file in fs::read_dir(golden).expect("the golden files are there").flatten() {
        let name = file.file_name().into_string().expect("a plain name");
        place.write(&format!("{MODEL}/{name}"), fs::read(file.path()).expect("the golden files are there"));
    }
    assert!(!run(&place, "simple_short_answer_qa").succeeded().stderr.contains("note: "));

    place.write(&format!("{MODEL}/collocations.tab"), "one\n");
    let outcome = run(&place, "simple_short_answer_qa");
    outcome.check(
        1,
        "",
        &format!(
            "error: can't use the model of sentences in `[DIR]/{MODEL}`: `[DIR]/{MODEL}/collocations.tab`, line 1: \
             expected two words with a tab between them\n\
             hint: remove `[DIR]/{MODEL}` and have it fetched again with `python -m nltk.downloader punkt_tab`\n"
        ),
    );
}

#[test]
fn without_the_model_it_is_told_where_that_matters() {
    let is_of_machine = |folder: &str| Path::new(folder).join("nltk_data").exists();
    if ["/usr/share", "/usr/local/share", "/usr/lib", "/usr/local/lib"].into_iter().any(is_of_machine) {
        // Written past the test harness, which would swallow it.
        let _ = writeln!(std::io::stderr(), "skipped: this machine has data of NLTK");
        return;
    }
    let place = Place::new();
    assert!(run(&place, "simple_short_answer_qa").succeeded().stderr.starts_with(NOTE));
    assert!(!run(&place, "simple_mcqa").succeeded().stderr.contains("note: "));
}

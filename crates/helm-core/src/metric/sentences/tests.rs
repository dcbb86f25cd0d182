use super::*;
use crate::files::Number;
use crate::metric::text_score;
use serde::Deserialize;
use std::fs;
use std::path::PathBuf;

#[derive(Deserialize)]
struct Fixture {
    texts: Vec<Text>,
    pairs: Vec<Pair>,
}

#[derive(Deserialize)]
struct Text {
    text: String,
    sentences: Vec<String>,
}

#[derive(Deserialize)]
struct Pair {
    gold: String,
    prediction: String,
    bleu_1: Number,
    bleu_4: Number,
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden")
}

fn fixture() -> (SentenceSplitter, Fixture) {
    let splitter = SentenceSplitter::read(&golden().join("punkt_tab/english")).expect("a whole model");
    let text = fs::read_to_string(golden().join("sentences.json")).expect("the golden files are there");
    (splitter, serde_json::from_str(&text).expect("a valid fixture"))
}

#[test]
fn sentences_end_where_the_reference_ends_them() {
    let (splitter, fixture) = fixture();
    for Text { text, sentences } in fixture.texts {
        assert_eq!(splitter.sentences(&text), sentences, "{text:?}");
    }
}

#[test]
fn bleu_of_several_sentences_equals_that_of_the_reference() {
    let (splitter, fixture) = fixture();
    for Pair { gold, prediction, bleu_1, bleu_4 } in fixture.pairs {
        for (name, expected) in [("bleu_1", bleu_1), ("bleu_4", bleu_4)] {
            let score = text_score::by_name(name).expect("there").of(&gold, &prediction, Some(&splitter));
            assert_eq!(format!("{score:?}"), format!("{expected:?}"), "{name}({gold:?}, {prediction:?})");
        }
    }
}

#[test]
fn broken_models_are_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let read = || {
        let error = SentenceSplitter::read(folder.path()).err().expect("no model");
        error.to_string().replace(&folder.path().display().to_string(), "MODEL")
    };
    assert_eq!(read(), "can't read `MODEL/abbrev_types.txt`");
    for file in ["abbrev_types.txt", "sent_starters.txt", "collocations.tab"] {
        fs::write(folder.path().join(file), "").expect("writable");
    }
    fs::write(folder.path().join("ortho_context.tab"), "the\t12\nhouse\n").expect("writable");
    assert_eq!(read(), "`MODEL/ortho_context.tab`, line 2: expected a word, a tab and a number");
}

//! Files that are not as they were written.

use super::random::{Random, value};
use helm_cache::AnswerCache;
use helm_core::client::RequestCache;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

const ENTRIES: usize = 300;

fn key(number: usize) -> String {
    format!("everything that decides answer {number}")
}

/// A file of answers, closed.
fn write(file: &Path) -> Vec<u8> {
    let cache = AnswerCache::open(file, |warning| panic!("{warning}")).expect("the folder can be written to");
    (0..ENTRIES).for_each(|number| cache.put_text(key(number), value(&key(number))));
    drop(cache);
    fs::read(file).expect("it was written")
}

/// Opens a file and says what was warned of.
fn open(file: &Path) -> (AnswerCache, Arc<Mutex<Vec<String>>>) {
    let warnings = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&warnings);
    let warn = move |warning: &str| told.lock().expect("no test panics").push(warning.to_owned());
    (AnswerCache::open(file, warn).expect("the folder can be written to"), warnings)
}

#[test]
fn flipped_bits_make_no_answer_wrong() {
    const TRIALS: u64 = 100;
    const HEADER: usize = 4096;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let whole = write(&folder.path().join("whole.sqlite"));
    let mut num_lost = 0;
    for trial in 0..TRIALS {
        let mut random = Random(trial);
        let mut bytes = whole.clone();
        // Every other trial hits the first page, which says what the rest is.
        let range = if trial % 2 == 0 { HEADER } else { bytes.len() };
        for _ in 0..=random.below(30) {
            let place = random.below(range);
            bytes[place] ^= 1 << random.below(8);
        }
        let file = folder.path().join(format!("{trial}.sqlite"));
        fs::write(&file, bytes).expect("the folder can be written to");
        let Ok(cache) = AnswerCache::open(&file, |_| {}) else { continue };
        for round in 0..2 {
            for number in 0..ENTRIES {
                match cache.text(&key(number)) {
                    Some(found) => assert_eq!(found, value(&key(number)), "trial {trial}"),
                    None if round == 0 => {
                        num_lost += 1;
                        cache.put_text(key(number), value(&key(number)));
                    }
                    // The file can't be used, which was told.
                    None => {}
                }
            }
            cache.flush();
        }
        drop(cache);
        // Whatever it finds, it comes to an end.
        let _ = helm_cache::verify(&file);
    }
    assert!(num_lost > 0, "the damage is where it hurts");
}

#[test]
fn what_is_no_database_is_set_aside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.sqlite");
    for number in 1..=2 {
        fs::write(&file, "no database at all, but a text that is long enough to have a header".repeat(20))
            .expect("the folder can be written to");
        let (cache, warnings) = open(&file);
        assert_eq!(cache.text("key"), None);
        cache.put_text("key".into(), "value".into());
        cache.flush();
        assert_eq!(cache.text("key").as_deref(), Some("value"));
        let aside = folder.path().join(format!("a.sqlite.damaged-{number}"));
        let (file, aside_name) = (file.display(), aside.display());
        assert_eq!(
            *warnings.lock().expect("no test panics"),
            [format!("`{file}` was damaged: it is now `{aside_name}`, and what it held is asked again")]
        );
        assert!(fs::read_to_string(aside).expect("it was renamed").starts_with("no database"));
    }
}

#[test]
fn an_entry_that_was_changed_is_not_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.sqlite");
    let mut bytes = write(&file);
    let text = b"the answer to everything that decides answer 7 ";
    let place = bytes.windows(text.len()).position(|window| window == text).expect("it is stored as it is");
    bytes[place] = b'T';
    fs::write(&file, bytes).expect("the folder can be written to");
    let found = helm_cache::verify(&file).expect("it can be read");
    assert_eq!((found.num_whole, found.num_damaged), (ENTRIES as u64 - 1, 1));
    let (cache, warnings) = open(&file);
    assert_eq!((cache.text(&key(7)), cache.text(&key(8))), (None, Some(value(&key(8)))));
    assert_eq!(warnings.lock().expect("no test panics").len(), 1);
    cache.put_text(key(7), value(&key(7)));
    cache.flush();
    assert_eq!(cache.text(&key(7)), Some(value(&key(7))));
}

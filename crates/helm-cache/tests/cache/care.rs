//! Looking after files.

use helm_cache::{AnswerCache, compact, info, verify};

#[test]
fn files_are_counted_verified_and_made_small() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a.sqlite");
    let cache = AnswerCache::open(&file, |warning| panic!("{warning}")).expect("the folder can be written to");
    for number in 0..50 {
        cache.put_text(format!("key {number}"), "a long answer".repeat(1000));
    }
    drop(cache);
    let cache = AnswerCache::open(&file, |warning| panic!("{warning}")).expect("it is there");
    for number in 0..50 {
        cache.put_text(format!("key {number}"), "a short answer".into());
    }
    drop(cache);
    let before = info(&file).expect("it can be read");
    assert_eq!(before.num_entries, 50);
    compact(&file).expect("it can be written");
    let after = info(&file).expect("it can be read");
    assert_eq!(after.num_entries, 50);
    assert!(after.bytes < before.bytes / 10, "{} is much less than {}", after.bytes, before.bytes);
    let found = verify(&file).expect("it can be read");
    assert_eq!((found.num_whole, found.num_damaged, found.problems, found.set_aside), (50, 0, Vec::new(), None));
}

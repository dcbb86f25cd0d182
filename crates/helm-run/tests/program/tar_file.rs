//! Archives with questions of anatomy and astronomy: the demo's, under names that MMLU has.

use super::place::repository;
use std::fs;
use tar::{Builder, EntryType, Header};

/// An archive with one top folder, `data`, as MMLU's is.
pub(crate) fn questions() -> Vec<u8> {
    questions_but("", "")
}

/// The same, with another content in the file of that name.
pub(crate) fn questions_but(changed: &str, content: &str) -> Vec<u8> {
    let mut files = Vec::new();
    for (subject, of_demo) in [("anatomy", "everyday_science"), ("astronomy", "world_geography")] {
        for split in ["dev", "val", "test"] {
            let path = repository().join(format!("demo/data/{split}/{of_demo}_{split}.csv"));
            let name = format!("data/{split}/{subject}_{split}.csv");
            let text = fs::read_to_string(path).expect("the demo has the file");
            files.push(if name == changed { (name, content.to_owned()) } else { (name, text) });
        }
    }
    let entries: Vec<Entry> = files.iter().map(|(name, text)| Entry::file(name, text)).collect();
    archive(&entries)
}

/// One entry of an archive.
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    pub(crate) content: &'a str,
    pub(crate) kind: EntryType,
}

impl<'a> Entry<'a> {
    pub(crate) fn file(name: &'a str, content: &'a str) -> Self {
        Self { name, content, kind: EntryType::Regular }
    }
}

/// An archive with those entries, under whatever names.
pub(crate) fn archive(entries: &[Entry]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for entry in entries {
        let mut header = Header::new_gnu();
        // The safe way to set a name refuses those that lead out of the folder.
        header.as_mut_bytes()[..entry.name.len()].copy_from_slice(entry.name.as_bytes());
        header.set_entry_type(entry.kind);
        header.set_mode(0o644);
        if entry.kind == EntryType::Symlink {
            header.set_size(0);
            header.set_link_name(entry.content).expect("the link is short");
            header.set_cksum();
            builder.append(&header, [].as_slice()).expect("memory takes anything");
        } else {
            header.set_size(entry.content.len() as u64);
            header.set_cksum();
            builder.append(&header, entry.content.as_bytes()).expect("memory takes anything");
        }
    }
    builder.into_inner().expect("memory takes anything")
}

use super::super::local_path;
use super::*;
use std::io::{Cursor, Write};
use tar::{Builder, EntryType, Header};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive of files, folders (names that end in `/`) and what else there is.
fn archive(entries: &[(&str, EntryType, &str)]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (name, kind, content) in entries {
        let mut header = Header::new_ustar();
        // The safe way to set a name refuses some of those that are to be refused here.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(content.len() as u64);
        header.set_cksum();
        builder.append(&header, content.as_bytes()).expect("memory takes anything");
    }
    builder.into_inner().expect("memory takes anything")
}

/// Unpacks into `folder/data` and says what is in `folder` then.
fn unpack_bytes(bytes: &[u8]) -> (Result<(), String>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("x.tar");
    fs::write(&path, bytes).expect("files can be written");
    let result = unpack("x.tar", &path, &folder.path().join("data")).map_err(|error| error.to_string());
    fs::remove_file(path).expect("the file is there");
    (result, files(folder.path(), folder.path()))
}

fn files(folder: &Path, top: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        found.push(path.strip_prefix(top).expect("found below it").display().to_string());
        if path.is_dir() {
            found.extend(files(&path, top));
        }
    }
    found.sort();
    found
}

const FILE: EntryType = EntryType::Regular;

#[test]
fn one_top_folder_becomes_the_folder() {
    let bytes = archive(&[("top/", EntryType::Directory, ""), ("top/a", FILE, "1"), ("top/b/c", FILE, "2")]);
    assert_eq!(
        unpack_bytes(&bytes),
        (Ok(()), vec!["data".into(), "data/a".into(), "data/b".into(), "data/b/c".into()])
    );
}

#[test]
fn several_top_entries_stay_as_they_are() {
    let (result, found) = unpack_bytes(&archive(&[("a/x", FILE, "1"), ("./b/y", FILE, "2")]));
    assert_eq!(
        (result, found),
        (Ok(()), ["data", "data/a", "data/a/x", "data/b", "data/b/y"].map(String::from).into())
    );
    let (result, found) = unpack_bytes(&archive(&[("only", FILE, "1")]));
    assert_eq!((result, found), (Ok(()), ["data", "data/only"].map(String::from).into()));
}

#[test]
fn cut_off_anywhere_nothing_appears() {
    let long = "0123456789".repeat(200);
    let whole = archive(&[("d/a", FILE, "1"), ("d/b", FILE, &long), ("d/c", FILE, "")]);
    assert_eq!(unpack_bytes(&whole).0, Ok(()));
    // Every block, and the middle of every block.
    for length in (0..whole.len()).step_by(256) {
        let (result, found) = unpack_bytes(&whole[..length]);
        assert_eq!(result, Err("`x.tar` is cut off or no tar or zip archive".into()), "cut off after {length} bytes");
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn padded_archives_are_whole() {
    let mut bytes = archive(&[("d/a", FILE, "1")]);
    bytes.resize(10240, 0);
    assert_eq!(unpack_bytes(&bytes).0, Ok(()));
}

#[test]
fn what_is_no_archive_is_refused() {
    let long_text = b"<html>".repeat(1000);
    let mut text_and_zeros = long_text.clone();
    text_and_zeros.resize(8192, 0);
    for bytes in [Vec::new(), b"short".to_vec(), long_text, text_and_zeros, vec![0; 10240]] {
        let (result, found) = unpack_bytes(&bytes);
        assert_eq!(result, Err("`x.tar` is cut off or no tar or zip archive".into()));
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn only_files_and_folders_inside_are_unpacked() {
    let tests = [
        ("../evil", FILE),
        ("a/../../evil", FILE),
        ("/tmp/evil", FILE),
        ("../evil/", EntryType::Directory),
        ("link", EntryType::Symlink),
        ("link", EntryType::Link),
        ("device", EntryType::Char),
        ("pipe", EntryType::Fifo),
    ];
    for (name, kind) in tests {
        let (result, found) = unpack_bytes(&archive(&[("good", FILE, "1"), (name, kind, "")]));
        let expected = format!("archive `x.tar` has the entry `{name}`, which is not a file or folder inside it");
        assert_eq!(result, Err(expected));
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn what_an_unpacking_left_that_was_killed_is_no_part_of_the_next() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("x.tar");
    fs::write(&path, archive(&[("a/x", FILE, "1"), ("b/y", FILE, "2")])).expect("files can be written");
    fs::create_dir(folder.path().join("data.unpacking")).expect("folders can be made");
    fs::write(folder.path().join("data.unpacking/old"), "").expect("files can be written");
    unpack("x.tar", &path, &folder.path().join("data")).expect("the archive is whole");
    fs::remove_file(path).expect("the file is there");
    assert_eq!(files(folder.path(), folder.path()), ["data", "data/a", "data/a/x", "data/b", "data/b/y"]);
}

/// A zip archive of files, in which a name that ends in `/` is a folder and one that ends in `@` a link.
fn zip_archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, content) in entries {
        if let Some(name) = name.strip_suffix('@') {
            writer.add_symlink(name, content, options).expect("memory takes anything");
        } else if name.ends_with('/') {
            writer.add_directory(*name, options).expect("memory takes anything");
        } else {
            writer.start_file(*name, options).expect("memory takes anything");
            writer.write_all(content.as_bytes()).expect("memory takes anything");
        }
    }
    writer.finish().expect("memory takes anything").into_inner()
}

#[test]
fn zip_archives_are_unpacked_whole_or_not_at_all() {
    let long = "0123456789".repeat(200);
    let whole = zip_archive(&[("top/", ""), ("top/a", &long), ("top/b/c", "2")]);
    let all = ["data", "data/a", "data/b", "data/b/c"].map(String::from).to_vec();
    assert_eq!(unpack_bytes(&whole), (Ok(()), all));
    let mut damaged = whole.clone();
    damaged[whole.len() / 4] ^= 1;
    for bytes in (0..whole.len()).step_by(16).map(|length| whole[..length].to_vec()).chain([damaged]) {
        let (result, found) = unpack_bytes(&bytes);
        assert_eq!(result, Err("`x.tar` is cut off or no tar or zip archive".into()), "{} bytes", bytes.len());
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn zip_archives_lead_nowhere_else() {
    for (name, shown) in [("../evil", "../evil"), ("a/../../evil", "a/../../evil"), ("link@", "link")] {
        let (result, found) = unpack_bytes(&zip_archive(&[("good", "1"), (name, "..")]));
        let expected = format!("archive `x.tar` has the entry `{shown}`, which is not a file or folder inside it");
        assert_eq!(result, Err(expected));
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn addresses_and_paths_are_told_apart() {
    assert_eq!(local_path("https://example.org/data.tar"), None);
    assert_eq!(local_path("/data/mmlu.tar"), Some("/data/mmlu.tar".into()));
    assert_eq!(local_path("file:///data/mmlu.tar"), Some("/data/mmlu.tar".into()));
    assert_eq!(local_path("mmlu.tar"), Some("mmlu.tar".into()));
}

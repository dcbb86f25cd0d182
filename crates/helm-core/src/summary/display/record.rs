//! What the display files of a run were made of, kept beside them: a run of which nothing has changed since is not
//! read again. A record counts only as it was written, for files that are as they were then.

use crate::file_stamp::{FileStamp, is_settled};
use crate::files::AdapterSpec;
use crate::json::{self, FileError};
use crate::layout::{
    DISPLAY_PREDICTIONS, DISPLAY_RECORD, DISPLAY_REQUESTS, INSTANCES, PER_INSTANCE_STATS, SCENARIO_STATE,
};
use crate::summary::usage::Usage;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The version of display files and of what is recorded of them, together with that of the program; to be raised with
/// every change of either.
const FORMAT: u32 = 1;
const READ: [&str; 2] = [PER_INSTANCE_STATS, SCENARIO_STATE];
const WRITTEN: [&str; 3] = [INSTANCES, DISPLAY_PREDICTIONS, DISPLAY_REQUESTS];

/// By name of a file in the run's folder.
type Stamps = BTreeMap<String, FileStamp>;

#[derive(Serialize, Deserialize)]
struct Record {
    content: Content,
    /// Of `content`, so that a damaged record is not believed.
    sha256: String,
}

#[derive(Serialize, Deserialize)]
struct Content {
    format: u32,
    program_version: String,
    /// Digest of what is shown and how.
    decided_by: String,
    read: Stamps,
    written: Stamps,
    usage: Usage,
}

/// A run's display files, as somebody is about to read what they are made of.
pub(super) struct DisplayRecord<'a> {
    folder: &'a Path,
    decided_by: String,
    /// Stamps from before the files were read.
    read: Option<Stamps>,
}

impl<'a> DisplayRecord<'a> {
    /// `metrics` are those that are shown.
    pub(super) fn new(folder: &'a Path, adapter: &AdapterSpec, metrics: &BTreeSet<&str>) -> Self {
        Self { folder, decided_by: digest(&(adapter, metrics)), read: stamps(folder, &READ) }
    }

    /// What the run used, if its display files are there and would come out the same.
    pub(super) fn usage(&self) -> Option<Usage> {
        let text = fs::read(self.folder.join(DISPLAY_RECORD)).ok()?;
        let Record { content, sha256 } = json::parse(&text).ok()?;
        let is_current = sha256 == digest(&content)
            && content.format == FORMAT
            && content.program_version == env!("CARGO_PKG_VERSION")
            && content.decided_by == self.decided_by
            && Some(&content.read) == self.read.as_ref()
            && Some(content.written) == stamps(self.folder, &WRITTEN);
        is_current.then_some(content.usage)
    }

    /// Records that the display files were written, unless what was read may have changed unnoticed.
    pub(super) fn write(self, usage: Usage) -> Result<(), FileError> {
        let now = stamps(self.folder, &READ);
        let (Some(read), Some(written)) = (self.read, stamps(self.folder, &WRITTEN)) else { return Ok(()) };
        let settled = |name: &&str| fs::metadata(self.folder.join(name)).is_ok_and(|metadata| is_settled(&metadata));
        if now.as_ref() != Some(&read) || !READ.iter().all(settled) {
            return Ok(());
        }
        let program_version = env!("CARGO_PKG_VERSION").into();
        let content = Content { format: FORMAT, program_version, decided_by: self.decided_by, read, written, usage };
        let sha256 = digest(&content);
        json::write(&self.folder.join(DISPLAY_RECORD), &Record { content, sha256 })
    }
}

/// None where a file can't be had.
fn stamps(folder: &Path, names: &[&str]) -> Option<Stamps> {
    let stamp = |name: &&str| Some(((*name).to_owned(), FileStamp::of(&fs::metadata(folder.join(name)).ok()?)));
    names.iter().map(stamp).collect()
}

fn digest<T: Serialize>(value: &T) -> String {
    let text = json::to_string(value).expect("what records hold is plain JSON");
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("strings take any text");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Number;
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    const USAGE: Usage = Usage { prompt_tokens: Number::Int(30), completion_tokens: Number::Float(2.5), requests: 2 };

    fn record(folder: &Path) -> DisplayRecord<'_> {
        DisplayRecord::new(folder, &AdapterSpec::default(), &["exact_match"].into())
    }

    fn written_long_ago(folder: &Path) {
        for name in READ.iter().chain(&WRITTEN) {
            let file = File::create(folder.join(name)).expect("writable");
            file.set_modified(SystemTime::now() - Duration::from_mins(1)).expect("it is our file");
        }
    }

    #[test]
    fn what_did_not_change_is_known() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        written_long_ago(folder.path());
        assert_eq!(record(folder.path()).usage(), None);
        record(folder.path()).write(USAGE).expect("writable");
        assert_eq!(record(folder.path()).usage(), Some(USAGE));
        let other = DisplayRecord::new(folder.path(), &AdapterSpec::default(), &["prefix_exact_match"].into());
        assert_eq!(other.usage(), None);
    }

    #[test]
    fn what_may_still_change_is_not_recorded() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        written_long_ago(folder.path());
        let before = record(folder.path());
        fs::write(folder.path().join(SCENARIO_STATE), "").expect("writable");
        let after = record(folder.path());
        before.write(USAGE).expect("writable");
        after.write(USAGE).expect("writable");
        assert!(!folder.path().join(DISPLAY_RECORD).exists());
    }

    #[test]
    fn a_damaged_record_says_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        written_long_ago(folder.path());
        record(folder.path()).write(USAGE).expect("writable");
        let path = folder.path().join(DISPLAY_RECORD);
        let text = fs::read(&path).expect("it is there");
        for (index, bit) in (0..text.len()).flat_map(|index| (0..8).map(move |bit| (index, bit))) {
            let mut damaged = text.clone();
            damaged[index] ^= 1 << bit;
            fs::write(&path, damaged).expect("writable");
            // Blanks between values can be other blanks.
            let usage = record(folder.path()).usage();
            assert!(usage.is_none_or(|usage| usage == USAGE), "byte {index}, bit {bit}: {usage:?}");
        }
        for length in 0..text.len() {
            fs::write(&path, &text[..length]).expect("writable");
            assert_eq!(record(folder.path()).usage(), None, "{length} bytes");
        }
    }
}

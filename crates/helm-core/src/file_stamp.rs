//! What tells one version of a file from another without reading it: what is remembered of a file's content counts
//! for as long as its stamp is the same.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What changes when a file does: its length and times, and, where the system has them, what no program can set back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// Bytes.
    pub length: u64,
    /// When the content changed last, in nanoseconds since 1970; none where the system doesn't tell.
    pub modified: Option<u64>,
    /// Device, inode, and when the inode changed last in seconds and nanoseconds; Unix alone has them. A file that is
    /// written beside and renamed has another inode, one that is written in place another time.
    pub on_disk: Option<(u64, u64, i64, i64)>,
}

impl FileStamp {
    /// The stamp of a file with that metadata.
    pub fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            length: metadata.len(),
            modified: modified.and_then(|time| u64::try_from(time.as_nanos()).ok()),
            on_disk: on_disk(metadata),
        }
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn on_disk(metadata: &Metadata) -> Option<(u64, u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec()))
}

#[cfg(not(unix))]
fn on_disk(_: &Metadata) -> Option<(u64, u64, i64, i64)> {
    None
}

/// Whether a file was left alone for longer than clocks of file systems are coarse: one written twice within that time
/// may have the same stamp before and after. A file from the future was not.
pub fn is_settled(metadata: &Metadata) -> bool {
    const COARSEST_CLOCK: Duration = Duration::from_secs(2);
    let age = metadata.modified().ok().and_then(|time| SystemTime::now().duration_since(time).ok());
    age.is_some_and(|age| age > COARSEST_CLOCK)
}

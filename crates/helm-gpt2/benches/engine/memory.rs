//! The most memory that this process took, as Linux counts it.

use std::fs;

/// Forgets how much was taken before. Whether that worked: elsewhere there is nothing to read either.
pub(crate) fn forget_peak() -> bool {
    // 5 stands for the greatest resident set, see proc(5).
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// Bytes that were resident at most, mapped files included.
pub(crate) fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

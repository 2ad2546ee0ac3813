//! The only clock of this room: it decides how far back a resent event is looked for and when idle things close.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since the epoch.
pub(crate) fn now_seconds() -> i64 {
    seconds(SystemTime::now())
}

/// When a file was last written; 0 when it is not there.
pub(crate) fn modified_seconds(path: &Path) -> i64 {
    std::fs::metadata(path).and_then(|meta| meta.modified()).map_or(0, seconds)
}

fn seconds(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

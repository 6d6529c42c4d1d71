//! What the system says of a file, to tell without reading whether it has changed.

use std::fs::Metadata;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::index::checksum;

/// File systems keep the time of a change as coarsely as this (ns): a file that was seen sooner after its last change
/// can have changed again without its time saying so.
const COARSE: i64 = 2_000_000_000;

/// Size, times and inode of a file when it was read. Times are nanoseconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Length in bytes.
    pub size: u64,
    /// Time of its last change.
    pub mtime: i64,
    /// Inode; 0 where the system has none.
    pub inode: u64,
    /// When it was looked at: before it was read.
    pub seen: i64,
}

fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |before| -before),
    }
}

impl Stamp {
    /// What `data`, asked for at `now` or later and before reading, says.
    pub fn of(data: &Metadata, now: SystemTime) -> Self {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(data);
        #[cfg(not(unix))]
        let inode = 0;
        let mtime = data.modified().map_or(i64::MAX, nanoseconds);
        Self { size: data.len(), mtime, inode, seen: nanoseconds(now) }
    }

    /// What the system says at `now` of the file at a path; `None`: nothing.
    pub fn at(path: &Path, now: SystemTime) -> Option<Self> {
        std::fs::metadata(path).ok().map(|data| Self::of(&data, now))
    }

    /// Whether the file that had this stamp when it was read and now has the stamp `now` is certainly the same.
    pub const fn is_unchanged(&self, now: &Self) -> bool {
        self.size == now.size && self.mtime == now.mtime && self.inode == now.inode && self.is_still()
    }

    /// Whether the file had been still for long enough when it was looked at that a later change would show.
    pub const fn is_still(&self) -> bool {
        self.mtime.saturating_add(COARSE) <= self.seen
    }

    /// A number for size, time and inode, to keep blobs by.
    pub fn identity(&self) -> u64 {
        checksum(&[self.size.to_le_bytes(), self.mtime.to_le_bytes(), self.inode.to_le_bytes()].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_seen_just_after_its_change_is_not_trusted() {
        let old = Stamp { size: 10, mtime: 1_000, inode: 7, seen: 1_000 + COARSE };
        let later = Stamp { seen: i64::MAX, ..old };
        assert!(old.is_unchanged(&later));
        for other in [Stamp { size: 11, ..later }, Stamp { mtime: 1_001, ..later }, Stamp { inode: 8, ..later }] {
            assert!(!old.is_unchanged(&other), "{other:?}");
            assert_ne!(old.identity(), other.identity());
        }
        assert!(!Stamp { seen: 999 + COARSE, ..old }.is_unchanged(&later));
        assert!(!Stamp { mtime: i64::MAX, ..old }.is_unchanged(&Stamp { mtime: i64::MAX, ..later }));
        assert_eq!(old.identity(), later.identity());
    }

    #[test]
    fn a_rewritten_file_has_another_stamp() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        std::fs::write(&path, "P01: yes").unwrap();
        let now = SystemTime::now();
        let stamp = Stamp::of(&path.metadata().unwrap(), now);
        assert_eq!(stamp.size, 8);
        assert!(!stamp.is_unchanged(&stamp), "just written");
        let old = now - std::time::Duration::from_secs(9);
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        let stamp = Stamp::of(&path.metadata().unwrap(), now);
        assert!(stamp.is_unchanged(&Stamp::of(&path.metadata().unwrap(), now)));
        std::fs::write(&path, "P01: no!").unwrap();
        assert!(!stamp.is_unchanged(&Stamp::of(&path.metadata().unwrap(), now)));
    }
}

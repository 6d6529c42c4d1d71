//! Bytes kept under a name, together with what they were made of.

use std::collections::HashSet;
use std::io;
use std::ops::Deref;

use super::Cache;
use crate::index::{HEADER, Kind, checksum, seal, unseal};

const BLOB: Kind = *b"blob";

/// What was kept; the bytes are those that were put in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blob(Vec<u8>);

impl Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.get(HEADER..).unwrap_or_default()
    }
}

/// File of a blob: its name may be a coder's or a transcript's, so that it is not written out.
fn file(name: &str) -> String {
    format!("blobs/{:016x}", checksum(name.as_bytes()))
}

/// What the header holds as identity; the name is in it, for two names may share a file.
fn whole(name: &str, identity: u64) -> u64 {
    checksum(&[name.as_bytes(), &identity.to_le_bytes()].concat())
}

impl Cache {
    /// Keeps `bytes` under `name`. `version` is that of their form, `identity` says what they were made of (a hash of
    /// the source, or of its size, time and inode).
    ///
    /// # Errors
    /// What the system says. Nothing is lost: what is not kept is made again.
    pub fn put(&self, name: &str, version: u32, identity: u64, bytes: &[u8]) -> io::Result<()> {
        if self.folder().is_none() {
            return Ok(());
        }
        self.write(&file(name), &seal(BLOB, version, whole(name, identity), bytes))
    }

    /// What was kept under `name`, if it is of this version and identity and undamaged.
    pub fn get(&self, name: &str, version: u32, identity: u64) -> Option<Blob> {
        let bytes = self.read(&file(name))?;
        unseal(&bytes, BLOB, version, whole(name, identity))?;
        Some(Blob(bytes))
    }

    /// Removes the blobs of all other names than these.
    pub fn retain<'a>(&self, names: impl IntoIterator<Item = &'a str>) {
        let Ok(Some(folder)) = self.file_to_write("blobs") else { return };
        let kept: HashSet<String> = names.into_iter().map(file).collect();
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if !kept.contains(&format!("blobs/{}", entry.file_name().to_string_lossy())) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CacheMode;
    use proptest::prelude::*;

    fn cache() -> (tempfile::TempDir, Cache) {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::locate(dir.path(), Some(dir.path().join("c")), None, CacheMode::Disk);
        (dir, cache)
    }

    #[test]
    fn what_was_put_in_is_got_out_for_the_same_source_alone() {
        let (_dir, cache) = cache();
        cache.put("events:amy", 2, 77, b"events").unwrap();
        assert_eq!(cache.get("events:amy", 2, 77).as_deref(), Some(&b"events"[..]));
        assert_eq!(cache.get("events:amy", 3, 77), None);
        assert_eq!(cache.get("events:amy", 2, 78), None);
        assert_eq!(cache.get("events:ben", 2, 77), None);
        cache.put("events:ben", 2, 1, b"").unwrap();
        assert_eq!(cache.get("events:ben", 2, 1).as_deref(), Some(&b""[..]));
        cache.retain(["events:ben"]);
        assert_eq!(cache.get("events:amy", 2, 77), None);
        assert!(cache.get("events:ben", 2, 1).is_some());
        for entry in std::fs::read_dir(cache.folder().unwrap().join("blobs")).unwrap().flatten() {
            assert!(!entry.file_name().to_string_lossy().contains("ben"));
        }
    }

    #[test]
    fn memory_keeps_nothing() {
        let cache = Cache::in_memory();
        cache.put("a", 1, 1, b"x").unwrap();
        assert_eq!(cache.get("a", 1, 1), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn garbage_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), cut: prop::sample::Index) {
            let (_dir, cache) = cache();
            cache.put("a", 1, 1, &bytes).unwrap();
            let path = cache.folder().unwrap().join(file("a"));
            let whole = std::fs::read(&path).unwrap();
            for garbage in [&bytes[..], &whole[..cut.index(whole.len())]] {
                std::fs::write(&path, garbage).unwrap();
                prop_assert_eq!(cache.get("a", 1, 1), None);
            }
        }
    }
}

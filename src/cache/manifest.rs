//! What is known of each transcript's file, so that a study opens without reading its texts.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Cache, Stamp};
use crate::index::{Kind, seal, unseal};
use crate::model::FrontMatter;
use crate::text::TextHash;

const MANIFEST: Kind = *b"mani";
const VERSION: u32 = 2;
const FILE: &str = "manifest";

/// One file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// What the system said of it.
    pub stamp: Stamp,
    /// Hash of the body.
    pub hash: TextHash,
    /// Length of the body in code points.
    pub chars: u32,
    /// The keys of ours in its front matter.
    pub front: FrontMatter,
}

/// All files, by path relative to the study. A path that is no Unicode has no entry: that file is read each time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Manifest {
    entries: HashMap<Box<str>, Entry>,
    changed: bool,
}

impl Manifest {
    /// The manifest as it was saved; an empty one if there is none, or none that can be used.
    pub fn load(cache: &Cache) -> Self {
        let entries = cache.read(FILE).and_then(|bytes| parse(unseal(&bytes, MANIFEST, VERSION, 0)?));
        Self { entries: entries.unwrap_or_default(), changed: false }
    }

    /// Saves it if it has changed.
    ///
    /// # Errors
    /// What the system says.
    pub fn save(&mut self, cache: &Cache) -> io::Result<()> {
        if self.changed {
            cache.write(FILE, &seal(MANIFEST, VERSION, 0, &self.lines()))?;
            self.changed = false;
        }
        Ok(())
    }

    /// One line of JSON a file, in the order of paths.
    fn lines(&self) -> Vec<u8> {
        let mut entries: Vec<(&Box<str>, &Entry)> = self.entries.iter().collect();
        entries.sort_unstable_by_key(|(path, _)| *path);
        let mut lines = Vec::new();
        for line in entries.iter().filter_map(|entry| serde_json::to_vec(entry).ok()) {
            lines.extend_from_slice(&line);
            lines.push(b'\n');
        }
        lines
    }

    /// What is known of a file, whatever has become of it.
    pub fn get(&self, path: &Path) -> Option<&Entry> {
        self.entries.get(path.to_str()?)
    }

    /// What is known of a file that is certainly as it was when it was read.
    pub fn unchanged(&self, path: &Path, now: &Stamp) -> Option<&Entry> {
        self.get(path).filter(|entry| entry.stamp.is_unchanged(now))
    }

    /// Says what is known of a file.
    pub fn put(&mut self, path: &Path, entry: Entry) {
        if let Some(path) = path.to_str()
            && self.entries.get(path) != Some(&entry)
        {
            self.entries.insert(path.into(), entry);
            self.changed = true;
        }
    }

    /// Forgets the files that `keep` does not name.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        let before = self.entries.len();
        self.entries.retain(|path, _| keep(path));
        self.changed |= self.entries.len() != before;
    }
}

fn parse(bytes: &[u8]) -> Option<HashMap<Box<str>, Entry>> {
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).ok()).collect()
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

    fn entry(size: u64) -> Entry {
        Entry {
            stamp: Stamp { size, mtime: 5, inode: 9, seen: 5_000_000_000 },
            hash: TextHash::of("P07: yes"),
            chars: 8,
            front: FrontMatter {
                participant: Some("P07".into()),
                participants: vec![("Parent".into(), "P07".into())],
                attributes: vec![("wave".into(), vec!["1".into(), "2".into()])],
                ..FrontMatter::default()
            },
        }
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let (_dir, cache) = cache();
        let mut manifest = Manifest::load(&cache);
        assert_eq!(manifest, Manifest::default());
        manifest.put(Path::new("a/ü.txt"), entry(8));
        manifest.put(Path::new("b.txt"), entry(9));
        manifest.save(&cache).unwrap();
        let mut again = Manifest::load(&cache);
        assert_eq!(again, manifest);
        let path = Path::new("a/ü.txt");
        assert_eq!(again.unchanged(path, &entry(8).stamp), Some(&entry(8)));
        assert_eq!(again.unchanged(path, &entry(9).stamp), None);
        again.retain(|path| path == "b.txt");
        again.save(&cache).unwrap();
        let left = Manifest::load(&cache);
        assert_eq!((left.get(path), left.get(Path::new("b.txt"))), (None, Some(&entry(9))));
    }

    #[test]
    fn nothing_is_written_where_nothing_changed() {
        let (_dir, cache) = cache();
        let mut manifest = Manifest::default();
        manifest.put(Path::new("a.txt"), entry(8));
        manifest.save(&cache).unwrap();
        cache.clear().unwrap();
        manifest.put(Path::new("a.txt"), entry(8));
        manifest.retain(|_| true);
        manifest.save(&cache).unwrap();
        assert_eq!(cache.size(), 0);
    }

    #[test]
    fn a_damaged_manifest_is_an_empty_one() {
        let (_dir, cache) = cache();
        let mut manifest = Manifest::default();
        manifest.put(Path::new("a.txt"), entry(8));
        manifest.save(&cache).unwrap();
        let bytes = cache.read(FILE).unwrap();
        cache.write(FILE, &bytes[..bytes.len() - 1]).unwrap();
        assert_eq!(Manifest::load(&cache), Manifest::default());
        cache.write(FILE, &seal(MANIFEST, VERSION, 0, b"{\"not\": \"an entry\"}\n")).unwrap();
        assert_eq!(Manifest::load(&cache), Manifest::default());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn garbage_does_not_panic(bytes in prop::collection::vec(any::<u8>(), 1..200)) {
            let nothing = parse(&bytes).is_none_or(|entries| entries.is_empty());
            prop_assert!(nothing);
        }
    }
}

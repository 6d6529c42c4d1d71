//! What is known of each transcript's file, so that a study opens without reading its texts.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Cache, Stamp};
use crate::index::{Kind, seal, unseal};
use crate::model::FrontMatter;
use crate::text::TextHash;

const MANIFEST: Kind = *b"mani";
const VERSION: u32 = 1;
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
    /// What its turns come to, if that was found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub labels: Option<Labels>,
}

/// What the turns of a body come to under certain rules.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Labels {
    /// The [key](super::layout_key) of the layout: of other rules, other turns.
    pub key: u64,
    /// The kind of layout, in words.
    pub kind: String,
    /// Turns.
    pub turns: u32,
    /// Words of all speech.
    pub words: u32,
    /// Each label in order of first appearance; what is said without one stands under the empty label.
    pub labels: Vec<LabelCount>,
}

/// How much is said under one label.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LabelCount {
    /// The label.
    pub label: String,
    /// Its turns.
    pub turns: u32,
    /// Their words.
    pub words: u32,
}

/// All files, by path relative to the study.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Manifest {
    entries: BTreeMap<PathBuf, Entry>,
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

    /// One line of JSON a file. A path that is no Unicode is left out: that file is read each time.
    fn lines(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        for line in self.entries.iter().filter_map(|entry| serde_json::to_vec(&entry).ok()) {
            lines.extend_from_slice(&line);
            lines.push(b'\n');
        }
        lines
    }

    /// What is known of a file, whatever has become of it.
    pub fn get(&self, path: &Path) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// What is known of a file that is certainly as it was when it was read.
    pub fn unchanged(&self, path: &Path, now: &Stamp) -> Option<&Entry> {
        self.get(path).filter(|entry| entry.stamp.is_unchanged(now))
    }

    /// Says what is known of a file.
    pub fn put(&mut self, path: PathBuf, entry: Entry) {
        if self.entries.get(&path) != Some(&entry) {
            self.entries.insert(path, entry);
            self.changed = true;
        }
    }

    /// Forgets the files that `keep` does not name.
    pub fn retain(&mut self, keep: impl Fn(&Path) -> bool) {
        let before = self.entries.len();
        self.entries.retain(|path, _| keep(path));
        self.changed |= self.entries.len() != before;
    }

    /// All files in the order of their paths.
    pub fn entries(&self) -> impl Iterator<Item = (&Path, &Entry)> {
        self.entries.iter().map(|(path, entry)| (path.as_path(), entry))
    }
}

fn parse(bytes: &[u8]) -> Option<BTreeMap<PathBuf, Entry>> {
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
            labels: Some(Labels {
                key: u64::MAX,
                kind: "label: speech".into(),
                turns: 1,
                words: 1,
                labels: vec![LabelCount { label: "P07".into(), turns: 1, words: 1 }],
            }),
        }
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let (_dir, cache) = cache();
        let mut manifest = Manifest::load(&cache);
        assert_eq!(manifest.entries().count(), 0);
        manifest.put("a/ü.txt".into(), entry(8));
        manifest.put("b.txt".into(), entry(9));
        manifest.save(&cache).unwrap();
        let mut again = Manifest::load(&cache);
        assert_eq!(again, manifest);
        let path = Path::new("a/ü.txt");
        assert_eq!(again.unchanged(path, &entry(8).stamp), Some(&entry(8)));
        assert_eq!(again.unchanged(path, &entry(9).stamp), None);
        again.retain(|path| path == Path::new("b.txt"));
        again.save(&cache).unwrap();
        assert_eq!(Manifest::load(&cache).entries().count(), 1);
    }

    #[test]
    fn nothing_is_written_where_nothing_changed() {
        let (_dir, cache) = cache();
        let mut manifest = Manifest::default();
        manifest.put("a.txt".into(), entry(8));
        manifest.save(&cache).unwrap();
        cache.clear().unwrap();
        manifest.put("a.txt".into(), entry(8));
        manifest.retain(|_| true);
        manifest.save(&cache).unwrap();
        assert_eq!(cache.size(), 0);
    }

    #[test]
    fn a_damaged_manifest_is_an_empty_one() {
        let (_dir, cache) = cache();
        let mut manifest = Manifest::default();
        manifest.put("a.txt".into(), entry(8));
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

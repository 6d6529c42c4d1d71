//! Many small records in one file, each sealed by its key: one call of the system reads one, one appends one.
//!
//! A record that does not fit ends the reading; the file is then written anew with what fits before anything is
//! added. What another process appends meanwhile may be missed, and is then made again: never wrong, at worst twice.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use crate::index::{HEADER, Kind, peek, seal, unseal, write_whole};

/// Longest record that is believed (bytes).
const LONGEST: u64 = 1 << 28;

/// An open pack.
pub(super) struct Pack {
    path: PathBuf,
    kind: Kind,
    version: u32,
    file: Option<File>,
    /// Where the record of a key lies: start and length with its header.
    places: HashMap<u64, (u64, u64)>,
    /// Bytes of the file up to the end of the last record that fits.
    end: u64,
    /// Whether nothing follows that.
    whole: bool,
    writable: bool,
}

impl Pack {
    /// Opens a pack and looks at the headers of its records. What cannot be read counts as empty.
    pub(super) fn open(path: PathBuf, kind: Kind, version: u32, writable: bool) -> Self {
        let places = HashMap::new();
        let mut pack = Self { path, kind, version, file: None, places, end: 0, whole: true, writable };
        pack.reopen();
        pack
    }

    fn reopen(&mut self) {
        self.places.clear();
        self.end = 0;
        let file = File::options().read(true).append(self.writable).open(&self.path);
        self.file = file.ok();
        let length = self.file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |data| data.len());
        while let Some((key, size)) = self.header(length) {
            self.places.insert(key, (self.end, size));
            self.end += size;
        }
        self.whole = self.end == length;
    }

    /// Key and size of the record at the end of those that are known.
    fn header(&self, length: u64) -> Option<(u64, u64)> {
        let mut head = [0; HEADER];
        read_at(self.file.as_ref()?, self.end, &mut head).ok()?;
        let (key, payload) = peek(&head, self.kind, self.version).filter(|(_, payload)| *payload < LONGEST)?;
        let size = HEADER as u64 + payload;
        (self.end + size <= length).then_some((key, size))
    }

    /// The payload of a record, if it is undamaged.
    pub(super) fn get<T>(&self, key: u64, read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        read(unseal(&self.sealed(key)?, self.kind, self.version, key)?)
    }

    /// A record as it lies in the file, damaged or not: it is to be unsealed.
    pub(super) fn sealed(&self, key: u64) -> Option<Vec<u8>> {
        let (start, size) = *self.places.get(&key)?;
        let mut bytes = vec![0; usize::try_from(size).ok()?];
        read_at(self.file.as_ref()?, start, &mut bytes).ok()?;
        Some(bytes)
    }

    /// Adds a record, or one in place of an older one of this key.
    pub(super) fn put(&mut self, key: u64, payload: &[u8]) -> io::Result<()> {
        if !self.writable {
            return Ok(());
        }
        let result = self.try_put(key, payload);
        // A disk that is full does not get emptier by trying at each record.
        self.writable = result.is_ok();
        result
    }

    fn try_put(&mut self, key: u64, payload: &[u8]) -> io::Result<()> {
        if self.file.is_none() {
            self.reopen();
        }
        if !self.whole || self.file.is_none() {
            self.rewrite(&|_| true)?;
        }
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        let record = seal(self.kind, self.version, key, payload);
        self.whole = false;
        file.write_all(&record)?;
        // Where it was appended in fact: another process may have appended as well.
        let end = file.stream_position()?;
        let size = record.len() as u64;
        self.whole = true;
        self.end = end;
        self.places.insert(key, (end.saturating_sub(size), size));
        Ok(())
    }

    /// Drops the records that `keep` does not name once they are the larger part of the file.
    pub(super) fn retain(&mut self, keep: &HashSet<u64>) -> io::Result<()> {
        let kept: u64 = self.places.iter().filter(|(key, _)| keep.contains(key)).map(|(_, (_, size))| size).sum();
        if !self.writable || self.end <= 2 * kept {
            return Ok(());
        }
        self.rewrite(&|key| keep.contains(&key))
    }

    /// Writes the file anew with the records that fit and that `keep` names.
    fn rewrite(&mut self, keep: &dyn Fn(u64) -> bool) -> io::Result<()> {
        let mut places: Vec<_> = self.places.iter().filter(|(key, _)| keep(**key)).collect();
        places.sort_unstable_by_key(|(_, (start, _))| *start);
        let mut all = Vec::new();
        for (key, _) in places {
            let record = self.get(*key, |payload| Some(seal(self.kind, self.version, *key, payload)));
            all.extend(record.unwrap_or_default());
        }
        write_whole(&self.path, &all)?;
        self.reopen();
        self.file.as_ref().map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// The file's path.
    #[cfg(test)]
    pub(super) fn path(&self) -> &std::path::Path {
        &self.path
    }
}

fn read_at(mut file: &File, start: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(start))?;
    file.read_exact(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;

    fn open(dir: &Path) -> Pack {
        Pack::open(dir.join("pack"), *b"test", 1, true)
    }

    fn text(pack: &Pack, key: u64) -> Option<String> {
        pack.get(key, |payload| String::from_utf8(payload.to_vec()).ok())
    }

    #[test]
    fn records_are_found_again_and_the_last_of_a_key_counts() {
        let dir = tempfile::tempdir().unwrap();
        let mut pack = open(dir.path());
        assert_eq!(text(&pack, 1), None);
        for (key, payload) in [(1, "one"), (2, ""), (1, "uno")] {
            pack.put(key, payload.as_bytes()).unwrap();
        }
        for pack in [&pack, &open(dir.path())] {
            assert_eq!(text(pack, 1).as_deref(), Some("uno"));
            assert_eq!(text(pack, 2).as_deref(), Some(""));
            assert_eq!(text(pack, 3), None);
        }
        let other = Pack::open(dir.path().join("pack"), *b"test", 2, true);
        assert_eq!(text(&other, 1), None, "another version");
    }

    #[test]
    fn two_writers_do_not_hurt_one_another() {
        let dir = tempfile::tempdir().unwrap();
        let (mut a, mut b) = (open(dir.path()), open(dir.path()));
        a.put(1, b"one").unwrap();
        let mut c = open(dir.path());
        c.put(2, b"two").unwrap();
        a.put(3, b"three").unwrap();
        assert_eq!(text(&a, 3).as_deref(), Some("three"));
        assert_eq!(text(&c, 2).as_deref(), Some("two"));
        let all = open(dir.path());
        assert_eq!([1, 2, 3].map(|key| text(&all, key).is_some()), [true; 3]);
        b.put(4, b"four").unwrap();
        let all = open(dir.path());
        assert_eq!([1, 2, 3, 4].map(|key| text(&all, key).is_some()), [true; 4]);
    }

    #[test]
    fn what_is_not_kept_goes_once_it_is_the_larger_part() {
        let dir = tempfile::tempdir().unwrap();
        let mut pack = open(dir.path());
        (0..10).for_each(|key| pack.put(key, &[b'x'; 100]).unwrap());
        let size = pack.path().metadata().unwrap().len();
        pack.retain(&(0..6).collect()).unwrap();
        assert_eq!(pack.path().metadata().unwrap().len(), size);
        pack.retain(&(0..4).collect()).unwrap();
        assert_eq!(pack.path().metadata().unwrap().len(), size * 4 / 10);
        assert!(text(&pack, 3).is_some() && text(&pack, 4).is_none());
        pack.put(4, b"again").unwrap();
        assert_eq!(text(&open(dir.path()), 4).as_deref(), Some("again"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn after_any_damage_nothing_wrong_is_read_and_new_records_last(
            at: prop::sample::Index,
            harm in prop_oneof![Just(None), (1_u8..).prop_map(Some)],
        ) {
            let dir = tempfile::tempdir().unwrap();
            let mut pack = open(dir.path());
            (0..4_u64).for_each(|key| pack.put(key, format!("record {key}").as_bytes()).unwrap());
            let mut bytes = std::fs::read(pack.path()).unwrap();
            let at = at.index(bytes.len());
            match harm {
                None => bytes.truncate(at),
                Some(flip) => bytes[at] ^= flip,
            }
            std::fs::write(pack.path(), bytes).unwrap();
            let mut pack = open(dir.path());
            for key in 0..4 {
                let fits = text(&pack, key).is_none_or(|text| text == format!("record {key}"));
                prop_assert!(fits);
            }
            pack.put(9, b"new").unwrap();
            let new = text(&open(dir.path()), 9);
            prop_assert_eq!(new.as_deref(), Some("new"));
        }

        #[test]
        fn garbage_is_no_pack(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("pack"), &bytes).unwrap();
            let mut pack = open(dir.path());
            prop_assert_eq!(pack.places.len(), 0);
            pack.put(9, b"new").unwrap();
            let new = text(&open(dir.path()), 9);
            prop_assert_eq!(new.as_deref(), Some("new"));
        }
    }
}

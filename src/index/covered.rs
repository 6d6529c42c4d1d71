//! Which transcripts an index covers, and in which state.

use std::collections::HashMap;

use super::sealed::{Packer, Unpacker};
use crate::model::TranscriptId;

/// A transcript in the index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// Says of which body and layout its turns are.
    pub(super) key: u64,
    /// Its number in the index.
    pub(super) slot: u32,
}

/// All transcripts in the index. Written beside each commit and named in it, so that the two always belong together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Covered {
    entries: HashMap<TranscriptId, Entry>,
}

impl Covered {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn get(&self, id: &str) -> Option<Entry> {
        self.entries.get(id).copied()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &TranscriptId> {
        self.entries.keys()
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.entries.remove(id);
    }

    /// Adds or renews a transcript; answers its number. It keeps the one that it has.
    pub(super) fn insert(&mut self, id: &TranscriptId, key: u64, next: &mut u32) -> u32 {
        let entry = self.entries.entry(id.clone()).or_insert_with(|| {
            let slot = *next;
            *next += 1;
            Entry { key, slot }
        });
        entry.key = key;
        entry.slot
    }

    /// The first number that no transcript has.
    pub(super) fn next_slot(&self) -> u32 {
        self.entries.values().map(|entry| entry.slot + 1).max().unwrap_or(0)
    }

    /// Transcripts by number; numbers of transcripts that are gone have none.
    pub(super) fn by_slot(&self) -> Vec<Option<&TranscriptId>> {
        let mut slots = vec![None; self.next_slot() as usize];
        for (id, entry) in &self.entries {
            if let Some(slot) = slots.get_mut(entry.slot as usize) {
                *slot = Some(id);
            }
        }
        slots
    }

    pub(super) fn pack(&self) -> Vec<u8> {
        let mut packer = Packer::default();
        packer.number(self.entries.len() as u64);
        for (id, entry) in &self.entries {
            packer.text(id.as_str()).raw(&entry.key.to_le_bytes()).number(entry.slot.into());
        }
        packer.finish()
    }

    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut unpacker = Unpacker::new(bytes);
        let count = unpacker.count()?;
        let mut entries = HashMap::with_capacity(count);
        for _ in 0..count {
            let id = TranscriptId::from(unpacker.text()?);
            let key = u64::from_le_bytes(unpacker.array()?);
            let slot = unpacker.small()?;
            // A number past all reason would make a list past all memory.
            if slot as usize > (1 << 24) || entries.insert(id, Entry { key, slot }).is_some() {
                return None;
            }
        }
        unpacker.end()?;
        Some(Self { entries })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_kept_and_packed() {
        let mut covered = Covered::default();
        let (a, b) = (TranscriptId::from("a/ä"), TranscriptId::from("b"));
        let mut next = covered.next_slot();
        assert_eq!(covered.insert(&a, 1, &mut next), 0);
        assert_eq!(covered.insert(&b, 2, &mut next), 1);
        assert_eq!(covered.insert(&a, u64::MAX, &mut next), 0);
        covered.remove("a/ä");
        assert_eq!(covered.by_slot(), [None, Some(&b)]);
        assert_eq!(covered.next_slot(), 2);
        covered.insert(&a, 9, &mut next);
        let again = Covered::unpack(&covered.pack()).unwrap();
        assert_eq!(again, covered);
        assert_eq!(again.get("a/ä"), Some(Entry { key: 9, slot: 2 }));
        assert_eq!(Covered::unpack(b"\x05garbage"), None);
    }
}

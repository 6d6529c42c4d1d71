//! The table by which an unquoted word expands to the indexed words of its stem.
//!
//! It is written at commit and names the segments whose words it holds. Where a segment is missing from it (a crash,
//! another process), that segment's words are looked through when the table is first needed: it may hold words that
//! are gone, never too few.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::sealed::{Packer, Unpacker};
use crate::text::stem;

/// Indexed words with their stems.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Stems {
    /// Ids of the segments whose words are in the table, sorted.
    segments: Vec<String>,
    /// Each word and behind it its stem, in the order of words.
    pool: String,
    /// Start of a word, start of its stem, end of the stem.
    entries: Vec<[u32; 3]>,
}

impl Stems {
    /// The indexed words with this stem.
    pub(super) fn words<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs().filter(move |(_, known)| *known == stem).map(|(word, _)| word)
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|entry| self.pair(*entry))
    }

    fn pair(&self, [start, middle, end]: [u32; 3]) -> (&str, &str) {
        let part = |from, to| self.pool.get(from as usize..to as usize).unwrap_or_default();
        (part(start, middle), part(middle, end))
    }

    fn push(&mut self, word: &str, stem: &str) {
        let start = self.pool.len() as u32;
        self.pool.push_str(word);
        let middle = self.pool.len() as u32;
        self.pool.push_str(stem);
        self.entries.push([start, middle, self.pool.len() as u32]);
    }

    fn knows(&self, word: &str) -> bool {
        self.entries.binary_search_by(|entry| self.pair(*entry).0.cmp(word)).is_ok()
    }

    /// Takes in the words of those of `segments` that it does not know. Answers whether the table has changed.
    pub(super) fn catch_up(
        &mut self,
        segments: &[SegmentReader],
        words: Field,
        language: &str,
    ) -> tantivy::Result<bool> {
        let mut ids: Vec<String> = segments.iter().map(|segment| segment.segment_id().uuid_string()).collect();
        let mut new = Vec::new();
        for (segment, id) in segments.iter().zip(&ids) {
            if self.segments.binary_search(id).is_ok() {
                continue;
            }
            let inverted = segment.inverted_index(words)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                match std::str::from_utf8(terms.key()) {
                    Ok(word) if !self.knows(word) => new.push(word.to_owned()),
                    _ => {}
                }
            }
        }
        ids.sort_unstable();
        if ids == self.segments && new.is_empty() {
            return Ok(false);
        }
        self.segments = ids;
        self.add(new, language);
        Ok(true)
    }

    fn add(&mut self, mut new: Vec<String>, language: &str) {
        if new.is_empty() {
            return;
        }
        new.sort_unstable();
        new.dedup();
        let old = std::mem::take(self);
        self.segments = old.segments.clone();
        let mut known = old.pairs().peekable();
        for word in new {
            while let Some((before, its)) = known.next_if(|(before, _)| **before < *word) {
                self.push(before, its);
            }
            self.push(&word, &stem(&word, language));
        }
        known.for_each(|(word, its)| self.push(word, its));
    }

    pub(super) fn pack(&self) -> Vec<u8> {
        let mut packer = Packer::default();
        packer.number(self.segments.len() as u64);
        self.segments.iter().for_each(|id| {
            packer.text(id);
        });
        packer.number(self.entries.len() as u64);
        for [start, middle, end] in &self.entries {
            packer.number((middle - start).into()).number((end - middle).into());
        }
        packer.text(&self.pool);
        packer.finish()
    }

    pub(super) fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut unpacker = Unpacker::new(bytes);
        let segments = (0..unpacker.count()?).map(|_| unpacker.text().map(str::to_owned)).collect::<Option<_>>()?;
        let count = unpacker.count()?;
        let mut entries = Vec::with_capacity(count);
        let mut at = 0_u32;
        for _ in 0..count {
            let middle = at.checked_add(unpacker.small()?)?;
            let end = middle.checked_add(unpacker.small()?)?;
            entries.push([at, middle, end]);
            at = end;
        }
        let pool = unpacker.text()?.to_owned();
        unpacker.end()?;
        (pool.len() == at as usize).then_some(Self { segments, pool, entries })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_words_are_merged_in_order() {
        let mut stems = Stems::default();
        stems.add(["referrals", "waiting", "é"].map(String::from).to_vec(), "en");
        stems.add(["wait", "referral", "zebra", "wait"].map(String::from).to_vec(), "en");
        let words: Vec<&str> = stems.pairs().map(|(word, _)| word).collect();
        assert_eq!(words, ["referral", "referrals", "wait", "waiting", "zebra", "é"]);
        assert!(words.iter().all(|word| stems.knows(word)) && !stems.knows("waited"));
        for word in words {
            assert!(stems.words(&stem(word, "en")).any(|known| known == word), "{word}");
        }
        assert_eq!(stems.words("nothing").count(), 0);
        assert_eq!(Stems::unpack(&stems.pack()), Some(stems));
    }

    #[test]
    fn a_table_that_does_not_add_up_is_refused() {
        let mut packer = Packer::default();
        packer.number(0).number(1).number(3).number(3).text("abcde");
        assert_eq!(Stems::unpack(&packer.finish()), None);
    }
}

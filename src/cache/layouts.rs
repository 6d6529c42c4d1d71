//! Turns, labels and word starts of bodies, so that they need not be found again.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use super::pack::Pack;
use super::{Cache, Kept};
use crate::index::{Kind, Packer, Unpacker, checksum, unseal};
use crate::text::{Layout, Span, TextHash, Turn, TurnRules, WordStarts};

const LAYOUT: Kind = *b"turn";
const VERSION: u32 = 4;
const FILE: &str = "turns";

/// What a layout depends on: the body, the rules by which turns are found, the language, and this program.
pub fn layout_key(body: TextHash, rules: &TurnRules, language: &str) -> u64 {
    let mut packer = Packer::default();
    packer.number(body.0).number(VERSION.into()).text(env!("CARGO_PKG_VERSION")).text(language);
    packer.number(rules.pattern.is_some().into());
    packer.text(rules.pattern.as_deref().unwrap_or_default());
    packer.number(rules.everywhere.fingerprint());
    for list in [&rules.interviewers, &rules.known] {
        packer.number(list.len() as u64);
        list.iter().for_each(|label| {
            packer.text(label);
        });
    }
    checksum(&packer.finish())
}

/// The layouts that are kept, by [`layout_key`]. May be shared by threads.
pub struct Layouts {
    /// The file, and whether it can be written; `None`: nothing is kept.
    file: Option<(PathBuf, bool)>,
    /// Open since the first layout was asked for: many a question asks for none.
    pack: OnceLock<Mutex<Pack>>,
}

impl Layouts {
    /// Opens those of a cache; none are kept where nothing is kept.
    pub fn open(cache: &Cache) -> Self {
        let file = cache.folder().map(|folder| {
            let writable = cache.kept() == Kept::Disk && cache.file_to_write(FILE).is_ok();
            (folder.join(FILE), writable)
        });
        Self { file, pack: OnceLock::new() }
    }

    fn pack(&self) -> Option<MutexGuard<'_, Pack>> {
        let (path, writable) = self.file.as_ref()?;
        let open = || Mutex::new(Pack::open(path.clone(), LAYOUT, VERSION, *writable));
        Some(self.pack.get_or_init(open).lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The layout of this key, if it is kept.
    pub fn get(&self, key: u64) -> Option<Layout> {
        let pack = self.pack()?;
        let sealed = pack.sealed(key);
        // Other threads read theirs while this one is unpacked.
        drop(pack);
        unpack(unseal(&sealed?, LAYOUT, VERSION, key)?)
    }

    /// Keeps a layout. What cannot be written is not kept.
    pub fn put(&self, key: u64, layout: &Layout) {
        if let (Some(mut pack), Some(bytes)) = (self.pack(), pack_layout(layout)) {
            let _ = pack.put(key, &bytes);
        }
    }

    /// Drops the layouts of all other keys, once they take the larger part of the room.
    pub fn retain(&self, keep: &HashSet<u64>) {
        if let Some(mut pack) = self.pack() {
            let _ = pack.retain(keep);
        }
    }
}

impl std::fmt::Debug for Layouts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Layouts").field("kept", &self.file.is_some()).finish()
    }
}

/// Packs a layout as distances from one place to the next; `None` if its places do not ascend.
fn pack_layout(layout: &Layout) -> Option<Vec<u8>> {
    let mut packer = Packer::default();
    packer.number(layout.labels.len() as u64);
    layout.labels.iter().for_each(|label| {
        packer.text(label);
    });
    packer.number(layout.turns.len() as u64);
    let (mut at, mut word) = (0_u32, 0_u32);
    for turn in &layout.turns {
        for place in [turn.span.start, turn.speech.start, turn.speech.end, turn.span.end] {
            packer.number(place.checked_sub(at)?.into());
            at = place;
        }
        packer.number(turn.label.map_or(0, |label| u64::from(label) + 1));
        packer.number(turn.time.map_or(0, |time| u64::from(time) + 1));
        packer.number(turn.first_word.checked_sub(word)?.into());
        word = turn.first_word;
    }
    packer.number(layout.words.len() as u64).raw(layout.words.gaps());
    for (word, start) in layout.words.far() {
        packer.number((*word).into()).number((*start).into());
    }
    Some(packer.finish())
}

/// Unpacks a layout; `None` if anything in it does not fit.
fn unpack(bytes: &[u8]) -> Option<Layout> {
    let mut unpacker = Unpacker::new(bytes);
    let labels: Vec<String> =
        (0..unpacker.count()?).map(|_| unpacker.text().map(str::to_owned)).collect::<Option<_>>()?;
    let count = unpacker.count()?;
    let mut turns = Vec::with_capacity(count);
    let (mut at, mut first_word) = (0_u32, 0_u32);
    for _ in 0..count {
        let mut place = || {
            at = at.checked_add(unpacker.small()?)?;
            Some(at)
        };
        let [start, speech_start, speech_end, end] = [place()?, place()?, place()?, place()?];
        let label = absent_or(unpacker.number()?)?;
        let time = absent_or(unpacker.number()?)?;
        first_word = first_word.checked_add(unpacker.small()?)?;
        if label.is_some_and(|label| label as usize >= labels.len()) {
            return None;
        }
        let (span, speech) = (Span::new(start, end), Span::new(speech_start, speech_end));
        turns.push(Turn { label, span, speech, time, first_word });
    }
    let count = unpacker.count()?;
    let gaps = unpacker.raw(count)?.to_vec();
    let mut far = Vec::new();
    while unpacker.end().is_none() {
        far.push((unpacker.small()?, unpacker.small()?));
    }
    let words = WordStarts::from_gaps(gaps, far)?;
    (first_word as usize <= words.len()).then_some(Layout { turns, labels, words })
}

/// 0 is nothing, every other number one more than what it stands for.
fn absent_or(number: u64) -> Option<Option<u32>> {
    match number.checked_sub(1) {
        None => Some(None),
        Some(number) => u32::try_from(number).ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CacheMode;
    use proptest::prelude::*;

    fn layout() -> impl Strategy<Value = Layout> {
        let labels = prop::collection::vec("[A-Zé]{1,4}", 1..4);
        let turns = prop::collection::vec(
            (any::<[u16; 4]>(), prop::option::of(any::<prop::sample::Index>()), any::<Option<u32>>(), 0..5_u32),
            0..6,
        );
        (labels, turns, prop::collection::vec(1..300_u32, 0..40)).prop_map(|(labels, turns, gaps)| {
            let mut at = 0;
            let words: Vec<u32> = gaps
                .iter()
                .map(|gap| {
                    at += gap;
                    at
                })
                .collect();
            let (mut at, mut first_word) = (0, 0);
            let turns = turns.into_iter().map(|(gaps, label, time, ahead)| {
                let [start, from, to, end] = gaps.map(|gap| {
                    at += u32::from(gap);
                    at
                });
                let label = label.map(|label| label.index(labels.len()) as u32);
                first_word = (first_word + ahead).min(words.len() as u32);
                Turn { label, span: Span::new(start, end), speech: Span::new(from, to), time, first_word }
            });
            Layout { turns: turns.collect(), labels: labels.clone(), words: words.iter().copied().collect() }
        })
    }

    #[test]
    fn layouts_are_kept_by_all_they_depend_on() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::locate(dir.path(), Some(dir.path().join("c")), None, CacheMode::Disk);
        let rules = TurnRules { known: vec!["Mum".into()], ..TurnRules::default() };
        let other = TurnRules { interviewers: vec!["Mum".into()], ..TurnRules::default() };
        let body = TextHash::of("Mum: yes");
        let key = layout_key(body, &rules, "en");
        let keys =
            [layout_key(body, &other, "en"), layout_key(body, &rules, "de"), layout_key(TextHash(0), &rules, "en")];
        assert!(!keys.contains(&key));
        let span = Span::new(0, 8);
        let turn = Turn { label: Some(0), span, speech: Span::new(5, 8), time: Some(0), first_word: 0 };
        let layout = Layout { turns: vec![turn], labels: vec!["Mum".into()], words: [5].into_iter().collect() };
        let layouts = Layouts::open(&cache);
        layouts.put(key, &layout);
        for layouts in [&layouts, &Layouts::open(&cache)] {
            assert_eq!(layouts.get(key).as_ref(), Some(&layout));
            assert_eq!(layouts.get(keys[0]), None);
        }
        layouts.retain(&HashSet::new());
        assert_eq!(Layouts::open(&cache).get(key), None);
        let none = Layouts::open(&Cache::in_memory());
        none.put(key, &layout);
        assert_eq!(none.get(key), None);
    }

    #[test]
    fn an_interview_takes_little_more_than_a_byte_a_word() {
        let words = (0..8_000).map(|word| word * 6).collect();
        let layout = Layout { words, ..Layout::default() };
        let bytes = pack_layout(&layout).unwrap();
        assert!(bytes.len() < 8_100, "{}", bytes.len());
        assert_eq!(unpack(&bytes), Some(layout));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn what_is_packed_is_unpacked(layout in layout()) {
            let bytes = pack_layout(&layout).unwrap();
            prop_assert_eq!(unpack(&bytes), Some(layout));
        }

        #[test]
        fn what_is_unpacked_can_be_used(layout in layout(), at: prop::sample::Index, byte: u8) {
            let mut bytes = pack_layout(&layout).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Some(layout) = unpack(&bytes) {
                for turn in 0..layout.turns.len() {
                    prop_assert!(layout.turn_words_in(turn, Span::new(0, u32::MAX)) <= layout.words.len());
                    prop_assert!(layout.turns[turn].label.is_none_or(|label| (label as usize) < layout.labels.len()));
                }
            }
        }

        #[test]
        fn garbage_does_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
            prop_assert!(unpack(&bytes).is_none_or(|layout| layout.words.len() <= bytes.len()));
        }
    }
}

//! What became of passages in the bodies as they are: a verdict for each (event, body), and for transcripts of which all passages
//! stand where they were marked a sum of these passages, in place of hundreds of verdicts.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use uuid::Uuid;

use super::{Blob, Cache};
use crate::model::EventId;
use crate::text::{Span, TextHash};

const NAME: &str = "verdicts";
const VERSION: u32 = 4;

/// Bytes of a record: event (16), body (8), verdict (1), start (4), end (4); integers with the greatest byte first, so
/// that records sort by their bytes.
const RECORD: usize = 33;

/// What was found of a passage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It stands where it was marked.
    Exact,
    /// It stands here.
    Moved(Span),
    /// It was edited; the best match stands here.
    Changed(Span),
    /// It is not there.
    Lost,
}

type Key = (EventId, TextHash);

/// Of the sums that nobody asked for any more so many times as many are kept as of those that were: another coder may see other
/// codings.
const SPARE: usize = 3;

/// The verdicts that are kept.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// The number of sums (8 bytes), the sums (8 each), sorted records.
    kept: Option<Blob>,
    /// Where the records begin.
    start: usize,
    /// Sums of passages that all stand where they were marked.
    standing: HashSet<u64>,
    /// Those that were asked for, and those that are new.
    asked: HashSet<u64>,
    /// The record after the one that was found last: they are mostly asked for in their order.
    next: AtomicUsize,
    new: HashMap<Key, Verdict>,
}

fn pack((event, body): &Key, verdict: Verdict) -> [u8; RECORD] {
    let (tag, span) = match verdict {
        Verdict::Exact => (0, Span::default()),
        Verdict::Moved(span) => (1, span),
        Verdict::Changed(span) => (2, span),
        Verdict::Lost => (3, Span::default()),
    };
    let mut record = [0; RECORD];
    let parts: [&[u8]; 5] =
        [event.0.as_bytes(), &body.0.to_be_bytes(), &[tag], &span.start.to_be_bytes(), &span.end.to_be_bytes()];
    let mut rest = record.as_mut_slice();
    for part in parts {
        if let Some((to, after)) = std::mem::take(&mut rest).split_at_mut_checked(part.len()) {
            to.copy_from_slice(part);
            rest = after;
        }
    }
    record
}

fn unpack(record: &[u8; RECORD]) -> Option<(Key, Verdict)> {
    let (event, rest) = record.split_first_chunk::<16>()?;
    let (body, rest) = rest.split_first_chunk::<8>()?;
    let (tag, rest) = rest.split_first()?;
    let (start, end) = (rest.first_chunk::<4>()?, rest.last_chunk::<4>()?);
    let span = Span::new(u32::from_be_bytes(*start), u32::from_be_bytes(*end));
    let verdict = match tag {
        0 => Verdict::Exact,
        1 => Verdict::Moved(span),
        2 => Verdict::Changed(span),
        3 => Verdict::Lost,
        _ => return None,
    };
    Some(((EventId(Uuid::from_bytes(*event)), TextHash(u64::from_be_bytes(*body))), verdict))
}

/// What of a record is sorted by.
fn key(record: &[u8; RECORD]) -> &[u8] {
    record.get(..24).unwrap_or_default()
}

impl Verdicts {
    /// The verdicts of a cache; none if there are none that can be used.
    pub fn load(cache: &Cache) -> Self {
        let Some(kept) = cache.get(NAME, VERSION, 0) else { return Self::default() };
        let read = || {
            let (count, rest) = kept.split_first_chunk::<8>()?;
            let length = usize::try_from(u64::from_le_bytes(*count)).ok()?.checked_mul(8)?;
            let (sums, records) = rest.split_at_checked(length)?;
            let (records, over) = records.as_chunks::<RECORD>();
            let fits = over.is_empty() && records.is_sorted_by(|a, b| key(a) < key(b));
            let standing = sums.as_chunks::<8>().0.iter().map(|sum| u64::from_le_bytes(*sum)).collect();
            fits.then_some((standing, count.len() + length))
        };
        let Some((standing, start)) = read() else { return Self::default() };
        Self { kept: Some(kept), start, standing, ..Self::default() }
    }

    fn records(&self) -> &[[u8; RECORD]] {
        let kept = self.kept.as_ref().and_then(|kept| kept.get(self.start..));
        kept.map_or(&[], |records| records.as_chunks().0)
    }

    /// Whether the passages of this sum are known to stand where they were marked, all of them.
    pub fn stand(&mut self, passages: u64) -> bool {
        let stand = self.standing.contains(&passages);
        if stand {
            self.asked.insert(passages);
        }
        stand
    }

    /// Keeps that the passages of this sum stand.
    pub fn put_standing(&mut self, passages: u64) {
        self.asked.insert(passages);
    }

    /// The verdict on the passage of `event` in the body with this hash.
    pub fn get(&self, event: EventId, body: TextHash) -> Option<Verdict> {
        if !self.new.is_empty()
            && let Some(new) = self.new.get(&(event, body))
        {
            return Some(*new);
        }
        let sought = pack(&(event, body), Verdict::Lost);
        let records = self.records();
        let next = self.next.load(Ordering::Relaxed);
        let at = match records.get(next) {
            Some(record) if key(record) == key(&sought) => next,
            _ => records.binary_search_by(|record| key(record).cmp(key(&sought))).ok()?,
        };
        self.next.store(at + 1, Ordering::Relaxed);
        records.get(at).and_then(unpack).map(|(_, verdict)| verdict)
    }

    /// Keeps a verdict.
    pub fn put(&mut self, event: EventId, body: TextHash, verdict: Verdict) {
        if self.get(event, body) != Some(verdict) {
            self.new.insert((event, body), verdict);
        }
    }

    /// Saves the verdicts that `keep` names, if there are new ones.
    ///
    /// # Errors
    /// What the system says.
    pub fn save(&mut self, cache: &Cache, keep: impl Fn(EventId, TextHash) -> bool) -> io::Result<()> {
        let same = self.new.is_empty() && self.asked.is_subset(&self.standing);
        if same || cache.folder().is_none() {
            return Ok(());
        }
        let spare = self.standing.difference(&self.asked).take(SPARE * self.asked.len());
        let mut sums: Vec<u64> = self.asked.iter().chain(spare).copied().collect();
        sums.sort_unstable();
        let old = self.records().iter().filter_map(unpack).filter(|(key, _)| !self.new.contains_key(key));
        let all = old.chain(self.new.iter().map(|(key, verdict)| (*key, *verdict)));
        let mut records: Vec<_> =
            all.filter(|((event, body), _)| keep(*event, *body)).map(|(key, verdict)| pack(&key, verdict)).collect();
        records.sort_unstable();
        let count = sums.len() as u64;
        let mut bytes: Vec<u8> = [count].iter().chain(&sums).flat_map(|number| number.to_le_bytes()).collect();
        bytes.extend_from_slice(records.as_flattened());
        cache.put(NAME, VERSION, 0, &bytes)?;
        *self = Self::load(cache);
        Ok(())
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

    fn event(number: u128) -> EventId {
        EventId(Uuid::from_u128(number))
    }

    #[test]
    fn verdicts_of_unsorted_records_are_not_used() {
        let (_dir, cache) = cache();
        let record = |number| pack(&(event(number), TextHash(1)), Verdict::Exact);
        for (records, used) in
            [([record(1), record(2)], true), ([record(2), record(1)], false), ([record(1); 2], false)]
        {
            let bytes = [&[0; 8], records.as_flattened()].concat();
            cache.put(NAME, VERSION, 0, &bytes).unwrap();
            assert_eq!(Verdicts::load(&cache).get(event(1), TextHash(1)).is_some(), used);
        }
        for bytes in [vec![], vec![0; 7], [&[0; 8], &record(1)[1..]].concat(), vec![1; 8], vec![0xff; 8]] {
            cache.put(NAME, VERSION, 0, &bytes).unwrap();
            assert_eq!(Verdicts::load(&cache).get(event(1), TextHash(1)), None);
        }
    }

    #[test]
    fn what_is_not_kept_goes_at_the_next_saving() {
        let (_dir, cache) = cache();
        let mut verdicts = Verdicts::default();
        verdicts.put(event(1), TextHash(1), Verdict::Lost);
        verdicts.put(event(1), TextHash(2), Verdict::Moved(Span::new(3, 9)));
        verdicts.save(&cache, |_, body| body == TextHash(2)).unwrap();
        for verdicts in [verdicts, Verdicts::load(&cache)] {
            assert_eq!(verdicts.get(event(1), TextHash(1)), None);
            assert_eq!(verdicts.get(event(1), TextHash(2)), Some(Verdict::Moved(Span::new(3, 9))));
        }
    }

    #[test]
    fn sums_of_what_stands_are_kept_with_some_that_were_not_asked_for() {
        let (_dir, cache) = cache();
        let mut verdicts = Verdicts::load(&cache);
        assert!(!verdicts.stand(7));
        verdicts.put(event(1), TextHash(1), Verdict::Lost);
        (1..=20).for_each(|sum| verdicts.put_standing(sum));
        verdicts.save(&cache, |_, _| true).unwrap();
        for sum in 1..=20 {
            assert!(verdicts.stand(sum) && Verdicts::load(&cache).stand(sum));
        }
        assert!(!verdicts.stand(21));
        // What was asked for stays, whatever else goes.
        let mut verdicts = Verdicts::load(&cache);
        assert!(verdicts.stand(3));
        verdicts.put_standing(21);
        verdicts.save(&cache, |_, _| true).unwrap();
        let mut again = Verdicts::load(&cache);
        assert_eq!((again.standing.len(), again.stand(3), again.stand(21)), (2 + 2 * SPARE, true, true));
        assert_eq!(again.get(event(1), TextHash(1)), Some(Verdict::Lost));
    }

    fn verdict() -> impl Strategy<Value = Verdict> {
        let span = any::<(u32, u32)>().prop_map(Span::from);
        prop_oneof![
            Just(Verdict::Exact),
            Just(Verdict::Lost),
            span.clone().prop_map(Verdict::Moved),
            span.prop_map(Verdict::Changed)
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_saved_is_loaded(rounds in prop::collection::vec(prop::collection::vec((0..9_u128, 0..3_u64, verdict()), 0..9), 1..4)) {
            let (_dir, cache) = cache();
            let mut expected = HashMap::new();
            for round in rounds {
                let mut verdicts = Verdicts::load(&cache);
                for (number, body, verdict) in round {
                    verdicts.put(event(number), TextHash(body), verdict);
                    expected.insert((number, body), verdict);
                }
                verdicts.save(&cache, |_, _| true).unwrap();
            }
            let verdicts = Verdicts::load(&cache);
            // In their order, and against it.
            for number in (0..9).chain((0..9).rev()) {
                for body in 0..3 {
                    prop_assert_eq!(verdicts.get(event(number), TextHash(body)), expected.get(&(number, body)).copied());
                }
            }
        }
    }
}

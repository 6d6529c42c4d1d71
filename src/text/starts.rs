//! Where words start, close together: a byte a word in nearly every text.

use std::ops::Range;

/// Of so many words one has its start written out.
const BLOCK: usize = 32;

/// The gap before a word that starts so far from the one before, or further: its start is written out.
const FAR: u8 = u8::MAX;

/// Starts of words (code points of a body), none before the one that it follows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WordStarts {
    /// By word: code points from the start of the one before (from 0 for the first), or [`FAR`].
    gaps: Vec<u8>,
    /// The starts of the first word of each block.
    marks: Vec<u32>,
    /// The words that are [`FAR`], in order: which, and its start.
    far: Vec<(u32, u32)>,
    /// The start of the last word.
    last: u32,
}

impl WordStarts {
    /// Room for so many.
    pub fn with_capacity(room: usize) -> Self {
        Self { gaps: Vec::with_capacity(room), marks: Vec::with_capacity(room / BLOCK + 1), ..Self::default() }
    }

    /// Those with these gaps and, of each gap of 255, the word and its start; `None` if these do not fit.
    pub fn from_gaps(gaps: Vec<u8>, far: Vec<(u32, u32)>) -> Option<Self> {
        let mut marks = Vec::with_capacity(gaps.len() / BLOCK + 1);
        let mut rest = far.iter().copied().peekable();
        let mut last = 0_u32;
        for (block, gaps) in gaps.chunks(BLOCK).enumerate() {
            if !gaps.contains(&FAR) {
                marks.push(last.checked_add(gaps.first().copied()?.into())?);
                last = last.checked_add(gaps.iter().map(|gap| u32::from(*gap)).sum())?;
                continue;
            }
            for (at, gap) in gaps.iter().enumerate() {
                last = match *gap {
                    FAR => {
                        let (word, start) = rest.next()?;
                        let fits = word as usize == block * BLOCK + at && start.checked_sub(last)? >= FAR.into();
                        fits.then_some(start)?
                    }
                    gap => last.checked_add(gap.into())?,
                };
                if at == 0 {
                    marks.push(last);
                }
            }
        }
        rest.peek().is_none().then_some(Self { gaps, marks, far, last })
    }

    /// The gaps, one a word; 255 where the start stands among [`WordStarts::far`].
    pub fn gaps(&self) -> &[u8] {
        &self.gaps
    }

    /// The words with a gap of 255 or more, in order: which (from 0), and its start.
    pub fn far(&self) -> &[(u32, u32)] {
        &self.far
    }

    /// Adds a word; one that would start before the last is taken to start there.
    pub fn push(&mut self, start: u32) {
        let gap = start.saturating_sub(self.last);
        let gap = u8::try_from(gap).ok().filter(|gap| *gap < FAR);
        self.last = self.last.max(start);
        if gap.is_none() {
            self.far.push((self.gaps.len() as u32, self.last));
        }
        if self.gaps.len().is_multiple_of(BLOCK) {
            self.marks.push(self.last);
        }
        self.gaps.push(gap.unwrap_or(FAR));
    }

    /// How many words there are.
    pub const fn len(&self) -> usize {
        self.gaps.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.gaps.is_empty()
    }

    /// The starts of these words (numbers from 0), as far as there are any.
    pub fn range(&self, words: Range<usize>) -> Starts<'_> {
        let end = words.end.min(self.len());
        let from = words.start.min(end);
        let block = from / BLOCK;
        let at = block * BLOCK;
        let Some(start) = self.marks.get(block).copied().filter(|_| from < end) else { return Starts::default() };
        let far = self.far.partition_point(|(word, _)| *word as usize <= at);
        let gaps = self.gaps.get(at + 1..end).unwrap_or_default();
        let mut starts = Starts { next: Some(start), gaps, far: self.far.get(far..).unwrap_or_default() };
        for _ in at..from {
            starts.next();
        }
        starts
    }

    /// All starts in order.
    pub fn iter(&self) -> Starts<'_> {
        self.range(0..self.len())
    }

    /// How many words start before `position` (a code point).
    pub fn before(&self, position: u32) -> usize {
        let Some(block) = self.marks.partition_point(|start| *start < position).checked_sub(1) else { return 0 };
        let from = block * BLOCK;
        from + self.range(from..from + BLOCK).take_while(|start| *start < position).count()
    }
}

impl Extend<u32> for WordStarts {
    fn extend<I: IntoIterator<Item = u32>>(&mut self, starts: I) {
        starts.into_iter().for_each(|start| self.push(start));
    }
}

impl FromIterator<u32> for WordStarts {
    fn from_iter<I: IntoIterator<Item = u32>>(starts: I) -> Self {
        let mut all = Self::default();
        all.extend(starts);
        all
    }
}

/// Starts of words, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Starts<'w> {
    next: Option<u32>,
    /// Those of the words after the next one.
    gaps: &'w [u8],
    /// The far ones among these.
    far: &'w [(u32, u32)],
}

impl Iterator for Starts<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let start = self.next?;
        self.next = match self.gaps.split_first() {
            None => None,
            Some((gap, rest)) => {
                self.gaps = rest;
                match (*gap, self.far.split_first()) {
                    (FAR, Some(((_, far), others))) => {
                        self.far = others;
                        Some(*far)
                    }
                    (gap, _) => Some(start + u32::from(gap)),
                }
            }
        };
        Some(start)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::from(self.next.is_some()) + self.gaps.len();
        (left, Some(left))
    }
}

impl ExactSizeIterator for Starts<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ascending starts: mostly near, some far, some at the edge of what a byte holds.
    fn starts() -> impl Strategy<Value = Vec<u32>> {
        let gap = prop_oneof![8 => 0..12_u32, 1 => 250..260_u32, 1 => 260..100_000_u32];
        prop::collection::vec(gap, 0..150).prop_map(|gaps| {
            let next = |at: &mut u32, gap: u32| {
                *at += gap;
                Some(*at)
            };
            gaps.into_iter().scan(0, next).collect()
        })
    }

    proptest! {
        #[test]
        fn they_are_a_list(list in starts(), from in 0..200_usize, to in 0..200_usize, at: prop::sample::Index) {
            let words: WordStarts = list.iter().copied().collect();
            prop_assert_eq!(words.iter().collect::<Vec<_>>(), list.clone());
            prop_assert_eq!((words.len(), words.is_empty()), (list.len(), list.is_empty()));
            let part = list.get(from.min(list.len())..to.min(list.len())).unwrap_or_default();
            prop_assert_eq!(words.range(from..to).collect::<Vec<_>>(), part);
            prop_assert_eq!(words.range(from..to).len(), part.len());
            if let Some(last) = list.last() {
                let near = list[at.index(list.len())];
                for position in [0, near.saturating_sub(1), near, near + 1, *last, last + 1, u32::MAX] {
                    prop_assert_eq!(words.before(position), list.partition_point(|start| *start < position));
                }
            }
        }

        #[test]
        fn they_are_made_of_their_gaps(list in starts(), at: prop::sample::Index, other: u8) {
            let words: WordStarts = list.iter().copied().collect();
            prop_assert_eq!(WordStarts::from_gaps(words.gaps().to_vec(), words.far().to_vec()), Some(words.clone()));
            if words.is_empty() {
                return Ok(());
            }
            // With any byte wrong they are others, or none.
            let mut gaps = words.gaps().to_vec();
            let at = at.index(gaps.len());
            let changed = gaps[at] != other;
            gaps[at] = other;
            let read = WordStarts::from_gaps(gaps, words.far().to_vec());
            prop_assert_eq!(read.as_ref() != Some(&words), changed);
            if let Some(read) = read {
                let all: Vec<u32> = read.iter().collect();
                prop_assert_eq!(&read, &all.iter().copied().collect::<WordStarts>());
                prop_assert!(all.is_sorted());
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_nothing() {
        assert!(WordStarts::from_gaps(vec![1, FAR], vec![(1, 300)]).is_some());
        for (gaps, far) in [
            (vec![1, FAR], vec![]),
            (vec![1, FAR], vec![(0, 300)]),
            (vec![1, FAR], vec![(1, 200)]),
            (vec![1, FAR], vec![(1, 300), (2, 900)]),
            (vec![1, 2], vec![(1, 300)]),
            (vec![FAR, 9], vec![(0, u32::MAX)]),
        ] {
            assert_eq!(WordStarts::from_gaps(gaps.clone(), far.clone()), None, "{gaps:?} {far:?}");
        }
    }

    #[test]
    fn none_starts_before_the_last() {
        let words: WordStarts = [5, 3, 9].into_iter().collect();
        assert_eq!(words.iter().collect::<Vec<_>>(), [5, 5, 9]);
    }
}

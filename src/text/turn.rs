//! What a body is made of: turns, their labels and the words of their speech.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::starts::{Starts, WordStarts};
use super::turns::fold_label;
use super::{Span, TextHash};

/// One label and what is said under it; turns are numbered from 1, so turn `n` is at index `n - 1`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    /// Index into [`Layout::labels`]; `None` for a paragraph without a label.
    pub label: Option<u32>,
    /// From the first character of the label to the end of the speech (code points).
    pub span: Span,
    /// From the first to the last non-white character after label and leading time stamp (code points).
    pub speech: Span,
    /// Start of the turn in milliseconds, where the transcript tells it.
    pub time: Option<u32>,
    /// Index into [`Layout::words`] of the first word of the speech.
    pub first_word: u32,
}

/// The turns, labels and words of one body, found by layout.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layout {
    /// The turns in order.
    pub turns: Vec<Turn>,
    /// Each label as it first appears, in order of first appearance; labels are the same ignoring case.
    pub labels: Vec<String>,
    /// Start (code point) of every word of all speech, in order.
    pub words: WordStarts,
}

impl Layout {
    /// The words of turn `index` (from 0) as a range into [`Layout::words`].
    pub fn turn_words(&self, index: usize) -> std::ops::Range<usize> {
        let start = self.turns.get(index).map_or(self.words.len(), |turn| turn.first_word as usize);
        let end = self.turns.get(index + 1).map_or(self.words.len(), |turn| turn.first_word as usize);
        start..end
    }

    /// How many words start inside `span`, of all speech.
    pub fn words_in(&self, span: Span) -> usize {
        self.words.before(span.end).saturating_sub(self.words.before(span.start))
    }

    /// The starts (code points) of the words of turn `index` (from 0).
    pub fn turn_starts(&self, index: usize) -> Starts<'_> {
        self.words.range(self.turn_words(index))
    }

    /// How many words of turn `index` start inside `span`.
    pub fn turn_words_in(&self, index: usize, span: Span) -> usize {
        let words = self.turn_words(index);
        let within = |position| self.words.before(position).clamp(words.start, words.end.max(words.start));
        within(span.end).saturating_sub(within(span.start))
    }

    /// The turns of [`Layout::turns_in`], each with how many of its words start inside `span`.
    pub fn words_by_turn(&self, span: Span) -> impl Iterator<Item = (usize, usize)> + '_ {
        let inside = self.words.before(span.start)..self.words.before(span.end);
        self.turns_in(span).map(move |turn| {
            let words = self.turn_words(turn);
            (turn, words.end.min(inside.end).saturating_sub(words.start.max(inside.start)))
        })
    }

    /// Indices of the turns whose whole span shares a character with `span`.
    pub fn turns_in(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.turns.partition_point(|turn| turn.span.end <= span.start);
        let end = self.turns.partition_point(|turn| turn.span.start < span.end);
        start..end.max(start)
    }

    /// Index of the turn that `position` lies in, or of the nearest before it; `None` before the first.
    pub fn turn_at(&self, position: u32) -> Option<usize> {
        self.turns.partition_point(|turn| turn.span.start <= position).checked_sub(1)
    }
}

/// A set of labels, compared ignoring case and blanks.
#[derive(Clone, Debug, Default)]
pub struct SharedLabels {
    folded: HashSet<String>,
    fingerprint: u64,
}

impl SharedLabels {
    /// The set of `labels`.
    pub fn new<'a>(labels: impl IntoIterator<Item = &'a str>) -> Self {
        let folded: HashSet<String> = labels.into_iter().map(fold_label).collect();
        let mut sorted: Vec<&str> = folded.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        let fingerprint = TextHash::of(&sorted.join("\n")).0;
        Self { folded, fingerprint }
    }

    /// Whether a label (already folded) is in the set.
    pub(super) fn contains(&self, folded: &str) -> bool {
        self.folded.contains(folded)
    }

    /// Whether there is no label.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// A number that is another for another set.
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

impl PartialEq for SharedLabels {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl Eq for SharedLabels {}

impl Hash for SharedLabels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// What the study knows that helps to find the turns of a body.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash)]
pub struct TurnRules {
    /// The study's `turns:` pattern (with a group `speaker` and perhaps `time`), if it is not `auto`.
    pub pattern: Option<String>,
    /// Labels of interviewers.
    pub interviewers: Vec<String>,
    /// Every other label that the study names for this transcript (front matter, speakers.csv, `others`).
    pub known: Vec<String>,
    /// Labels that are known in every transcript: the participants' ids. Shared, for there may be thousands.
    pub everywhere: Arc<SharedLabels>,
}

#[cfg(test)]
mod tests {
    use super::super::{Body, find_turns};
    use super::*;

    #[test]
    fn words_of_a_passage_by_turn() {
        let body =
            Body::new("INT: How long?\n\nMum: We waited\u{a0}a year, well over a year.\n\nINT:\n\nDad: Two.\n".into());
        let layout =
            find_turns(&body, &TurnRules { known: vec!["Mum".into(), "Dad".into()], ..TurnRules::default() }).layout;
        assert_eq!(layout.turns.len(), 4);
        for start in 0..=body.chars() {
            for end in start..=body.chars() + 1 {
                let span = Span::new(start, end);
                let counted: Vec<_> = layout.words_by_turn(span).collect();
                let each: Vec<_> = layout.turns_in(span).map(|turn| (turn, layout.turn_words_in(turn, span))).collect();
                assert_eq!(counted, each, "{span:?}");
                let all: usize = counted.iter().map(|(_, words)| words).sum();
                assert_eq!(all, layout.words.iter().filter(|start| span.contains(*start)).count(), "{span:?}");
            }
        }
        assert_eq!(layout.words_in(Span::new(0, body.chars())), 11);
    }
}

//! Walks the items of a study and keeps those for which a query holds.

use super::eval::Matcher;
use crate::model::{Speaker, TranscriptIx};
use crate::text::Span;

/// One turn that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TurnHit {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Index of the turn, from 0.
    pub turn: usize,
    /// Where its words stand (code points of the body), in order; empty for a query without words.
    pub hits: Vec<Span>,
}

/// One coding that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodingHit {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Its place in [`Placements::of`](crate::model::Placements::of).
    pub at: usize,
    /// Where the words of the query stand (code points of the body), in order.
    pub hits: Vec<Span>,
}

/// What a search has found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The turns in transcript order, then place; at most as many as were wanted.
    pub turns: Vec<TurnHit>,
    /// How many turns match in all (unless the search stopped at the limit).
    pub total: usize,
    /// How many of them are interviewers'.
    pub by_interviewer: usize,
    /// In how many transcripts.
    pub transcripts: usize,
}

/// How far a search goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extent {
    /// Keep at most this many turns.
    pub keep: Option<usize>,
    /// Stop there in place of counting on.
    pub stop: bool,
}

impl Matcher<'_> {
    /// Asks every turn, or in each transcript only the `candidates` (in order; `None`: all its turns).
    pub fn search(&self, mut candidates: impl FnMut(TranscriptIx) -> Option<Vec<u32>>, extent: Extent) -> Found {
        let mut found = Found::default();
        for transcript in self.view().corpus.places() {
            let candidates = candidates(transcript);
            if candidates.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            let look = self.look(transcript);
            let before = found.total;
            let all = 0..look.layout.turns.len();
            let turns: Box<dyn Iterator<Item = usize>> = match candidates {
                Some(list) => {
                    Box::new(list.into_iter().map(|turn| turn as usize).filter(move |turn| all.contains(turn)))
                }
                None => Box::new(all),
            };
            for turn in turns {
                let Some(hits) = self.turn(&look, turn) else { continue };
                found.total += 1;
                found.by_interviewer += usize::from(self.view().speaker(transcript, turn) == Speaker::Interviewer);
                if extent.keep.is_none_or(|keep| found.turns.len() < keep) {
                    found.turns.push(TurnHit { transcript, turn, hits });
                }
                if extent.stop && extent.keep == Some(found.turns.len()) {
                    found.transcripts += 1;
                    return found;
                }
            }
            found.transcripts += usize::from(found.total > before);
        }
        found
    }

    /// Asks every coding in scope.
    pub fn codings(&self) -> Vec<CodingHit> {
        let mut found = Vec::new();
        for transcript in self.view().corpus.places() {
            let codings = self.view().placements.of(transcript).len();
            if codings == 0 {
                continue;
            }
            let look = self.look(transcript);
            for at in 0..codings {
                if let Some(hits) = self.coding_in(&look, at) {
                    found.push(CodingHit { transcript, at, hits });
                }
            }
        }
        found
    }
}

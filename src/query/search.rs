//! Walks the items of a study and keeps those for which a query holds.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::ast::Query;
use super::eval::Matcher;
use crate::model::{Speaker, TranscriptIx, View, in_parts};
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

/// Transcripts that one thread looks at in a row.
const PART: usize = 8;

/// Asks every turn, or in each transcript only the `candidates` (in order; `None`: all its turns), by all cores.
pub fn find_turns<'c>(
    query: &Query,
    view: &View,
    candidates: &(dyn Fn(TranscriptIx) -> Option<&'c [u32]> + Sync),
    extent: Extent,
) -> Found {
    let mut found = Found::default();
    // Where the first hits are wanted, what comes after them is looked at in vain.
    let part = if extent.stop { 1 } else { PART };
    let enough = AtomicBool::new(false);
    let ended: Result<(), ()> = in_parts(
        (view.corpus.transcripts.len(), part),
        || Matcher::new(query, view),
        |matcher, part| matcher.search_in(part, candidates, extent, &enough),
        |part| {
            found.total += part.total;
            found.by_interviewer += part.by_interviewer;
            found.transcripts += part.transcripts;
            let room = extent.keep.map_or(usize::MAX, |keep| keep.saturating_sub(found.turns.len()));
            found.turns.extend(part.turns.into_iter().take(room));
            let ends = extent.stop && extent.keep == Some(found.turns.len());
            enough.store(ends, Ordering::Relaxed);
            if ends { Err(()) } else { Ok(()) }
        },
    );
    // More were found than are wanted: what it says is of those that are shown.
    if ended.is_err() {
        found.total = found.turns.len();
        let by_interviewer = |hit: &&TurnHit| view.speaker(hit.transcript, hit.turn) == Speaker::Interviewer;
        found.by_interviewer = found.turns.iter().filter(by_interviewer).count();
        found.transcripts = found.turns.chunk_by(|a, b| a.transcript == b.transcript).count();
    }
    found
}

impl Matcher<'_> {
    /// [`find_turns`] by one thread.
    pub fn search<C: AsRef<[u32]>>(&self, candidates: impl FnMut(TranscriptIx) -> Option<C>, extent: Extent) -> Found {
        self.search_in(0..self.view().corpus.transcripts.len(), candidates, extent, &AtomicBool::new(false))
    }

    fn search_in<C: AsRef<[u32]>>(
        &self,
        transcripts: Range<usize>,
        mut candidates: impl FnMut(TranscriptIx) -> Option<C>,
        extent: Extent,
        enough: &AtomicBool,
    ) -> Found {
        let mut found = Found::default();
        let sifts = self.sifts();
        for transcript in transcripts.map(TranscriptIx::from) {
            let candidates = candidates(transcript);
            let candidates = candidates.as_ref().map(AsRef::as_ref);
            let nothing = match candidates {
                Some(turns) => turns.is_empty(),
                None => {
                    let text = self.view().corpus.transcript(transcript);
                    sifts && text.body_if(|body| self.may_hold_in(body.text())).is_none()
                }
            };
            if nothing {
                continue;
            }
            let look = self.look(transcript);
            let before = found.total;
            let all = look.layout.turns.len();
            let number = candidates.map_or(all, <[u32]>::len);
            for at in 0..number {
                let turn = candidates.map_or(at, |turns| turns[at] as usize);
                if turn >= all {
                    continue;
                }
                if enough.load(Ordering::Relaxed) {
                    return found;
                }
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

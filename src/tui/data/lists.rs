//! What the lists show: quotes, turns that were found, figures, memos, actions, and what has lost its place.

use std::sync::Arc;

use crate::analysis::Frequencies;
use crate::model::{CodeId, EventId, MemoOn, Star, TranscriptId};
use crate::text::Span;

/// One coding in the list of quotes.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The coding.
    pub id: EventId,
    /// Its transcript.
    pub transcript: TranscriptId,
    /// Where it stands.
    pub span: Span,
    /// Its code.
    pub code: CodeId,
    /// To whom it belongs, joined by commas; `nobody`.
    pub people: String,
    /// Their values of each attribute of the study, in its order.
    pub groups: Vec<String>,
    /// `l. 12–14`.
    pub lines: String,
    /// Who coded.
    pub coder: String,
    /// Whether that is this coder.
    pub mine: bool,
    /// The mark for the write-up.
    pub star: Option<Star>,
    /// The wording, one line per speaker.
    pub wording: Vec<String>,
    /// Memos on it.
    pub memos: Vec<(EventId, String)>,
}

/// One turn that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The transcript.
    pub transcript: TranscriptId,
    /// Where the words stand.
    pub hits: Vec<Span>,
    /// The turn, from 0.
    pub turn: usize,
    /// Start of the turn's speech.
    pub start: u32,
    /// Transcript, speaker, place.
    pub head: Vec<String>,
    /// The speech in pieces; `true`: a hit.
    pub parts: Vec<(String, bool)>,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FoundAll {
    /// How many turns in all.
    pub turns: usize,
    /// The first of them.
    pub rows: Vec<Found>,
    /// What has to be said.
    pub sentence: String,
}

/// Frequencies with the attribute and the theme rows that they were asked for.
#[derive(Clone, Debug)]
pub struct Heat {
    /// The attribute; empty: everybody.
    pub by: String,
    /// The figures.
    pub figures: Arc<Frequencies>,
    /// The groups that are small, as a sentence.
    pub small: Option<String>,
}

impl PartialEq for Heat {
    fn eq(&self, other: &Self) -> bool {
        self.by == other.by && Arc::ptr_eq(&self.figures, &other.figures)
    }
}

/// A memo as the screens need it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemoData {
    /// Its id.
    pub id: EventId,
    /// What it hangs on.
    pub on: MemoOn,
    /// What it hangs on, in words.
    pub about: String,
    /// Transcript and position, if it hangs on a passage or coding that is placed, or on a transcript.
    pub place: Option<(TranscriptId, u32)>,
    /// Title, perhaps empty.
    pub title: String,
    /// The text.
    pub text: String,
    /// Who wrote it.
    pub coder: String,
    /// When it was last changed (RFC 3339).
    pub modified: String,
}

/// One action of a coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// When (UTC, RFC 3339).
    pub at: String,
    /// Who.
    pub coder: String,
    /// What, in words.
    pub what: String,
    /// Transcripts, joined by commas.
    pub transcripts: String,
    /// Codes, joined by commas.
    pub codes: String,
    /// `done`, `taken back` or `incomplete`.
    pub state: String,
    /// Its id.
    pub act: String,
}

/// Codings and memos that have lost their place.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReviewData {
    /// How many stand where.
    pub sentence: String,
    /// Those without a place.
    pub rows: Vec<ReviewRow>,
}

/// A coding or memo without a place.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRow {
    /// Its id.
    pub id: EventId,
    /// The code's name, or the memo's beginning.
    pub what: String,
    /// Whose it is.
    pub coder: String,
    /// Whether this coder may place it.
    pub own: bool,
    /// Its transcript, as it was named.
    pub transcript: String,
    /// Its transcript, if that is in the study.
    pub here: Option<TranscriptId>,
    /// Where it began.
    pub start: u32,
    /// What happened, in words.
    pub doubt: String,
    /// The old wording in pieces; `true`: the best match lacks it.
    pub old: Vec<(String, bool)>,
    /// What it has most likely become.
    pub best: Option<BestRow>,
    /// Whether it was set aside.
    pub aside: bool,
}

/// The best match of a lost passage.
#[derive(Clone, Debug, PartialEq)]
pub struct BestRow {
    /// Where it begins.
    pub start: u32,
    /// Its wording in pieces; `true`: the old one lacks it.
    pub pieces: Vec<(String, bool)>,
    /// How alike they are, from 0 to 1.
    pub similarity: f64,
}

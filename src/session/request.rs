//! What a face can ask of a session, and what it is answered.

use crate::analysis::Table;
use crate::model::{RollUp, TranscriptIx};
use crate::text::Span;

/// The figure in the cells of a wide table.
pub use crate::analysis::WideUnit as Unit;

/// A table of theme frequencies.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FrequencyRequest {
    /// Attributes that make the groups, joined by commas; `case.ATTR` counts cases. `None`: everybody.
    pub by: Option<String>,
    /// How themes are rolled up.
    pub roll_up: RollUp,
    /// Scope and conditions.
    pub query: Option<String>,
    /// Whose codings count in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// Leave out what is in progress.
    pub done: bool,
    /// Mask counts of fewer people than this, and what they could be computed from; `None`: nothing.
    pub suppress: Option<u32>,
    /// How it is laid out.
    pub shape: Shape,
}

/// How a table of theme frequencies is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shape {
    /// One row per theme and group with all columns, for programs.
    #[default]
    Tidy,
    /// One row per theme and group with the figures that are compared, for reading.
    Brief,
    /// Themes × groups with one figure; `None`: participants, then passages.
    Wide(Option<Unit>),
    /// Tests of the groups against one another, on participants; `true`: as a person reads them.
    Tests(bool),
}

/// A quotes query.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CodingsRequest {
    /// The query; `None`: all codings in scope.
    pub query: Option<String>,
    /// Whose codings count in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// At most this many codings; `None`: all.
    pub limit: Option<usize>,
}

/// A search.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SearchRequest {
    /// The query.
    pub query: String,
    /// Whose codings count in place of the study's rule.
    pub coders: Option<Vec<String>>,
    /// At most this many turns; `None`: all.
    pub limit: Option<usize>,
}

/// Which actions of the log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogRequest {
    /// Of this coder.
    pub by: Option<String>,
    /// On this transcript.
    pub transcript: Option<String>,
    /// With this code.
    pub code: Option<String>,
    /// Not before this date or time.
    pub since: Option<String>,
    /// Not after this date or time.
    pub until: Option<String>,
    /// At most this many, the newest.
    pub limit: Option<usize>,
}

/// What a memo shall hang on, as a user names it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemoTarget {
    /// Id of a coding.
    pub coding: Option<String>,
    /// A transcript.
    pub transcript: Option<String>,
    /// A passage of it (code points).
    pub span: Option<Span>,
    /// A participant.
    pub participant: Option<String>,
    /// A case.
    pub case: Option<String>,
    /// A code; with a participant or case a summary cell.
    pub code: Option<String>,
}

/// One coding for a person to read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuoteShown {
    /// Transcript, people, place, code, coder: the parts of the line above the quote.
    pub head: Vec<String>,
    /// `exemplar` or `negative`.
    pub star: Option<&'static str>,
    /// The wording without labels and times; where several people speak, one line each with the label.
    pub lines: Vec<String>,
    /// The memos on it.
    pub memos: Vec<String>,
}

/// The codings that a query selects.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodingsAnswer {
    /// How many codings there are in all (not rows).
    pub codings: usize,
    /// One row per coding and participant to whom it belongs, up to the limit.
    pub table: Table,
    /// The same for a person to read; empty where it was not asked for.
    pub shown: Vec<QuoteShown>,
}

/// One turn that a search has found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// Index of the turn, from 0.
    pub turn: usize,
    /// Where the words stand (code points of the body), in order.
    pub hits: Vec<Span>,
}

impl From<crate::query::TurnHit> for Hit {
    fn from(hit: crate::query::TurnHit) -> Self {
        Self { transcript: hit.transcript, turn: hit.turn, hits: hit.hits }
    }
}

/// The turns that a search has found, in transcript order, then place.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SearchAnswer {
    /// The query.
    pub query: String,
    /// How many turns match in all, beyond the limit too.
    pub turns: usize,
    /// The turns up to the limit.
    pub hits: Vec<Hit>,
    /// What has to be said: how many, in how many transcripts, how many in interviewer turns, how it was searched.
    pub sentences: Vec<String>,
}

/// One found turn for a person to read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TurnShown {
    /// Transcript, speaker, place.
    pub head: Vec<String>,
    /// The speech in pieces; `true`: a hit.
    pub parts: Vec<(String, bool)>,
}

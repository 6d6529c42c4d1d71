//! A transcript that is read, with the codings in it.

use std::sync::Arc;

use crate::model::{CodeId, EventId, Star, TranscriptId};
use crate::text::{Body, CitationLines, Layout, Span};

/// What someone is in a transcript.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// A participant.
    Participant,
    /// An interviewer.
    Interviewer,
    /// Present, not studied.
    Other,
    /// Nobody has said.
    Unmapped,
    /// Has left the study: nothing of it is shown.
    Excluded,
}

/// Who speaks a turn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Speaking {
    /// What they are.
    pub role: Role,
    /// A participant's id, else the label.
    pub name: Arc<str>,
}

/// A transcript to be read. Made once when it is opened.
#[derive(Debug)]
pub struct Reading {
    /// Its id.
    pub id: TranscriptId,
    /// Its place in the study's order.
    pub place: usize,
    /// Who speaks, with their attributes.
    pub people: String,
    /// Its text.
    pub body: Body,
    /// Its turns and words.
    pub layout: Layout,
    /// By turn.
    pub speakers: Vec<Speaking>,
    /// Its citation lines.
    pub lines: CitationLines,
    /// The study's language.
    pub language: String,
    /// The open blind round that hides what others have done in it.
    pub blind: Option<String>,
}

impl PartialEq for Reading {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.body.hash() == other.body.hash() && self.layout == other.layout
    }
}

impl Reading {
    /// Who speaks turn `index` (from 0).
    pub fn role(&self, index: usize) -> Role {
        self.speakers.get(index).map_or(Role::Unmapped, |speaking| speaking.role)
    }
}

/// A coding in its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// The coding; `None`: it is still being saved.
    pub id: Option<EventId>,
    /// Where it stands.
    pub span: Span,
    /// The code as the codebook has it, else as the journal has it (`case:<id>` for a case).
    pub code: CodeId,
    /// Who coded.
    pub coder: Arc<str>,
    /// Whether that is this coder.
    pub mine: bool,
    /// The mark for the write-up.
    pub star: Option<Star>,
    /// Memos on it.
    pub memos: Vec<(EventId, String)>,
}

/// A transcript that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// Its text.
    pub reading: Arc<Reading>,
    /// The codings in it, in the order of start, end, id.
    pub marks: Vec<Mark>,
}

/// What is said around a turn that a search has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// The transcript.
    pub transcript: TranscriptId,
    /// The turn, from 0.
    pub turn: usize,
    /// Turns before it, it, and turns after it: number (from 0), who speaks, what.
    pub turns: Vec<(usize, Speaking, String)>,
    /// Where the speech of each of them begins.
    pub starts: Vec<u32>,
}

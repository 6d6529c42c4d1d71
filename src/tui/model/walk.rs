//! The state of the screen that goes through proposed passages one by one.

use crate::model::{CodeId, EventId, TranscriptId};
use crate::session::Problem;
use crate::text::{Span, TextHash};
use crate::tui::data::Around;

/// Where the passages come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// A search.
    Query(String),
    /// Turns that resemble the passages of a theme.
    Like(CodeId),
    /// This coder's passages of a code, some of which shall get another code.
    Split(CodeId),
}

/// A passage that is proposed for a code.
#[derive(Clone, PartialEq, Debug)]
pub struct Proposal {
    /// The transcript.
    pub transcript: TranscriptId,
    /// Its text when this was proposed.
    pub text: TextHash,
    /// The turn, from 0.
    pub turn: usize,
    /// Transcript, speaker, place; for turns that resemble others also how much, and by which words.
    pub head: Vec<String>,
    /// The words that were found.
    pub words: Span,
    /// The sentences that hold them.
    pub sentence: Span,
    /// All that is said in the turn.
    pub speech: Span,
    /// The coding, where it is one already.
    pub coding: Option<EventId>,
}

/// How much of a proposal is coded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Reach {
    /// The words that were found.
    Words,
    /// The sentences that hold them.
    #[default]
    Sentence,
    /// The whole turn.
    Turn,
}

impl Proposal {
    /// What is coded.
    pub fn span(&self, reach: Reach) -> Span {
        match reach {
            Reach::Words => self.words,
            Reach::Sentence => self.sentence,
            Reach::Turn => self.speech,
        }
    }
}

/// What a source proposes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Proposals {
    /// The passages.
    pub list: Vec<Proposal>,
    /// What has to be said.
    pub sentence: String,
}

/// What was decided about a proposal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Fate {
    /// Nothing yet.
    #[default]
    Open,
    /// It was accepted, under this ticket.
    Yes(u64),
    /// It was not.
    No,
    /// The rest of its transcript was left out.
    Skipped,
    /// It lies in a passage that was accepted.
    Covered,
}

/// A step that can be taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The proposal that was in focus.
    pub at: usize,
    /// All whose fate it settled.
    pub settled: Vec<usize>,
}

/// The screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WalkScreen {
    /// Where the passages come from, and the code for those that are accepted.
    pub what: Option<(Source, CodeId)>,
    /// The passages.
    pub data: Proposals,
    /// Their fates.
    pub fates: Vec<Fate>,
    /// The one in focus.
    pub at: usize,
    /// How much is coded.
    pub reach: Reach,
    /// What was decided, the last at the end.
    pub steps: Vec<Step>,
    /// The last ticket of this screen.
    pub last: u64,
    /// What is said around the one in focus.
    pub around: Option<Around>,
    /// Whether the passages are on their way.
    pub asked: bool,
    /// Why there are none.
    pub problem: Option<Problem>,
}

impl WalkScreen {
    /// The proposal in focus.
    pub fn here(&self) -> Option<&Proposal> {
        self.data.list.get(self.at)
    }

    /// What would be coded of the one in focus.
    pub fn span(&self) -> Option<Span> {
        self.here().map(|proposal| proposal.span(self.reach))
    }

    /// How many were accepted, not accepted, left out or covered, and are open.
    pub fn counts(&self) -> [u64; 4] {
        let mut counts = [0; 4];
        for fate in &self.fates {
            let at = match fate {
                Fate::Yes(_) => 0,
                Fate::No => 1,
                Fate::Skipped | Fate::Covered => 2,
                Fate::Open => 3,
            };
            counts[at] += 1;
        }
        counts
    }
}

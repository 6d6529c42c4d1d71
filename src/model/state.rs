//! What the journals add up to: the fold of all events, in which every coding, memo, star and mark stands once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{ActId, CodeId, CoderName, Codings, EventId, ParticipantId, TranscriptId};
use crate::text::{Body, Piece, Span, TextHash, checksum, context};

/// Where a passage was when it was marked, with enough of its wording to find it again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The transcript.
    pub transcript: TranscriptId,
    /// The stretch of its body as it was then (code points).
    pub span: Span,
    /// The characters of the stretch.
    pub quote: Piece,
    /// Up to 32 characters before it.
    pub before: Piece,
    /// Up to 32 characters after it.
    pub after: Piece,
    /// Hash of the whole body as it was then.
    pub text: TextHash,
}

impl Place {
    /// The passage `span` of a transcript's body (code points), with its wording and what stands beside it; `None` outside of the body.
    pub fn of(transcript: TranscriptId, body: &Body, span: Span) -> Option<Self> {
        let (quote, before, after) = context(body, span)?;
        let (quote, before, after) = (quote.into(), before.into(), after.into());
        Some(Self { transcript, span, quote, before, after, text: body.hash() })
    }

    /// A sum of the wording: of the passage and of what stands beside it.
    pub fn wording(&self) -> u64 {
        wording([&self.quote, &self.before, &self.after])
    }

    /// [`Place::wording`] of the passage `span` of a body (code points); `None` outside of it.
    pub fn wording_at(body: &Body, span: Span) -> Option<u64> {
        context(body, span).map(|(quote, before, after)| wording([quote, before, after]))
    }
}

fn wording(parts: [&str; 3]) -> u64 {
    let parts = parts.map(|part| checksum(part.as_bytes()));
    parts.into_iter().fold(0, |sum: u64, part| (sum.rotate_left(29) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// One code on one passage by one coder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coding {
    /// Id of the `code` event.
    pub id: EventId,
    /// Who coded.
    pub coder: CoderName,
    /// The passage: the winner of the place register.
    pub place: Place,
    /// [`Place::wording`] of the passage, known without its text.
    pub wording: u64,
    /// The event that set the place: with the body's hash it names a verdict.
    pub placed_by: EventId,
    /// The event that set the code: of two passages the one that came to its code later has the greater.
    pub coded_by: EventId,
    /// The code as the journal names it (perhaps an earlier id, or `case:<id>`): the winner of the code register.
    pub code: CodeId,
    /// `at` of the `code` event.
    pub created: Piece,
    /// `at` of the newest winning register: place, code, star or quote.
    pub modified: Piece,
    /// The query that suggested it.
    pub query: Option<Piece>,
    /// First 8 hexadecimal digits of the hash of the definition in force.
    pub def: Option<Piece>,
    /// In the consensus: what it settles.
    pub settling: Option<Box<Settling>>,
}

/// What a coding of the consensus settles.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settling {
    /// The codings that it settles.
    pub settles: Vec<EventId>,
    /// Who settled it.
    pub by: Vec<CoderName>,
}

impl Coding {
    /// A coding as its `code` event makes it.
    pub fn new(id: EventId, coder: CoderName, place: Place, code: CodeId, at: Piece) -> Self {
        Self {
            id,
            coder,
            wording: place.wording(),
            place,
            placed_by: id,
            coded_by: id,
            code,
            created: at.clone(),
            modified: at,
            query: None,
            def: None,
            settling: None,
        }
    }

    /// In the consensus: the codings that this one settles.
    pub fn settles(&self) -> &[EventId] {
        self.settling.as_ref().map_or(&[], |settling| &settling.settles)
    }

    /// In the consensus: who settled it.
    pub fn by(&self) -> &[CoderName] {
        self.settling.as_ref().map_or(&[], |settling| &settling.by)
    }
}

/// What a memo hangs on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MemoOn {
    /// A coding.
    Coding(EventId),
    /// A whole transcript.
    Transcript(TranscriptId),
    /// A passage, coded or not.
    Passage(Place),
    /// A participant.
    Participant(ParticipantId),
    /// A case.
    Case(String),
    /// A code.
    Code(CodeId),
    /// A participant and a code: a cell of the framework.
    ParticipantCode(ParticipantId, CodeId),
    /// A case and a code: a cell of the framework.
    CaseCode(String, CodeId),
    /// The study.
    Study,
}

/// What a memo is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum MemoKind {
    /// A note.
    #[default]
    Note,
    /// Towards the analysis.
    Analytic,
    /// About the researcher's own part in it.
    Reflexive,
    /// About how the work was done.
    Method,
    /// A cell of the framework.
    Summary,
}

impl MemoKind {
    /// The word of the journal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Analytic => "analytic",
            Self::Reflexive => "reflexive",
            Self::Method => "method",
            Self::Summary => "summary",
        }
    }

    /// Reads the word of the journal.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Note, Self::Analytic, Self::Reflexive, Self::Method, Self::Summary]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// A dated note. A memo whose text is empty has been removed and is not in the state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Memo {
    /// Id of its first event.
    pub id: EventId,
    /// Who wrote it first.
    pub coder: CoderName,
    /// What it hangs on.
    pub on: MemoOn,
    /// Title, perhaps empty.
    pub title: Box<str>,
    /// What it is for.
    pub kind: MemoKind,
    /// The text.
    pub text: Box<str>,
    /// `at` of its first event.
    pub created: Box<str>,
    /// `at` of the winning event.
    pub modified: Box<str>,
    /// The winning event.
    pub written_by: EventId,
}

/// How a coder has marked a coding for the write-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Star {
    /// A good example.
    Exemplar,
    /// A negative case.
    Negative,
}

impl Star {
    /// The next mark where one key goes through them: exemplar, negative, none, and again.
    pub const fn after(now: Option<Self>) -> Option<Self> {
        match now {
            None => Some(Self::Exemplar),
            Some(Self::Exemplar) => Some(Self::Negative),
            Some(Self::Negative) => None,
        }
    }

    /// The word of the journal and of the column `starred`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exemplar => "exemplar",
            Self::Negative => "negative",
        }
    }
}

/// The wording of a coding for print.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct QuoteWording {
    /// Wording with `[…]` and `[inserted]`.
    pub shown: Option<Box<str>>,
    /// Translation.
    pub translation: Option<Box<str>>,
    /// Language of the translation.
    pub language: Option<Box<str>>,
    /// Use in the paper, verbatim.
    pub use_in_paper: Option<Value>,
}

/// A blind round of double coding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Round {
    /// Its transcripts.
    pub transcripts: Vec<TranscriptId>,
    /// Its coders.
    pub coders: Vec<CoderName>,
    /// Whether it is open.
    pub open: bool,
    /// The winning event; when closed, agreement is computed on events up to it.
    pub by: EventId,
}

/// A coding that the consensus has settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// The `code` event that names it; of several of one action the last.
    pub by: EventId,
    /// The action.
    pub act: ActId,
    /// Whose event it is.
    pub coder: CoderName,
}

/// The fold of all events. A function of the set of events: no order, repetition or partition of lines changes it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct State {
    /// Codings that exist, in the order of their ids.
    pub codings: Codings,
    /// Memos that exist.
    pub memos: BTreeMap<EventId, Memo>,
    /// Stars by coding and coder.
    pub stars: BTreeMap<(EventId, CoderName), Star>,
    /// Wordings for print by coding and coder.
    pub quotes: BTreeMap<(EventId, CoderName), QuoteWording>,
    /// Transcripts that a coder has finished.
    pub done: BTreeSet<(CoderName, TranscriptId)>,
    /// Blind rounds by name.
    pub rounds: BTreeMap<String, Round>,
    /// The newest settlement of a coding, by the coding, whether it exists or not: also one that came to no coding, which is a coding
    /// taken away in the action that made it.
    pub settled: BTreeMap<EventId, Settled>,
    /// The event that gave a coding another code last.
    pub recoded: BTreeMap<EventId, EventId>,
    /// Participants whose speech leaves every count, search, quote and export.
    pub excluded: BTreeSet<ParticipantId>,
    /// Scan hits (by hash) that are no identifiers.
    pub dismissed: BTreeSet<String>,
}

impl State {
    /// The stars on a coding by any coder; a coding's own coder's comes first.
    pub fn star(&self, coding: &Coding) -> Option<Star> {
        self.stars.get(&(coding.id, coding.coder.clone())).copied().or_else(|| {
            let first = self.stars.iter().find(|((id, _), _)| *id >= coding.id);
            first.filter(|((id, _), _)| *id == coding.id).map(|(_, star)| *star)
        })
    }

    /// Memos on a coding, oldest first.
    pub fn memos_on(&self, coding: EventId) -> impl Iterator<Item = &Memo> {
        self.memos.values().filter(move |memo| memo.on == MemoOn::Coding(coding))
    }
}

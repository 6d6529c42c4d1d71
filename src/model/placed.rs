//! Codings where they stand in the present bodies.

use super::{CaseIx, CodeIx, CoderName, Corpus, EventId, State, TranscriptIx};
use crate::text::Span;

/// What a coding marks its passage with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Target {
    /// A code of the codebook.
    Code(CodeIx),
    /// A case that the passage is about.
    Case(CaseIx),
    /// A code that the codebook does not know: shown and exported, in no theme table.
    Unknown,
}

/// A coding that is Exact or Moved, at its resolved place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Placed {
    /// The coding.
    pub id: EventId,
    /// Its transcript.
    pub transcript: TranscriptIx,
    /// Where it stands now (code points).
    pub span: Span,
    /// Its code or case.
    pub target: Target,
    /// Place of its coder in [`Placements::coders`].
    pub coder: u32,
    /// Whether it stands elsewhere than where it was marked.
    pub moved: bool,
}

/// Why a coding is left out of everything until someone places it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unplaceable {
    /// The passage was edited; the best match stands at the span.
    Changed(Span),
    /// It is not in the text any more.
    Lost,
    /// Its transcript is not in the study.
    NoTranscript,
}

/// All codings of a state, placed in the bodies as they are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Placements {
    /// Every coder of any coding, in the order of names.
    pub coders: Vec<CoderName>,
    /// By transcript: its codings in the order of start, end, id.
    pub by_transcript: Vec<Vec<Placed>>,
    /// The codings that are left out, in the order of ids.
    pub unplaced: Vec<(EventId, Unplaceable)>,
}

impl Placements {
    /// The codings of a transcript in the order of start, end, id.
    pub fn of(&self, transcript: TranscriptIx) -> &[Placed] {
        self.by_transcript.get(transcript.at()).map_or(&[], Vec::as_slice)
    }

    /// Where a coding of `state` stands: only its transcript is searched. `None`: it is left out, or there is no such coding.
    pub fn find(&self, id: EventId, state: &State, corpus: &Corpus) -> Option<&Placed> {
        let home = corpus.find(state.codings.outline(&id)?.transcript.as_str())?;
        self.of(home).iter().find(|placed| placed.id == id)
    }

    /// The place of a coder's name.
    pub fn coder(&self, name: &CoderName) -> Option<u32> {
        self.coders.binary_search(name).ok().map(|at| at as u32)
    }
}

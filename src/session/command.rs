//! Everything that changes a study, as data.

use super::command_codebook::{ListedSet, NewCode, Wording};
use super::quotes::QuoteEdit;
use super::settle::Settlement;
use crate::analysis::agreement::AgreementUnit;
use crate::import::codebook::ListedCode;
use crate::model::{ActId, CodeId, CoderName, EventId, MemoKind, MemoOn, Star, TranscriptId};
use crate::text::Span;

/// The passage of a new coding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Passage {
    /// Code points of the body, stored as given.
    Span(Span),
    /// A wording that occurs exactly once in the transcript.
    Quote(String),
}

/// One coding to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCoding {
    /// The transcript.
    pub transcript: TranscriptId,
    /// The passage.
    pub passage: Passage,
    /// An id of a code, an earlier id, or `case:<id>`.
    pub code: CodeId,
    /// The line of the list that it comes from, for messages; 0: none.
    pub line: u32,
}

/// Another place for a coding or a memo on a passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placing {
    /// The coding or memo, of this coder.
    pub id: EventId,
    /// The transcript; `None`: the one in which it was marked.
    pub transcript: Option<TranscriptId>,
    /// The passage.
    pub passage: Passage,
}

/// A transcript that is gone, and the one that it is now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relinking {
    /// The id that the journals know and the study does not have.
    pub gone: TranscriptId,
    /// The transcript of the study that it is now, by its present id.
    pub to: TranscriptId,
    /// Take this coder's codings, memos and marks over to the present id, instead of writing the old id into the file's
    /// front matter, which brings back everybody's.
    pub new_id: bool,
}

/// Why a place moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RespanWhy {
    /// A person made it longer or shorter.
    Resized,
    /// It stood elsewhere.
    Moved,
    /// The text under it was edited.
    Edited,
}

impl RespanWhy {
    /// The word of the journal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resized => "resized",
            Self::Moved => "moved",
            Self::Edited => "edited",
        }
    }
}

/// One action of a user: done whole or not at all, and undone in one step.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Makes codings.
    Code {
        /// The codings.
        items: Vec<NewCoding>,
        /// The query that suggested them.
        query: Option<String>,
    },
    /// Takes codings of this coder away.
    Uncode(Vec<EventId>),
    /// Gives codings of this coder another code.
    Recode(Vec<EventId>, CodeId),
    /// Gives a coding of this coder another place.
    Respan(EventId, Span, RespanWhy),
    /// Gives codings and memos on passages of this coder other places: best matches accepted ([`Session::accepting`]),
    /// passages adjusted, lost ones placed by hand. One action for all.
    ///
    /// [`Session::accepting`]: super::Session::accepting
    Place(Vec<Placing>),
    /// Corrects a transcript: what it says (its body, without front matter) is to be this. Front matter, byte order mark and
    /// line ends stay. Codings and memos of this coder in which nothing was edited keep their places; what becomes of all
    /// others, [`Session::foresee`](super::Session::foresee) says before.
    Edit {
        /// The transcript.
        transcript: TranscriptId,
        /// The new body.
        text: String,
        /// Codings and memos of this coder whose best matches in the new text are accepted with it.
        accept: Vec<EventId>,
    },
    /// Corrects a passage of a transcript in place, such as the speech of one turn; otherwise as [`Command::Edit`].
    Amend {
        /// The transcript.
        transcript: TranscriptId,
        /// The passage (code points of the body).
        span: Span,
        /// What is to stand there.
        text: String,
        /// As in [`Command::Edit`].
        accept: Vec<EventId>,
    },
    /// Links transcripts whose files were renamed or moved with what was coded in them.
    Relink(Vec<Relinking>),
    /// Marks codings for the write-up, or takes the mark away.
    Star(Vec<EventId>, Option<Star>),
    /// Writes a memo; an empty text takes it away.
    Memo {
        /// The memo to change; `None`: a new one.
        memo: Option<EventId>,
        /// What it hangs on.
        on: MemoOn,
        /// Title, perhaps empty.
        title: String,
        /// What it is for.
        kind: MemoKind,
        /// The text.
        text: String,
    },
    /// Words a coding for print, or says something else of it that the paper needs.
    Quote(EventId, QuoteEdit),
    /// Says that this coder has finished transcripts, or not.
    Done(Vec<TranscriptId>, bool),
    /// Adds a code to the codebook.
    AddCode {
        /// Its id.
        id: CodeId,
        /// Its name.
        name: String,
        /// The code above.
        under: Option<CodeId>,
        /// What it means.
        definition: String,
    },
    /// Adds codes, each after the one above it, and codes passages with them or with codes that are there: one step of undo.
    AddCodes {
        /// The new codes.
        codes: Vec<NewCode>,
        /// The codings.
        items: Vec<NewCoding>,
        /// The query that suggested the codings.
        query: Option<String>,
    },
    /// Gives a code another name; its id stays.
    RenameCode(CodeId, String),
    /// Says anew what a code means. Of a code that is in use this needs a reason; its older codings can be found with
    /// `is:older-definition`.
    DefineCode {
        /// The code.
        id: CodeId,
        /// What is said anew.
        wording: Wording,
        /// The researcher's reason.
        why: Option<String>,
    },
    /// Carries a code, with all that is beneath it, to another place in the tree.
    MoveCode {
        /// The code.
        id: CodeId,
        /// The code to stand beneath; `None`: the top level.
        under: Option<CodeId>,
        /// The code to stand before; `None`: the last of its siblings.
        before: Option<CodeId>,
        /// The researcher's reason.
        why: Option<String>,
    },
    /// Merges codes into another: their codings, of all coders, count there from now on; codes beneath them go along.
    MergeCodes {
        /// The codes that go.
        ids: Vec<CodeId>,
        /// The code that stays.
        into: CodeId,
        /// The researcher's reason.
        why: Option<String>,
    },
    /// Gives codings of this coder under a code another one, new or there already.
    SplitCode {
        /// The code.
        id: CodeId,
        /// The other code, if it is to be made.
        new: Option<NewCode>,
        /// The other code's id.
        into: CodeId,
        /// Codings of this coder under `id`.
        codings: Vec<EventId>,
        /// The researcher's reason.
        why: Option<String>,
    },
    /// Takes a code out of the codebook; codes beneath it move up into its place. One that is in use is only taken out
    /// with `uncode`, and only if all its codings are this coder's.
    RemoveCode {
        /// The code.
        id: CodeId,
        /// Whether its codings, all of this coder, are taken away with it.
        uncode: bool,
        /// The researcher's reason.
        why: Option<String>,
    },
    /// Takes in the codes of another codebook: new ones are added, what codes do not say yet is filled in, and where both say
    /// something else ours stays and theirs becomes a memo on the code.
    ImportCodes {
        /// The codes.
        codes: Vec<ListedCode>,
        /// The sets.
        sets: Vec<ListedSet>,
        /// Where they come from, for people.
        from: String,
        /// What there is to say of the reading, a sentence each.
        notes: Vec<String>,
    },
    /// Says who the labels of a transcript (or of all: `*`) are.
    MapSpeakers(String, Vec<(String, Who)>),
    /// Several of these as one action: undone in one step.
    Together(Vec<Command>),
    /// Settles a place where coders differ; written into the consensus's journal.
    Settle(Settlement),
    /// Takes over into the consensus what is agreed in a transcript in which nothing is left to settle, and marks it done.
    SettleRest {
        /// The coders compared.
        coders: Vec<CoderName>,
        /// By what unit places are told apart.
        unit: AgreementUnit,
        /// The transcript.
        transcript: TranscriptId,
    },
    /// Takes back the last decision of the consensus, whoever made it.
    UndoSettled,
    /// Takes back the last undo of the consensus.
    RedoSettled,
    /// Opens a blind round or closes it.
    Round {
        /// Its name.
        name: String,
        /// Its transcripts and coders; `None`: as it was opened.
        scope: Option<(Vec<TranscriptId>, Vec<CoderName>)>,
        /// Opened, or closed.
        on: bool,
    },
    /// Says that hits of the identifier scan are no identifiers, or are again: by their hashes.
    Dismiss(Vec<String>, bool),
    /// Leaves a participant's speech out of every count, search, quote and export, or takes it in again; the text stays.
    Exclude(String, bool),
    /// Brings transcripts and people in.
    Import(Box<super::import::ImportDraft>),
    /// Takes back this coder's last action.
    Undo,
    /// Takes back this coder's last undo.
    Redo,
}

impl Command {
    /// Whether it names places of a text by their numbers, which mean nothing in another text.
    pub fn names_places(&self) -> bool {
        match self {
            Self::Code { .. } | Self::AddCodes { .. } | Self::Respan(..) | Self::Amend { .. } | Self::Place(_) => true,
            Self::Memo { on, .. } => matches!(on, MemoOn::Passage(_)),
            Self::Together(commands) => commands.iter().any(Self::names_places),
            _ => false,
        }
    }

    /// The step, in words, before which a backup is made; `None`: one coder's undo is enough.
    pub fn risk(&self) -> Option<&'static str> {
        match self {
            Self::MergeCodes { .. } => Some("merging codes"),
            Self::SplitCode { .. } => Some("splitting a code"),
            Self::RemoveCode { .. } => Some("taking a code out"),
            Self::ImportCodes { .. } => Some("taking in a codebook"),
            Self::Relink(_) => Some("linking transcripts"),
            Self::Import(_) => Some("an import"),
            Self::Together(commands) => commands.iter().find_map(Self::risk),
            _ => None,
        }
    }

    /// Whether it is an undo or a redo.
    pub fn takes_back(&self) -> bool {
        matches!(self, Self::Undo | Self::Redo | Self::UndoSettled | Self::RedoSettled)
    }

    /// Whether it changes the codebook.
    pub fn changes_codebook(&self) -> bool {
        match self {
            Self::AddCode { .. }
            | Self::AddCodes { .. }
            | Self::RenameCode(..)
            | Self::DefineCode { .. }
            | Self::MoveCode { .. }
            | Self::MergeCodes { .. }
            | Self::SplitCode { .. }
            | Self::RemoveCode { .. }
            | Self::ImportCodes { .. } => true,
            Self::Together(commands) => commands.iter().any(Self::changes_codebook),
            _ => false,
        }
    }
}

/// Who a label stands for, as a user says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// A participant's id.
    Participant(String),
    /// An interviewer.
    Interviewer,
    /// Present, not studied.
    Other,
}

impl Who {
    /// The cell of speakers.csv.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Participant(id) => id,
            Self::Interviewer => "interviewer",
            Self::Other => "other",
        }
    }
}

impl From<&str> for Who {
    fn from(word: &str) -> Self {
        match word.to_lowercase().as_str() {
            "interviewer" => Self::Interviewer,
            "other" => Self::Other,
            _ => Self::Participant(word.to_owned()),
        }
    }
}

/// What an action did. When it is returned, all of it is on the disk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// The action; `None`: there was nothing to do.
    pub act: Option<ActId>,
    /// The events that were written.
    pub written: Vec<EventId>,
    /// What was there already and was not written again, in words.
    pub skipped: Vec<String>,
    /// What happened, in words.
    pub message: String,
    /// Where the study is kept as it was before, or why it is not, where the action is a risky one.
    pub kept: Option<String>,
}

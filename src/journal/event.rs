//! One event: a line of a journal.
//!
//! Laws: reading what [`to_line`] wrote gives the same event; the line of an event that was read is known verbatim
//! ([`Event::text`]), unknown keys included; an event of a later version or of an unknown kind is [`Do::Unknown`], which
//! counts towards the wholeness of its action and has no other effect.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::patch::Patch;
use crate::model::{
    ActId, CodeId, CoderName, EventId, MemoKind, MemoOn, ParticipantId, Place, QuoteWording, Star, TranscriptId,
};
use crate::text::Piece;

mod flat;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::millis;
pub use read::{LineError, LineFault, Lines, parse_line};
pub use write::to_line;

/// One line of a journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// Its id, which is its place in the order of all events.
    pub id: EventId,
    /// The action of which it is a part. Of an `undo` line with one `act` (which names the action taken back) it is
    /// the event's own id.
    pub act: ActId,
    /// How many events the action has; at least 1.
    pub of: u32,
    /// Whose it is: the line's `coder`, else the stem of the file.
    pub coder: CoderName,
    /// Whether the line itself names the coder.
    pub named: bool,
    /// When, in UTC by RFC 3339: for people, never for the order. Empty where the line has none.
    pub at: Box<str>,
    /// How often the line was rewritten by an erasure.
    pub rev: u32,
    /// What was done.
    pub what: Do,
    /// The line as it stands in the file, where that is not what [`to_line`] writes.
    pub raw: Option<Box<str>>,
}

impl Event {
    /// An event that is the whole of its action, by a coder whom the line names.
    pub fn new(id: EventId, act: ActId, coder: CoderName, at: &str, what: Do) -> Self {
        Self { id, act, of: 1, coder, named: true, at: at.into(), rev: 0, what, raw: None }
    }

    /// The line, without its end: as it was read, else as [`to_line`] writes it.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.raw {
            Some(raw) => Cow::Borrowed(raw),
            None => Cow::Owned(to_line(self)),
        }
    }

    /// Which of two lines with one id counts is the greater by: `rev`, whether it names its coder, the text.
    pub fn rank(&self, other: &Self) -> Ordering {
        let same = |a: &Self, b: &Self| a == b && a.coder.as_str() == b.coder.as_str();
        self.rev.cmp(&other.rev).then(self.named.cmp(&other.named)).then_with(|| {
            if same(self, other) {
                return Ordering::Equal;
            }
            self.text().cmp(&other.text()).then_with(|| self.coder.cmp(&other.coder))
        })
    }
}

/// What an event says was done: the keys of each kind.
#[derive(Clone, PartialEq, Debug)]
pub enum Do {
    /// A code on a passage; the event's id is the coding's.
    Code(Code),
    /// A coding taken away.
    Uncode {
        /// The coding.
        coding: EventId,
    },
    /// A coding put in another place.
    Respan(Respan),
    /// Another code for a coding.
    Recode {
        /// The coding.
        coding: EventId,
        /// The code now.
        code: CodeId,
        /// First 8 hexadecimal digits of the hash of the definition in force.
        def: Option<Box<str>>,
    },
    /// A memo written, rewritten or (with an empty text) removed.
    Memo(MemoWritten),
    /// A coding marked for the write-up, or (`none`) no more.
    Star {
        /// The coding.
        coding: EventId,
        /// The mark.
        star: Option<Star>,
    },
    /// The wording of a coding for print.
    Quote {
        /// The coding.
        coding: EventId,
        /// The wording; without any key the coding has none.
        wording: QuoteWording,
    },
    /// Whether the coder has finished a transcript.
    Done {
        /// The transcript.
        transcript: TranscriptId,
        /// Finished, or not any more.
        on: bool,
    },
    /// A blind round opened or closed.
    Round {
        /// Its name.
        name: Box<str>,
        /// Its transcripts; absent: as before.
        transcripts: Option<Vec<TranscriptId>>,
        /// Its coders; absent: as before.
        coders: Option<Vec<CoderName>>,
        /// Opened, or closed.
        on: bool,
    },
    /// A change of the codebook.
    Codebook(Box<CodebookChange>),
    /// A change made in emic to a body, study.yaml or a table.
    File(FileChange),
    /// Whether a participant's speech is left out of every count, search, quote and export.
    Exclude {
        /// The participant.
        participant: ParticipantId,
        /// Left out, or taken in again.
        on: bool,
    },
    /// Whether a hit of the identifier scan is no identifier.
    Dismiss {
        /// Hash of the hit.
        hash: Box<str>,
        /// Dismissed, or not any more.
        on: bool,
    },
    /// Words taken out of journals.
    Erase {
        /// The events whose lines were rewritten.
        ids: Vec<EventId>,
        /// The participant who withdrew, or whose names were replaced.
        participant: Option<ParticipantId>,
        /// Why.
        why: Erasure,
    },
    /// An action taken back.
    Undo {
        /// The action.
        act: ActId,
    },
    /// Of a later version or an unknown kind: kept and skipped.
    Unknown,
}

/// The keys of `code`.
#[derive(Clone, PartialEq, Debug)]
pub struct Code {
    /// The passage.
    pub place: Place,
    /// The code, or `case:<id>`.
    pub code: CodeId,
    /// The query that suggested it.
    pub query: Option<Box<str>>,
    /// First 8 hexadecimal digits of the hash of the definition in force.
    pub def: Option<Box<str>>,
    /// In the consensus: the codings that this one settles.
    pub settles: Vec<EventId>,
    /// In the consensus: who settled it.
    pub by: Vec<CoderName>,
}

/// The keys of `respan`.
#[derive(Clone, PartialEq, Debug)]
pub struct Respan {
    /// The coding.
    pub coding: EventId,
    /// The transcript, where its file was renamed.
    pub transcript: Option<TranscriptId>,
    /// As in [`Place`].
    pub span: crate::text::Span,
    /// As in [`Place`].
    pub quote: Piece,
    /// As in [`Place`].
    pub before: Piece,
    /// As in [`Place`].
    pub after: Piece,
    /// As in [`Place`].
    pub text: crate::text::TextHash,
    /// `resized`, `moved` or `edited`.
    pub why: Option<Box<str>>,
}

/// The keys of `memo`. On a later event of a memo an absent key is as on the memo's first.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct MemoWritten {
    /// The memo's first event; absent on that one.
    pub memo: Option<EventId>,
    /// What it hangs on.
    pub on: Option<MemoOn>,
    /// Title.
    pub title: Option<Box<str>>,
    /// What it is for.
    pub kind: Option<MemoKind>,
    /// Text; empty removes the memo.
    pub text: Option<Box<str>>,
}

/// The keys of `codebook`.
#[derive(Clone, PartialEq, Debug)]
pub struct CodebookChange {
    /// What was done.
    pub op: CodebookOp,
    /// The code, where one is concerned.
    pub code: Option<CodeId>,
    /// What stood there.
    pub old: Option<Value>,
    /// What stands there now.
    pub new: Option<Value>,
    /// The researcher's reason.
    pub why: Option<Box<str>>,
    /// `emic`, or `file` where the change was found edited.
    pub via: Option<Box<str>>,
    /// The change as a patch of codebook.yaml.
    pub patch: Option<Patch>,
}

/// The keys of `file`.
#[derive(Clone, PartialEq, Debug)]
pub struct FileChange {
    /// The file, below the study's folder.
    pub path: Box<str>,
    /// Hash before the change.
    pub before: Option<Box<str>>,
    /// Hash after it.
    pub after: Option<Box<str>>,
    /// The change.
    pub patch: Patch,
}

/// Declares an enum of the words that a key may hold.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// The word of the journal.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// Reads the word of the journal.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// What was done to the codebook.
    CodebookOp {
        /// A code added.
        Add = "add",
        /// Another name; the id stays.
        Rename = "rename",
        /// Another definition, include, exclude or examples.
        Define = "define",
        /// Another place in the tree.
        Move = "move",
        /// A code merged into another.
        Merge = "merge",
        /// A code split into several.
        Split = "split",
        /// A code taken away.
        Remove = "remove",
    }
}

words! {
    /// Why words were taken out of journals.
    Erasure {
        /// The participant withdrew: the events fold to nothing.
        Withdrawn = "withdrawn",
        /// Names were replaced by pseudonyms.
        Anonymised = "anonymised",
    }
}

words! {
    /// The kinds of events: the values of `do`.
    Kind {
        /// [`Do::Code`].
        Code = "code",
        /// [`Do::Uncode`].
        Uncode = "uncode",
        /// [`Do::Respan`].
        Respan = "respan",
        /// [`Do::Recode`].
        Recode = "recode",
        /// [`Do::Memo`].
        Memo = "memo",
        /// [`Do::Star`].
        Star = "star",
        /// [`Do::Quote`].
        Quote = "quote",
        /// [`Do::Done`].
        Done = "done",
        /// [`Do::Round`].
        Round = "round",
        /// [`Do::Codebook`].
        Codebook = "codebook",
        /// [`Do::File`].
        File = "file",
        /// [`Do::Exclude`].
        Exclude = "exclude",
        /// [`Do::Dismiss`].
        Dismiss = "dismiss",
        /// [`Do::Erase`].
        Erase = "erase",
        /// [`Do::Undo`].
        Undo = "undo",
        /// [`Do::Unknown`]; no journal holds the word.
        Unknown = "",
    }
}

impl Do {
    /// The kind.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Code(_) => Kind::Code,
            Self::Uncode { .. } => Kind::Uncode,
            Self::Respan(_) => Kind::Respan,
            Self::Recode { .. } => Kind::Recode,
            Self::Memo(_) => Kind::Memo,
            Self::Star { .. } => Kind::Star,
            Self::Quote { .. } => Kind::Quote,
            Self::Done { .. } => Kind::Done,
            Self::Round { .. } => Kind::Round,
            Self::Codebook(_) => Kind::Codebook,
            Self::File(_) => Kind::File,
            Self::Exclude { .. } => Kind::Exclude,
            Self::Dismiss { .. } => Kind::Dismiss,
            Self::Erase { .. } => Kind::Erase,
            Self::Undo { .. } => Kind::Undo,
            Self::Unknown => Kind::Unknown,
        }
    }

    /// The coding that the event is about; for a memo, the one it hangs on.
    pub const fn coding(&self) -> Option<EventId> {
        match self {
            Self::Uncode { coding }
            | Self::Recode { coding, .. }
            | Self::Star { coding, .. }
            | Self::Quote { coding, .. } => Some(*coding),
            Self::Respan(respan) => Some(respan.coding),
            Self::Memo(MemoWritten { on: Some(MemoOn::Coding(coding)), .. }) => Some(*coding),
            _ => None,
        }
    }

    /// The transcript that the event itself names.
    pub const fn transcript(&self) -> Option<&TranscriptId> {
        match self {
            Self::Code(code) => Some(&code.place.transcript),
            Self::Respan(Respan { transcript: Some(transcript), .. }) => Some(transcript),
            Self::Done { transcript, .. } => Some(transcript),
            Self::Memo(MemoWritten { on: Some(MemoOn::Transcript(transcript)), .. }) => Some(transcript),
            Self::Memo(MemoWritten { on: Some(MemoOn::Passage(place)), .. }) => Some(&place.transcript),
            _ => None,
        }
    }
}

//! What lies over a screen.

use ratatui_textarea::TextArea;

use super::{Filter, List, Source};
use crate::model::{CodeId, EventId, MemoOn, TranscriptId};
use crate::session::Command;
use crate::text::Span;
use crate::tui::field::Field;
use crate::tui::keymap::Action;

/// What lies over a screen.
#[derive(Debug)]
pub enum Over {
    /// Choosing a code.
    Picker(Box<Picker>),
    /// Choosing an action.
    Palette(Palette),
    /// Choosing a screen.
    Menu,
    /// The keys; scrolled by.
    Help(usize),
    /// How a table is counted and what it leaves out; scrolled by.
    Notes(usize),
    /// Waiting for the letter of a bookmark.
    Bookmarks {
        /// Whether one is set here; else the place of one is gone to.
        sets: bool,
    },
    /// Writing several lines.
    Write(Box<Writing>),
    /// A question that is answered in one line.
    Ask(Ask),
}

/// What the picked codes are for.
#[derive(Clone, PartialEq, Debug)]
pub enum Purpose {
    /// A passage is coded.
    Code(TranscriptId, Span),
    /// A passage is marked as being about a case.
    Case(TranscriptId, Span),
    /// Codings get another code.
    Recode(Vec<EventId>),
    /// A theme to list the quotes of.
    Quotes,
    /// Proposed passages are gone through; those that are accepted get the code.
    Walk(Source),
    /// A theme whose quotes stand beside the transcript.
    Beside,
    /// A code goes into another.
    Merge(CodeId),
    /// A place where coders differ is settled with it.
    Settle,
    /// A code is carried to another place of the tree.
    Move(CodeId),
}

impl Purpose {
    /// Whether a name that is no code's makes a code.
    pub const fn may_make(&self) -> bool {
        matches!(self, Self::Code(..) | Self::Recode(_) | Self::Walk(_))
    }
}

/// Choosing a code.
#[derive(Clone, PartialEq, Debug)]
pub struct Picker {
    /// What for.
    pub purpose: Purpose,
    /// What was typed.
    pub field: Field,
    /// The codes that fit, best first.
    pub rows: Vec<PickRow>,
    /// The row in focus.
    pub list: List,
    /// Ticked codes.
    pub ticked: Vec<CodeId>,
    /// Set when a new code is made: its name; the rows are then the themes to put it under.
    pub naming: Option<String>,
}

/// One row of the picker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PickRow {
    /// A code.
    Code(CodeId),
    /// A case.
    Case(String),
    /// A new code of the name that was typed.
    New(String),
    /// For a new code: at the top, under no theme.
    Top,
}

/// Choosing an action.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Palette {
    /// What was typed.
    pub field: Field,
    /// What fits.
    pub rows: Vec<PaletteRow>,
    /// The row in focus.
    pub list: List,
}

/// One row of the palette.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaletteRow {
    /// Do it.
    Act(Action),
    /// Go to a citation line.
    Line(u32),
    /// Go to a turn (from 1).
    Turn(usize),
    /// Go to the turn that is spoken at a time (seconds from the start).
    Time(u32),
}

/// Writing several lines.
#[derive(Debug)]
pub struct Writing {
    /// What is written.
    pub what: Written,
    /// What it is about, in words.
    pub about: String,
    /// The text as it was.
    pub before: String,
    /// The text.
    pub area: TextArea<'static>,
    /// The text of which it was said that the same key again throws it away.
    pub doomed: Option<String>,
}

/// What is written in several lines.
#[derive(Clone, PartialEq, Debug)]
pub enum Written {
    /// A memo.
    Memo {
        /// The memo that is changed; `None`: a new one.
        memo: Option<EventId>,
        /// What it hangs on; a new one on each of several.
        on: Vec<MemoOn>,
        /// Its title, kept as it is.
        title: String,
    },
    /// The summary of a cell of the framework.
    Summary {
        /// The summary that is changed; `None`: a new one.
        memo: Option<EventId>,
        /// The participant or case, and the theme.
        on: MemoOn,
    },
    /// What a code means.
    Definition(CodeId),
    /// What a turn says: the transcript and the speech's place.
    Turn(TranscriptId, Span),
}

/// A question that is answered in one line.
#[derive(Clone, PartialEq, Debug)]
pub struct Ask {
    /// What is asked.
    pub about: Asking,
    /// What was typed.
    pub field: Field,
    /// Why the answer does not do.
    pub wrong: Option<String>,
}

/// What is asked.
#[derive(Clone, PartialEq, Debug)]
pub enum Asking {
    /// Who is coding, and what waits for the name.
    Coder(Vec<Command>),
    /// The name of a new code, and what it shall stand under.
    NewCode(Option<CodeId>),
    /// A code's other name.
    Rename(CodeId),
    /// The reason for a change, put into the command.
    Why(Box<Command>),
    /// A code that is in use shall go: are its codings merged into another or taken away?
    Remove(CodeId),
    /// Why a place is settled as it is.
    Reason,
    /// Which coders are compared.
    Compared,
    /// The file or folder to bring in.
    Import,
    /// Who a label of what comes in is.
    Who(String),
    /// How a label of what comes in is written otherwise.
    Label(String),
    /// In which encoding the files were saved.
    Encoding,
    /// The file for the table that is shown; whether one that is there may be replaced.
    Export(bool),
    /// The word to look up, or a search.
    Word,
    /// Which actions the history shows.
    Filter(Filter),
    /// The moment at which the study shall be shown.
    Moment,
}

impl Ask {
    /// A question with an answer to begin with.
    pub fn new(about: Asking, answer: &str) -> Self {
        Self { about, field: Field::of(answer), wrong: None }
    }
}

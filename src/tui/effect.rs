//! What an update wants done: plain data, carried out in `tui/mod.rs`.

use std::path::PathBuf;

use super::compare::CompareRequest;
use super::model::Source;
use super::tables::Question;
use crate::analysis::FrameworkRows;
use crate::model::{CodeId, CoderName, EventId, RollUp, TranscriptId};
use crate::session::import::ImportRequest;
use crate::session::{Bookmark, Command, TourKept};
use crate::text::{Span, TextHash};

/// Something to be done outside.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Ask the session's thread.
    Ask(Request),
    /// Hand a text to the terminal's clipboard (OSC 52).
    Copy(String),
    /// Draw everything anew.
    Redraw,
    /// Let a text be edited in the user's editor.
    Edit(String),
    /// Take the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Give the terminal back to the shell until it is continued.
    Suspend,
    /// Leave, with this exit status.
    Leave(u8),
}

/// What the session's thread is asked. Requests are answered in their order.
#[derive(Clone, PartialEq, Debug)]
pub enum Request {
    /// The study at a glance.
    Study,
    /// Commands of one user action, in order; the first that fails ends them.
    Apply {
        /// The number under which the answer comes.
        ticket: u64,
        /// The commands.
        commands: Vec<Command>,
        /// The transcript whose codings the answer shall bring.
        about: Option<TranscriptId>,
        /// The text of that transcript as it stands on the screen.
        seen: Option<TextHash>,
        /// Whether other transcripts may be concerned too.
        everywhere: bool,
    },
    /// Keeps the coder's name for this study on this machine.
    KeepCoder(CoderName),
    /// Lists codings to stand beside the transcript.
    Beside(String),
    /// Keeps these bookmarks.
    KeepBookmarks(Vec<Bookmark>),
    /// Keeps a look: its key in looks.yaml, and the value.
    KeepLook(&'static str, String),
    /// Keeps how far the tour has come.
    KeepTour(TourKept),
    /// A transcript to be read.
    Open(TranscriptId),
    /// Finds turns.
    Search(String),
    /// Passages to be gone through, for a code.
    Propose(Source, CodeId),
    /// Lists codings.
    Quotes(String),
    /// Which groups of an attribute are small.
    SmallGroups(String),
    /// Counts themes by an attribute (empty: everybody).
    Frequencies(String, RollUp),
    /// Gathers participants or cases × themes.
    Framework(FrameworkRows, RollUp),
    /// Asks an analysis.
    Analyse(Question),
    /// Lists memos.
    Memos,
    /// A passage with its citation, to be copied.
    Cite(TranscriptId, Span),
    /// What is said around a turn (from 0).
    Around(TranscriptId, usize),
    /// Lists all actions.
    History,
    /// The study as it stood after an action (by its id) or at a time; `None`: as it is now.
    Past(Option<String>),
    /// The codings of a transcript.
    Marks(TranscriptId),
    /// Lists where coders differ.
    Compare(CompareRequest),
    /// A transcript that is compared.
    CompareText(TranscriptId),
    /// Lists what has lost its place.
    Review,
    /// The command that accepts the best matches of these.
    Accepting(Vec<EventId>),
    /// Sets these aside, or takes them up again.
    Aside(Vec<EventId>, bool),
    /// Writes a table to a file.
    Export {
        /// Which.
        table: ExportOf,
        /// The file, as it was typed.
        path: String,
        /// Whether a file that is there may be replaced.
        replace: bool,
    },
    /// What would come of files, or their import.
    Import {
        /// Files and folders, as they were named.
        paths: Vec<PathBuf>,
        /// What was said of them.
        request: Box<ImportRequest>,
        /// Whether it is written.
        write: bool,
    },
    /// Makes an empty study here, and looks at the files here that can come in.
    NewFromFiles,
    /// Makes the sample study here, or opens the one that is here.
    Demo,
    /// Opens the study in a folder.
    OpenStudy(PathBuf),
    /// The labels of the transcripts here.
    Labels,
    /// Makes a study from the transcripts here; these labels interview.
    NewStudy(Vec<String>),
}

/// A table that a screen shows.
#[derive(Clone, PartialEq, Debug)]
pub enum ExportOf {
    /// Frequencies by an attribute (empty: everybody).
    Frequencies(String, RollUp),
    /// The codings that a query selects.
    Codings(String),
    /// Participants or cases × themes.
    Framework(FrameworkRows, RollUp),
    /// The table of an analysis.
    Analysis(Question),
}

//! What can happen.

use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::{KeyEvent, MouseEvent};

use super::compare::Compared;
use super::data::{
    Act, Around, FoundAll, Heat, ImportData, LabelData, Mark, MemoData, News, Opened, Quote, ReviewData, StudyData,
    Welcome,
};
use super::model::{Proposals, Source};
use super::tables::{Analysed, Question};
use super::theme::Ground;
use crate::analysis::Framework;
use crate::model::{CodeId, CoderName, TranscriptId};
use crate::session::{Command, Problem};

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key.
    Key(KeyEvent),
    /// The mouse.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// The session's thread has answered.
    Answer(Box<Answer>),
    /// The terminal has said what its background is.
    Ground(Ground),
    /// The system asks to leave, with this signal.
    Signal(i32),
    /// The editor was left: the text as it is now, or why it could not be had.
    Edited(Result<String, String>),
    /// The terminal cannot be read any more, or the session's thread has ended.
    Lost(&'static str),
}

impl Answer {
    /// Whether it brings something that keys have waited for, or says why it does not come.
    pub fn ends_opening(&self) -> bool {
        matches!(
            self,
            Self::Opened(_)
                | Self::Proposed(..)
                | Self::Failed(_)
                | Self::Study(_)
                | Self::Welcome(_)
                | Self::Labels(_)
                | Self::Files(..)
                | Self::Found(..)
                | Self::Quotes(..)
                | Self::Heat(_)
                | Self::Framework(_)
                | Self::Analysed(..)
                | Self::Memos(_)
                | Self::History(_)
                | Self::Review(_)
                | Self::Compared(_)
        )
    }
}

/// An answer of the session's thread.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The study at a glance.
    Study(StudyData),
    /// The coder's name is kept (or why it could not be).
    Coder(CoderName, Option<Problem>),
    /// What was to be kept on this machine is.
    Kept,
    /// It could not be.
    NotKept(Problem),
    /// A transcript.
    Opened(Opened),
    /// The commands of a ticket are on the disk.
    Saved {
        /// The ticket.
        ticket: u64,
        /// What happened, in words.
        message: String,
        /// What has changed.
        news: News,
    },
    /// A command of a ticket was refused; those before it are on the disk.
    NotSaved {
        /// The ticket.
        ticket: u64,
        /// How many commands of it are on the disk.
        saved: usize,
        /// Why.
        problem: Problem,
        /// What has changed.
        news: News,
    },
    /// What a search has found.
    Found(String, Result<FoundAll, Problem>),
    /// Passages that are proposed for a code.
    Proposed((Source, CodeId), Result<Proposals, Problem>),
    /// Codings.
    Quotes(String, Result<Vec<Quote>, Problem>),
    /// The groups of an attribute that are small, as a sentence.
    SmallGroups(String, Option<String>),
    /// Codings to stand beside the transcript.
    Beside(String, Result<Vec<Quote>, Problem>),
    /// Frequencies.
    Heat(Result<Heat, Problem>),
    /// Participants or cases × themes.
    Framework(Result<Arc<Framework>, Problem>),
    /// The answer to a question.
    Analysed(Question, Result<Analysed, Problem>),
    /// Memos, newest first.
    Memos(Vec<MemoData>),
    /// A passage with its citation.
    Cited(String),
    /// What is said around a found turn.
    Around(Around),
    /// The study as it stood at the moment that was asked for, or as it is.
    Past(Box<StudyData>),
    /// The codings of a transcript.
    Marks(TranscriptId, Vec<Mark>),
    /// All actions, newest first.
    History(Vec<Act>),
    /// Where coders differ.
    Compared(Result<Compared, Problem>),
    /// A transcript that is compared.
    CompareText(Opened),
    /// What has lost its place.
    Review(ReviewData),
    /// The command that accepts best matches.
    Accepting(Command),
    /// What would come of an import.
    Drafted(ImportData),
    /// Transcripts have come in; in words.
    Imported(String),
    /// A study was made here, and these files could come in.
    Files(Box<StudyData>, Vec<PathBuf>),
    /// A table was written; in words.
    Written(String),
    /// There is such a file already.
    Exists,
    /// A file could not be written.
    NotWritten(Problem),
    /// No study is open: what there is to be opened.
    Welcome(Welcome),
    /// The labels of the transcripts here.
    Labels(Vec<LabelData>),
    /// Something has changed on the disk: what, in words; the study; the transcript that is read.
    Changed(String, Box<StudyData>, Option<Opened>),
    /// A question could not be answered.
    Failed(Problem),
}

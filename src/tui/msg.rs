//! What can happen.

use crossterm::event::{KeyEvent, MouseEvent};

use super::data::{FoundAll, Heat, MemoData, News, Opened, Quote, StudyData};
use crate::model::CoderName;
use crate::session::Problem;

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
    /// The system asks to leave, with this signal.
    Signal(i32),
    /// The terminal cannot be read any more, or the session's thread has ended.
    Lost(&'static str),
}

/// An answer of the session's thread.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The study at a glance.
    Study(StudyData),
    /// The coder's name is kept (or why it could not be).
    Coder(CoderName, Option<Problem>),
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
    /// Codings.
    Quotes(String, Result<Vec<Quote>, Problem>),
    /// Frequencies.
    Heat(Result<Heat, Problem>),
    /// Memos, newest first.
    Memos(Vec<MemoData>),
    /// A passage with its citation.
    Cited(String),
    /// A question could not be answered.
    Failed(Problem),
}

//! The state of the Read screen.

use std::ops::Range;
use std::sync::Arc;

use super::List;
use crate::model::{CodeId, EventId};
use crate::session::Problem;
use crate::text::Span;
use crate::tui::data::{Mark, Quote, Reading};
use crate::tui::page::{Lanes, Page, Unit};

/// Where to stand in a transcript that is being opened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Landing {
    /// The place.
    pub position: u32,
    /// The coding in focus.
    pub focus: Option<EventId>,
    /// The hits of the search that led here.
    pub hits: Vec<Span>,
}

/// What is selected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Selection {
    /// The passage.
    pub span: Span,
    /// What it grows and shrinks by.
    pub unit: Unit,
    /// Whether it was coded: the next `s` or `t` goes on after it.
    pub spent: bool,
}

/// A transcript that is read.
#[derive(Debug)]
pub struct Read {
    /// Its text.
    pub reading: Arc<Reading>,
    /// Laid out at the width of the screen.
    pub page: Page,
    /// The codings on the disk.
    pub saved: Vec<Mark>,
    /// The codings that are shown: those on the disk, as what is being saved will leave them.
    pub marks: Vec<Mark>,
    /// Those of `marks` that the lanes show.
    pub in_lanes: Vec<usize>,
    /// The rows of those of `marks` that the lanes show, in their order.
    pub rows: Vec<Range<usize>>,
    /// The lanes beside the text.
    pub lanes: Lanes,
    /// Columns that the lanes ask for, so that all codes of a row can be seen.
    pub lane_room: u16,
    /// Whether the letters are of one column each.
    pub single: bool,
    /// The codes with a letter, first used first.
    pub lettered: Vec<CodeId>,
    /// Their letters.
    pub letters: Vec<String>,
    /// Their names.
    pub names: Vec<String>,
    /// Where the cursor stands.
    pub cursor: u32,
    /// The column that up and down keep.
    pub column: Option<u16>,
    /// Where extending began.
    pub anchor: Option<u32>,
    /// What is selected.
    pub selection: Option<Selection>,
    /// Which of the codings at the cursor is in focus.
    pub focus: Option<EventId>,
    /// Whether others' codings are shown.
    pub others: bool,
    /// The first row shown.
    pub top: usize,
    /// The hits of the search that led here.
    pub hits: Vec<Span>,
    /// Where the cursor stood before it jumped.
    pub before: Option<u32>,
}

/// The quotes of a theme beside the transcript.
#[derive(Clone, PartialEq, Debug)]
pub struct Beside {
    /// The theme.
    pub theme: CodeId,
    /// Its codings in scope, in the order of the transcripts.
    pub rows: Vec<Quote>,
    /// The one in focus.
    pub list: List,
    /// Whether they have not come yet.
    pub asked: bool,
    /// What went wrong.
    pub problem: Option<Problem>,
}

impl Beside {
    /// The query that selects them.
    pub fn query(&self) -> String {
        format!("theme:{}", self.theme)
    }
}

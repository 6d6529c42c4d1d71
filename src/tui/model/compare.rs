//! The state of the Compare screen.

use std::sync::Arc;

use super::List;
use crate::model::{CodeId, CoderName, EventId, TranscriptId};
use crate::session::Problem;
use crate::tui::compare::{CompareRequest, Compared, PlaceRow};
use crate::tui::data::{Mark, Reading};
use crate::tui::page::Page;

/// Names a place: its transcript, and the coding by which it is named.
pub type Spot = (TranscriptId, Option<EventId>);

/// The Compare screen.
#[derive(Debug, Default)]
pub struct CompareScreen {
    /// Who is compared, and by what unit.
    pub request: CompareRequest,
    /// Where they differ; `None`: it was not asked yet.
    pub data: Option<Compared>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// By code, in place of by transcript.
    pub by_code: bool,
    /// Rows of the data in the order in which they are gone through.
    pub order: Vec<usize>,
    /// The one in focus, as a place in that order.
    pub list: List,
    /// Whether coders are letters.
    pub masked: bool,
    /// The reason for the next decision about a place.
    pub reason: Option<(Spot, String)>,
    /// Decisions on their way: the ticket and the place.
    pub pending: Vec<(u64, Spot)>,
    /// Set when a decision is being taken back or brought again: the place that changes comes into focus.
    pub follow: bool,
    /// The transcript of the place in focus.
    pub text: Option<Text>,
    /// First row of the text that is shown.
    pub top: usize,
    /// Rows of what the coders did that are scrolled out of sight.
    pub down: usize,
}

/// A transcript as it is shown beside the lanes.
#[derive(Debug)]
pub struct Text {
    /// The transcript.
    pub reading: Arc<Reading>,
    /// All codings in it.
    pub marks: Vec<Mark>,
    /// Its text in rows.
    pub page: Page,
    /// The codes in it.
    pub lettered: Vec<CodeId>,
    /// A letter for each of them.
    pub letters: Vec<String>,
}

impl PlaceRow {
    /// Its name.
    pub fn spot(&self) -> Spot {
        (self.transcript.clone(), self.id)
    }
}

impl CompareScreen {
    /// The place in focus.
    pub fn row(&self) -> Option<&PlaceRow> {
        self.at(self.list.at)
    }

    /// The place at `at` of the order.
    pub fn at(&self, at: usize) -> Option<&PlaceRow> {
        self.data.as_ref().and_then(|data| data.rows.get(*self.order.get(at)?))
    }

    /// The text, if it is that of the place in focus.
    pub fn text(&self) -> Option<&Text> {
        let row = self.row()?;
        self.text.as_ref().filter(|text| text.reading.id == row.transcript)
    }

    /// Whether a decision about a place is on its way.
    pub fn is_pending(&self, row: &PlaceRow) -> bool {
        self.pending.iter().any(|(_, spot)| *spot == row.spot())
    }

    /// Whether there is something left to do at a place.
    pub fn is_open(&self, row: &PlaceRow) -> bool {
        row.outcome.is_none() && !self.is_pending(row)
    }

    /// How many differences are settled, and how many there are, of those that `of` takes.
    pub fn progress(&self, of: impl Fn(&PlaceRow) -> bool) -> (usize, usize) {
        let rows = self.data.iter().flat_map(|data| &data.rows).filter(|row| row.id.is_some() && of(row));
        rows.fold((0, 0), |(settled, all), row| (settled + usize::from(!self.is_open(row)), all + 1))
    }

    /// The name of a coder's lane: `A`, `B` … where names are masked.
    pub fn name(&self, row: &PlaceRow, coder: &CoderName) -> String {
        match row.coders.iter().position(|known| known == coder) {
            Some(at) if self.masked => letter(at),
            _ if self.masked => "somebody".to_owned(),
            _ => coder.to_string(),
        }
    }

    /// What was decided, in words that name nobody where names are masked.
    pub fn outcome(&self, row: &PlaceRow) -> Option<String> {
        let outcome = row.outcome.as_ref()?;
        let named = outcome.strip_prefix("as ").and_then(|name| row.coders.iter().find(|coder| coder.as_str() == name));
        Some(named.map_or_else(|| outcome.clone(), |coder| format!("as {}", self.name(row, coder))))
    }
}

/// `A` for 0, `B` for 1 …
pub fn letter(at: usize) -> String {
    char::from(b'A' + u8::try_from(at).unwrap_or(25).min(25)).to_string()
}

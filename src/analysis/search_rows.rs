//! Hits of a search as rows (DESIGN §8, `search --json`).

use super::codings::{Sheet, columns_of};
use super::table::{Cell, Table};
use crate::model::{Speaker, TranscriptIx, View};
use crate::text::{Span, clock};

/// A turn that a search found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchRow {
    /// The transcript.
    pub transcript: TranscriptIx,
    /// The turn, from 0.
    pub turn: usize,
    /// Where the words stand that were found (code points of the body).
    pub hits: Vec<Span>,
}

impl SearchRow {
    /// The cell for the participant who speaks; `None`: somebody who has left the study, whose words are not shown.
    pub(super) fn participant(&self, view: &View) -> Option<Cell> {
        match view.speaker(self.transcript, self.turn) {
            Speaker::Excluded => None,
            Speaker::Participant(person) => Some(Cell::text(view.corpus.participant(person))),
            _ => Some(Cell::Empty),
        }
    }
}

/// The rows as a table: `text` is the turn's speech as it stands, `start` and `end` its span.
///
/// Turns of people who left the study, and turns that there are not, get no row.
pub fn search_table(view: &View, rows: &[SearchRow]) -> Table {
    let columns = columns_of([
        "transcript",
        "turn",
        "speaker",
        "participant",
        "start",
        "end",
        "time",
        "line_start",
        "line_end",
        "text",
        "hits",
    ]);
    let mut sheet = Sheet::new(view);
    let mut cells = Vec::with_capacity(rows.len());
    for row in rows {
        let text = view.corpus.transcript(row.transcript);
        let Some(turn) = text.layout().turns.get(row.turn) else { continue };
        let Some(participant) = row.participant(view) else { continue };
        sheet.turn_to(row.transcript);
        let lines = sheet.lines(turn.speech);
        cells.push(vec![
            Cell::text(text.id.as_str()),
            Cell::Integer(row.turn as u64 + 1),
            Cell::present(text.label(row.turn)),
            participant,
            Cell::Integer(turn.speech.start.into()),
            Cell::Integer(turn.speech.end.into()),
            turn.time.map_or(Cell::Empty, |time| Cell::Text(clock(time))),
            Cell::count(lines.map(|(first, _)| first)),
            Cell::count(lines.map(|(_, last)| last)),
            Cell::text(text.body().slice(turn.speech).unwrap_or_default()),
            Cell::Spans(row.hits.clone()),
        ]);
    }
    Table { name: "search".into(), columns, rows: cells, ..Table::default() }
}

//! Hits of a search as rows (DESIGN §8, `search --json`).

use super::codings::{Sheet, columns_of};
use super::table::{Cell, Table};
use crate::model::{Speaker, TranscriptIx, View, in_parts};
use crate::text::{Span, clock};

/// Rows that one thread makes in one go.
const PART: usize = 64;

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
    let mut cells = Vec::with_capacity(rows.len());
    let cells_of = |sheet: &mut Sheet, row: &SearchRow| {
        let text = view.corpus.transcript(row.transcript);
        let turn = text.layout().turns.get(row.turn)?;
        let participant = row.participant(view)?;
        sheet.turn_to(row.transcript);
        let lines = sheet.lines(turn.speech);
        Some(vec![
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
        ])
    };
    let _: Result<(), ()> = in_parts(
        (rows.len(), PART),
        || Sheet::new(view),
        |sheet, part| rows[part].iter().filter_map(|row| cells_of(sheet, row)).collect::<Vec<_>>(),
        |mut part| {
            cells.append(&mut part);
            Ok(())
        },
    );
    Table { name: "search".into(), columns, rows: cells, ..Table::default() }
}

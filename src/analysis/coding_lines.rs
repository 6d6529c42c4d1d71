//! Rows of codings written cell by cell, into a table or straight into a file (DESIGN §8, `export codings`).

use std::collections::HashMap;

use super::codings::{CodingRow, Sheet, columns_of, memos_by_coding};
use super::excluded::characters_of;
use super::table::{Cell, Column, Table};
use crate::model::{
    CODING_COLUMNS_AFTER, CODING_COLUMNS_BEFORE, EventId, InPassing, Memo, Target, Theme, TranscriptIx, View,
};
use crate::text::Span;

/// Code points shown on either side of a quote.
pub const CONTEXT: u32 = 32;

/// Takes the cells of a row, one after the other.
pub trait Cells {
    /// Nothing.
    fn empty(&mut self);

    /// Words, verbatim.
    fn text(&mut self, text: &str);

    /// A count.
    fn integer(&mut self, number: u64);

    /// Words, or nothing where there are none.
    fn present(&mut self, text: &str) {
        if text.is_empty() { self.empty() } else { self.text(text) }
    }

    /// A count, or nothing.
    fn count(&mut self, number: Option<u32>) {
        match number {
            Some(number) => self.integer(number.into()),
            None => self.empty(),
        }
    }
}

impl Cells for Vec<Cell> {
    fn empty(&mut self) {
        self.push(Cell::Empty);
    }

    fn text(&mut self, text: &str) {
        self.push(Cell::text(text));
    }

    fn integer(&mut self, number: u64) {
        self.push(Cell::Integer(number));
    }
}

/// The columns of `export codings`; quotes and `code list` use the same.
pub fn coding_columns(view: &View) -> Vec<Column> {
    let attributes = view.corpus.attribute_names();
    columns_of(CODING_COLUMNS_BEFORE.iter().chain(&attributes).chain(&CODING_COLUMNS_AFTER).copied())
}

/// Writes rows of codings, those of one transcript after the other.
pub struct CodingLines<'a, 'v> {
    view: &'v View<'a>,
    sheet: Sheet<'a, 'v>,
    memos: HashMap<EventId, Vec<&'a Memo>>,
    /// By code: its path, and the names in it.
    paths: Vec<(String, Vec<&'a str>)>,
    open: Option<(TranscriptIx, InPassing<'a>)>,
    keep: bool,
}

impl<'a, 'v> CodingLines<'a, 'v> {
    /// Begins. Bodies that are read for it are kept if `keep`: who walks over all of them once should not.
    pub fn new(view: &'v View<'a>, keep: bool) -> Self {
        let codebook = &view.corpus.codebook;
        let path = |code: usize| {
            let path = codebook.path(Theme::Code(code.into()));
            (path.join(" > "), path)
        };
        Self {
            view,
            sheet: Sheet::new(view),
            memos: memos_by_coding(view),
            paths: (0..codebook.codes().len()).map(path).collect(),
            open: None,
            keep,
        }
    }

    /// Writes a row. `quote`, `before` and `after` are the body's own characters, but for the speech of people who left the
    /// study, which is `[…]`.
    pub fn write(&mut self, row: &CodingRow<'a>, cells: &mut impl Cells) {
        let (view, transcript, span) = (self.view, row.placed.transcript, row.placed.span);
        let text = view.corpus.transcript(transcript);
        if self.open.as_ref().is_none_or(|(known, _)| *known != transcript) {
            let body = if self.keep { InPassing::Kept(text.body()) } else { text.in_passing() };
            self.sheet.open(transcript, &body);
            self.open = Some((transcript, body));
        }
        let Some((_, body)) = &self.open else { return };
        let lines = self.sheet.lines(span);
        let path = match row.placed.target {
            Target::Code(code) => self.paths.get(code.at()),
            _ => None,
        };
        let level = |at: usize| path.and_then(|(_, names)| names.get(at).copied());
        cells.text(&row.coding.id.to_string());
        cells.text(text.id.as_str());
        match row.participant {
            Some(person) => cells.text(view.corpus.participant(person)),
            None => cells.empty(),
        }
        for value in self.sheet.attributes(row.participant) {
            cells.present(&value.plain());
        }
        cells.present(row.speaker(view));
        cells.count(row.turn.map(|turn| turn as u32 + 1));
        match row.time(view) {
            Some(time) => cells.text(&time),
            None => cells.empty(),
        }
        cells.integer(span.start.into());
        cells.integer(span.end.into());
        cells.count(lines.map(|(first, _)| first));
        cells.count(lines.map(|(_, last)| last));
        cells.integer(row.words);
        cells.text(row.code(view));
        cells.present(path.map_or("", |(path, _)| path));
        for at in 0..3 {
            match level(at) {
                Some(name) => cells.text(name),
                None => cells.empty(),
            }
        }
        cells.text(row.coding.coder.as_str());
        cells.text(row.coding.created.as_ref());
        cells.text(row.coding.modified.as_ref());
        match view.state.star(row.coding) {
            Some(star) => cells.text(star.as_str()),
            None => cells.empty(),
        }
        match self.memos.get(&row.coding.id) {
            Some(memos) => cells.present(&memos.iter().map(|memo| &*memo.text).collect::<Vec<&str>>().join("\n\n")),
            None => cells.empty(),
        }
        let before = Span::new(span.start.saturating_sub(CONTEXT), span.start);
        let after = Span::new(span.end, span.end.saturating_add(CONTEXT).min(body.chars()));
        for span in [span, before, after] {
            cells.text(&characters_of(view, transcript, body, span));
        }
    }
}

/// The rows as a table.
pub fn codings_table<'a>(view: &View<'a>, rows: &[CodingRow<'a>]) -> Table {
    let columns = coding_columns(view);
    let mut lines = CodingLines::new(view, true);
    let row = |row| {
        let mut cells = Vec::with_capacity(columns.len());
        lines.write(row, &mut cells);
        cells
    };
    let rows = rows.iter().map(row).collect();
    Table { name: "codings".into(), rows, columns, ..Table::default() }
}

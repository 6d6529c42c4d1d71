//! From positions to rows and columns, and back.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::Span;

use super::cells::{Cell, Cells};
use super::{Page, Piece};

impl Page {
    /// The row that shows `position`: never a gap nor an empty line of speech. For a label it is the turn's first row,
    /// for white space at a wrap the row before, past the end the last one.
    pub fn row_of(&self, position: u32) -> usize {
        self.starts.partition_point(|start| *start <= position).saturating_sub(1)
    }

    /// Columns before `position` in its row ([`Page::row_of`]); the row's width for what stands behind the row.
    pub fn column_of(&self, position: u32) -> u16 {
        let row = self.row_of(position);
        let text = self.row_text(row);
        let start = self.row(row).span.start;
        if is_plain(text) {
            return u16::try_from(position.saturating_sub(start).min(text.len() as u32)).unwrap_or(u16::MAX);
        }
        let mut column = 0;
        for cell in self.cells(row) {
            if position < cell.span.end {
                return cell.column;
            }
            column = cell.column.saturating_add(cell.width);
        }
        column
    }

    /// The grapheme cluster at `column` of `row`, or the last one of the row before it. A row where nothing is shown
    /// stands for the next one where the cursor can stand, or for the last of all.
    pub fn position_at(&self, row: usize, column: u16) -> u32 {
        let row = row.min(self.rows.len() - 1);
        let row = if self.row(row).span.is_empty() { self.standing_row_from(row) } else { row };
        let start = self.row(row).span.start;
        let text = self.row_text(row);
        if is_plain(text) {
            return start + u32::from(column).min((text.len() as u32).saturating_sub(1));
        }
        self.cells(row).take_while(|cell| cell.column <= column).last().map_or(start, |cell| cell.span.start)
    }

    /// The code points of the grapheme cluster at `position` (with what has no width beside it); where the cursor
    /// cannot stand, of the nearest one where it can.
    pub fn grapheme_at(&self, position: u32) -> Span {
        let row = self.row_of(position);
        let row = if self.is_standing(row) { row } else { self.standing_row_from(row) };
        let start = self.row(row).span.start;
        let text = self.row_text(row);
        if is_plain(text) {
            let at = start + position.saturating_sub(start).min((text.len() as u32).saturating_sub(1));
            return Span::new(at, at + text.len().min(1) as u32);
        }
        let mut found = Span::new(start, start);
        for cell in self.cells(row) {
            found = cell.span;
            if position < found.end {
                break;
            }
        }
        found
    }

    /// The rows on which something of `span` is shown, with the gaps between them; empty if nothing is.
    pub fn rows_of(&self, span: Span) -> Range<usize> {
        let mut first = self.row_of(span.start);
        if span.is_empty() {
            return first..first;
        }
        if self.row(first).span.end <= span.start {
            first += 1;
        }
        while first < self.rows.len() && self.row(first).span.is_empty() {
            first += 1;
        }
        let last = self.row_of(span.end - 1);
        let shows = self.rows.get(first..=last).is_some_and(|rows| rows.iter().any(|row| row.span.overlaps(span)));
        if shows { first..last + 1 } else { first..first }
    }

    /// What row `row` shows, piece by piece, to be drawn from column 0 on. A single piece may be wider than the text
    /// where that is narrow, and the last row of a page is answered for every `row` past it.
    pub fn pieces(&self, row: usize) -> Vec<Piece> {
        let row = row.min(self.rows.len() - 1);
        let piece = |cell: Cell<'_>| Piece { span: cell.span, text: cell.text.into_owned(), width: cell.width };
        self.cells(row).map(piece).collect()
    }

    /// What row `row` shows, as one text that is safe for a terminal.
    pub fn row_shown(&self, row: usize) -> Cow<'_, str> {
        let row = row.min(self.rows.len() - 1);
        let text = self.row_text(row);
        if is_plain(text) {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len() + 16);
        self.cells(row).for_each(|cell| shown.push_str(&cell.text));
        Cow::Owned(shown)
    }

    /// The text of a row as it stands in the body.
    pub(super) fn row_text(&self, row: usize) -> &str {
        let range = self.bytes.get(row).map_or(0..0, |(start, end)| *start as usize..*end as usize);
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn cells(&self, row: usize) -> Cells<'_> {
        Cells::new(self.row_text(row), self.row(row).span.start)
    }

    /// Whether the cursor can stand on `row`.
    pub(super) fn is_standing(&self, row: usize) -> bool {
        self.standing.binary_search(&(row as u32)).is_ok()
    }

    /// The first row from `row` on where the cursor can stand, or the last one of all.
    fn standing_row_from(&self, row: usize) -> usize {
        let at = self.standing.partition_point(|standing| (*standing as usize) < row);
        self.standing.get(at).or(self.standing.last()).map_or(0, |row| *row as usize)
    }
}

/// Whether each byte is one column.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7F).contains(&byte))
}

//! Rows out of a body and its turns.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::text::{Body, Layout, Span};

use super::wrap::wrap;
use super::{Block, Page, Row, RowKind};

/// Counts code points along a text, each byte once.
struct Counter<'a> {
    text: &'a str,
    byte: usize,
    position: u32,
}

impl Counter<'_> {
    /// The code point at `byte`, which is not before the last one asked for.
    fn at(&mut self, byte: usize) -> u32 {
        let between = self.text.as_bytes().get(self.byte..byte).unwrap_or_default();
        self.position += between.iter().filter(|byte| (**byte as i8) >= -0x40).count() as u32;
        self.byte = byte.max(self.byte);
        self.position
    }
}

pub(super) fn build(body: &Body, layout: &Layout, language: &str, width: u16) -> Page {
    let mut builder = Builder {
        text: body.text(),
        counter: Counter { text: body.text(), byte: 0, position: 0 },
        page: Page {
            text: Arc::from(body.text()),
            language: language.to_owned(),
            width: width.max(1),
            rows: Vec::with_capacity(body.text().len() / 40 + layout.turns.len()),
            bytes: Vec::new(),
            starts: Vec::new(),
            standing: Vec::new(),
            blocks: Vec::with_capacity(layout.turns.len() + 1),
            in_header: false,
        },
    };
    builder.all(body, layout);
    builder.page
}

struct Builder<'a> {
    text: &'a str,
    counter: Counter<'a>,
    page: Page,
}

impl Builder<'_> {
    fn all(&mut self, body: &Body, layout: &Layout) {
        let first = layout.turns.first().map_or(body.chars(), |turn| turn.span.start);
        let before = &self.text[..body.byte(first)];
        let start = before.len() - before.trim_start().len();
        let end = before.trim_end().len();
        if start < end {
            let speech = body.span_of_bytes(start..end);
            self.block(None, 0, speech, start..end);
        }
        // Turns follow each other; what is not so is cut off here, so that rows ascend whatever the layout says.
        let mut reached = 0;
        for (index, turn) in layout.turns.iter().enumerate() {
            let from = turn.span.start.max(reached).min(body.chars());
            let start = turn.speech.start.clamp(from, body.chars());
            let speech = Span::new(start, turn.speech.end.clamp(start, body.chars()));
            reached = speech.end;
            self.block(Some(index), from, speech, body.bytes(speech));
        }
        if self.page.rows.is_empty() {
            self.row(RowKind::Header, None, false, 0..0, 0);
        }
        self.finish();
    }

    fn block(&mut self, turn: Option<usize>, from: u32, speech: Span, bytes: Range<usize>) {
        let kind = if turn.is_some() { RowKind::Speech } else { RowKind::Header };
        if !self.page.rows.is_empty() {
            self.row(RowKind::Gap, None, false, self.counter.byte..self.counter.byte, from);
        }
        let first = self.page.rows.len();
        let mut rows = Vec::new();
        let (mut at, mut blank) = (bytes.start, None);
        for line in self.text.get(bytes.clone()).unwrap_or_default().split_inclusive('\n') {
            wrap(line.strip_suffix('\n').unwrap_or(line), self.page.width, |row| {
                rows.push(at + row.start..at + row.end)
            });
            if rows.is_empty() {
                blank = blank.or(Some(at));
            } else if let Some(blank) = blank.take()
                && self.page.rows.len() > first
            {
                self.row(kind, turn, false, blank..blank, u32::MAX);
            }
            for row in rows.drain(..) {
                let begins = turn.is_some() && self.page.rows.len() == first;
                let from = if self.page.rows.len() == first { from } else { 0 };
                self.row(kind, turn, begins, row, from);
            }
            at += line.len();
        }
        if self.page.rows.len() == first {
            self.row(kind, turn, turn.is_some(), bytes.start..bytes.start, from);
        }
        let (words, sentences) = (OnceLock::new(), OnceLock::new());
        self.page.blocks.push(Block { turn, from, speech, bytes, first_row: first, words, sentences });
    }

    /// Adds a row that answers for positions from `from` on, or from its own start on where that is less; with the
    /// greatest number it leaves them to the next row.
    fn row(&mut self, kind: RowKind, turn: Option<usize>, first_of_turn: bool, bytes: Range<usize>, from: u32) {
        let span = Span::new(self.counter.at(bytes.start), self.counter.at(bytes.end));
        let start = match from {
            0 => span.start,
            from => from,
        };
        self.page.rows.push(Row { turn, first_of_turn, span, kind });
        self.page.bytes.push((bytes.start as u32, bytes.end as u32));
        self.page.starts.push(start);
    }

    fn finish(&mut self) {
        let page = &mut self.page;
        if let Some(first) = page.starts.first_mut() {
            *first = 0;
        }
        // Rows that leave their positions to the next one, from behind.
        let mut next = u32::MAX;
        for start in page.starts.iter_mut().rev() {
            *start = (*start).min(next);
            next = *start;
        }
        page.in_header = !page.rows.iter().any(|row| row.kind == RowKind::Speech && !row.span.is_empty());
        let kind = if page.in_header { RowKind::Header } else { RowKind::Speech };
        let standing = page.rows.iter().enumerate().filter(|(_, row)| row.kind == kind && !row.span.is_empty());
        page.standing = standing.map(|(index, _)| index as u32).collect();
    }
}

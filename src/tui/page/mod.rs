//! One transcript laid out at a width: rows, the places in them, motions and units of selection. Pure.
//!
//! A [`Page`] shows speech only: labels and leading times stand in the margin, which is the view's. Rows are found
//! once; a row's cells, and a turn's words and sentences, when they are first asked for, so that every motion costs the
//! logarithm of the transcript and the length of a row or turn. The cursor stands on what is seen: never on a line
//! break, on white space at a wrap, in a gap, on a label, nor on a character without width.
//!
//! All columns are columns of the terminal, in the order of the text (a terminal that turns Arabic or Hebrew round does
//! so itself). All widths are those of [`text::width`](crate::text::width) of what
//! [`text::visible`](crate::text::visible) makes of a grapheme cluster; a tab takes four columns.

mod build;
mod cells;
mod lanes;
mod letters;
mod motions;
mod place;
#[cfg(test)]
mod tests;
mod units;
mod wrap;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::text::{Body, Layout, Span};

pub use lanes::Lanes;
pub use letters::{letters, single_letters};
pub use units::Unit;

/// What a row shows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RowKind {
    /// Text before the first turn.
    Header,
    /// Speech; an empty line of it too, and a turn in which nothing is said.
    Speech,
    /// The empty row between two turns.
    Gap,
}

/// One row of the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Index of the turn, from 0; `None` in headers and gaps.
    pub turn: Option<usize>,
    /// Whether the turn begins here, so that its label and number stand beside it.
    pub first_of_turn: bool,
    /// The code points that are shown; empty where the row is.
    pub span: Span,
    /// What it shows.
    pub kind: RowKind,
}

/// What is shown of one place of a row: a grapheme cluster, with what has no width beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The code points of the body.
    pub span: Span,
    /// What is seen: safe for a terminal, a tab as blanks.
    pub text: String,
    /// Columns that `text` takes.
    pub width: u16,
}

/// The header, or one turn.
#[derive(Clone, Debug)]
struct Block {
    turn: Option<usize>,
    /// First code point, label and time included.
    from: u32,
    /// The header's text, or the speech.
    speech: Span,
    /// The bytes of `speech`.
    bytes: Range<usize>,
    first_row: usize,
    words: OnceLock<Box<[Span]>>,
    sentences: OnceLock<Box<[Span]>>,
}

/// One transcript laid out at a width.
///
/// Positions are code points of the body; motions take any position, also one past the end, and answer with one where
/// the cursor can stand: in speech, or in the header of a transcript in which nothing is said. Where there is neither
/// (an empty body), they answer with the start of the first row.
#[derive(Clone)]
pub struct Page {
    text: Arc<str>,
    language: String,
    width: u16,
    /// At least one.
    rows: Vec<Row>,
    /// The bytes of each row's text.
    bytes: Vec<(u32, u32)>,
    /// First position that each row answers for; an empty row shares it with the next, which then answers.
    starts: Vec<u32>,
    /// Rows on which the cursor can stand.
    standing: Vec<u32>,
    blocks: Vec<Block>,
    /// Whether the cursor stands in headers, for want of speech.
    in_header: bool,
}

impl fmt::Debug for Page {
    /// Tells nothing of the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("width", &self.width).field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

impl Page {
    /// Lays out `body` in rows of `text_width` columns (at least one). `language` is the study's, for its sentences.
    pub fn new(body: &Body, layout: &Layout, language: &str, text_width: u16) -> Self {
        build::build(body, layout, language, text_width)
    }

    /// Columns of the text that it was laid out for.
    pub fn text_width(&self) -> u16 {
        self.width
    }

    /// Number of rows of the whole transcript; at least one.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The row at `index`, or the last one.
    pub fn row(&self, index: usize) -> &Row {
        // There is always a row; see `build`.
        &self.rows[index.min(self.rows.len() - 1)]
    }

    /// The first row of turn `index` (from 0), or the last row.
    pub fn row_of_turn(&self, index: usize) -> usize {
        let at = self.blocks.partition_point(|block| block.turn.is_none_or(|turn| turn < index));
        self.blocks.get(at).map_or(self.rows.len() - 1, |block| block.first_row)
    }
}

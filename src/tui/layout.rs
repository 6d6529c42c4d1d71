//! Where things stand on the screen: shared by updates (how much fits) and views (where it is drawn).

mod tables;
mod texts;

use ratatui::layout::Rect;

pub use tables::{HEAT_NOTES, Heat, HeatShape, Table, bars, cell, grid, heat, table};
pub use texts::{Compare, Read, ReadShape, compare, most_lanes, read};

/// The smallest screen that is drawn.
pub const SMALLEST: (u16, u16) = (40, 12);

/// Columns of text at most where passages are read: longer lines are hard to follow. The Read screen has a measure of its own.
pub const LONGEST: u16 = 100;

/// Whether a screen is too small to be drawn.
pub fn too_small(size: (u16, u16)) -> bool {
    size.0 < SMALLEST.0 || size.1 < SMALLEST.1
}

/// Head, middle and foot of every screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The line at the top.
    pub head: Rect,
    /// The rows between.
    pub body: Rect,
    /// The line at the bottom.
    pub foot: Rect,
}

/// Splits a screen.
pub fn frame(size: (u16, u16)) -> Frame {
    let (width, height) = size;
    let rows = height.saturating_sub(2);
    Frame {
        head: Rect::new(0, 0, width, height.min(1)),
        body: Rect::new(0, 1, width, rows),
        foot: Rect::new(0, height.saturating_sub(1), width, u16::from(height > 1)),
    }
}

/// Rows below a list for what there is to say of the row in focus, in a body of so many columns and rows: the narrower, the
/// more.
pub fn below((columns, rows): (u16, u16)) -> u16 {
    match (columns, rows) {
        (_, ..16) => 2,
        (..70, _) => 4,
        _ => 2,
    }
}

/// Rows of the start screen above its choices.
pub const START: usize = 4;

/// Rows of the screen of a new study above its labels.
pub const NEW: usize = 5;

/// How many rows the list of what has lost its place has: at most half of the screen.
pub fn review_rows(size: (u16, u16)) -> usize {
    usize::from(frame(size).body.height.saturating_sub(1) / 2).max(1)
}

/// The parts of the import screen, in rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Import {
    /// The files.
    pub files: u16,
    /// The labels.
    pub labels: u16,
}

/// Splits the import screen.
pub fn import(size: (u16, u16)) -> Import {
    let rows = frame(size).body.height.saturating_sub(3);
    Import { files: (rows * 3 / 10).max(2), labels: (rows * 3 / 10).max(2) }
}

/// Whether there is room for the transcript beside the hits of a search.
pub fn beside(size: (u16, u16)) -> bool {
    size.0 >= 100
}

/// A box in the middle of the screen, at most `width` by `height`.
pub fn centred(size: (u16, u16), width: u16, height: u16) -> Rect {
    let width = width.min(size.0);
    let height = height.min(size.1);
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

/// How many actions the palette shows: where it is narrow, two rows say what the one in focus has no room for.
pub fn palette_rows(size: (u16, u16)) -> usize {
    if size.0 >= 70 { usize::from(size.1 / 3).clamp(8, 20) } else { 7 }
}

/// The box of the palette.
pub fn palette(size: (u16, u16)) -> Rect {
    centred(size, 70, palette_rows(size) as u16 + if size.0 >= 70 { 4 } else { 5 })
}

/// Columns of the list of memos, of `width` for it and the memo beside it.
pub fn memo_names(width: u16) -> u16 {
    if width >= 90 { (width * 2 / 5).clamp(46, 90) } else { width }
}

/// The box of the picker.
pub fn picker(size: (u16, u16)) -> Rect {
    centred(size, 96, size.1.saturating_sub(4).clamp(12, 22))
}

/// How many codes the picker shows in its box.
pub fn picker_rows(size: (u16, u16)) -> usize {
    let area = picker(size);
    let details = if area.width >= 70 { 0 } else { 4 };
    usize::from(area.height.saturating_sub(4 + details)).max(1)
}

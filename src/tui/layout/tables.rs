//! The heat map, the framework, the screens of analyses.

use ratatui::layout::Rect;

use super::frame;
use crate::tui::tables::Analysis;

/// Rows of the heat map that say what is left out.
pub const HEAT_NOTES: u16 = 2;

/// Columns of one group in the heat map at most: where a name stands whole, and where it stands on two rows.
const HEAT_CELL: (u16, u16) = (32, 20);

/// What decides how the heat map is split, besides the size of the screen. All in columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HeatShape {
    /// How many groups there are, and which is in focus.
    pub groups: (usize, usize),
    /// The longest name of a group, whole.
    pub whole: usize,
    /// The same where each stands on two rows, broken at a blank.
    pub broken: usize,
    /// The longest name of a theme with its indent.
    pub themes: usize,
    /// The largest figure.
    pub figure: usize,
}

/// The columns of the heat map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Heat {
    /// Columns of the themes' names.
    pub names: u16,
    /// How many groups fit beside them.
    pub fit: usize,
    /// The first group that is shown, so that the one in focus is in sight.
    pub first: usize,
    /// Columns of a group.
    pub cell: u16,
    /// Rows above the themes: what is counted, the groups' names (two rows where they are broken), their sizes.
    pub head: u16,
}

/// Splits the heat map. Names of themes and figures have what they need; the groups share what is left, with their names whole where
/// there is room for all, else on two rows.
pub fn heat(size: (u16, u16), shape: HeatShape) -> Heat {
    let body = frame(size).body;
    let width = body.width.saturating_sub(2);
    let columns = |wide: usize| u16::try_from(wide).unwrap_or(u16::MAX);
    let names = columns(shape.themes).saturating_add(2).clamp(14, (width / 3).clamp(14, 40));
    let room = width.saturating_sub(names);
    let (most, most_broken) = HEAT_CELL;
    // A step of shade and a share stand beside the figure: `▒ 12 (100%)`.
    let least = columns(shape.figure).saturating_add(10).min(room.max(1));
    let low = body.height < 16;
    let whole = columns(shape.whole).saturating_add(1).min(most).max(least);
    let broken = columns(if low { 0 } else { shape.broken }).saturating_add(1).min(most_broken).clamp(least, whole);
    let (groups, focus) = shape.groups;
    let cell = (room / columns(groups).max(1)).clamp(broken, whole.saturating_add(1));
    let fit = usize::from(room / cell).max(1);
    let head = if !low && usize::from(cell - 1) < shape.whole { 4 } else { 3 };
    Heat { names, fit, first: (focus + 1).saturating_sub(fit), cell, head }
}

/// How many groups have a bar where one theme is shown alone.
pub fn bars(size: (u16, u16)) -> usize {
    usize::from(frame(size).body.height.saturating_sub(5)).max(1)
}

/// The grid of the framework.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grid {
    /// Rows above the first participant.
    pub head: u16,
    /// Columns of the participants' ids.
    pub names: u16,
    /// Columns of a cell.
    pub cell: u16,
    /// How many themes fit beside the ids.
    pub fit: usize,
    /// The first theme that is shown, so that the one in focus is in sight.
    pub first: usize,
    /// Rows of a cell.
    pub height: u16,
    /// How many participants fit.
    pub rows: usize,
    /// Rows for what has to be said under it.
    pub notes: u16,
}

/// Splits the grid of the framework in which the theme `column` is in focus.
pub fn grid(size: (u16, u16), column: usize) -> Grid {
    let body = frame(size).body;
    let width = body.width.saturating_sub(2);
    let low = body.height < 16;
    let names = (width / 6).clamp(10, 24);
    let fit = (width.saturating_sub(names) / 20).max(1);
    let (head, notes) = if low { (2, 1) } else { (3, 2) };
    let height = match body.height {
        30.. => 4,
        16.. => 3,
        _ => 2,
    };
    Grid {
        head,
        names,
        cell: width.saturating_sub(names) / fit,
        fit: usize::from(fit),
        first: (column + 1).saturating_sub(usize::from(fit)),
        height,
        rows: usize::from(body.height.saturating_sub(head + notes) / height).max(1),
        notes,
    }
}

/// The parts of a cell of the framework: passages and summary.
pub fn cell(size: (u16, u16)) -> (Rect, Rect) {
    let body = frame(size).body;
    let inner = Rect {
        x: body.x + 1,
        width: body.width.saturating_sub(2),
        y: body.y + 1,
        height: body.height.saturating_sub(1),
    };
    if inner.width >= 70 {
        let left = inner.width / 2;
        let right = Rect { x: inner.x + left + 1, width: inner.width - left - 1, ..inner };
        return (Rect { width: left, ..inner }, right);
    }
    let upper = inner.height / 2;
    let lower = Rect { y: inner.y + upper, height: inner.height - upper, ..inner };
    (Rect { height: upper, ..inner }, lower)
}

/// The parts of the screen of an analysis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Table {
    /// What is shown.
    pub asked: Rect,
    /// The curve, for new codes.
    pub chart: Rect,
    /// The heads of the columns.
    pub heads: Rect,
    /// The rows.
    pub list: Rect,
    /// What there is to say of the row in focus.
    pub detail: Rect,
    /// What is left out.
    pub notes: Rect,
}

/// Splits the screen of an analysis.
pub fn table(size: (u16, u16), analysis: Analysis) -> Table {
    let body = frame(size).body;
    let low = body.height < 16;
    // Many columns whose heads are longer than their figures.
    let heads = if matches!(analysis, Analysis::Words | Analysis::Coverage) && !low { 2 } else { 1 };
    let curve = match (analysis, low) {
        (Analysis::NewCodes, true) => 1,
        (Analysis::NewCodes, false) => (body.height / 3).clamp(5, 14),
        _ => 0,
    };
    let (detail, notes) = match (analysis, low) {
        (_, true) => (1, 1),
        (Analysis::NewCodes, false) => (2, if body.height < 20 { 4 } else { 5 }),
        _ => (2, 2),
    };
    let mut y = body.y;
    let mut take = |rows: u16| {
        let rows = rows.min(body.bottom().saturating_sub(y));
        let part = Rect { x: body.x + 1, y, width: body.width.saturating_sub(2), height: rows };
        y += rows;
        part
    };
    Table {
        asked: take(1),
        chart: take(curve),
        heads: take(heads),
        list: take(body.height.saturating_sub(1 + heads + curve + detail + notes)),
        detail: take(detail),
        notes: take(notes),
    }
}

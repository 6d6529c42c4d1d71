//! The heat map, the framework, the screens of analyses.

use ratatui::layout::Rect;

use super::frame;
use crate::tui::tables::Analysis;

/// Rows of the heat map above its themes.
pub const HEAT_HEAD: u16 = 3;

/// Columns of one group in the heat map, at least and at most.
const HEAT_CELL: (u16, u16) = (12, 24);

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
}

/// Splits the heat map in which `group` of `groups` is in focus, the longest of whose names has so many columns: names are
/// whole where there is room for all.
pub fn heat(size: (u16, u16), group: usize, groups: usize, longest: usize) -> Heat {
    let width = frame(size).body.width.saturating_sub(2);
    let names = (width / 3).clamp(14, 40);
    let room = width.saturating_sub(names);
    let (least, most) = HEAT_CELL;
    let wished = (longest as u16).saturating_add(2).clamp(least, most);
    let cell = (room / (groups.max(1) as u16)).clamp(least, wished);
    let fit = usize::from(room / cell).max(1);
    Heat { names, fit, first: (group + 1).saturating_sub(fit), cell }
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
        heads: take(1),
        list: take(body.height.saturating_sub(2 + curve + detail + notes)),
        detail: take(detail),
        notes: take(notes),
    }
}

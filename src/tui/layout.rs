//! Where things stand on the screen: shared by updates (how much fits) and views (where it is drawn).

use ratatui::layout::Rect;

use super::tables::Analysis;

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

/// The parts of the Read screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Read {
    /// Turn numbers and speakers.
    pub gutter: Rect,
    /// Columns of the gutter that hold the turn's number.
    pub number: u16,
    /// The text.
    pub text: Rect,
    /// A letter per code.
    pub lanes: Rect,
    /// The whole transcript in as many rows as the screen has; no columns where it is narrow.
    pub map: Rect,
    /// The codes at the cursor, or the quotes of a theme.
    pub panel: Rect,
    /// Whether the panel stands at the right (else below).
    pub beside: bool,
}

/// What decides how the Read screen is split, besides its size.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReadShape {
    /// Turns of the transcript.
    pub turns: usize,
    /// Columns that its lanes ask for.
    pub lanes: u16,
    /// Columns of text at most.
    pub measure: u16,
    /// Whether quotes of a theme stand beside it.
    pub quotes: bool,
}

/// Splits the Read screen.
pub fn read(size: (u16, u16), shape: ReadShape) -> Read {
    let body = frame(size).body;
    let wide = body.width >= 100;
    let roomy = body.width >= 60;
    let number = if shape.turns >= 10_000 { 6 } else { 4 };
    let number = if roomy { number } else { number - 1 };
    // Speaker, lanes, the map, and the columns of text that lanes for many codes leave at least.
    let (speaker, lanes, map, least) = if wide {
        (if body.width >= 140 { 14 } else { 8 }, 7, 2, 45)
    } else if roomy {
        (7, 6, 2, 36)
    } else {
        (5, 4, 0, 22)
    };
    let gutter = number + 2 + speaker;
    let panel = match (wide, shape.quotes) {
        (false, _) => 0,
        (true, false) => (body.width / 3).clamp(30, 60),
        (true, true) => (body.width * 2 / 5).clamp(36, 90),
    };
    let below = match (wide, shape.quotes, body.height) {
        (true, ..) => 0,
        (false, true, height) => height / 2,
        (false, false, 18..) => 5,
        (false, false, _) => 2,
    };
    let most = body.width.saturating_sub(gutter + map + panel + 1 + least).max(lanes);
    let lanes = shape.lanes.clamp(lanes, most);
    // Longer lines are hard to read.
    let text = body.width.saturating_sub(gutter + lanes + map + panel + 1).min(shape.measure.max(1));
    let rows = body.height.saturating_sub(below);
    let text = Rect::new(gutter, body.y, text, rows);
    // One column after the text is free for the end of a selection.
    let lanes = Rect::new(text.right() + 1, body.y, lanes, rows);
    let map = Rect::new(lanes.right(), body.y, map, rows);
    // Quotes take all that is left at the right.
    let panel = if shape.quotes { body.width.saturating_sub(map.right()) } else { panel };
    Read {
        gutter: Rect::new(0, body.y, gutter, rows),
        number,
        text,
        lanes,
        map,
        panel: if wide {
            Rect::new(map.right(), body.y, panel, rows)
        } else {
            Rect::new(0, body.y + rows, body.width, below)
        },
        beside: wide,
    }
}

/// The most columns that lanes can have.
pub fn most_lanes(size: (u16, u16), shape: ReadShape) -> u16 {
    read(size, ReadShape { lanes: u16::MAX, ..shape }).lanes.width
}

/// The parts of the Compare screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Compare {
    /// Turn numbers and speakers.
    pub gutter: Rect,
    /// Columns of the gutter that hold the turn's number.
    pub number: u16,
    /// The text.
    pub text: Rect,
    /// A lane per coder, and one for the consensus where there is room.
    pub lanes: Rect,
    /// Columns of a lane with the line before it.
    pub lane: u16,
    /// What each coder did.
    pub panel: Rect,
    /// Whether the panel stands at the right (else below).
    pub beside: bool,
}

/// Splits the Compare screen for `coders` coders: two rows of head, the text with its lanes, what each coder did.
pub fn compare(size: (u16, u16), coders: usize) -> Compare {
    let body = frame(size).body;
    let beside = body.width >= 100;
    let roomy = body.width >= 60;
    let (number, gutter) = if beside {
        (4, 13)
    } else if roomy {
        (4, 11)
    } else {
        (3, 8)
    };
    let lane = if roomy { 4 } else { 3 };
    // The consensus has its lane where it does not crowd out the text.
    let count = coders as u16 + u16::from(roomy);
    let lanes = lane * count + 1;
    let panel = if beside { (body.width * 2 / 5).clamp(40, 72) } else { 0 };
    let rows = body.height.saturating_sub(2);
    let shown = if beside { rows } else { (rows * 2 / 5).max(3) };
    let text = body.width.saturating_sub(gutter + lanes + panel + 1).min(LONGEST);
    let text = Rect::new(gutter, body.y + 2, text, shown);
    let lanes = Rect::new(text.right() + 1, text.y, lanes, shown);
    Compare {
        gutter: Rect::new(0, text.y, gutter, shown),
        number,
        text,
        lanes,
        lane,
        panel: if beside {
            let right = lanes.right() + 1;
            Rect::new(right, body.y + 1, body.width.saturating_sub(right + 1), body.height.saturating_sub(1))
        } else {
            Rect::new(1, text.y + shown, body.width.saturating_sub(2), rows.saturating_sub(shown))
        },
        beside,
    }
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

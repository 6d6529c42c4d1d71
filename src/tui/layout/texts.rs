//! The screens with a transcript on them: reading, and comparing coders.

use ratatui::layout::Rect;

use super::{LONGEST, frame};

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

//! Letters made into lines: those on one height, from left to right, with spaces where the gaps are.

use super::page::Glyph;

/// Letters side by side.
#[derive(Clone, PartialEq, Debug)]
pub struct Segment {
    /// Where it begins, in points.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
    /// Its text.
    pub text: String,
}

/// A line of a page.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its height on the page, in points.
    pub y: f32,
    /// The size of most of its letters.
    pub size: f32,
    /// What stands on it, from left to right; never empty.
    pub segments: Vec<Segment>,
    /// A number of a paragraph stood before it, which began a new one.
    pub begins: bool,
    /// The column of the page in which it stands, by number.
    pub column: usize,
    /// Where the lines of its column end at most, if the page is set in columns.
    pub edge: Option<f32>,
}

/// A gap of so many times the size between columns is a tab.
const COLUMN: f32 = 2.0;
/// And of so many, a space.
const SPACE: f32 = 0.15;

impl Line {
    /// Where it begins.
    pub fn left(&self) -> f32 {
        self.segments.first().map_or(0.0, |segment| segment.left)
    }

    /// Where it ends.
    pub fn right(&self) -> f32 {
        self.segments.last().map_or(0.0, |segment| segment.right)
    }

    /// Its text, columns apart by tabs.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut right: Option<f32> = None;
        for segment in &self.segments {
            if let Some(right) = right {
                let gap = segment.left - right;
                if gap > COLUMN * self.size {
                    text.truncate(text.trim_end().len());
                    text.push('\t');
                } else if !text.ends_with(char::is_whitespace) && !segment.text.starts_with(char::is_whitespace) {
                    text.push(' ');
                }
            }
            text += &segment.text;
            right = Some(segment.right);
        }
        text.trim().to_owned()
    }
}

/// What is shown on a page, piece by piece.
pub fn shown(glyphs: &[Glyph]) -> Vec<Piece> {
    // A page turned on its side is read on its side; what stands across it (a watermark) is not.
    let mut turns = [0_usize; 4];
    for glyph in glyphs {
        turns[usize::from(glyph.turns & 3)] += 1;
    }
    let most = (0..4).max_by_key(|turn| turns[*turn]).unwrap_or(0);
    pieces(glyphs.iter().filter(|glyph| usize::from(glyph.turns & 3) == most))
}

/// The lines of a page or a part of one, from top to bottom.
pub fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lines: Vec<(f32, f32, Vec<Piece>)> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            // A raised number is on the line beside which it stands.
            Some((y, size, line)) if (*y - piece.y).abs() <= 0.4 * size.max(piece.size) => {
                if piece.size > *size {
                    (*y, *size) = (piece.y, piece.size);
                }
                line.push(piece);
            }
            _ => lines.push((piece.y, piece.size, vec![piece])),
        }
    }
    lines.into_iter().filter_map(|(y, _, pieces)| line(y, pieces)).collect()
}

/// Text that the file shows in one go, or what follows on it closely.
#[derive(Clone, PartialEq, Debug)]
pub struct Piece {
    /// The line on which it stands, in points from the bottom.
    pub y: f32,
    /// Where it begins.
    pub left: f32,
    /// Where it ends.
    pub right: f32,
    /// The size of its letters.
    pub size: f32,
    /// Its text.
    pub text: String,
}

/// Letters that the file shows one after the other, side by side.
fn pieces<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for glyph in glyphs {
        let c = if glyph.c.is_control() { ' ' } else { glyph.c };
        let right = glyph.x + glyph.width;
        if let Some(piece) = pieces.last_mut() {
            let (gap, size) = (glyph.x - piece.right, piece.size.max(glyph.size));
            let beside = (glyph.y - piece.y).abs() <= 0.1 * size && (-0.3..1.0).contains(&(gap / size));
            if beside && (glyph.size - piece.size).abs() <= 0.3 * size {
                if gap > SPACE * size && c != ' ' && !piece.text.ends_with(' ') {
                    piece.text.push(' ');
                }
                put(&mut piece.text, c);
                piece.right = piece.right.max(right);
                continue;
            }
        }
        let mut text = String::new();
        put(&mut text, c);
        pieces.push(Piece { y: glyph.y, left: glyph.x, right, size: glyph.size, text });
    }
    pieces.retain(|piece| !piece.text.trim().is_empty());
    pieces
}

/// Shapes of several letters are the letters.
fn put(text: &mut String, c: char) {
    match c {
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        'ﬅ' | 'ﬆ' => text.push_str("st"),
        '\u{a0}' => text.push(' '),
        c => text.push(c),
    }
}

fn line(y: f32, mut pieces: Vec<Piece>) -> Option<Line> {
    pieces.sort_by(|a, b| a.left.total_cmp(&b.left));
    let size = pieces.iter().max_by_key(|piece| piece.text.chars().count()).map(|piece| piece.size)?;
    let mut segments: Vec<Segment> = Vec::new();
    for piece in pieces {
        // Spaces at the ends are gaps.
        let (before, after) =
            (piece.text.len() - piece.text.trim_start().len(), piece.text.len() - piece.text.trim_end().len());
        let space = 0.25 * piece.size;
        let left = piece.left + before as f32 * space;
        let right = (piece.right - after as f32 * space).max(left);
        let mut text = piece.text.trim();
        // A raised number refers to a note and is no digit of the word before it.
        let raised = piece.y > y + 0.15 * size && piece.size <= 0.8 * size;
        let marked = format!("[{text}]");
        if raised && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit()) && !segments.is_empty() {
            text = &marked;
        }
        if let Some(last) = segments.last_mut() {
            // Bold and shadow drawn by showing the same twice.
            if last.text == text && (last.left - left).abs() < 0.2 * size {
                continue;
            }
            let gap = left - last.right;
            if gap < 0.5 * size {
                let apart = gap > SPACE * size || before > 0;
                if apart {
                    last.text.push(' ');
                }
                last.text += text;
                last.right = last.right.max(right);
                continue;
            }
        }
        segments.push(Segment { left, right, text: text.to_owned() });
    }
    (!segments.is_empty()).then_some(Line { y, size, segments, begins: false, column: 0, edge: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of this size, half as wide, from `x` on.
    fn letters(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let at = |nth: usize| x + nth as f32 * size / 2.0;
        text.chars().enumerate().map(|(nth, c)| Glyph { c, x: at(nth), y, width: size / 2.0, size, turns: 0 }).collect()
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        lines(super::shown(glyphs)).iter().map(Line::text).collect()
    }

    #[test]
    fn lines_are_read_from_top_to_bottom_whatever_the_file_s_order() {
        let page = [
            letters("second line", 50.0, 680.0, 10.0),
            letters("side", 150.0, 700.0, 10.0),
            letters("First", 50.0, 700.0, 10.0),
        ];
        assert_eq!(texts(&page.concat()), ["First\tside", "second line"]);
    }

    #[test]
    fn gaps_are_spaces_and_wide_gaps_tabs() {
        let page =
            [letters("P07:", 50.0, 700.0, 10.0), letters("Yes", 74.0, 700.0, 10.0), letters("1", 90.0, 703.0, 6.0)];
        assert_eq!(texts(&page.concat()), ["P07: Yes[1]"]);
        let columns = [letters("Ana", 50.0, 700.0, 10.0), letters("No, never.", 120.0, 700.0, 10.0)];
        assert_eq!(texts(&columns.concat()), ["Ana\tNo, never."]);
    }

    #[test]
    fn what_is_shown_twice_and_what_stands_across_is_read_once_or_not() {
        let mut across = letters("DRAFT", 300.0, 300.0, 40.0);
        across.iter_mut().for_each(|glyph| glyph.turns = 1);
        let page = [
            letters("Bold", 50.0, 700.0, 10.0),
            letters("Bold", 50.4, 700.0, 10.0),
            letters("ﬁne", 50.0, 680.0, 10.0),
            across,
        ];
        assert_eq!(texts(&page.concat()), ["Bold", "fine"]);
        assert!(lines(Vec::new()).is_empty());
    }
}

//! Putting text on the screen: always made safe, never past its place.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{has_right_to_left, visible, width};
use crate::tui::field::Field;

/// The mark of a place that is written from left to right.
const LEFT_TO_RIGHT: char = '\u{200E}';

/// A pen for a buffer.
pub struct Draw<'a> {
    /// What is drawn on.
    pub buffer: &'a mut Buffer,
    /// Where that stands which has the focus: the terminal's cursor goes there, since screen readers and magnifiers follow it.
    pub cursor: Option<Position>,
    /// What lies under everything.
    page: Style,
}

impl<'a> Draw<'a> {
    /// A pen, and a clean page under it.
    pub fn new(buffer: &'a mut Buffer, page: Style) -> Self {
        buffer.set_style(buffer.area, page);
        Self { buffer, cursor: None, page }
    }

    /// Writes from `column` of `row` of `area` on to its right end, cut off with `…`. Answers the columns that were used.
    pub fn put(&mut self, area: Rect, column: u16, row: u16, text: &str, style: Style) -> u16 {
        self.put_within(area, column, row, area.width, text, style)
    }

    /// Writes, at most `most` columns.
    pub fn put_within(&mut self, area: Rect, column: u16, row: u16, most: u16, text: &str, style: Style) -> u16 {
        if column >= area.width || row >= area.height {
            return 0;
        }
        let room = most.min(area.width - column);
        let shown = cut(&visible(text), usize::from(room));
        let (x, y) = (area.x + column, area.y + row);
        if !self.buffer.area.contains((x, y).into()) {
            return 0;
        }
        self.buffer.set_stringn(x, y, &shown, usize::from(room), style);
        let wide = width(&shown) as u16;
        if has_right_to_left(&shown) {
            self.end_right_to_left(x, y, wide);
        }
        wide
    }

    /// Ends a text of `wide` columns from `x` on that is written from right to left in parts, so that a terminal that turns
    /// such parts round leaves what stands behind it where it is: digits and signs would else be drawn into it. The mark
    /// (U+200E) has no width and is not seen.
    pub fn end_right_to_left(&mut self, x: u16, y: u16, wide: u16) {
        // Behind a wide character stands a cell of its own that is not sent.
        let shows = |x: &u16| self.buffer.cell((*x, y)).is_some_and(|cell| cell.symbol() != " ");
        let last = (x..x.saturating_add(wide)).rev().find(shows);
        if let Some(cell) = last.and_then(|x| self.buffer.cell_mut((x, y))) {
            let symbol = format!("{}{LEFT_TO_RIGHT}", cell.symbol().trim_end_matches(LEFT_TO_RIGHT));
            cell.set_symbol(&symbol);
        }
    }

    /// Writes what is typed in a line; what is too long goes by at the left, so that the cursor is always seen. Answers where
    /// that stands.
    pub fn typed(&mut self, area: Rect, column: u16, row: u16, field: &Field, style: Style) -> Position {
        let room = usize::from(area.width.saturating_sub(column + 1));
        let before = visible(field.before()).into_owned();
        let shown = tail(&before, room);
        let after = visible(field.text().get(field.before().len()..).unwrap_or_default()).into_owned();
        self.put(area, column, row, &format!("{shown}{after}"), style);
        let caret = area.x + column + width(&shown) as u16;
        Position::new(caret.min(area.right().saturating_sub(1)), area.y + row)
    }

    /// Writes at the right end, one column free behind it.
    pub fn put_right(&mut self, area: Rect, row: u16, text: &str, style: Style) {
        let wide = (width(&visible(text)) as u16 + 1).min(area.width);
        self.put(area, area.width - wide, row, text, style);
    }

    /// Takes away what stands in a part of the screen.
    pub fn clear(&mut self, area: Rect) {
        use ratatui::widgets::{Clear, Widget};
        let area = area.intersection(self.buffer.area);
        Clear.render(area, self.buffer);
        self.buffer.set_style(area, self.page);
    }

    /// Says at the lower edge of a pane that there is more below, and the `key` that leads on.
    pub fn more(&mut self, pane: Rect, key: &str, style: Style) {
        let edge = Rect { x: pane.x + 1, width: pane.width.saturating_sub(2), y: pane.bottom(), height: 1 };
        let text = format!(" {key}: more ");
        let wide = (width(&text) as u16 + 1).min(edge.width);
        self.put(edge, edge.width.saturating_sub(wide), 0, &text, style);
    }

    /// Gives a stretch of a row a style.
    pub fn style(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        self.buffer.set_style(area, style);
    }

    /// Gives what has the focus its style; the terminal's cursor goes to where it begins.
    pub fn focus(&mut self, area: Rect, style: Style) {
        self.style(area, style);
        let begins = Position::new(area.x, area.y);
        if self.buffer.area.contains(begins) {
            self.cursor = Some(begins);
        }
    }

    /// Clears a box and draws its border and title; answers what is inside.
    pub fn pane(&mut self, area: Rect, title: &str, style: Style) -> Rect {
        use ratatui::widgets::{Block, Widget};
        let area = area.intersection(self.buffer.area);
        self.clear(area);
        let title = format!(" {} ", cut(&visible(title), usize::from(area.width.saturating_sub(4))));
        let block = Block::bordered().title(title).border_style(style);
        let inner = block.inner(area);
        block.render(area, self.buffer);
        inner
    }

    /// Writes a text in lines wrapped at words; answers how many rows it took, at most those of `area` from `row` on. What has
    /// no room there ends in `…`.
    pub fn wrapped(&mut self, area: Rect, row: u16, text: &str, style: Style) -> u16 {
        self.wrapped_within(area, row, area.height, text, style)
    }

    /// Writes the part of `text` that fits in `rows` rows from `row` on, wrapped at words; what is left out ends in `…`. Answers
    /// how many rows it took.
    pub fn wrapped_within(&mut self, area: Rect, row: u16, rows: u16, text: &str, style: Style) -> u16 {
        let lines = wrap(text, usize::from(area.width));
        let most = usize::from(rows.min(area.height.saturating_sub(row)));
        for (at, line) in lines.iter().take(most).enumerate() {
            let more = at + 1 == most && lines.len() > most;
            let line = if more { format!("{line} {}", lines[at + 1]) } else { line.clone() };
            self.put(area, 0, row + at as u16, &line, style);
        }
        lines.len().min(most) as u16
    }

    /// Writes what has to be said under a table; where there is no room for all, the `key` that shows it.
    pub fn notes(&mut self, area: Rect, text: &str, key: &str, style: Style) {
        let more = format!(" … {key}: all");
        let lines = wrap(text, usize::from(area.width));
        let height = usize::from(area.height);
        for (row, line) in lines.iter().take(height).enumerate() {
            let cut_off = row + 1 == height && lines.len() > height;
            if cut_off {
                let shown = cut(line, usize::from(area.width).saturating_sub(width(&more)));
                let shown = format!("{}{more}", shown.trim_end_matches('…').trim_end());
                self.put(area, 0, row as u16, &shown, style);
            } else {
                self.put(area, 0, row as u16, line, style);
            }
        }
    }
}

/// `text` in at most `room` columns, the last of them `…` if something was left out.
pub fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide + 1 > room {
            break;
        }
        shown.push_str(grapheme);
        used += wide;
    }
    if room > 0 {
        shown.push('…');
    }
    shown
}

/// `text` in at most `room` columns with its beginning and its end, `…` between them if something was left out: long names
/// that begin alike stay apart.
pub fn cut_middle(text: &str, room: usize) -> String {
    if width(text) <= room || room < 8 {
        return cut(text, room);
    }
    let head = cut(text, room - room / 3);
    format!("{head}{}", end(text, room - width(&head)))
}

/// The end of a text in at most `room` columns, the first of them `…` if something was left out.
pub fn tail(text: &str, room: usize) -> String {
    match room {
        _ if width(text) <= room => text.to_owned(),
        0 => String::new(),
        room => format!("…{}", end(text, room - 1)),
    }
}

/// As much of the end of a text as fits into `room` columns.
fn end(text: &str, room: usize) -> &str {
    let mut left = room;
    let mut start = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        left = match left.checked_sub(width(grapheme)) {
            Some(left) => left,
            None => break,
        };
        start = at;
    }
    text.get(start..).unwrap_or_default()
}

/// `text` in lines of at most `room` columns, broken at words; a longer word is broken where it must be.
pub fn wrap(text: &str, room: usize) -> Vec<String> {
    let room = room.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in visible(paragraph).split_whitespace() {
            if !line.is_empty() && width(&line) + 1 + width(word) <= room {
                line.push(' ');
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for grapheme in word.graphemes(true) {
                if !line.is_empty() && width(&line) + width(grapheme) > room {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(grapheme);
            }
        }
        lines.push(line);
    }
    lines
}

/// A line in pieces; `true`: one that stands out.
pub type Pieces = Vec<(String, bool)>;

/// Pieces of text in lines of at most `room` columns; `true`: one that stands out.
pub fn wrapped_pieces(parts: &[(String, bool)], room: usize) -> Vec<Pieces> {
    let whole: String = parts.iter().map(|(text, _)| text.as_str()).collect();
    // Which characters stand out; white space is where lines are broken and is not counted.
    let marks: Vec<bool> =
        parts.iter().flat_map(|(text, hit)| text.chars().filter(|c| !c.is_whitespace()).map(move |_| *hit)).collect();
    let mut at = 0;
    let line = |line: String| {
        let mut pieces = Pieces::new();
        for c in line.chars() {
            let hit = if c.is_whitespace() {
                // A blank within a piece belongs to it.
                at > 0 && marks.get(at - 1) == Some(&true) && marks.get(at) == Some(&true)
            } else {
                at += 1;
                marks.get(at - 1).copied().unwrap_or(false)
            };
            match pieces.last_mut() {
                Some((text, same)) if *same == hit => text.push(c),
                _ => pieces.push((c.to_string(), hit)),
            }
        }
        pieces
    };
    wrap(&whole, room).into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_at_columns_not_characters() {
        assert_eq!(cut("waiting", 7), "waiting");
        assert_eq!(cut("waiting", 5), "wait…");
        assert_eq!(cut("학교에서", 5), "학교…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn the_end_of_a_text_is_kept() {
        assert_eq!(tail("we waited", 20), "we waited");
        assert_eq!(tail("we waited", 7), "…waited");
        assert_eq!(tail("학교에서", 5), "…에서");
        assert_eq!(tail("abc", 0), "");
    }

    #[test]
    fn what_is_typed_is_seen_where_the_cursor_stands() {
        let area = Rect::new(3, 0, 12, 1);
        let mut field = Field::of("we waited for a year");
        let shown = |field: &Field| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 15, 1));
            let caret = Draw::new(&mut buffer, Style::new()).typed(area, 2, 0, field, Style::new());
            let row: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
            (row.trim_end().to_owned(), caret.x)
        };
        assert_eq!(shown(&field), ("     …r a year".to_owned(), 14));
        field.home();
        assert_eq!(shown(&field), ("     we waited…".to_owned(), 5));
        assert_eq!(shown(&Field::of("we")), ("     we".to_owned(), 7));
    }

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(cut_middle("focus-group-parents", 19), "focus-group-parents");
        assert_eq!(cut_middle("focus-group-parents", 13), "focus-gr…ents");
        assert_eq!(cut_middle("focus-group-staff", 13), "focus-gr…taff");
        assert_eq!(cut_middle("학교에서-학교에서-학교에서", 13), "학교에서…에서");
        assert_eq!(cut_middle("focus-group-staff", 6), "focus…");
        for room in 0..30 {
            assert!(width(&cut_middle("학교에서-focus-group-staff", room)) <= room);
        }
    }

    #[test]
    fn wrapped_within_rows_says_that_there_is_more() {
        let area = Rect::new(0, 0, 12, 3);
        let mut buffer = Buffer::empty(area);
        let mut draw = Draw::new(&mut buffer, Style::new());
        assert_eq!(draw.wrapped_within(area, 1, 2, "one two three four five six", Style::new()), 2);
        let rows: Vec<String> =
            buffer.content.chunks(12).map(|row| row.iter().map(|cell| cell.symbol()).collect()).collect();
        assert_eq!(rows, ["            ", "one two     ", "three four …"]);
    }

    #[test]
    fn where_there_is_more_one_ellipsis_says_so() {
        let area = Rect::new(0, 0, 24, 1);
        for (text, shown) in [
            ("all fits in one row here", "all fits in one row here"),
            ("what is left out fills this row, and more", "what is left o … i: all"),
            ("incomprehensibilities-without-end", "incomprehensib … i: all"),
        ] {
            let mut buffer = Buffer::empty(area);
            Draw::new(&mut buffer, Style::new()).notes(area, text, "i", Style::new());
            let row: String = buffer.content.iter().map(|cell| cell.symbol()).collect();
            assert_eq!(row.trim_end(), shown);
            assert_eq!(row.matches('…').count(), shown.matches('…').count());
        }
    }

    #[test]
    fn wrapped_at_words() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(wrap("incomprehensible", 6), ["incomp", "rehens", "ible"]);
        assert_eq!(wrap("a\n\nb", 4), ["a", "", "b"]);
        assert_eq!(wrap("\u{1b}[31m", 20), ["␛[31m"]);
    }

    #[test]
    fn hits_keep_their_place_in_wrapped_lines() {
        let parts = [("We ".to_owned(), false), ("waited a".to_owned(), true), (" year".to_owned(), false)];
        let lines = wrapped_pieces(&parts, 9);
        let shown: Vec<String> =
            lines.iter().map(|line| line.iter().map(|(text, _)| text.as_str()).collect()).collect();
        assert_eq!(shown, ["We waited", "a year"]);
        assert_eq!(lines[0], [("We ".to_owned(), false), ("waited".to_owned(), true)]);
        assert_eq!(lines[1], [("a".to_owned(), true), (" year".to_owned(), false)]);
    }
}

//! A screen as a picture: the buffer of cells as SVG, for the docs.

use std::borrow::Cow;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Width and height of a cell in pixels. Of most fonts of one width, letters of the size below are as wide as a cell; those of
/// others are stretched.
const CELL: (usize, usize) = (8, 17);
const LETTERS: &str = "13.29";
/// Where letters stand in a cell, from its top.
const BASE: usize = 13;
/// The terminal's own colours: behind, and of plain text.
const BEHIND: &str = "#1c1e26";
const PLAIN: &str = "#d5d8de";

/// The picture of a screen; `title` is what a screen reader says.
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 16, rows * CELL.1 + 16);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"{LETTERS}\">\n\
         <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{BEHIND}\"/>\n",
        escaped(title)
    );
    for row in 0..rows {
        let cells: Vec<&Cell> = (0..columns).filter_map(|column| buffer.cell((column as u16, row as u16))).collect();
        let mut from = 0;
        while from < cells.len() {
            let look = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
            let to = (from..cells.len()).find(|at| look(cells[*at]) != look(cells[from])).unwrap_or(cells.len());
            run(&cells[from..to], from, row, &mut text);
            from = to;
        }
    }
    text.push_str("</svg>\n");
    text
}

/// Cells of one look that stand side by side.
fn run(cells: &[&Cell], column: usize, row: usize, text: &mut String) {
    let Some(first) = cells.first() else { return };
    let has = |modifier| first.modifier.contains(modifier);
    let (mut ink, mut paper) = (colour(first.fg, PLAIN), colour(first.bg, BEHIND));
    if has(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut paper);
    }
    let (x, y) = (8 + column * CELL.0, 8 + row * CELL.1);
    if paper != BEHIND {
        let _ = writeln!(
            text,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{paper}\"/>",
            cells.len() * CELL.0,
            CELL.1
        );
    }
    let mut looks = format!(" fill=\"{ink}\"");
    if has(Modifier::BOLD) {
        looks.push_str(" font-weight=\"bold\"");
    }
    if has(Modifier::ITALIC) {
        looks.push_str(" font-style=\"italic\"");
    }
    if has(Modifier::UNDERLINED) {
        looks.push_str(" text-decoration=\"underline\"");
    }
    if has(Modifier::DIM) {
        looks.push_str(" opacity=\"0.6\"");
    }
    // Words, each at its own place, so that the columns stand whatever letters the reader's machine has.
    let mut at = 0;
    while at < cells.len() {
        if cells[at].symbol().trim().is_empty() {
            at += 1;
            continue;
        }
        let end = (at..cells.len()).find(|end| cells[*end].symbol().trim().is_empty()).unwrap_or(cells.len());
        let word: String = cells[at..end].iter().map(|cell| cell.symbol()).collect();
        let _ = writeln!(
            text,
            "<text x=\"{}\" y=\"{}\" textLength=\"{}\"{looks}>{}</text>",
            x + at * CELL.0,
            y + BASE,
            (end - at) * CELL.0,
            escaped(&word)
        );
        at = end;
    }
}

/// The sixteen colours as a terminal shows them, others as they are named; else the terminal's own.
fn colour(colour: Color, own: &'static str) -> Cow<'static, str> {
    let known = match colour {
        Color::Black => "#1c1e26",
        Color::Red | Color::LightRed => "#f07178",
        Color::Green | Color::LightGreen => "#8bd17c",
        Color::Yellow | Color::LightYellow => "#e6c566",
        Color::Blue | Color::LightBlue => "#7aa8ff",
        Color::Magenta | Color::LightMagenta => "#d29be8",
        Color::Cyan | Color::LightCyan => "#63cdd8",
        Color::Gray => "#b6bac2",
        Color::DarkGray => "#777d88",
        Color::White => "#ffffff",
        Color::Rgb(red, green, blue) => return Cow::Owned(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Indexed(index) => return Cow::Owned(indexed(index)),
        Color::Reset => own,
    };
    Cow::Borrowed(known)
}

/// A colour of the table of 256 that terminals share: a cube of six steps a side, then a ramp of greys.
fn indexed(index: u8) -> String {
    let named = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    if let Some(named) = named.get(usize::from(index)) {
        return colour(*named, PLAIN).into_owned();
    }
    if index >= 232 {
        let grey = 8 + 10 * (index - 232);
        return format!("#{grey:02x}{grey:02x}{grey:02x}");
    }
    let step = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
    let cube = index - 16;
    format!("#{:02x}{:02x}{:02x}", step(cube / 36), step(cube / 6 % 6), step(cube % 6))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn words_stand_at_their_columns_and_nothing_breaks_out() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 2));
        buffer.set_string(2, 1, "a <b>&\"c", Style::new());
        buffer.set_string(12, 0, "red", Style::new().fg(Color::Red).add_modifier(Modifier::BOLD | Modifier::REVERSED));
        let made = svg(&buffer, "<title>");
        assert!(made.contains("<title>&lt;title&gt;</title>"));
        assert!(made.contains("<text x=\"24\" y=\"38\" textLength=\"8\" fill=\"#d5d8de\">a</text>"), "{made}");
        assert!(made.contains("&lt;b&gt;&amp;&quot;c</text>"));
        assert!(made.contains("<rect x=\"104\" y=\"8\" width=\"24\" height=\"17\" fill=\"#f07178\"/>"));
        assert!(made.contains("fill=\"#1c1e26\" font-weight=\"bold\">red</text>"));
        assert_eq!(colour(Color::Rgb(1, 160, 255), PLAIN), "#01a0ff");
        // The table of xterm: 196 is pure red, 244 the middle grey.
        assert_eq!([indexed(9), indexed(196), indexed(244)], ["#f07178", "#ff0000", "#808080"]);
    }
}

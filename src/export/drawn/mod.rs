//! Pictures as text for a terminal: block characters, with every value printed beside its mark, so that nothing hangs on colour.

mod bars;
mod curves;
mod grids;

use super::figure::{Figure, Value};
use crate::text::{visible, width};

/// Columns where nobody says how many there are.
const WIDTH: usize = 100;
/// Narrower than this nothing can be drawn.
const NARROW: usize = 40;

/// A picture in lines of at most `columns` (by default 100, at least 40); what has to be said stands under it.
pub fn drawn(figure: &Figure, columns: Option<usize>) -> Vec<u8> {
    let columns = columns.unwrap_or(WIDTH).max(NARROW);
    let (title, picture, caption) = match figure {
        Figure::Heat(grid) => (grid.title(), grids::heat(grid, columns), &grid.caption),
        Figure::Bars(grid) => (grid.title(), bars::draw(grid, columns), &grid.caption),
        Figure::Curves(curves) => (curves.title(), curves::draw(curves, columns), &curves.caption),
        Figure::Pairs(pairs) => (pairs.title(), grids::pairs(pairs, columns), &pairs.caption),
    };
    let mut out = String::new();
    super::text::wrap(&mut out, &visible(&title), columns);
    out.push('\n');
    for line in picture {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push('\n');
    caption.iter().for_each(|sentence| super::text::wrap(&mut out, &visible(sentence), columns));
    out.into_bytes()
}

/// How much of a whole, in four steps; two signs wide.
fn shade(value: &Value) -> &'static str {
    match value.share {
        None => "//",
        Some(share) if share <= 0.0 => "  ",
        Some(share) if share <= 0.25 => "░░",
        Some(share) if share <= 0.5 => "▒▒",
        Some(share) if share <= 0.75 => "▓▓",
        Some(_) => "██",
    }
}

/// A bar of `cells` times `share`, in eighths of a cell.
fn bar(share: f64, cells: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * cells as f64 * 8.0).round() as usize;
    // Something is never drawn as nothing.
    let eighths = if share > 0.0 { eighths.max(1) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// Text on one line in exactly so many columns: cut with `…`, or filled with blanks at its end.
fn left(text: &str, columns: usize) -> String {
    let text = super::text::cut(&visible(text), columns);
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(&text))))
}

/// [`left`], with the blanks before it.
fn right(text: &str, columns: usize) -> String {
    let text = super::text::cut(&visible(text), columns);
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(&text))))
}

//! Pictures as SVG: text stays text, nothing is fetched, and the same figures give the same bytes.
//!
//! Every value is printed beside its mark, shades differ in lightness and what is kept back is hatched, so that nothing hangs
//! on colour. Marks carry classes, so that a page that holds the picture can set other colours for a dark screen.

mod bars;
mod curves;
mod draw;
mod heat;
mod pairs;

pub use draw::escaped;

use super::figure::{Figure, SHADES};

/// The shades from none to all on white: one hue, each darker than the one before.
const RAMP: [&str; SHADES] =
    ["#ffffff", "#e3eef9", "#cbdff1", "#abcfe6", "#82badb", "#57a0ce", "#2b76b0", "#14578f", "#083d78"];
/// Shades from this one on are dark: what is printed on them is white.
const DARK: usize = 6;
/// The colour of bars and lines.
const MARK: &str = "#0072b2";
/// The second colour, lighter in grey too.
const SECOND: &str = "#9ecae1";
/// Text.
const INK: &str = "#1a1a1a";
/// Text of less weight.
const PALE: &str = "#4d4d4d";
/// Lines of axes and frames.
const RULE: &str = "#8c8c8c";

/// A picture as an SVG document in UTF-8.
pub fn svg(figure: &Figure) -> Vec<u8> {
    let sheet = match figure {
        Figure::Heat(grid) => heat::draw(grid),
        Figure::Bars(grid) => bars::draw(grid),
        Figure::Curves(curves) => curves::draw(curves),
        Figure::Pairs(pairs) => pairs::draw(pairs),
    };
    sheet.finish(true).into_bytes()
}

/// A picture as an element for a page, without title, caption and background of its own.
pub fn svg_element(figure: &Figure) -> String {
    match figure {
        Figure::Curves(curves) => curves::panels(curves).finish(false),
        other => String::from_utf8_lossy(&svg(other)).into_owned(),
    }
}

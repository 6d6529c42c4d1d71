//! New codes per interview: a line for each, what was known before, then what is new.

use super::left;
use crate::export::figure::Curves;
use crate::text::width;

/// Draws it.
pub(super) fn draw(curves: &Curves, columns: usize) -> Vec<String> {
    let points = || curves.series.iter().flat_map(|series| &series.points);
    let names = points().map(|point| width(&point.transcript)).max().unwrap_or(0).min(columns * 2 / 5);
    let most = curves.most();
    // "  1 " before the name, " 12 (+3)" behind the bar.
    let cells = columns.saturating_sub(names + 5 + 12).clamp(8, 60);
    let scaled = |codes: u64| (codes as f64 * cells as f64 / most as f64).round() as usize;
    let mut lines = Vec::new();
    for series in &curves.series {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let said = series.reached_in_words();
        lines.push(if curves.by.is_empty() { said } else { left(&format!("{}: {said}", series.group), columns) });
        for (at, point) in series.points.iter().enumerate() {
            let before = scaled(point.found - point.new);
            let mut new = scaled(point.found) - before;
            if point.new > 0 {
                new = new.max(1);
            }
            lines.push(format!(
                "{:>3} {} {}{} {} (+{})",
                at + 1,
                left(&point.transcript, names),
                "▒".repeat(before),
                "█".repeat(new),
                point.found,
                point.new
            ));
        }
    }
    lines.push(String::new());
    lines.push("▒ known before  █ new in this interview; at the end: codes found so far (+ new)".into());
    lines
}

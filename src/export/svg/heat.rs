//! The heat map of themes × groups.

use super::draw::{At, EDGE, Look, SMALL, Sheet, TEXT, lines, wide};
use super::{DARK, RAMP, RULE};
use crate::export::figure::{Grid, GridRow, Value};

const HIGH: f64 = 26.0;
const INDENT: f64 = 14.0;
/// How much wider bold text is.
const BOLD: f64 = 1.12;

/// The fill of a cell, and the colour of what is printed on it.
pub(super) fn shade(value: &Value) -> (&'static str, &'static str) {
    match value.shade() {
        Some(shade) if shade >= DARK => (RAMP[shade], "#ffffff"),
        Some(shade) => (RAMP[shade], super::INK),
        None => ("url(#kept-back)", super::INK),
    }
}

/// Draws it.
pub(super) fn draw(grid: &Grid) -> Sheet {
    let mut sheet = Sheet::new(grid.title(), described(grid));
    let names = grid
        .rows
        .iter()
        .map(|row| wide(&row.name, TEXT) * if row.depth == 0 { BOLD } else { 1.0 } + INDENT * row.depth as f64)
        .fold(90.0, f64::max);
    let names = names.min(320.0);
    let printed = grid.rows.iter().flat_map(|row| &row.values).map(|value| wide(&value.printed, TEXT) + 16.0);
    // A head is broken at blanks alone, so that its longest word decides; longer ones are shortened.
    let words = grid.heads.iter().flat_map(|head| head.name.split_whitespace());
    let words = words.map(|word| (wide(word, (SMALL + 1.0) * BOLD) + 8.0).min(150.0));
    let column = printed.chain(words).fold(84.0, f64::max);
    let left = EDGE + names + 10.0;
    let whole = left + column * grid.heads.len() as f64;
    sheet.reach(whole, 0.0);
    sheet.head(whole - EDGE);
    let heads: Vec<Vec<String>> =
        grid.heads.iter().map(|head| lines(&head.name, (SMALL + 1.0) * BOLD, column - 6.0, 4)).collect();
    let deep = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let top = sheet.y + 10.0 + deep * 16.0 + 18.0;
    for (at, (lines, head)) in heads.iter().zip(&grid.heads).enumerate() {
        let x = left + column * (at as f64 + 0.5);
        let look = Look { size: SMALL + 1.0, ..Look::PLAIN }.bold().at(At::Middle);
        let first = top - 22.0 - (lines.len() as f64 - 1.0) * 16.0;
        sheet.paragraph(x, first, lines, look);
        sheet.text(x, top - 6.0, &format!("N = {}", head.base), Look::NOTE.at(At::Middle));
    }
    for (at, row) in grid.rows.iter().enumerate() {
        let y = top + HIGH * at as f64;
        name(&mut sheet, row, y, names);
        for (column_at, (value, head)) in row.values.iter().zip(&grid.heads).enumerate() {
            let x = left + column * column_at as f64;
            let (fill, ink) = shade(value);
            let class = value.shade().map_or("kept-back".to_owned(), |shade| format!("s{shade}"));
            let told = format!("{}, {}: {} of N = {}", row.name, head.name, value.printed, head.base);
            sheet.rect((x + 1.0, y + 1.0, column - 2.0, HIGH - 2.0), &class, fill, &told);
            let look = Look { colour: ink, ..Look::PLAIN }.at(At::Middle);
            sheet.text(x + column / 2.0, y + HIGH / 2.0 + 4.5, &value.printed, look);
        }
    }
    legend(&mut sheet, left);
    sheet.foot(&grid.caption);
    sheet
}

/// The name of a theme, indented by its depth.
pub(super) fn name(sheet: &mut Sheet, row: &GridRow, y: f64, room: f64) {
    let x = EDGE + INDENT * row.depth as f64;
    let look = if row.depth == 0 { Look::PLAIN.bold() } else { Look::PLAIN };
    let size = if row.depth == 0 { TEXT * BOLD } else { TEXT };
    let line = lines(&row.name, size, room - INDENT * row.depth as f64 + 1.0, 1).pop().unwrap_or_default();
    sheet.text(x, y + HIGH / 2.0 + 4.5, &line, look);
}

/// What the shades mean.
fn legend(sheet: &mut Sheet, left: f64) {
    let y = sheet.y + 14.0;
    sheet.text(left, y + 11.0, "0%", Look::NOTE);
    let x = left + 22.0;
    for (at, fill) in RAMP.iter().enumerate() {
        sheet.rect((x + 18.0 * at as f64, y, 18.0, 14.0), &format!("s{at}"), fill, "");
    }
    let end = x + 18.0 * RAMP.len() as f64;
    for (from, to) in [((x, y), (end, y)), ((x, y + 14.0), (end, y + 14.0)), ((x, y), (x, y + 14.0))] {
        sheet.line(from, to, "rule", RULE);
    }
    sheet.line((end, y), (end, y + 14.0), "rule", RULE);
    sheet.text(end + 6.0, y + 11.0, "100% of N", Look::NOTE);
}

/// The picture in words: every figure, row by row.
pub(super) fn described(grid: &Grid) -> String {
    let rows = grid.rows.iter().map(|row| {
        let values = row.values.iter().zip(&grid.heads);
        let values: Vec<String> = values.map(|(value, head)| format!("{} {}", head.name, value.printed)).collect();
        format!("{}: {}", row.name, values.join(", "))
    });
    let heads: Vec<String> = grid.heads.iter().map(|head| format!("{} N = {}", head.name, head.base)).collect();
    let rows: Vec<String> = rows.collect();
    format!("{} with a passage of each theme. Groups: {}. {}.", grid.unit, heads.join(", "), rows.join(". "))
}

//! CSV and TSV (RFC 4180, UTF-8 without a BOM).
//!
//! Lines end with `\n`, not the RFC's CRLF: pandas, R, Excel and LibreOffice read both, and a study under git keeps one
//! kind of line end. Cells are verbatim, also one that begins with `=`: this is data to compute with, and a changed
//! quote would be a wrong quote. Booleans are 1 and 0, an undefined or masked figure is empty, percentages have two
//! decimals.

use crate::analysis::{Cell, Table};

/// The table with commas.
pub fn csv(table: &Table) -> Vec<u8> {
    separated(table, ',')
}

/// The table with commas as Excel opens it: a byte order mark, without which it reads another encoding, and `'` before a text
/// that it would take for a formula (`=`, `+`, `-`, `@`, a tab or a carriage return at its beginning).
pub fn csv_for_excel(table: &Table) -> Vec<u8> {
    let formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text != "-";
    let mut guarded = table.clone();
    for cell in guarded.rows.iter_mut().flatten() {
        if let Cell::Text(text) = cell
            && formula(text)
        {
            text.insert(0, '\'');
        }
    }
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    bytes.extend(csv(&guarded));
    bytes
}

/// The table with tabs; quoted as CSV is.
pub fn tsv(table: &Table) -> Vec<u8> {
    separated(table, '\t')
}

/// A masked figure is empty: a column of numbers stays one. A count is never empty for another reason.
fn figure(cell: &Cell) -> std::borrow::Cow<'_, str> {
    if matches!(cell, Cell::Masked) { "".into() } else { cell.plain() }
}

fn separated(table: &Table, separator: char) -> Vec<u8> {
    let mut text = String::new();
    line(&mut text, separator, table.columns.iter().map(|column| column.id.as_str().into()));
    for row in &table.rows {
        line(&mut text, separator, row.iter().map(figure));
    }
    text.into_bytes()
}

fn line<'a>(text: &mut String, separator: char, cells: impl ExactSizeIterator<Item = std::borrow::Cow<'a, str>>) {
    let only = cells.len() == 1;
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(separator);
        }
        // A line of one empty cell would else be an empty line, which readers skip.
        if only && cell.is_empty() { text.push_str("\"\"") } else { field(text, separator, &cell) }
    }
    text.push('\n');
}

/// One cell, between quotation marks where it has to be.
pub(super) fn field(text: &mut String, separator: char, cell: &str) {
    let special = |byte: u8| byte == separator as u8 || matches!(byte, b'"' | b'\n' | b'\r');
    // To look at all bytes is faster than to stop at the first: many are looked at at once.
    if cell.bytes().fold(false, |found, byte| found | special(byte)) {
        text.push('"');
        for (at, part) in cell.split('"').enumerate() {
            if at > 0 {
                text.push_str("\"\"");
            }
            text.push_str(part);
        }
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

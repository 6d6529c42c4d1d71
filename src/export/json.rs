//! JSON: a list of objects, or one object a line. Keys are the columns; numbers are numbers, written as in CSV
//! (percentages with two decimals, flags 1 and 0); an empty cell is `null`, spans are lists of [start, end].

use crate::analysis::{Cell, Column, Table};

/// The table as one JSON list with an object per row.
pub fn json(table: &Table) -> Vec<u8> {
    if table.rows.is_empty() {
        return b"[]\n".to_vec();
    }
    let keys = keys(&table.columns);
    let mut text = String::from("[\n");
    for (at, row) in table.rows.iter().enumerate() {
        text.push_str(if at > 0 { ",\n" } else { "" });
        object(&mut text, &keys, row);
    }
    text.push_str("\n]\n");
    text.into_bytes()
}

/// The table as JSON Lines: an object per row, each on a line of its own.
pub fn jsonl(table: &Table) -> Vec<u8> {
    let keys = keys(&table.columns);
    let mut text = String::new();
    for row in &table.rows {
        object(&mut text, &keys, row);
        text.push('\n');
    }
    text.into_bytes()
}

/// The columns' names as they stand in every object.
pub(super) fn keys(columns: &[Column]) -> Vec<String> {
    let key = |(at, column): (usize, &Column)| {
        let mut key = String::from(if at > 0 { "," } else { "" });
        string(&mut key, &column.id);
        key.push(':');
        key
    };
    columns.iter().enumerate().map(key).collect()
}

fn object(text: &mut String, keys: &[String], row: &[Cell]) {
    text.push('{');
    for (key, cell) in keys.iter().zip(row) {
        text.push_str(key);
        value(text, cell);
    }
    text.push('}');
}

/// A text between quotation marks, as [`serde_json`] writes it.
pub(super) fn string(out: &mut String, text: &str) {
    // Most texts hold nothing that is written otherwise. To look at all bytes is faster than to stop at the first.
    let otherwise = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    if !text.bytes().fold(false, |found, byte| found | otherwise(byte)) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&serde_json::Value::from(text).to_string());
    }
}

fn value(text: &mut String, cell: &Cell) {
    match cell {
        Cell::Empty | Cell::Undefined | Cell::Masked => text.push_str("null"),
        Cell::Text(words) => string(text, words),
        Cell::Decimal(number) | Cell::Full(number) if !number.is_finite() => text.push_str("null"),
        Cell::Spans(spans) => {
            let spans: Vec<String> = spans.iter().map(|span| format!("[{},{}]", span.start, span.end)).collect();
            text.push_str(&format!("[{}]", spans.join(",")));
        }
        Cell::Integer(_) | Cell::Decimal(_) | Cell::Full(_) | Cell::Flag(_) => text.push_str(&cell.plain()),
    }
}

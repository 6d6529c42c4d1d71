//! JSON: a list of objects, or one object a line. Keys are the columns; numbers are numbers, written as in CSV
//! (percentages with two decimals, flags 1 and 0); an empty cell is `null`, spans are lists of [start, end].

use crate::analysis::{Cell, Table};

/// The table as one JSON list with an object per row.
pub fn json(table: &Table) -> Vec<u8> {
    let rows: Vec<String> = table.rows.iter().map(|row| object(table, row)).collect();
    if rows.is_empty() { b"[]\n".to_vec() } else { format!("[\n{}\n]\n", rows.join(",\n")).into_bytes() }
}

/// The table as JSON Lines: an object per row, each on a line of its own.
pub fn jsonl(table: &Table) -> Vec<u8> {
    table.rows.iter().flat_map(|row| (object(table, row) + "\n").into_bytes()).collect()
}

fn object(table: &Table, row: &[Cell]) -> String {
    let pairs: Vec<String> =
        table.columns.iter().zip(row).map(|(column, cell)| format!("{}:{}", string(&column.id), value(cell))).collect();
    format!("{{{}}}", pairs.join(","))
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Undefined | Cell::Masked => "null".into(),
        Cell::Text(text) => string(text),
        Cell::Decimal(number) | Cell::Full(number) if !number.is_finite() => "null".into(),
        Cell::Spans(spans) => {
            let spans: Vec<String> = spans.iter().map(|span| format!("[{},{}]", span.start, span.end)).collect();
            format!("[{}]", spans.join(","))
        }
        Cell::Integer(_) | Cell::Decimal(_) | Cell::Full(_) | Cell::Flag(_) => cell.plain().into_owned(),
    }
}

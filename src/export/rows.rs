//! Rows as bytes, one after the other, without a table in memory: what [`csv`](fn@super::csv), [`tsv`](fn@super::tsv) and
//! [`jsonl`](fn@super::jsonl) write, byte for byte.

use std::fmt::Write;

use super::csv::field;
use super::json::{keys, string};
use crate::analysis::{Cells, Column};

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowFormat {
    /// Comma-separated, under a line of names.
    Csv,
    /// Tab-separated, under a line of names.
    Tsv,
    /// A JSON object a line.
    JsonLines,
}

/// Writes rows of at least two columns.
#[derive(Debug)]
pub struct RowWriter {
    format: RowFormat,
    /// What stands before each cell: in JSON its key.
    before: Vec<String>,
    text: String,
    at: usize,
}

impl RowWriter {
    /// Begins, with nothing written.
    pub fn new(format: RowFormat, columns: &[Column]) -> Self {
        let separated = |by: &str| (0..columns.len()).map(|at| if at == 0 { "" } else { by }.to_owned()).collect();
        let mut before: Vec<String> = match format {
            RowFormat::JsonLines => keys(columns),
            RowFormat::Csv => separated(","),
            RowFormat::Tsv => separated("\t"),
        };
        if let (RowFormat::JsonLines, Some(first)) = (format, before.first_mut()) {
            first.insert(0, '{');
        }
        Self { format, before, text: String::new(), at: 0 }
    }

    /// Writes the line of names, where the format has one.
    pub fn names(&mut self, columns: &[Column]) {
        if self.format != RowFormat::JsonLines {
            columns.iter().for_each(|column| self.text(&column.id));
            self.end();
        }
    }

    /// Ends a row.
    pub fn end(&mut self) {
        self.text.push_str(if self.format == RowFormat::JsonLines { "}\n" } else { "\n" });
        self.at = 0;
    }

    /// What was written since it was taken last.
    pub fn take(&mut self) -> Vec<u8> {
        let room = self.text.len();
        std::mem::replace(&mut self.text, String::with_capacity(room)).into_bytes()
    }

    fn before(&mut self) {
        self.text.push_str(self.before.get(self.at).map_or("", String::as_str));
        self.at += 1;
    }
}

impl Cells for RowWriter {
    fn empty(&mut self) {
        self.before();
        if self.format == RowFormat::JsonLines {
            self.text.push_str("null");
        }
    }

    fn text(&mut self, text: &str) {
        self.before();
        match self.format {
            RowFormat::Csv => field(&mut self.text, ',', text),
            RowFormat::Tsv => field(&mut self.text, '\t', text),
            RowFormat::JsonLines => string(&mut self.text, text),
        }
    }

    fn integer(&mut self, number: u64) {
        self.before();
        // Writing to a string can't fail.
        let _ = write!(self.text, "{number}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Cell, Table};
    use proptest::prelude::*;

    fn cell() -> impl Strategy<Value = Cell> {
        prop_oneof![
            Just(Cell::Empty),
            any::<u64>().prop_map(Cell::Integer),
            (0_u64..20).prop_map(Cell::Integer),
            "[a,;\"\t\n\r é😀\\\\\u{1b}]{0,6}".prop_map(Cell::Text),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn rows_are_written_as_tables_are(
            names in prop::collection::vec("[a-z\",]{1,5}", 2..5),
            cells in prop::collection::vec(prop::collection::vec(cell(), 5), 0..6),
        ) {
            let columns: Vec<Column> = names.iter().map(Column::left).collect();
            let rows = cells.into_iter().map(|row| row.into_iter().take(columns.len()).collect()).collect();
            let table = Table { columns, rows, ..Table::default() };
            for (format, expected) in [
                (RowFormat::Csv, crate::export::csv(&table)),
                (RowFormat::Tsv, crate::export::tsv(&table)),
                (RowFormat::JsonLines, crate::export::jsonl(&table)),
            ] {
                let mut writer = RowWriter::new(format, &table.columns);
                writer.names(&table.columns);
                let mut written = writer.take();
                for row in &table.rows {
                    for cell in row {
                        match cell {
                            Cell::Integer(number) => writer.integer(*number),
                            Cell::Text(text) => writer.text(text),
                            _ => writer.empty(),
                        }
                    }
                    writer.end();
                    written.extend(writer.take());
                }
                prop_assert_eq!(String::from_utf8(written), String::from_utf8(expected));
            }
        }
    }
}

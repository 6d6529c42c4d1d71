//! Rows as bytes, one after the other, without a table in memory: what [`csv`](fn@super::csv), [`tsv`](fn@super::tsv) and
//! [`jsonl`](fn@super::jsonl) write, byte for byte.

use super::csv::field;
use super::json::string;
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
        let before = |(at, column): (usize, &Column)| match format {
            RowFormat::JsonLines => {
                let mut key = String::from(if at == 0 { "{" } else { "," });
                string(&mut key, &column.id);
                key.push(':');
                key
            }
            _ if at == 0 => String::new(),
            RowFormat::Csv => ",".into(),
            RowFormat::Tsv => "\t".into(),
        };
        Self { format, before: columns.iter().enumerate().map(before).collect(), text: String::new(), at: 0 }
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

    fn integer(&mut self, mut number: u64) {
        self.before();
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        loop {
            at -= 1;
            digits[at] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
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

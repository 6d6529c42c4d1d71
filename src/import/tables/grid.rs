//! A table as rows of cells, and how separated text becomes one.

use super::roles;
use crate::import::Options;
use crate::import::refused::Refused;

/// The most cells that a table may have.
pub const MOST_CELLS: usize = 4_000_000;

/// A table with a header.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grid {
    /// The sheet's name; empty for csv.
    pub name: String,
    /// The names of the columns, blanks at their ends gone.
    pub header: Vec<String>,
    /// The other rows; short ones lack cells at their ends.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid of rows, of which the first that holds anything is the header. Rows without anything are left out.
    pub fn new(name: &str, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let mut rows = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
        let header = rows.next().unwrap_or_default();
        let header = header.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        Self { name: name.to_owned(), header, rows: rows.collect() }
    }

    /// A cell, blanks at its ends gone; empty if the row is short.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", |cell| cell.trim())
    }

    /// The cells of a column that hold anything.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..self.rows.len()).map(move |row| self.cell(row, column)).filter(|cell| !cell.is_empty())
    }
}

/// The separator of a text: the one of tab, `;`, `,` and `|` that cuts the first line into most cells.
fn separator(text: &str) -> Option<(u8, &str)> {
    // Excel's own first line.
    if let Some(rest) = text.strip_prefix("sep=")
        && let (Some(sign), Some((_, rest))) = (rest.bytes().next().filter(u8::is_ascii), rest.split_once('\n'))
    {
        return Some((sign, rest));
    }
    let cells = |sign: u8| first_row(text, sign).map_or(0, |row| row.len());
    let most = [b'|', b'\t', b';', b','].into_iter().max_by_key(|sign| (cells(*sign), *sign != b'|'))?;
    Some((most, text))
}

fn reader(text: &str, sign: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    // A quote in the middle of tab-separated text is a quote.
    builder.has_headers(false).flexible(true).delimiter(sign);
    builder.from_reader(text.as_bytes())
}

fn first_row(text: &str, sign: u8) -> Option<Vec<String>> {
    let row = reader(text, sign).into_records().next()?.ok()?;
    Some(row.iter().map(String::from).collect())
}

/// Whether a text has the first line of a table that is known by its columns.
pub fn is_table(text: &str, options: &Options) -> bool {
    let Some((sign, text)) = separator(text) else { return false };
    let Some(first) = first_row(text, sign) else { return false };
    first.len() > 1 && roles::is_header(&first, options)
}

/// Reads separated text: the grid and its kind, `csv` or `tsv`.
///
/// # Errors
/// A table too large to be one of turns or people.
pub fn separated(text: &str) -> Result<(Grid, &'static str), Refused> {
    let (sign, text) = separator(text).unwrap_or((b',', text));
    let mut rows = Vec::new();
    let mut cells = 0;
    for record in reader(text, sign).into_records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            Refused::new(
                format!("the table has a fault in line {line}"),
                "look for a quote that is never closed, and save the table as csv once more",
            )
        })?;
        cells += record.len();
        if cells > MOST_CELLS {
            return Err(too_large());
        }
        rows.push(record.iter().map(String::from).collect());
    }
    Ok((Grid::new("", rows), if sign == b'\t' { "tsv" } else { "csv" }))
}

/// What is said of a table with too many cells.
pub fn too_large() -> Refused {
    Refused::new(
        format!("the table has more than {MOST_CELLS} cells"),
        "delete the columns and sheets that are not needed, or split it",
    )
}

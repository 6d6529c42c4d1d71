//! Tables of participants, cases and transcripts: an id and attributes, several values to a cell allowed.

use std::collections::HashMap;

/// One row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// The id in the first column.
    pub id: String,
    /// The values of each attribute, in the order of [`Attributes::columns`]; empty: missing.
    pub values: Vec<Vec<String>>,
    /// participants.csv: the cases that this person speaks about.
    pub about: Vec<String>,
}

/// A table of attributes: participants.csv, cases.csv or transcripts.csv.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Attributes {
    /// Names of the attributes, in order.
    pub columns: Vec<String>,
    /// Rows in order.
    pub rows: Vec<Row>,
    by_id: HashMap<String, usize>,
}

impl Attributes {
    /// A table of `columns` without rows.
    pub fn new(columns: Vec<String>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Adds a row; `false` (and nothing done) if the id is there already.
    pub fn push(&mut self, mut row: Row) -> bool {
        if self.by_id.contains_key(&row.id) {
            return false;
        }
        row.values.resize(self.columns.len(), Vec::new());
        self.by_id.insert(row.id.clone(), self.rows.len());
        self.rows.push(row);
        true
    }

    /// Place of the row with this id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Place of the row with this id, ignoring case.
    pub fn find_ignoring_case(&self, id: &str) -> Option<usize> {
        self.find(id).or_else(|| {
            let id = id.to_lowercase();
            self.rows.iter().position(|row| row.id.to_lowercase() == id)
        })
    }

    /// Place of the column with this name, ignoring case.
    pub fn column(&self, name: &str) -> Option<usize> {
        let name = name.to_lowercase();
        self.columns.iter().position(|column| column.to_lowercase() == name)
    }

    /// Place of the column with this name, which is added if it is not there.
    pub fn column_or_add(&mut self, name: &str) -> usize {
        self.column(name).unwrap_or_else(|| {
            self.columns.push(name.to_owned());
            for row in &mut self.rows {
                row.values.push(Vec::new());
            }
            self.columns.len() - 1
        })
    }

    /// The values of `column` in `row`; empty where either is unknown or the cell is.
    pub fn values(&self, row: usize, column: usize) -> &[String] {
        self.rows.get(row).and_then(|row| row.values.get(column)).map_or(&[], Vec::as_slice)
    }
}

//! A database in memory, read-only: tables alone, by name; nothing that it defines is run.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB};

use super::NeighbourError;

/// An open database.
pub struct Db(Connection);

/// One row; an absent value or column is empty.
pub struct Row(Vec<Option<String>>);

impl Row {
    /// The text in a column.
    pub fn text(&self, at: usize) -> &str {
        self.0.get(at).and_then(Option::as_deref).unwrap_or_default()
    }

    /// The number in a column.
    pub fn number(&self, at: usize) -> Option<i64> {
        self.text(at).parse().ok()
    }

    /// Whether there is a value.
    pub fn is(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(Option::is_some)
    }
}

fn failed(error: rusqlite::Error) -> NeighbourError {
    NeighbourError::Database(error.to_string())
}

impl Db {
    /// Opens the bytes of a database.
    ///
    /// # Errors
    /// If they are none.
    pub fn open(mut bytes: Vec<u8>) -> Result<Self, NeighbourError> {
        // A database that was written with a log of changes beside it says so here, and could not be opened in memory.
        for at in [18, 19] {
            if bytes.get(at) == Some(&2) {
                bytes[at] = 1;
            }
        }
        let mut db = Connection::open_in_memory().map_err(failed)?;
        db.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true).map_err(failed)?;
        let db = Self(db);
        db.0.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())).map_err(failed)?;
        Ok(db)
    }

    /// Whether there is a table (a view is none: it could be anything).
    pub fn has(&self, table: &str) -> bool {
        let found = self.0.query_row(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1 AND sql NOT LIKE '%VIRTUAL%'",
            [table],
            |row| row.get::<_, i64>(0),
        );
        found.is_ok_and(|count| count == 1)
    }

    fn columns(&self, table: &str) -> Result<Vec<String>, NeighbourError> {
        let mut statement = self.0.prepare("SELECT name FROM pragma_table_info(?1)").map_err(failed)?;
        let names = statement.query_map([table], |row| row.get::<_, String>(0)).map_err(failed)?;
        names.collect::<Result<Vec<String>, _>>().map_err(failed)
    }

    /// These columns of all rows of a table, in the order in which they were written; none if there is no such table.
    ///
    /// # Errors
    /// If the database is damaged.
    pub fn rows(&self, table: &str, columns: &[&str]) -> Result<Vec<Row>, NeighbourError> {
        if !self.has(table) {
            return Ok(Vec::new());
        }
        let there = self.columns(table)?;
        let wanted: Vec<String> = columns
            .iter()
            .map(|name| if there.iter().any(|known| known == name) { format!("\"{name}\"") } else { "NULL".into() })
            .collect();
        let sql = format!("SELECT {} FROM \"{table}\" ORDER BY rowid", wanted.join(", "));
        let mut statement = self.0.prepare(&sql).map_err(failed)?;
        let row = |row: &rusqlite::Row<'_>| {
            let cell = |at: usize| {
                Ok(match row.get_ref(at)? {
                    ValueRef::Null | ValueRef::Blob(_) => None,
                    ValueRef::Integer(number) => Some(number.to_string()),
                    ValueRef::Real(number) => Some(number.to_string()),
                    ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
                })
            };
            (0..columns.len()).map(cell).collect::<Result<Vec<_>, rusqlite::Error>>().map(Row)
        };
        let rows = statement.query_map([], row).map_err(failed)?;
        rows.collect::<Result<Vec<Row>, _>>().map_err(failed)
    }
}

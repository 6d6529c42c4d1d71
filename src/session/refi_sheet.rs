//! A table of the study that grows by rows and columns when a project comes in. What is there is never overwritten.

use super::Problem;
use crate::store;
use crate::text::separator;

/// A table, by cells.
pub(super) struct Sheet {
    rows: Vec<Vec<String>>,
    separator: char,
    newline: &'static str,
    mark: bool,
    changed: bool,
}

/// A cell as one value of several is written in it.
pub(super) fn cell(values: &[String]) -> String {
    values.iter().map(|value| value.replace(';', ",")).collect::<Vec<_>>().join("; ")
}

impl Sheet {
    /// Reads a table; an empty text is one with these columns and no rows.
    ///
    /// # Errors
    /// If it cannot be read as a table.
    pub fn read(name: &str, text: &str, columns: &[&str]) -> Result<Self, Problem> {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = bare.lines().next().unwrap_or_default();
        let separator = separator(first);
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(separator as u8);
        let mut rows = Vec::new();
        for record in reader.from_reader(bare.as_bytes()).records() {
            let record = record.map_err(|error| {
                Problem::new(format!("{name} cannot be read: {error}; nothing was changed"))
                    .hint("`emic check` shows what to mend")
            })?;
            rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
        }
        if rows.is_empty() {
            rows.push(columns.iter().map(|column| (*column).to_owned()).collect());
        }
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Ok(Self { rows, separator, newline, mark: bare.len() < text.len(), changed: false })
    }

    fn column(&mut self, name: &str) -> usize {
        let folded = |name: &str| store::attribute_name(name).to_lowercase();
        let header = &mut self.rows[0];
        if let Some(at) = header.iter().position(|known| folded(known) == folded(name)) {
            return at;
        }
        header.push(name.to_owned());
        self.changed = true;
        header.len() - 1
    }

    /// Makes sure that there is a column.
    pub fn add_column(&mut self, name: &str) {
        self.column(name);
    }

    /// Adds a row.
    pub fn add_row(&mut self, cells: &[&str]) {
        self.rows.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
        self.changed = true;
    }

    /// Sets the value of the row with this id, which is added if it is not there. A value that is there stays, and is the
    /// answer where it is another one.
    pub fn set(&mut self, id_column: &str, id: &str, name: &str, value: &str) -> Option<String> {
        let key = self.column(id_column);
        let at = self.column(name);
        let lower = id.to_lowercase();
        let found =
            self.rows.iter().skip(1).position(|row| row.get(key).is_some_and(|cell| cell.to_lowercase() == lower));
        let place = found.map_or(self.rows.len(), |place| place + 1);
        if found.is_none() {
            let mut row = vec![String::new(); key + 1];
            row[key] = id.to_owned();
            self.rows.push(row);
            self.changed = true;
        }
        let row = &mut self.rows[place];
        if row.len() <= at {
            row.resize(at + 1, String::new());
        }
        if at == key || row[at] == value || value.is_empty() {
            return None;
        }
        if !row[at].is_empty() {
            return Some(row[at].clone());
        }
        row[at] = value.to_owned();
        self.changed = true;
        None
    }

    /// The table, if anything in it has changed.
    pub fn changed(mut self) -> Option<String> {
        if !self.changed {
            return None;
        }
        let width = self.rows[0].len();
        let mut text = String::from(if self.mark { "\u{feff}" } else { "" });
        for row in &mut self.rows {
            row.resize(width.max(row.len()), String::new());
            let cells: Vec<String> = row.iter().map(|cell| quoted(cell, self.separator)).collect();
            text.push_str(&cells.join(&self.separator.to_string()));
            text.push_str(self.newline);
        }
        Some(text)
    }
}

fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r', ';', ',', '\t']) || cell != cell.trim() {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_added_and_never_overwritten() {
        let mut sheet = Sheet::read("t", "\u{feff}participant;Role\r\nP01;parent\r\n", &["participant"]).unwrap();
        assert_eq!(sheet.set("participant", "p01", "role", "nurse"), Some("parent".into()));
        assert_eq!(sheet.set("participant", "P01", "site", "a, b"), None);
        assert_eq!(sheet.set("participant", "P02", "role", "say \"no\""), None);
        let text = sheet.changed().unwrap();
        assert_eq!(text, "\u{feff}participant;Role;site\r\nP01;parent;\"a, b\"\r\nP02;\"say \"\"no\"\"\";\r\n");
    }

    #[test]
    fn what_does_not_change_is_not_written() {
        let mut sheet = Sheet::read("t", "case,age\nada,4\n", &["case"]).unwrap();
        assert_eq!(sheet.set("case", "ada", "age", "4"), None);
        assert_eq!(sheet.changed(), None);
        let mut new = Sheet::read("t", "", &["case"]).unwrap();
        new.add_column("age");
        assert_eq!(new.changed().as_deref(), Some("case,age\n"));
        assert_eq!(cell(&["a;b".into(), "c".into()]), "a,b; c");
    }
}

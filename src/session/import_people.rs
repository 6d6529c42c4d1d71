//! participants.csv as people are added to it: rows that say nothing new keep their text.

use std::collections::HashMap;

use super::Problem;
use crate::text::separator;

/// participants.csv, row by row.
pub(super) struct PeopleRows {
    header: Vec<String>,
    /// Each row: its text as it stands (without line end) and its cells; `None` for a text that was changed.
    rows: Vec<(Option<String>, Vec<String>)>,
    /// The header's own text, while no column is added.
    head_text: Option<String>,
    separator: u8,
    newline: &'static str,
    mark: bool,
    id: usize,
    /// The row of each id, in lower case.
    index: HashMap<String, usize>,
    /// What was kept although another value came, a sentence each.
    pub kept: Vec<String>,
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

impl PeopleRows {
    /// Reads the table; an empty text is one without rows.
    ///
    /// # Errors
    /// If it cannot be read as a table, or has no column `participant`.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text_or_head = if bare.trim().is_empty() { "participant\n" } else { bare };
        let first = text_or_head.lines().next().unwrap_or_default();
        let separator = separator(first) as u8;
        let mut builder = csv::ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(separator);
        let mut reader = builder.from_reader(text_or_head.as_bytes());
        let mut records: Vec<(String, Vec<String>)> = Vec::new();
        let mut record = csv::StringRecord::new();
        loop {
            let start = reader.position().byte() as usize;
            let more = reader.read_record(&mut record).map_err(|error| {
                Problem::new(format!("participants.csv cannot be read: {error}"))
                    .hint("`emic check` shows what to mend")
            })?;
            if !more {
                break;
            }
            let end = reader.position().byte() as usize;
            let raw = text_or_head.get(start..end).unwrap_or_default().trim_matches(['\r', '\n']).to_owned();
            records.push((raw, record.iter().map(|cell| cell.trim().to_owned()).collect()));
        }
        let mut records = records.into_iter();
        let (head_text, header) = records.next().unwrap_or_default();
        let id = header.iter().position(|name| folded(name) == "participant").ok_or_else(|| {
            Problem::new("participants.csv has no column `participant`")
                .hint("name the column of the ids so, then try again")
        })?;
        let rows: Vec<(Option<String>, Vec<String>)> = records.map(|(raw, cells)| (Some(raw), cells)).collect();
        let mut index = HashMap::new();
        for (at, (_, cells)) in rows.iter().enumerate() {
            if let Some(cell) = cells.get(id).filter(|cell| !cell.is_empty()) {
                index.entry(cell.to_lowercase()).or_insert(at);
            }
        }
        Ok(Self {
            header,
            index,
            rows,
            head_text: Some(head_text),
            separator,
            newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
            mark: bare.len() < text.len(),
            id,
            kept: Vec::new(),
        })
    }

    fn column(&mut self, name: &str) -> usize {
        if let Some(at) = self.header.iter().position(|known| folded(known) == folded(name)) {
            return at;
        }
        self.header.push(name.to_owned());
        self.head_text = None;
        self.header.len() - 1
    }

    /// Adds a person, or values where the person has none. A value that is there stays, and is told.
    pub fn add(&mut self, id: &str, values: &[(String, String)]) {
        let columns: Vec<(usize, &str)> = values
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (self.column(name), value.as_str()))
            .collect();
        let at = match self.index.get(&id.to_lowercase()) {
            Some(at) => *at,
            None => {
                self.index.insert(id.to_lowercase(), self.rows.len());
                let mut cells = vec![String::new(); self.id + 1];
                cells[self.id] = id.to_owned();
                self.rows.push((None, cells));
                self.rows.len() - 1
            }
        };
        let mut kept = Vec::new();
        let (raw, cells) = &mut self.rows[at];
        for (column, value) in columns {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if cells[column].is_empty() {
                cells[column] = value.to_owned();
                *raw = None;
            } else if cells[column] != value {
                kept.push(format!(
                    "{id}: {} stays `{}` (what comes in says `{value}`)",
                    self.header[column], cells[column]
                ));
            }
        }
        self.kept.append(&mut kept);
    }

    /// The table as it is now.
    pub fn text(&self) -> String {
        let line = |cells: &[String]| {
            let cells = cells.iter().map(|cell| self.quoted(cell)).collect::<Vec<_>>();
            cells.join(&char::from(self.separator).to_string())
        };
        let mut out = if self.mark { String::from('\u{feff}') } else { String::new() };
        out.push_str(&self.head_text.clone().unwrap_or_else(|| line(&self.header)));
        out.push_str(self.newline);
        for (raw, cells) in &self.rows {
            // A row is as wide as the header, or `check` would note it.
            let mut wide = cells.clone();
            wide.resize(self.header.len().max(cells.len()), String::new());
            match raw.as_ref().filter(|_| self.head_text.is_some()) {
                Some(raw) => out.push_str(raw),
                None => out.push_str(&line(&wide)),
            }
            out.push_str(self.newline);
        }
        out
    }

    fn quoted(&self, cell: &str) -> String {
        let sign = char::from(self.separator);
        if cell.contains([sign, '"', '\n', '\r', ';', ',']) || cell != cell.trim() {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(values: &[(&str, &str)]) -> Vec<(String, String)> {
        values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    #[test]
    fn people_are_added_and_what_is_there_stays() {
        let before = "participant, role\nP01,\"parent\"\nP02,\n";
        let mut rows = PeopleRows::read(before).unwrap();
        rows.add("P03", &[]);
        rows.add("p02", &values(&[("Role", "carer")]));
        rows.add("P01", &values(&[("role", "nurse")]));
        assert_eq!(rows.text(), "participant, role\nP01,\"parent\"\nP02,carer\nP03,\n");
        assert_eq!(rows.kept, ["P01: role stays `parent` (what comes in says `nurse`)"]);
    }

    #[test]
    fn columns_are_added_in_the_table_s_own_form() {
        let mut rows = PeopleRows::read("\u{feff}role;participant\r\nx;P1\r\n").unwrap();
        rows.add("P2", &values(&[("home_town", "Ayr; Oban"), ("role", "")]));
        assert_eq!(rows.text(), "\u{feff}role;participant;home_town\r\nx;P1;\r\n;P2;\"Ayr; Oban\"\r\n");
        let mut new = PeopleRows::read("").unwrap();
        new.add("P1", &values(&[("age", "4")]));
        assert_eq!(new.text(), "participant,age\nP1,4\n");
        assert!(PeopleRows::read("name,age\n").is_err());
    }
}

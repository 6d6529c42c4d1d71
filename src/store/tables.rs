//! participants.csv, cases.csv, speakers.csv and transcripts.csv.

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use super::attribute::{bad_name, is_bad_value, name};
use super::csv_text::{Cell, rows};
use super::find::StudyPaths;
use super::source::{read_text, unix_lines};
use crate::model::{Attributes, Diagnostic, Excerpt, Row, Study};

/// Faults of one table that are shown; the rest are only counted.
const MOST: usize = 60;

/// A table of attributes and where its rows stand.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Ids and attributes.
    pub attributes: Attributes,
    /// The cell of each row's id, in the order of the rows.
    pub places: Vec<Excerpt>,
}

/// Who a label stands for, as speakers.csv says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SpeakerIs {
    /// The participant with this id.
    Participant(String),
    /// An interviewer.
    Interviewer,
    /// Present, not studied.
    Other,
}

/// A row of speakers.csv.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpeakerRow {
    /// The transcript (NFC); `None`: every transcript (`*`).
    pub transcript: Option<String>,
    /// The label; empty: whoever speaks where nobody is labelled.
    pub label: String,
    /// Who it stands for.
    pub who: SpeakerIs,
    /// The cell of the transcript.
    pub transcript_place: Excerpt,
    /// The cell of the person.
    pub who_place: Excerpt,
}

/// All tables of a study.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// participants.csv.
    pub participants: Table,
    /// cases.csv, if there is one.
    pub cases: Option<Table>,
    /// speakers.csv.
    pub speakers: Vec<SpeakerRow>,
    /// transcripts.csv; ids in NFC.
    pub transcripts: Table,
}

/// Reads the tables of a study. What is at fault is left out; the rest can be used.
pub fn read_tables(study: &Study) -> (Tables, Vec<Diagnostic>) {
    let paths = StudyPaths::of(study);
    let mut found = Vec::new();
    let mut tables = Tables::default();
    let read = |file: &Path, found: &mut Vec<Diagnostic>| {
        let text = read_text(&study.root, file);
        text.map_err(|fault| found.push(fault)).ok()
    };
    let people = &paths.participants;
    match read(people, &mut found) {
        Some(Some(text)) => tables.participants = take(parse_table(people, &text, "participant"), &mut found),
        Some(None) => found.push(
            Diagnostic::fault("not-found", people, "there is no table of participants at this path")
                .hint("write a file whose first line is `participant`, and a line with the id of each person"),
        ),
        None => {}
    }
    if let Some(text) = read(&paths.cases, &mut found).flatten() {
        tables.cases = Some(take(parse_table(&paths.cases, &text, "case"), &mut found));
    }
    if let Some(text) = read(&paths.transcripts, &mut found).flatten() {
        tables.transcripts = take(parse_table(&paths.transcripts, &text, "transcript"), &mut found);
    }
    if let Some(text) = read(&paths.speakers, &mut found).flatten() {
        tables.speakers = take(parse_speakers(&paths.speakers, &text), &mut found);
    }
    (tables, found)
}

fn take<T>((value, more): (T, Vec<Diagnostic>), found: &mut Vec<Diagnostic>) -> T {
    found.extend(more);
    value
}

/// A table under reading.
struct Sheet<'a> {
    file: PathBuf,
    lines: Vec<&'a str>,
    found: Vec<Diagnostic>,
    more: usize,
}

impl Sheet<'_> {
    fn place(&self, cell: &Cell) -> Excerpt {
        let text = self.lines.get(cell.line as usize - 1).copied().unwrap_or_default();
        Excerpt { line: cell.line, column: cell.column, length: cell.length, text: text.to_owned() }
    }

    fn fault(&mut self, kind: &'static str, cell: &Cell, message: impl Into<String>, hint: impl Into<String>) {
        if self.found.len() >= MOST {
            self.more += 1;
            return;
        }
        let place = self.place(cell);
        let found = Diagnostic::fault(kind, &self.file, message).hint(hint);
        self.found.push(Diagnostic { excerpt: Some(place), ..found });
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        if self.more > 0 {
            let message = format!("{} more faults in this table are not shown", self.more);
            self.found.push(Diagnostic::fault("more", &self.file, message).hint("mend the ones above first"));
        }
        self.found
    }

    /// The rows beneath the header, and the header; faults of form and width are kept.
    fn open(&mut self, text: &str, id: &str) -> Option<(Vec<Cell>, Vec<Vec<Cell>>)> {
        let (mut rows, faults) = rows(text, id);
        for (kind, line, column, what) in faults {
            let cell = Cell { text: String::new(), line, column, length: 1 };
            self.fault(kind, &cell, what, "a quote inside a quoted cell is written twice: \"\"");
        }
        if rows.is_empty() {
            let found = Diagnostic::fault("no-header", &self.file, "the table is empty");
            self.found.push(found.hint(format!("its first line names the columns, one of them `{id}`")));
            return None;
        }
        let header = rows.remove(0);
        for row in &rows {
            let extra = row.get(header.len()..).unwrap_or_default().iter().find(|cell| !cell.text.is_empty());
            let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
            if let Some(extra) = extra {
                let message = format!("this row has {} cells, but there are {} columns", row.len(), header.len());
                self.fault("ragged", extra, message, "put a text that holds the separator in quotes: \"…\"");
            } else if row.len() < header.len() {
                let message = format!("this row has {} cells, but there are {} columns", row.len(), header.len());
                let cell = Cell { length: 1, ..if first.line == last.line { last.clone() } else { first.clone() } };
                self.fault("ragged", &cell, message, "the cells that are not there are read as missing");
            }
        }
        Some((header, rows))
    }

    /// The column with this name; a fault if there is none.
    fn column(&mut self, header: &[Cell], wanted: &str) -> Option<usize> {
        let place = header.iter().position(|cell| name(&cell.text).to_lowercase() == wanted);
        if let (None, Some(first)) = (place, header.first()) {
            let message = format!("there is no column `{wanted}`");
            self.fault("no-id-column", first, message, format!("name the column that holds it `{wanted}`"));
        }
        place
    }

    /// The columns of attributes: place in the row and name.
    fn attributes(&mut self, header: &[Cell], rows: &[Vec<Cell>], taken: &[usize]) -> Vec<(usize, String)> {
        let mut columns: Vec<(usize, String)> = Vec::new();
        for (at, cell) in header.iter().enumerate() {
            let name = name(&cell.text);
            if taken.contains(&at) {
                continue;
            }
            let same = |other: &str| other.to_lowercase() == name.to_lowercase();
            if name.is_empty() {
                if rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.text.is_empty())) {
                    self.fault("unnamed-column", cell, "this column has no name", "name it in the first line");
                }
            } else if let Some(bad) = bad_name(&name) {
                self.fault("reserved-name", cell, bad, format!("name the column otherwise, as `{name}_2`"));
            } else if columns.iter().any(|(_, other)| same(other))
                || taken.iter().any(|at| header.get(*at).is_some_and(|other| same(&other.text)))
            {
                let message = format!("there are two columns `{name}`");
                self.fault("doubled-column", cell, message, "name the second one otherwise; it is left out");
            } else {
                columns.push((at, name));
            }
        }
        columns
    }

    /// The values of a cell, each once.
    fn values(&mut self, cell: &Cell) -> Vec<String> {
        let mut values: Vec<String> = Vec::new();
        for value in cell.text.split(';').map(str::trim).filter(|value| !value.is_empty()) {
            if is_bad_value(value) {
                let hint = "write another word, or leave the cell empty for a missing value";
                self.fault("reserved-value", cell, format!("`{value}` cannot be a value: tables use it"), hint);
            } else if !values.iter().any(|other| other == value) {
                values.push(value.to_owned());
            }
        }
        values
    }
}

/// Reads a table of attributes whose ids stand in the column `id`; `file` is shown with its faults.
pub fn parse_table(file: &Path, text: &str, id: &str) -> (Table, Vec<Diagnostic>) {
    let text = unix_lines(text.to_owned());
    let mut sheet = Sheet { file: file.to_owned(), lines: text.lines().collect(), found: Vec::new(), more: 0 };
    let mut table = Table::default();
    let Some((header, rows)) = sheet.open(&text, id) else { return (table, sheet.finish()) };
    let Some(id_column) = sheet.column(&header, id) else { return (table, sheet.finish()) };
    let about = header.iter().position(|cell| id == "participant" && cell.text.to_lowercase() == "about");
    let taken: Vec<usize> = [Some(id_column), about].into_iter().flatten().collect();
    let columns = sheet.attributes(&header, &rows, &taken);
    table.attributes = Attributes::new(columns.iter().map(|(_, name)| name.clone()).collect());
    for row in &rows {
        let cell = match row.get(id_column) {
            Some(cell) if !cell.text.is_empty() => cell,
            _ => {
                let Some(first) = row.first() else { continue };
                sheet.fault("no-id", first, format!("this row has no {id}"), "write its id; the row is left out");
                continue;
            }
        };
        let key = if id == "transcript" { cell.text.nfc().collect() } else { cell.text.clone() };
        let values = columns.iter().map(|(at, _)| row.get(*at).map(|cell| sheet.values(cell)).unwrap_or_default());
        let values = values.collect();
        let about = about.and_then(|at| row.get(at)).map(|cell| sheet.values(cell)).unwrap_or_default();
        let place = sheet.place(cell);
        if let Some(first) = table.attributes.find(&key) {
            let line = table.places.get(first).map_or(0, |place| place.line);
            let message = format!("the {id} `{key}` stands in line {line} already");
            sheet.fault("doubled-id", cell, message, "an id stands once: this row is left out");
        } else if table.attributes.push(Row { id: key, values, about }) {
            table.places.push(place);
        }
    }
    (table, sheet.finish())
}

/// Reads speakers.csv; `file` is shown with its faults.
pub fn parse_speakers(file: &Path, text: &str) -> (Vec<SpeakerRow>, Vec<Diagnostic>) {
    let text = unix_lines(text.to_owned());
    let mut sheet = Sheet { file: file.to_owned(), lines: text.lines().collect(), found: Vec::new(), more: 0 };
    let mut speakers: Vec<SpeakerRow> = Vec::new();
    let Some((header, rows)) = sheet.open(&text, "transcript") else { return (speakers, sheet.finish()) };
    let columns = ["transcript", "label", "participant"].map(|name| sheet.column(&header, name));
    let [Some(transcript), Some(label), Some(who)] = columns else { return (speakers, sheet.finish()) };
    for row in &rows {
        let cells = [transcript, who].map(|at| row.get(at).filter(|cell| !cell.text.is_empty()));
        let ([Some(transcript), Some(who)], Some(label)) = (cells, row.get(label)) else {
            let Some(first) = row.first() else { continue };
            let hint = "an empty label is whoever speaks where nobody is labelled; the other two cells are needed";
            sheet.fault("no-id", first, "this row lacks a transcript or a participant", hint);
            continue;
        };
        let is = match who.text.to_lowercase().as_str() {
            "interviewer" => SpeakerIs::Interviewer,
            "other" => SpeakerIs::Other,
            _ => SpeakerIs::Participant(who.text.clone()),
        };
        let speaker = SpeakerRow {
            transcript: (transcript.text != "*").then(|| transcript.text.nfc().collect()),
            label: label.text.clone(),
            who: is,
            transcript_place: sheet.place(transcript),
            who_place: sheet.place(who),
        };
        let same = |other: &&SpeakerRow| {
            other.transcript == speaker.transcript && other.label.to_lowercase() == speaker.label.to_lowercase()
        };
        match speakers.iter().find(same) {
            Some(other) if other.who == speaker.who => {}
            Some(other) => {
                let line = other.transcript_place.line;
                let message = format!("line {line} says somebody else of the label `{}`", label.text);
                sheet.fault("doubled-label", label, message, "remove one of the two: the first one counts");
            }
            None => speakers.push(speaker),
        }
    }
    (speakers, sheet.finish())
}

#[cfg(test)]
#[path = "tables_tests.rs"]
mod tests;

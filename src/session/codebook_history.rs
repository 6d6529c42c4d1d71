//! What has changed in the codebook: between two times, from the journals; between two files.

use std::path::Path;

use super::codebook_found::{op_of, patch_of};
use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::{Cell, Change, Column, Difference, Table, counted, differences};
use crate::journal::event::{CodebookChange, CodebookOp};
use crate::journal::{Do, Event};
use crate::model::Codebook;
use crate::store;
use crate::text::pattern;

/// Between what the codebook is compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DiffRequest {
    /// Two times, as `2026-01-31` or `2026-01-31T09:30`: from the beginning of the first to the end of the second. `None`: since the
    /// first change that emic recorded, until now.
    Times(Option<String>, Option<String>),
    /// A file with what the study has now.
    File(std::path::PathBuf),
    /// Two files.
    Files(std::path::PathBuf, std::path::PathBuf),
}

const COLUMNS: [&str; 9] = ["change", "code", "name", "before", "after", "why", "coder", "at", "via"];

impl Session {
    /// What has changed in the codebook, one row a change: columns `change`, `code`, `name`, `before`, `after`, and of what the
    /// journals hold `why`, `coder`, `at`, `via`.
    ///
    /// # Errors
    /// A time that is none; a file that cannot be read as a codebook.
    pub fn codebook_diff(&self, request: &DiffRequest) -> Result<Table, Problem> {
        match request {
            DiffRequest::Times(since, until) => self.diff_of_times(since.as_deref(), until.as_deref()),
            // A day in the place of a file means that day.
            DiffRequest::File(day) if is_time(day) => self.diff_of_times(day.to_str(), None),
            DiffRequest::Files(since, until) if is_time(since) && is_time(until) => {
                self.diff_of_times(since.to_str(), until.to_str())
            }
            DiffRequest::File(file) => {
                let old = read_book(file)?;
                let name = file.display().to_string();
                let table = self.diff_table(&old, &self.corpus().codebook, &[]);
                Ok(said(table, format!("from {name} to the codebook of the study")))
            }
            DiffRequest::Files(old, new) => {
                let names = format!("from {} to {}", old.display(), new.display());
                Ok(said(self.diff_table(&read_book(old)?, &read_book(new)?, &[]), names))
            }
        }
    }

    fn diff_of_times(&self, since: Option<&str>, until: Option<&str>) -> Result<Table, Problem> {
        for time in [since, until].into_iter().flatten() {
            if !pattern::DATE_TIME.is_match(time) {
                return Err(Problem::new(format!("`{time}` is no date"))
                    .hint("write it as 2026-01-31, or with the time (UTC) as 2026-01-31T09:30"));
            }
        }
        let events = self.codebook_events();
        let early = |event: &&Event| since.is_some_and(|since| *event.at < *since);
        let late = |event: &&Event| until.is_some_and(|until| event.at.get(..until.len()).unwrap_or(&event.at) > until);
        let now = self.codebook_on_disk().unwrap_or_default();
        // What was edited outside of emic and is not recorded yet comes after everything that is.
        let recorded = self.book_expected().unwrap_or_else(|| now.clone());
        let at_end = back(&recorded, events.iter().copied().filter(late));
        let within: Vec<&Event> = events.iter().copied().filter(|event| !early(event) && !late(event)).collect();
        let before = at_end.as_ref().and_then(|text| back(text, within.iter().copied()));
        let after = if until.is_none() { Some(now) } else { at_end };
        let read = |text: &String| store::parse_codebook(&self.corpus.study.codebook, text).ok().map(|(book, _)| book);
        let period = match (since, until) {
            (None, None) => "since the first change that emic recorded".to_owned(),
            (Some(since), None) => format!("since {since}"),
            (None, Some(until)) => format!("until {until}"),
            (Some(since), Some(until)) => format!("from {since} to {until}"),
        };
        match (before.as_ref().and_then(read), after.as_ref().and_then(read)) {
            (Some(old), Some(new)) => Ok(said(self.diff_table(&old, &new, &within), period)),
            // The file was edited in places where recorded changes had been made: what was recorded is shown as it is.
            _ => {
                let mut table = empty("codebook-diff", COLUMNS.map(Column::left).to_vec());
                table.rows.extend(within.iter().filter_map(|event| self.recorded(event)));
                let note = "the file was also edited outside of emic in the same places: these are the changes that emic has recorded, one by one";
                table.sentences.push(note.into());
                Ok(said(table, period))
            }
        }
    }

    /// The differences of two codebooks, each with what the events say of it.
    fn diff_table(&self, old: &Codebook, new: &Codebook, events: &[&Event]) -> Table {
        let mut table = empty("codebook-diff", COLUMNS.map(Column::left).to_vec());
        for one in differences(old, new) {
            let fits = |event: &&&Event| matches!(&event.what, Do::Codebook(change) if is_of(change, &one));
            let known: Vec<&Event> = events.iter().filter(fits).copied().collect();
            let mut row = vec![
                Cell::text(one.change.as_str()),
                Cell::text(one.code.as_str()),
                Cell::text(&one.name),
                Cell::present(&one.before),
                Cell::present(&one.after),
            ];
            row.extend(who(&known));
            if let (Some(via), true, false) = (row.last_mut(), known.is_empty(), events.is_empty()) {
                *via = Cell::text("file");
            }
            table.rows.push(row);
        }
        // A split leaves no trace in the file but the new code.
        for event in events {
            if let Do::Codebook(change) = &event.what
                && change.op == CodebookOp::Split
            {
                table.rows.extend(self.recorded(event));
            }
        }
        table
    }

    /// An event as a row of its own.
    fn recorded(&self, event: &Event) -> Option<Vec<Cell>> {
        let Do::Codebook(change) = &event.what else { return None };
        let book = &self.corpus().codebook;
        let known = change.code.as_ref().and_then(|code| book.resolve(code.as_str()));
        let mut row = recorded(event, change);
        if let (Some(name @ Cell::Empty), Some(at)) = (row.get_mut(2), known) {
            *name = Cell::text(&book.code(at).name);
        }
        Some(row)
    }
}

fn said(mut table: Table, what: String) -> Table {
    table.sentences.insert(0, format!("{} {what}", counted(table.rows.len() as u64, "change")));
    table
}

/// Whether this is no file, but a date or a time.
fn is_time(path: &Path) -> bool {
    path.to_str().is_some_and(|text| pattern::DATE_TIME.is_match(text)) && !path.exists()
}

fn read_book(file: &Path) -> Result<Codebook, Problem> {
    let text = std::fs::read_to_string(file).map_err(|error| Problem::io("read", file, &error))?;
    store::parse_codebook(file, &text).map(|(book, _)| book).map_err(|fault| Problem {
        what: format!("{} cannot be read as a codebook", file.display()),
        diagnostics: vec![fault],
        ..Problem::default()
    })
}

/// The text as it was before the changes of these events; `None`: it was edited since in the same places.
fn back<'e>(text: &str, events: impl DoubleEndedIterator<Item = &'e Event>) -> Option<String> {
    events.rev().filter_map(patch_of).try_fold(text.to_owned(), |text, patch| patch.inverse().apply(&text).ok())
}

/// Whether an event has done this, alone or with others.
fn is_of(change: &CodebookChange, one: &Difference) -> bool {
    let key = match one.change {
        Change::Examples => Some("examples"),
        Change::Colour => Some("colour"),
        _ => None,
    };
    change.op == op_of(one.change)
        && change.code.as_ref() == Some(&one.code)
        && key.is_none_or(|key| change.new.as_ref().is_some_and(|new| new.get(key).is_some()))
}

/// Why, by whom, when and how a change came about: of several events the reasons together, the newest of the rest.
fn who(events: &[&Event]) -> [Cell; 4] {
    let Some(newest) = events.last() else { return std::array::from_fn(|_| Cell::Empty) };
    let changes = events.iter().filter_map(|event| match &event.what {
        Do::Codebook(change) => Some(change),
        _ => None,
    });
    let mut reasons: Vec<&str> = changes.clone().filter_map(|change| change.why.as_deref()).collect();
    reasons.dedup();
    let via = changes.filter_map(|change| change.via.as_deref()).next_back().unwrap_or_default();
    [Cell::present(&reasons.join("; ")), Cell::text(newest.coder.as_str()), Cell::text(&*newest.at), Cell::present(via)]
}

fn recorded(event: &Event, change: &CodebookChange) -> Vec<Cell> {
    let word = match change.op {
        CodebookOp::Add => "added",
        CodebookOp::Rename => "renamed",
        CodebookOp::Define => "redefined",
        CodebookOp::Move => "moved",
        CodebookOp::Merge => "merged",
        CodebookOp::Split => "split",
        CodebookOp::Remove => "removed",
    };
    let text = |value: &Option<serde_json::Value>| match value {
        None => Cell::Empty,
        Some(serde_json::Value::String(text)) => Cell::present(text),
        Some(serde_json::Value::Object(map)) => {
            let said = map.iter().filter(|(_, value)| !value.is_null() && value.as_str() != Some(""));
            let said = said.map(|(key, value)| match value.as_str() {
                Some(text) => format!("{key}: {text}"),
                None => format!("{key}: {value}"),
            });
            Cell::present(&said.collect::<Vec<_>>().join("\n"))
        }
        Some(value) => Cell::text(value.to_string()),
    };
    let name =
        change.new.as_ref().and_then(|new| new.get("name")).or(change.old.as_ref().and_then(|old| old.get("name")));
    let mut row = vec![
        Cell::text(word),
        Cell::present(change.code.as_ref().map_or("", |code| code.as_str())),
        Cell::present(name.and_then(|name| name.as_str()).unwrap_or_default()),
        text(&change.old),
        text(&change.new),
    ];
    row.extend(who(&[event]));
    row
}

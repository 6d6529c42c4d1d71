//! Events that make codings, as rows of one length: nearly all lines of a large journal are such events, and as rows they
//! need neither be read as text nor kept one by one.
//!
//! Law: the events of [`Rows::of`], with those that it gives back, are the events that it was given.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::event::{Code, Do, Event};
use crate::model::{ActId, CodeId, CoderName, Coding, EventId, Origin, Outline, Place, TranscriptId};
use crate::text::{Piece, Whole};
use row::{ROW, Row, row_of, written};
use serde::{Deserialize, Serialize};

mod row;

/// The query that suggested a coding, and the definition in force.
type Note<T> = (Option<T>, Option<T>);

/// What repeats from row to row; a row has its place here.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct Names {
    coders: Vec<CoderName>,
    transcripts: Vec<TranscriptId>,
    codes: Vec<CodeId>,
    /// The first stands for neither query nor definition.
    notes: Vec<Note<Box<str>>>,
}

/// The `code` events of a journal, in the order of their ids, each id once.
#[derive(Debug)]
pub struct Rows {
    names: Names,
    /// The pieces of [`Names::notes`].
    notes: Vec<Note<Piece>>,
    /// Bytes in which the rows stand from `start` on.
    bytes: Vec<u8>,
    start: usize,
    text: Arc<Whole>,
}

/// What all events have, of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head<'r> {
    /// The event.
    pub id: EventId,
    /// Its action.
    pub act: ActId,
    /// How many events the action has.
    pub of: u32,
    /// How often it was rewritten.
    pub rev: u32,
    /// Whose it is.
    pub coder: &'r CoderName,
}

/// Places of names in a list under construction.
struct Places<N> {
    names: Vec<N>,
    places: HashMap<N, u32>,
}

impl<N: Clone + Hash + Eq> Places<N> {
    fn new() -> Self {
        Self { names: Vec::new(), places: HashMap::new() }
    }

    fn of(&mut self, name: &N) -> u32 {
        if let Some(at) = self.places.get(name) {
            return *at;
        }
        let at = self.names.len() as u32;
        self.names.push(name.clone());
        self.places.insert(name.clone(), at);
        at
    }
}

impl Rows {
    /// Makes rows of the events that can be rows, and gives back the others.
    pub fn of(mut events: Vec<Event>) -> (Self, Vec<Event>) {
        // A journal is mostly in this order.
        events.sort_by_key(|event| event.id);
        let mut coders = Places::new();
        let (mut transcripts, mut codes, mut notes) = (Places::new(), Places::new(), Places::new());
        notes.of(&(None, None));
        let mut text = String::new();
        let mut bytes = Vec::with_capacity(events.len() * ROW);
        let mut last = None;
        let mut others = Vec::new();
        for event in events {
            let known = last == Some(event.id);
            let row = match &event.what {
                Do::Code(code) if !known && event.raw.is_none() => row_of(&event, code, text.len()),
                _ => None,
            };
            let (Some(mut row), Do::Code(code)) = (row, &event.what) else {
                others.push(event);
                continue;
            };
            for part in [&*code.place.quote, &*code.place.before, &*code.place.after] {
                text.push_str(part);
            }
            if row.at > 0 {
                text.push_str(&event.at);
            }
            row.coder = coders.of(&Shown(event.coder.clone()));
            row.transcript = transcripts.of(&code.place.transcript);
            row.code = codes.of(&code.code);
            row.note = notes.of(&(code.query.clone(), code.def.clone()));
            row.write(&mut bytes);
            last = Some(event.id);
        }
        bytes.shrink_to_fit();
        let coders = coders.names.into_iter().map(|coder: Shown| coder.0).collect();
        let names = Names { coders, transcripts: transcripts.names, codes: codes.names, notes: notes.names };
        (Self::new(names, (bytes, 0), Arc::new(Whole::here(text))), others)
    }

    fn new(names: Names, (bytes, start): (Vec<u8>, usize), text: Arc<Whole>) -> Self {
        let piece = |text: &Option<Box<str>>| text.as_deref().map(Piece::from);
        let notes = names.notes.iter().map(|(query, def)| (piece(query), piece(def))).collect();
        Self { names, notes, bytes, start, text }
    }

    fn records(&self) -> &[[u8; ROW]] {
        self.bytes.get(self.start..).unwrap_or_default().as_chunks().0
    }

    fn row(&self, at: usize) -> Option<Row> {
        self.records().get(at).and_then(Row::read)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.records().len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records().is_empty()
    }

    /// The common text of all wordings.
    pub fn text(&self) -> &str {
        self.text.text()
    }

    /// What all events have.
    pub fn head(&self, at: usize) -> Option<Head<'_>> {
        let row = self.row(at)?;
        let coder = self.names.coders.get(row.coder as usize)?;
        Some(Head { id: row.id, act: row.act, of: row.of, rev: row.rev, coder })
    }

    /// The ids of all rows, and how often each was rewritten.
    pub fn ids(&self) -> impl Iterator<Item = (EventId, u32)> {
        self.records().iter().filter_map(Row::read).map(|row| (row.id, row.rev))
    }

    fn place(&self, row: &Row) -> Option<Place> {
        let quote = Piece::of(&self.text, row.start, row.quote);
        let before = Piece::of(&self.text, row.start + row.quote, row.before.into());
        let after = Piece::of(&self.text, row.start + row.quote + u32::from(row.before), row.after.into());
        let transcript = self.names.transcripts.get(row.transcript as usize)?.clone();
        Some(Place { transcript, span: row.span, quote, before, after, text: row.text })
    }

    fn at(&self, row: &Row) -> Piece {
        if let Some(time) = written(row.time) {
            return time.into();
        }
        let start = row.start + row.quote + u32::from(row.before) + u32::from(row.after);
        Piece::of(&self.text, start, row.at.into())
    }

    /// The event that a row stands for.
    pub fn event(&self, at: usize) -> Option<Event> {
        let row = self.row(at)?;
        let (query, def) = self.names.notes.get(row.note as usize)?.clone();
        let code = self.names.codes.get(row.code as usize)?.clone();
        let what = Code { place: self.place(&row)?, code, query, def, settles: Vec::new(), by: Vec::new() };
        Some(Event {
            id: row.id,
            act: row.act,
            of: row.of,
            coder: self.names.coders.get(row.coder as usize)?.clone(),
            named: row.named,
            at: (&*self.at(&row)).into(),
            rev: row.rev,
            what: Do::Code(what),
            raw: None,
        })
    }

    /// As bytes, without the common text.
    pub fn to_bytes(&self) -> Vec<u8> {
        let names = serde_json::to_vec(&self.names).unwrap_or_default();
        let mut bytes = Vec::with_capacity(16 + names.len() + self.len() * ROW);
        bytes.extend_from_slice(&(self.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&(names.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&names);
        bytes.extend_from_slice(self.records().as_flattened());
        bytes
    }

    /// Reads what [`Rows::to_bytes`] wrote: the last of `bytes`, from the place `from` on. `text` is the common text, of so many
    /// bytes. `None` if anything does not fit.
    pub fn from_bytes(bytes: Vec<u8>, from: usize, text: Arc<Whole>, length: u64) -> Option<Self> {
        let (count, rest) = bytes.get(from..)?.split_first_chunk::<8>()?;
        let (head, rest) = rest.split_first_chunk::<8>()?;
        let (names, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*head)).ok()?)?;
        let names: Names = serde_json::from_slice(names).ok()?;
        let (records, rest) = rest.as_chunks::<ROW>();
        let mut last = None;
        for record in records {
            let row = Row::read(record)?;
            let end = u64::from(row.start) + u64::from(row.quote);
            let end = end + u64::from(row.before) + u64::from(row.after) + u64::from(row.at);
            let fits = end <= length
                && (row.coder as usize) < names.coders.len()
                && (row.transcript as usize) < names.transcripts.len()
                && (row.code as usize) < names.codes.len()
                && (row.note as usize) < names.notes.len()
                && last < Some(row.id);
            if !fits {
                return None;
            }
            last = Some(row.id);
        }
        let whole = rest.is_empty() && records.len() as u64 == u64::from_le_bytes(*count);
        let start = bytes.len() - records.as_flattened().len();
        whole.then(|| Self::new(names, (bytes, start), text))
    }
}

/// The codings that the rows make.
impl Origin for Rows {
    fn coding(&self, at: u32) -> Option<Coding> {
        let row = self.row(at as usize)?;
        let (query, def) = self.notes.get(row.note as usize)?.clone();
        let time = self.at(&row);
        Some(Coding {
            id: row.id,
            coder: self.names.coders.get(row.coder as usize)?.clone(),
            place: self.place(&row)?,
            wording: row.wording,
            placed_by: row.id,
            coded_by: row.id,
            code: self.names.codes.get(row.code as usize)?.clone(),
            created: time.clone(),
            modified: time,
            query,
            def,
            settling: None,
        })
    }

    fn outline(&self, at: u32) -> Option<Outline<'_>> {
        let row = self.row(at as usize)?;
        Some(Outline {
            id: row.id,
            coder: self.names.coders.get(row.coder as usize)?,
            code: self.names.codes.get(row.code as usize)?,
            placed_by: row.id,
            transcript: self.names.transcripts.get(row.transcript as usize)?,
            span: row.span,
            text: row.text,
            wording: row.wording,
            blank: row.quote == 0,
        })
    }
}

/// A coder's name as it is written: rows keep every way of writing it.
#[derive(Clone)]
struct Shown(CoderName);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}
impl Eq for Shown {}
impl Hash for Shown {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::super::made_up::{coder, event, events, place};
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::Index;

    fn code(at: u64, who: usize) -> Event {
        let (query, def) =
            (at.is_multiple_of(2).then(|| "wait*".into()), at.is_multiple_of(3).then(|| "0123abcd".into()));
        let what =
            Code { place: place(at as u32, "wörds"), code: "wait".into(), query, def, settles: vec![], by: vec![] };
        event(at, who, Do::Code(what))
    }

    /// The same rows, read from bytes.
    fn again(rows: &Rows) -> Option<Rows> {
        let text = rows.text();
        Rows::from_bytes(rows.to_bytes(), 0, Arc::new(Whole::here(text)), text.len() as u64)
    }

    fn all(rows: &Rows) -> Vec<Event> {
        (0..rows.len()).filter_map(|at| rows.event(at)).collect()
    }

    #[test]
    fn plain_codings_are_rows_and_what_is_odd_is_not() {
        let plain: Vec<Event> = (1..=9).rev().map(|at| code(at, at as usize)).collect();
        let Do::Code(ref first) = plain[0].what else { unreachable!() };
        let settles = Event { what: Do::Code(Code { by: vec![coder(1)], ..first.clone() }), ..code(20, 0) };
        let raw = Event { raw: Some("{ }".into()), ..code(21, 0) };
        let long = Place { before: "b".repeat(300).into(), ..first.place.clone() };
        let long = Event { what: Do::Code(Code { place: long, ..first.clone() }), ..code(22, 0) };
        let odd = vec![settles, raw, long, code(9, 1), event(23, 0, Do::Unknown)];
        let (rows, others) = Rows::of(plain.iter().chain(&odd).cloned().collect());
        assert_eq!((rows.len(), others.len()), (9, 5));
        assert_eq!(all(&rows), plain.iter().rev().cloned().collect::<Vec<_>>());
        let read = again(&rows).unwrap();
        assert_eq!((all(&read), read.records()), (all(&rows), rows.records()));
        let coding = rows.coding(1).unwrap();
        assert_eq!(
            (coding.query.as_deref(), coding.def.as_deref(), &*coding.place.quote),
            (Some("wait*"), None, "wörds")
        );
        assert_eq!(coding.wording, coding.place.wording());
        assert_eq!(rows.outline(1), Some(Outline::from(&coding)));
        assert!(again(&Rows::of(vec![]).0).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn no_event_is_lost_or_changed(events in events(24)) {
            let (rows, others) = Rows::of(events.clone());
            let read = again(&rows).unwrap();
            prop_assert_eq!(&all(&read), &all(&rows));
            let text = |list: Vec<Event>| {
                let mut lines: Vec<_> = list.iter().map(|event| (event.text().into_owned(), event.coder.to_string(), event.clone())).collect();
                lines.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
                lines
            };
            prop_assert_eq!(text([all(&read), others].concat()), text(events));
        }

        #[test]
        fn bytes_that_do_not_fit_are_no_rows(cut: Index, at: Index, flip in 1u8..) {
            let (rows, _) = Rows::of((1..5).map(|at| code(at, 0)).collect());
            let (bytes, text) = (rows.to_bytes(), Arc::new(Whole::here(rows.text())));
            let length = rows.text().len() as u64;
            let cut = cut.index(bytes.len());
            prop_assert!(Rows::from_bytes(bytes[..cut].to_vec(), 0, text.clone(), length).is_none());
            prop_assert!(Rows::from_bytes(bytes.clone(), 0, text.clone(), length - 1).is_none());
            // Whatever is damaged, what is read can be used.
            let mut damaged = bytes;
            let at = at.index(damaged.len());
            damaged[at] ^= flip;
            if let Some(rows) = Rows::from_bytes(damaged, 0, text, length) {
                prop_assert_eq!(all(&rows).len(), rows.len());
                let codings: Vec<_> = (0..rows.len()).filter_map(|at| rows.coding(at as u32)).collect();
                prop_assert!(codings.iter().enumerate().all(|(at, coding)| rows.outline(at as u32) == Some(coding.into())));
                prop_assert!(codings.iter().all(|coding| coding.place.quote.len() <= length as usize));
            }
        }
    }
}

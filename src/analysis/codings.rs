//! Codings as rows: one per coding and participant to whom it belongs (DESIGN §8, `export codings`).

use std::collections::HashMap;

use super::excluded::{characters, covers_excluded};
use super::notes::Notes;
use super::scope::{CodingFilter, Members, Selection};
use super::table::{Cell, Column, Table, counted};
use crate::model::{
    CODING_COLUMNS_AFTER, CODING_COLUMNS_BEFORE, Coding, EventId, Memo, MemoOn, ParticipantIx, Placed, Target, Theme,
    TranscriptIx, View,
};
use crate::text::{CitationLines, Span, clock};

/// Code points shown on either side of a quote.
pub const CONTEXT: u32 = 32;

/// Columns of numbers; the others hold words.
const NUMBERS: [&str; 6] = ["turn", "start", "end", "line_start", "line_end", "words"];

pub(super) fn columns_of<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<Column> {
    ids.into_iter().map(|id| if NUMBERS.contains(&id) { Column::right(id) } else { Column::left(id) }).collect()
}

/// A coding, for one of the participants to whom it belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodingRow<'a> {
    /// The coding.
    pub coding: &'a Coding,
    /// Where it stands.
    pub placed: &'a Placed,
    /// Its place in [`Placements::of`](crate::model::Placements::of).
    pub at: usize,
    /// The participant; `None`: it belongs to nobody.
    pub participant: Option<ParticipantIx>,
    /// The first turn (from 0) of that participant that it covers a word of; of nobody, the first that it touches.
    pub turn: Option<usize>,
    /// The participant's words that it covers; of nobody, all words that it covers.
    pub words: u64,
}

/// The rows of the codings in scope that `filter` lets through, in transcript order, then place; case marks aside.
///
/// A coding of speech of nobody but a person who left the study is not among them.
pub fn coding_rows<'a>(view: &View<'a>, filter: Option<&CodingFilter<'_>>) -> Vec<CodingRow<'a>> {
    let mut rows = Vec::new();
    for transcript in view.corpus.places() {
        for (at, placed) in view.codings(transcript) {
            if matches!(placed.target, Target::Case(_)) || !filter.is_none_or(|filter| filter(transcript, at)) {
                continue;
            }
            let Some(coding) = view.coding(placed) else { continue };
            let layout = view.corpus.transcript(transcript).layout();
            let people = view.people(transcript, at);
            if people.is_empty() && !covers_excluded(view, transcript, placed.span) {
                let turn = layout.turns_in(placed.span).next();
                let words = layout.words_in(placed.span) as u64;
                rows.push(CodingRow { coding, placed, at, participant: None, turn, words });
            }
            for person in people {
                let mut first = None;
                let mut words = 0;
                for turn in layout.turns_in(placed.span) {
                    let here = layout.turn_words_in(turn, placed.span) as u64;
                    if here > 0 && view.speaker(transcript, turn).participant() == Some(*person) {
                        first = first.or(Some(turn));
                        words += here;
                    }
                }
                rows.push(CodingRow { coding, placed, at, participant: Some(*person), turn: first, words });
            }
        }
    }
    rows
}

impl<'a> CodingRow<'a> {
    /// The code as the codebook has it; as the journal has it where the codebook does not know it.
    pub fn code(&self, view: &View<'a>) -> &'a str {
        match self.placed.target {
            Target::Code(code) => view.corpus.codebook.code(code).id.as_str(),
            _ => self.coding.code.as_str(),
        }
    }

    /// The names from the top down to the code; empty where the codebook does not know it.
    pub fn path(&self, view: &View<'a>) -> Vec<&'a str> {
        match self.placed.target {
            Target::Code(code) => view.corpus.codebook.path(Theme::Code(code)),
            _ => Vec::new(),
        }
    }

    /// The label of [`CodingRow::turn`] as it first stands in the transcript.
    pub fn speaker(&self, view: &View<'a>) -> &'a str {
        self.turn.map_or("", |turn| view.corpus.transcript(self.placed.transcript).label(turn))
    }

    /// When [`CodingRow::turn`] starts, as `H:MM:SS`.
    pub fn time(&self, view: &View<'a>) -> Option<String> {
        let turns = &view.corpus.transcript(self.placed.transcript).layout().turns;
        turns.get(self.turn?)?.time.map(clock)
    }
}

/// What the rows of one transcript share, worked out when its first row comes.
pub(super) struct Sheet<'a, 'v> {
    view: &'v View<'a>,
    transcript: Option<TranscriptIx>,
    lines: Option<CitationLines>,
    names: Vec<&'a str>,
    values: HashMap<Option<ParticipantIx>, Vec<Cell>>,
}

impl<'a, 'v> Sheet<'a, 'v> {
    pub fn new(view: &'v View<'a>) -> Self {
        Self { view, transcript: None, lines: None, names: view.corpus.attribute_names(), values: HashMap::new() }
    }

    /// Turns to a transcript.
    pub fn turn_to(&mut self, transcript: TranscriptIx) {
        if self.transcript != Some(transcript) {
            self.transcript = Some(transcript);
            self.values.clear();
            let body = self.view.corpus.transcript(transcript).body();
            self.lines = Some(CitationLines::new(body, self.view.corpus.study.citation_width));
        }
    }

    /// The first and last citation line of a span.
    pub fn lines(&self, span: Span) -> Option<(u32, u32)> {
        self.lines.as_ref().map(|lines| lines.lines(span))
    }

    /// The attributes of what `person` says here, several values joined with `;`.
    pub fn attributes(&mut self, person: Option<ParticipantIx>) -> &[Cell] {
        let (view, names, transcript) = (self.view, &self.names, self.transcript);
        self.values.entry(person).or_insert_with(|| {
            let values = |name: &&str| transcript.map_or(&[][..], |at| view.corpus.values(name, person, at));
            names.iter().map(|name| Cell::present(&values(name).join(";"))).collect()
        })
    }
}

/// The memos on codings, oldest first.
pub(super) fn memos_by_coding<'a>(view: &View<'a>) -> HashMap<EventId, Vec<&'a Memo>> {
    let mut memos: HashMap<EventId, Vec<&Memo>> = HashMap::new();
    for memo in view.state.memos.values() {
        if let MemoOn::Coding(coding) = memo.on {
            memos.entry(coding).or_default().push(memo);
        }
    }
    memos
}

/// The rows as a table with the columns of `export codings`; quotes and `code list` use the same.
///
/// `quote`, `before` and `after` are the body's own characters, but for the speech of people who left the study, which
/// is `[…]`.
pub fn codings_table<'a>(view: &View<'a>, rows: &[CodingRow<'a>]) -> Table {
    let attributes = view.corpus.attribute_names();
    let columns = columns_of(CODING_COLUMNS_BEFORE.iter().chain(&attributes).chain(&CODING_COLUMNS_AFTER).copied());
    let memos = memos_by_coding(view);
    let mut sheet = Sheet::new(view);
    let mut cells = Vec::with_capacity(rows.len());
    for row in rows {
        let transcript = row.placed.transcript;
        let span = row.placed.span;
        sheet.turn_to(transcript);
        let text = view.corpus.transcript(transcript);
        let lines = sheet.lines(span);
        let path = row.path(view);
        let level = |at: usize| path.get(at).map_or(Cell::Empty, |name| Cell::text(*name));
        let memo: Vec<&str> = memos.get(&row.coding.id).into_iter().flatten().map(|memo| memo.text.as_ref()).collect();
        let around = |span: Span| Cell::text(characters(view, transcript, span));
        let before = Span::new(span.start.saturating_sub(CONTEXT), span.start);
        let after = Span::new(span.end, span.end.saturating_add(CONTEXT).min(text.body().chars()));
        let mut line = Vec::with_capacity(columns.len());
        line.push(Cell::Text(row.coding.id.to_string()));
        line.push(Cell::text(text.id.as_str()));
        line.push(row.participant.map_or(Cell::Empty, |person| Cell::text(view.corpus.participant(person))));
        line.extend_from_slice(sheet.attributes(row.participant));
        line.extend([
            Cell::present(row.speaker(view)),
            Cell::count(row.turn.map(|turn| turn as u32 + 1)),
            row.time(view).map_or(Cell::Empty, Cell::Text),
            Cell::Integer(span.start.into()),
            Cell::Integer(span.end.into()),
            Cell::count(lines.map(|(first, _)| first)),
            Cell::count(lines.map(|(_, last)| last)),
            Cell::Integer(row.words),
            Cell::text(row.code(view)),
            Cell::present(&path.join(" > ")),
            level(0),
            level(1),
            level(2),
            Cell::text(row.coding.coder.as_str()),
            Cell::text(row.coding.created.as_ref()),
            Cell::text(row.coding.modified.as_ref()),
            view.state.star(row.coding).map_or(Cell::Empty, |star| Cell::text(star.as_str())),
            Cell::present(&memo.join("\n\n")),
            around(span),
            around(before),
            around(after),
        ]);
        cells.push(line);
    }
    Table { name: "codings".into(), columns, rows: cells, ..Table::default() }
}

/// Says under a table of codings (or hits) what it was taken from. `found` names and counts what the rows are.
pub fn annotate(table: &mut Table, view: &View, selection: &Selection, found: &str) {
    let members = Members::of(view, selection);
    let notes = Notes::of(view, selection, &members);
    let rows = counted(table.rows.len() as u64, "row");
    table.sentences = vec![format!("{rows}: {found}")];
    table.sentences.extend(notes.scope_sentences());
    // Codings of nobody have rows here: they are not left out.
    let mut shown = notes.clone();
    shown.left_out.of_nobody = 0;
    shown.left_out.unknown_codes.clear();
    table.sentences.extend(shown.base_sentences());
    let meta = notes
        .meta_head()
        .with("units", found)
        .with("denominators", "none")
        .with("rollup", "none")
        .with("attribution_words", u64::from(view.corpus.study.attribution_words))
        .with("citation_width", u64::from(view.corpus.study.citation_width));
    table.meta = shown.meta_tail(meta);
}

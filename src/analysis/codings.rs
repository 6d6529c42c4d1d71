//! Codings as rows: one per coding and participant to whom it belongs (DESIGN §8, `export codings`).

use std::collections::HashMap;

use super::excluded::covers_excluded;
use super::notes::Notes;
use super::scope::{CodingFilter, Members, Selection};
use super::table::{Cell, Column, Table};
use crate::model::{Coding, EventId, Memo, MemoOn, ParticipantIx, Placed, Target, Theme, TranscriptIx, View};
use crate::text::counted;
use crate::text::{Body, CitationLines, Span, clock};

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
    coding_rows_of(view, view.corpus.places(), filter)
}

/// [`coding_rows`] of some transcripts.
pub fn coding_rows_of<'a>(
    view: &View<'a>,
    transcripts: impl Iterator<Item = TranscriptIx>,
    filter: Option<&CodingFilter<'_>>,
) -> Vec<CodingRow<'a>> {
    let mut rows = Vec::new();
    for transcript in transcripts {
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
                for (turn, here) in layout.words_by_turn(placed.span) {
                    if here > 0 && view.speaker(transcript, turn).participant() == Some(*person) {
                        first = first.or(Some(turn));
                        words += here as u64;
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
            self.open(transcript, self.view.corpus.transcript(transcript).body());
        }
    }

    /// Opens a transcript whose body is looked at in passing.
    pub fn open(&mut self, transcript: TranscriptIx, body: &Body) {
        self.transcript = Some(transcript);
        self.values.clear();
        self.lines = Some(CitationLines::new(body, self.view.corpus.study.citation_width));
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

/// Says under a table of codings (or hits) what it was taken from. `found` names and counts what the rows are.
pub fn annotate(table: &mut Table, view: &View, selection: &Selection, found: &str) {
    annotate_rows(table, table.rows.len(), view, selection, found);
}

/// The same where the rows went another way: so many there are.
pub fn annotate_rows(table: &mut Table, rows: usize, view: &View, selection: &Selection, found: &str) {
    let members = Members::of(view, selection);
    let notes = Notes::of(view, selection, &members);
    let rows = counted(rows as u64, "row");
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

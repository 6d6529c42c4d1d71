//! A coded interview for reading: citation lines with turns and speakers, and where each coding begins and ends.

mod lines;

use super::codings::{annotate, columns_of, memos_by_coding};
use super::consent::Consent;
use super::excluded::{OMITTED, covers_excluded};
use super::quote::Shown;
use super::scope::{CodingFilter, Pairs, Selection};
use super::table::{Cell, Meta, Table};
use crate::model::{EventId, Speaker, Star, Target, Theme, TranscriptIx, View};
use crate::text::{CitationLines, Span, clock, counted};

pub use lines::{CodedLine, LineItem, Voice};

/// One coding of the transcript.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodingNote {
    /// The coding.
    pub coding: EventId,
    /// Who coded.
    pub coder: String,
    /// When (RFC 3339, as the journal has it).
    pub created: String,
    /// Id of the code.
    pub code: String,
    /// Names from the top down to the code; the id alone where the codebook does not know it.
    pub path: Vec<String>,
    /// Where it stands (code points).
    pub span: Span,
    /// Its citation lines.
    pub lines: (u32, u32),
    /// The first turn (index from 0) that it touches.
    pub turn: Option<usize>,
    /// The mark for the write-up.
    pub star: Option<Star>,
    /// The memos on it: who wrote it, and the text.
    pub memos: Vec<(String, String)>,
    /// The shown wording.
    pub quote: String,
}

/// A turn as a whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodedTurn {
    /// The label as it first stands.
    pub label: String,
    /// The participant; empty: none.
    pub participant: String,
    /// `H:MM:SS`; empty where the transcript does not tell.
    pub time: String,
    /// Its speech as it stands, or what stands in place of it.
    pub text: String,
    /// Its citation lines.
    pub lines: (u32, u32),
    /// Its words; 0 where it is not shown.
    pub words: u64,
    /// Whether an interviewer speaks.
    pub interviewer: bool,
}

/// A coded interview.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct CodedTranscript {
    /// Id of the transcript.
    pub id: String,
    /// Its attributes that have a value, with their names.
    pub attributes: Vec<(String, String)>,
    /// Who speaks in it, with the attributes that have a value; those whose words are shown alone.
    pub people: Vec<(String, Vec<(String, String)>)>,
    /// Its lines in order; empty ones are not among them, but count.
    pub lines: Vec<CodedLine>,
    /// Its turns in order.
    pub turns: Vec<CodedTurn>,
    /// The codings in the order of start, end, id.
    pub codings: Vec<CodingNote>,
    /// What has to be said of it.
    pub sentences: Vec<String>,
    /// What the sidecar says.
    pub meta: Meta,
}

/// What of a transcript is shown.
pub struct TranscriptPart<'a> {
    /// The codings that are shown.
    pub filter: Option<&'a CodingFilter<'a>>,
    /// What stands in place of a turn (index from 0); `None`: it is shown. Whoever left the study is never shown.
    pub hidden: &'a dyn Fn(usize) -> Option<&'static str>,
    /// Whether text outside of all turns is shown.
    pub outside: bool,
}

impl CodedTranscript {
    /// The transcript with the codings of the coders in scope; case marks aside.
    pub fn of(view: &View, transcript: TranscriptIx, part: &TranscriptPart) -> Self {
        let corpus = view.corpus;
        let text = corpus.transcript(transcript);
        let lines = CitationLines::new(text.body(), corpus.study.citation_width);
        let codings = notes(view, transcript, part, &lines);
        let shown = lines::shown(view, transcript, part, &codings, &lines);
        let turns = (0..text.layout().turns.len()).map(|turn| coded_turn(view, transcript, turn, part, &lines));
        let mut one = Self {
            id: text.id.to_string(),
            attributes: named(&corpus.transcript_columns, |column| {
                text.attributes.get(column).map_or(String::new(), |values| values.join("; "))
            }),
            people: people(view, transcript, part),
            lines: shown,
            turns: turns.collect(),
            codings,
            sentences: Vec::new(),
            meta: Meta::default(),
        };
        one.say(view, transcript);
        one
    }

    /// Gathers what has to be said.
    fn say(&mut self, view: &View, transcript: TranscriptIx) {
        let selection = Selection {
            pairs: Pairs::of(view.corpus, |at, _| at == transcript),
            scope_text: format!("transcript:{}", self.id),
            ..Selection::default()
        };
        let mut table = Table::default();
        annotate(&mut table, view, &selection, &counted(self.codings.len() as u64, "coding"));
        self.sentences = vec![
            counted(self.codings.len() as u64, "coding"),
            format!("lines of at most {} characters, empty ones counted", view.corpus.study.citation_width),
        ];
        self.sentences.extend(table.sentences.into_iter().skip(3));
        let consent = Consent::to_quote(view);
        let withheld = view.corpus.speaking(transcript).into_iter().filter(|person| consent.withholds(*person));
        let withheld: Vec<&str> = withheld.map(|person| view.corpus.participant(person)).collect();
        if !withheld.is_empty() {
            self.sentences.push(format!("not to be quoted: {} (consent not, or not yet, given)", withheld.join(", ")));
        }
        self.meta = table.meta;
    }

    /// One row a turn: columns `transcript`, `turn`, `time`, `speaker`, `participant`, `line_start`, `line_end`, `words`, `text`
    /// (the speech as it stands), `codes` (ids of the codings that begin in it, joined with `;`), `coders`.
    pub fn table(&self) -> Table {
        let columns = ["transcript", "turn", "time", "speaker", "participant", "line_start", "line_end", "words"];
        let columns = columns_of(columns.into_iter().chain(["text", "codes", "coders"]));
        let row = |(at, turn): (usize, &CodedTurn)| {
            let here = self.codings.iter().filter(|coding| coding.turn == Some(at));
            let (mut codes, mut coders): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
            for coding in here {
                for (list, name) in [(&mut codes, coding.code.as_str()), (&mut coders, coding.coder.as_str())] {
                    if !list.contains(&name) {
                        list.push(name);
                    }
                }
            }
            vec![
                Cell::text(&self.id),
                Cell::Integer(at as u64 + 1),
                Cell::present(&turn.time),
                Cell::present(&turn.label),
                Cell::present(&turn.participant),
                Cell::Integer(turn.lines.0.into()),
                Cell::Integer(turn.lines.1.into()),
                Cell::Integer(turn.words),
                Cell::text(&turn.text),
                Cell::present(&codes.join(";")),
                Cell::present(&coders.join(";")),
            ]
        };
        Table {
            name: "transcript".into(),
            columns,
            rows: self.turns.iter().enumerate().map(row).collect(),
            sentences: self.sentences.clone(),
            meta: self.meta.clone(),
        }
    }
}

/// Names with their values, where there are any.
fn named(names: &[String], value: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let all = names.iter().enumerate().map(|(at, name)| (name.clone(), value(at)));
    all.filter(|(_, value)| !value.is_empty()).collect()
}

/// What stands in place of a turn; `None`: it is shown.
fn hidden(view: &View, transcript: TranscriptIx, part: &TranscriptPart, turn: usize) -> Option<&'static str> {
    if view.speaker(transcript, turn) == Speaker::Excluded {
        return Some(OMITTED);
    }
    (part.hidden)(turn)
}

fn people(view: &View, transcript: TranscriptIx, part: &TranscriptPart) -> Vec<(String, Vec<(String, String)>)> {
    let corpus = view.corpus;
    let mut speaking = Vec::new();
    for turn in 0..corpus.transcript(transcript).layout().turns.len() {
        if let Speaker::Participant(person) = view.speaker(transcript, turn)
            && hidden(view, transcript, part, turn).is_none()
            && !speaking.contains(&person)
        {
            speaking.push(person);
        }
    }
    let table = &corpus.participants;
    let attributes = |person: crate::model::ParticipantIx| {
        named(&table.columns, |column| table.values(person.at(), column).join("; "))
    };
    speaking.into_iter().map(|person| (corpus.participant(person).to_owned(), attributes(person))).collect()
}

fn coded_turn(
    view: &View,
    transcript: TranscriptIx,
    turn: usize,
    part: &TranscriptPart,
    lines: &CitationLines,
) -> CodedTurn {
    let text = view.corpus.transcript(transcript);
    let layout = text.layout();
    let whole = &layout.turns[turn];
    let speaker = view.speaker(transcript, turn);
    let instead = hidden(view, transcript, part, turn);
    let shown = instead.is_none();
    CodedTurn {
        label: if shown { text.label(turn).to_owned() } else { String::new() },
        participant: match speaker.participant().filter(|_| shown) {
            Some(person) => view.corpus.participant(person).to_owned(),
            None => String::new(),
        },
        time: whole.time.map(clock).unwrap_or_default(),
        text: instead.unwrap_or_else(|| text.body().slice(whole.speech).unwrap_or_default()).to_owned(),
        lines: lines.lines(whole.span),
        words: if shown { layout.turn_words(turn).len() as u64 } else { 0 },
        interviewer: speaker == Speaker::Interviewer,
    }
}

/// The codings that are shown.
fn notes(view: &View, transcript: TranscriptIx, part: &TranscriptPart, lines: &CitationLines) -> Vec<CodingNote> {
    let memos = memos_by_coding(view);
    let book = &view.corpus.codebook;
    let layout = view.corpus.transcript(transcript).layout();
    let mut notes = Vec::new();
    for (at, placed) in view.codings(transcript) {
        if !part.filter.is_none_or(|filter| filter(transcript, at)) {
            continue;
        }
        // As in `export codings`: of people who left alone, nothing.
        if view.people(transcript, at).is_empty() && covers_excluded(view, transcript, placed.span) {
            continue;
        }
        let Some(coding) = view.coding(placed) else { continue };
        let (code, path) = match placed.target {
            Target::Case(_) => continue,
            Target::Unknown => (coding.code.to_string(), vec![coding.code.to_string()]),
            Target::Code(code) => {
                let path = book.path(Theme::Code(code)).into_iter().map(String::from).collect();
                (book.code(code).id.to_string(), path)
            }
        };
        let said = memos.get(&coding.id).into_iter().flatten();
        notes.push(CodingNote {
            coding: coding.id,
            coder: coding.coder.to_string(),
            created: coding.created.to_string(),
            code,
            path,
            span: placed.span,
            lines: lines.lines(placed.span),
            turn: layout.turns_in(placed.span).next(),
            star: view.state.star(coding),
            memos: said.map(|memo| (memo.coder.to_string(), memo.text.to_string())).collect(),
            quote: wording_shown(view, transcript, placed.span, part.hidden),
        });
    }
    notes
}

/// The wording of a passage without the turns that are not shown.
pub(super) fn wording_shown(
    view: &View,
    transcript: TranscriptIx,
    span: Span,
    hidden: &dyn Fn(usize) -> Option<&'static str>,
) -> String {
    let layout = view.corpus.transcript(transcript).layout();
    let turns = layout.turns_in(span);
    if turns.clone().all(|turn| hidden(turn).is_none()) {
        return Shown::of(view, transcript, span).plain();
    }
    let mut lines: Vec<String> = Vec::new();
    for turn in turns {
        let line = match (hidden(turn), layout.turns[turn].span.intersection(span)) {
            (Some(instead), _) => instead.to_owned(),
            (None, Some(part)) => Shown::of(view, transcript, part).plain(),
            (None, None) => continue,
        };
        if !line.is_empty() && lines.last() != Some(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

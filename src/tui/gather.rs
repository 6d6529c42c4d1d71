//! What the screens need, taken out of an open session. Runs on the session's thread.

mod lists;
mod people;

use std::collections::HashMap;
use std::sync::Arc;

use super::data::{LibraryRow, Mark, News, Opened, Quote, Reading, StudyData};
use crate::analysis::{CodingRow, Shown, coding_rows};
use crate::model::{CodeId, CoderName, Coding, EventId, MemoOn, ParticipantIx, Target, TranscriptId, TranscriptIx};
use crate::query::{Kind, Matcher};
use crate::session::{Glance, Problem, Session};
use crate::text::{CitationLines, Span};

pub use lists::{memos, review};
pub use people::{around, speakers};

/// How many codes count as recent.
const RECENT: usize = 9;

/// The study at a glance.
pub fn study(session: &Session) -> StudyData {
    let corpus = session.corpus();
    let coder = session.coder().ok();
    StudyData {
        title: corpus.study.title.clone(),
        codebook: Arc::new(corpus.codebook.clone()),
        uses: uses(session),
        recent: recent(session, coder.as_ref()),
        consensus: corpus.study.consensus.clone(),
        blind: session.blind_short(),
        past: session.past_said(),
        coder,
        attributes: corpus.attribute_names().into_iter().map(String::from).collect(),
        transcript_attributes: corpus.transcript_columns.clone(),
        cases: corpus.cases.rows.iter().map(|row| row.id.clone()).collect(),
        rows: rows(session, None).into_iter().map(|(_, row)| row).collect(),
        notices: session.notices().to_vec(),
        unheard: session.unheard_at_opening(),
        bookmarks: session.bookmarks(),
        tour: session.tour(),
    }
}

/// How many codings in scope each code has.
fn uses(session: &Session) -> Vec<u64> {
    let mut uses = vec![0; session.corpus().codebook.codes().len()];
    let view = session.view(None);
    for at in session.corpus().places() {
        for (_, placed) in view.codings(at) {
            if let Target::Code(code) = placed.target
                && let Some(uses) = uses.get_mut(code.at())
            {
                *uses += 1;
            }
        }
    }
    uses
}

fn recent(session: &Session, coder: Option<&CoderName>) -> Vec<CodeId> {
    let mut codes: Vec<CodeId> = Vec::new();
    // The ids of events are in the order of time.
    for coding in session.state().codings.outlines().rev() {
        if coder.is_some_and(|coder| coding.coder == coder)
            && let Some(code) = session.corpus().codebook.resolve(coding.code.as_str())
        {
            let id = &session.corpus().codebook.code(code).id;
            if !codes.contains(id) {
                codes.push(id.clone());
            }
            if codes.len() == RECENT {
                break;
            }
        }
    }
    codes
}

/// Rows of the library: of one transcript or of all.
fn rows(session: &Session, only: Option<TranscriptIx>) -> Vec<(usize, LibraryRow)> {
    let corpus = session.corpus();
    let coder = session.coder().ok();
    let view = session.view(None);
    let group = corpus.participants.columns.first().or(corpus.transcript_columns.first());
    let glances: Vec<(TranscriptIx, Glance)> = match only {
        Some(at) => vec![(at, session.glance(&view, at))],
        None => corpus.places().zip(session.glances(&view)).collect(),
    };
    let mut done: HashMap<&TranscriptId, Vec<&CoderName>> = HashMap::new();
    for (name, id) in &session.state().done {
        done.entry(id).or_default().push(name);
    }
    let row = |(at, glance): (TranscriptIx, Glance)| {
        let id = &corpus.transcript(at).id;
        let done = done.get(id).map_or(&[][..], Vec::as_slice);
        let mine = |name: &&&CoderName| coder.as_ref() == Some(**name);
        let row = LibraryRow {
            id: id.clone(),
            group: group.map_or(String::new(), |group| groups(session, group, at, &glance.people)),
            people: people::shown(session, at, &glance.people).into_iter().map(String::from).collect(),
            words: glance.words,
            coded: glance.coded,
            by: coders(session, at),
            done: done.iter().any(|name| mine(&name)),
            done_by_others: done.iter().filter(|name| !mine(name)).count(),
            left_out: glance.left_out,
        };
        (at.at(), row)
    };
    glances.into_iter().map(row).collect()
}

/// The values of an attribute of those who speak in a transcript, each once.
fn groups(session: &Session, attribute: &str, at: TranscriptIx, people: &[ParticipantIx]) -> String {
    let mut values: Vec<&str> = Vec::new();
    for person in people {
        for value in session.corpus().values(attribute, Some(*person), at) {
            if !values.contains(&value.as_str()) {
                values.push(value);
            }
        }
    }
    values.join(", ")
}

fn coders(session: &Session, at: TranscriptIx) -> Vec<String> {
    let placements = session.placements();
    let mut seen = vec![false; placements.coders.len()];
    for placed in placements.of(at) {
        if let Some(seen) = seen.get_mut(placed.coder as usize) {
            *seen = true;
        }
    }
    let names = placements.coders.iter().zip(seen).filter(|(_, seen)| *seen);
    names.map(|(name, _)| name.to_string()).collect()
}

/// A transcript to be read, with its codings.
///
/// # Errors
/// If the study has none of this id.
pub fn open(session: &Session, id: &str) -> Result<Opened, Problem> {
    let at = session.transcript_place(id)?;
    let corpus = session.corpus();
    let transcript = corpus.transcript(at);
    let layout = transcript.layout().clone();
    let speakers = speakers(session, at);
    let reading = Reading {
        id: transcript.id.clone(),
        place: at.at(),
        people: people::people(session, at),
        body: transcript.body().clone(),
        speakers,
        lines: CitationLines::new(transcript.body(), corpus.study.citation_width),
        layout,
        language: corpus.study.language.clone(),
        blind: session.blind_in(&transcript.id),
    };
    Ok(Opened { reading: Arc::new(reading), marks: marks(session, at) })
}

/// The codings of a transcript by its id.
///
/// # Errors
/// If the study has none of this id.
pub fn marks_of(session: &Session, id: &str) -> Result<Vec<Mark>, Problem> {
    session.transcript_place(id).map(|at| marks(session, at))
}

/// The codings of a transcript.
fn marks(session: &Session, at: TranscriptIx) -> Vec<Mark> {
    let coder = session.coder().ok();
    let placements = session.placements();
    let names: Vec<Arc<str>> = placements.coders.iter().map(|name| name.as_str().into()).collect();
    // Only few codings have a memo.
    let mut memos: HashMap<EventId, Vec<(EventId, String)>> = HashMap::new();
    for memo in session.state().memos.values() {
        if let MemoOn::Coding(id) = memo.on {
            memos.entry(id).or_default().push((memo.id, memo.text.to_string()));
        }
    }
    let mark = |placed: &crate::model::Placed| {
        let coding = session.state().codings.get(&placed.id)?;
        Some(Mark {
            id: Some(placed.id),
            span: placed.span,
            code: code_of(session, placed.target, coding),
            coder: names.get(placed.coder as usize).cloned().unwrap_or_default(),
            mine: coder.as_ref() == Some(&coding.coder),
            star: session.state().star(coding),
            memos: memos.get(&placed.id).cloned().unwrap_or_default(),
        })
    };
    placements.of(at).iter().filter_map(mark).collect()
}

fn code_of(session: &Session, target: Target, coding: &Coding) -> CodeId {
    match target {
        Target::Code(code) => session.corpus().codebook.code(code).id.clone(),
        _ => coding.code.clone(),
    }
}

/// What has changed: `about` one transcript, or anywhere.
pub fn news(session: &Session, about: Option<&str>, everywhere: bool, codebook: bool) -> News {
    let at = about.and_then(|id| session.corpus().find(id));
    News {
        marks: at.map(|at| (session.corpus().transcript(at).id.clone(), marks(session, at))),
        rows: match (everywhere, at) {
            (true, _) => rows(session, None),
            (false, Some(at)) => rows(session, Some(at)),
            (false, None) => Vec::new(),
        },
        codebook: codebook.then(|| Arc::new(session.corpus().codebook.clone())),
        uses: uses(session),
        unheard: session.coder().is_ok_and(|coder| session.is_unheard(&coder)),
        opened: None,
    }
}

/// The codings that a quotes query selects.
///
/// # Errors
/// A mistake in the query.
pub fn quotes(session: &Session, query: &str) -> Result<Vec<Quote>, Problem> {
    let corpus = session.corpus();
    let view = session.view(None);
    let parsed = if query.is_empty() { None } else { Some(session.query(query, Kind::Quotes)?) };
    let matcher = parsed.as_ref().map(|query| Matcher::new(query, &view));
    let filter = |transcript, at| matcher.as_ref().is_none_or(|matcher| matcher.coding(transcript, at).is_some());
    let rows = coding_rows(&view, Some(&filter));
    let coder = session.coder().ok();
    let attributes = corpus.attribute_names();
    let mut lines: Option<(TranscriptIx, CitationLines)> = None;
    let mut quotes = Vec::new();
    for same in rows.chunk_by(|a, b| a.coding.id == b.coding.id) {
        let Some(row) = same.first() else { continue };
        let at = row.placed.transcript;
        let transcript = corpus.transcript(at);
        if lines.as_ref().is_none_or(|(known, _)| *known != at) {
            lines = Some((at, CitationLines::new(transcript.body(), corpus.study.citation_width)));
        }
        let people: Vec<ParticipantIx> = same.iter().filter_map(|row: &CodingRow| row.participant).collect();
        let names: Vec<&str> = people.iter().map(|person| corpus.participant(*person)).collect();
        quotes.push(Quote {
            id: row.coding.id,
            transcript: transcript.id.clone(),
            span: row.placed.span,
            code: code_of(session, row.placed.target, row.coding),
            people: if names.is_empty() { "nobody".into() } else { names.join(", ") },
            groups: attributes.iter().map(|name| groups(session, name, at, &people)).collect(),
            lines: lines.as_ref().map_or(String::new(), |(_, lines)| line_range(lines, row.placed.span)),
            coder: row.coding.coder.to_string(),
            mine: coder.as_ref() == Some(&row.coding.coder),
            star: session.state().star(row.coding),
            wording: Shown::of_coding(&view, row).plain().split('\n').map(String::from).collect(),
            memos: session.state().memos_on(row.coding.id).map(|memo| (memo.id, memo.text.to_string())).collect(),
        });
    }
    Ok(quotes)
}

/// `l. 12` or `l. 12–14`.
fn line_range(lines: &CitationLines, span: Span) -> String {
    match lines.lines(span) {
        (first, last) if first == last => format!("l. {first}"),
        (first, last) => format!("l. {first}–{last}"),
    }
}

/// A passage with its citation: the wording, who speaks, the transcript, the lines.
///
/// # Errors
/// If the study has no such transcript.
pub fn cite(session: &Session, id: &str, span: Span) -> Result<String, Problem> {
    let at = session.transcript_place(id)?;
    let view = session.view(None);
    let transcript = session.corpus().transcript(at);
    let quote = Shown::of(&view, at, span).plain();
    let lines = CitationLines::new(transcript.body(), session.corpus().study.citation_width);
    let mut people: Vec<&str> =
        view.belonging(at, span).into_iter().map(|person| session.corpus().participant(person)).collect();
    people.push(transcript.id.as_str());
    Ok(format!("“{quote}” ({}, {})", people.join(", "), line_range(&lines, span)))
}

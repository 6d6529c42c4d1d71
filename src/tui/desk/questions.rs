//! Questions whose answers are made for the screen here: searches, figures, the history.

use super::super::data::{Act, Found, FoundAll, Heat};
use super::super::names::head;
use crate::analysis::{By, Frequencies, Selection};
use crate::model::RollUp;
use crate::session::{LogRequest, Problem, SearchRequest, Session};

/// How many found turns are shown.
const HITS: usize = 500;

/// The first turns that a search finds.
pub(super) fn search(session: &mut Session, query: &str) -> Result<FoundAll, Problem> {
    let request = SearchRequest { query: query.to_owned(), coders: None, limit: Some(HITS) };
    let answer = session.search(&request)?;
    let shown = session.search_shown(&answer);
    let rows = answer.hits.iter().zip(shown).map(|(hit, shown)| {
        let transcript = session.corpus().transcript(hit.transcript);
        let start = transcript.layout().turns.get(hit.turn).map_or(0, |turn| turn.speech.start);
        Found {
            transcript: transcript.id.clone(),
            turn: hit.turn,
            hits: hit.hits.clone(),
            start,
            head: head(shown.head),
            parts: shown.parts,
        }
    });
    // What the study has nowhere is said first: it explains the figures.
    let (found, unknown) = answer.sentences.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
    let said: Vec<&str> = unknown.iter().chain(found).map(String::as_str).collect();
    Ok(FoundAll { turns: answer.turns, rows: rows.collect(), sentence: said.join("; ") })
}

/// Themes by the groups of an attribute; empty: everybody.
pub(super) fn heat(session: &Session, by: &str, roll_up: RollUp) -> Result<Heat, Problem> {
    let view = session.view(None);
    let parsed = By::parse(by, session.corpus()).map_err(|error| Problem::new(error.to_string()).hint(error.hint()))?;
    let figures = Frequencies::count(&view, &parsed, roll_up, &Selection::default());
    let small = session.small_groups(&parsed, figures.sizes());
    Ok(Heat { by: by.to_owned(), figures: figures.into(), small })
}

/// The actions, newest first.
pub(super) fn history(session: &Session) -> Result<Vec<Act>, Problem> {
    let table = session.log_table(&LogRequest::default())?;
    let cell =
        |row: usize, name: &str| table.cell(row, name).map_or_else(String::new, |cell| cell.plain().into_owned());
    let act = |row: usize| Act {
        at: cell(row, "at"),
        coder: cell(row, "coder"),
        what: cell(row, "what"),
        transcripts: cell(row, "transcript"),
        codes: cell(row, "codes"),
        state: cell(row, "state"),
        act: cell(row, "act"),
    };
    Ok((0..table.rows.len()).rev().map(act).collect())
}

//! The session's side: each request gets one answer, in order. Runs on the session's thread.

use super::data::{Found, FoundAll, Heat};
use super::effect::Request;
use super::gather;
use super::msg::Answer;
use crate::analysis::{By, Frequencies, Selection};
use crate::model::RollUp;
use crate::session::{Command, Problem, SearchRequest, Session};

/// How many found turns are shown.
const HITS: usize = 500;

/// Answers a request.
pub fn answer(session: &mut Session, request: Request) -> Answer {
    match request {
        Request::Study => Answer::Study(gather::study(session)),
        Request::Apply { ticket, commands, about, everywhere } => {
            apply(session, ticket, commands, about.as_ref().map(|id| id.as_str()), everywhere)
        }
        Request::KeepCoder(coder) => {
            let problem = session.keep_coder(&coder).err();
            Answer::Coder(coder, problem)
        }
        Request::Open(id) => gather::open(session, id.as_str()).map_or_else(Answer::Failed, Answer::Opened),
        Request::Search(query) => {
            let found = search(session, &query);
            Answer::Found(query, found)
        }
        Request::Quotes(query) => {
            let quotes = gather::quotes(session, &query);
            Answer::Quotes(query, quotes)
        }
        Request::Frequencies(by, roll_up) => Answer::Heat(heat(session, &by, roll_up)),
        Request::Memos => Answer::Memos(gather::memos(session)),
        Request::Cite(id, span) => gather::cite(session, id.as_str(), span).map_or_else(Answer::Failed, Answer::Cited),
    }
}

fn apply(
    session: &mut Session,
    ticket: u64,
    commands: Vec<Command>,
    about: Option<&str>,
    mut everywhere: bool,
) -> Answer {
    let mut messages = Vec::new();
    let mut codebook = false;
    for (saved, command) in commands.into_iter().enumerate() {
        everywhere |= matches!(command, Command::Undo | Command::Redo | Command::MapSpeakers(..));
        codebook |=
            matches!(command, Command::AddCode { .. } | Command::RenameCode(..) | Command::Undo | Command::Redo);
        match session.apply(command) {
            Ok(outcome) => messages.push(outcome.message),
            Err(problem) => {
                let news = gather::news(session, about, everywhere, codebook);
                return Answer::NotSaved { ticket, saved, problem, news };
            }
        }
    }
    let news = gather::news(session, about, everywhere, codebook);
    Answer::Saved { ticket, message: messages.join("; "), news }
}

fn search(session: &mut Session, query: &str) -> Result<FoundAll, Problem> {
    let request = SearchRequest { query: query.to_owned(), coders: None, limit: Some(HITS) };
    let answer = session.search(&request)?;
    let shown = session.search_shown(&answer);
    let rows = answer.hits.iter().zip(shown).map(|(hit, shown)| {
        let transcript = session.corpus().transcript(hit.transcript);
        let start = transcript.layout().turns.get(hit.turn).map_or(0, |turn| turn.speech.start);
        Found { transcript: transcript.id.clone(), hits: hit.hits.clone(), start, head: shown.head, parts: shown.parts }
    });
    Ok(FoundAll { turns: answer.turns, rows: rows.collect(), sentence: answer.sentences.join("; ") })
}

fn heat(session: &Session, by: &str, roll_up: RollUp) -> Result<Heat, Problem> {
    let view = session.view(None);
    let parsed = By::parse(by, session.corpus()).map_err(|error| Problem::new(error.to_string()).hint(error.hint()))?;
    let figures = Frequencies::count(&view, &parsed, roll_up, &Selection::default());
    Ok(Heat { by: by.to_owned(), figures: figures.into() })
}

//! Changes: commands applied one after the other, and what the screen has to know then.

use super::super::data::Speaking;
use super::super::gather;
use super::super::msg::Answer;
use crate::session::{Command, Problem, Session};
use crate::text::TextHash;

/// Applies commands about a transcript, unless they name places in a text that is no longer the one that was `seen`.
pub(super) fn apply(
    session: &mut Session,
    ticket: u64,
    commands: Vec<Command>,
    about: Option<&str>,
    seen: Option<TextHash>,
    everywhere: bool,
) -> Answer {
    let before = about.and_then(|id| Shown::of(session, id));
    if let (Some(seen), Some(before)) = (seen, &before)
        && before.text != seen
        && commands.iter().any(Command::names_places)
    {
        let problem = Problem::new("the text was changed meanwhile: nothing was done")
            .hint("select the passage again in the text as it is now");
        let news = gather::news(session, about, everywhere, false);
        return Answer::NotSaved { ticket, saved: 0, problem, news };
    }
    let mut answer = in_order(session, ticket, commands, about, everywhere);
    // The text on the screen, or who speaks in it, is no longer what it was.
    if let (Answer::Saved { news, .. } | Answer::NotSaved { news, .. }, Some(id)) = (&mut answer, about)
        && before != Shown::of(session, id)
    {
        news.opened = gather::open(session, id).ok();
    }
    answer
}

/// What the screen shows of a transcript besides its codings.
#[derive(PartialEq)]
struct Shown {
    text: TextHash,
    speakers: Vec<Speaking>,
}

impl Shown {
    fn of(session: &Session, id: &str) -> Option<Self> {
        let at = session.corpus().find(id)?;
        Some(Self { text: session.corpus().transcript(at).hash, speakers: gather::speakers(session, at) })
    }
}

/// A memo that is written on keeps what it is for: a summary stays one wherever it is changed.
fn keeping_kind(session: &Session, command: Command) -> Command {
    match command {
        Command::Memo { memo: Some(id), on, title, kind, text } => {
            let kind = session.state().memos.get(&id).map_or(kind, |known| known.kind);
            Command::Memo { memo: Some(id), on, title, kind, text }
        }
        Command::Together(commands) => {
            Command::Together(commands.into_iter().map(|command| keeping_kind(session, command)).collect())
        }
        other => other,
    }
}

/// Applies commands one after the other, up to the first that cannot be.
fn in_order(
    session: &mut Session,
    ticket: u64,
    commands: Vec<Command>,
    about: Option<&str>,
    mut everywhere: bool,
) -> Answer {
    let mut messages = Vec::new();
    let mut codebook = false;
    let rereads = session.codebook_rereads();
    for (saved, command) in commands.into_iter().enumerate() {
        everywhere |= matches!(command, Command::MapSpeakers(..) | Command::Relink(_) | Command::Place(_))
            || command.takes_back();
        let adds = matches!(command, Command::AddCode { .. } | Command::RenameCode(..) | Command::Together(_));
        everywhere |= command.changes_codebook() && !adds;
        codebook |= command.changes_codebook() || command.takes_back();
        let applied = session.apply(keeping_kind(session, command));
        // Somebody has edited the codebook's file.
        if session.codebook_rereads() != rereads {
            (everywhere, codebook) = (true, true);
        }
        match applied {
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

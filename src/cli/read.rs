//! `emic read --plain`

mod desk;
mod find;
mod wish;

use std::io::{BufRead, IsTerminal, Write};

use clap::Args;

use super::{Global, Report, Wrong};
use crate::session::NOBODY_CODES;
use desk::Desk;
use wish::Wish;

/// Read and code line by line, for a screen reader: no boxes, no colours, nothing that moves.
///
/// Type a word and press Enter; Enter alone reads the next turn, help says all words.
#[derive(Args, Debug)]
pub struct Read {
    /// The transcript to begin with (default: the first).
    transcript: Option<String>,
    /// Plain lines. Without it, `emic` alone opens the screens.
    #[arg(long)]
    plain: bool,
}

impl Read {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        if !self.plain {
            return Err(Wrong::new(
                "emic read is for plain lines",
                "emic read --plain; `emic` alone opens the screens",
            ));
        }
        let mut session = global.open()?;
        let first = session.corpus().places().next();
        let at = match &self.transcript {
            Some(name) => session.transcript_place(name)?,
            None => {
                first.ok_or_else(|| Wrong::new("this study has no transcript", "emic import FILE brings one in"))?
            }
        };
        session.watch();
        let title = session.corpus().study.title.clone();
        let unheard = session.unheard_at_opening();
        let mut desk = Desk::new(&mut session, at);
        let mut said = vec![format!("{}. help says what can be typed.", crate::text::visible(&title))];
        said.extend(unheard.map(|said| format!("{said}.")));
        said.extend(desk.answer(Wish::Where)?);
        said.extend(desk.answer(Wish::Again)?);
        tell(&said)?;
        let stdin = std::io::stdin();
        // Typed lines are answered one by one; a list of lines through a pipe needs no prompt.
        let asks = stdin.is_terminal();
        let mut lines = stdin.lock().lines();
        loop {
            if asks {
                super::output::text("> ")?;
            }
            let Some(line) = lines.next() else { break };
            let mut said = desk.look();
            match wish::read(&line?) {
                Ok(Wish::Quit) => break,
                Ok(wish) => match desk.answer(wish) {
                    Ok(answer) => said.extend(answer),
                    Err(problem) => said.extend(problem_in_words(&problem)),
                },
                Err(why) => said.push(why),
            }
            tell(&said)?;
        }
        Ok(Report::Done)
    }
}

/// A problem as lines: what, where in the query, what to do.
fn problem_in_words(problem: &crate::session::Problem) -> Vec<String> {
    let mut said = vec![format!("Not done: {}.", problem.what.trim_end_matches('.'))];
    if let Some(place) = &problem.place {
        let at = place.text.get(place.range.clone()).unwrap_or_default();
        if !at.is_empty() {
            said.push(format!("It is about: {at}"));
        }
    }
    said.extend(problem.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()));
    // What else would be typed into a shell is a word here.
    let name = "type name and your name, such as: name nora; then your line again".to_owned();
    let hint = if problem.what == NOBODY_CODES { Some(&name) } else { problem.hint.as_ref() };
    said.extend(hint.map(|hint| format!("{hint}.")));
    said
}

fn tell(said: &[String]) -> Result<(), Wrong> {
    let mut out = std::io::stdout().lock();
    for line in said {
        writeln!(out, "{}", crate::text::visible(line))?;
    }
    Ok(out.flush()?)
}

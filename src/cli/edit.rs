//! `emic edit`: a transcript corrected in the user's own editor, with what becomes of the codings shown before it is taken.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::args::Open;
use super::{Global, Report, Wrong, ask, output, review};
use crate::analysis::counted;
use crate::model::{EventId, TranscriptId};
use crate::session::editor::Copy;
use crate::session::{Command, Foreseen, Problem};

/// Correct a transcript in your editor ($VISUAL, else $EDITOR): codings keep their places or are shown first.
///
/// You get a copy of what the transcript says, without its front matter. When the editor ends, emic shows how many codings and
/// memos stand, have moved, or would lose their place, and asks; nothing is changed before. One action, which `emic undo` takes
/// back. You can as well edit the file itself in any editor: `emic code review` shows the same then.
#[derive(Args, Debug)]
pub struct Edit {
    /// The transcript.
    transcript: String,
    /// Take the text from this file instead of an editor (`-`: standard input), such as one that was kept.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Take the edit without asking.
    #[arg(long)]
    yes: bool,
    /// Accept with it the best matches of your own passages that were edited.
    #[arg(long)]
    accept: bool,
}

/// What is done with an edit that was shown.
enum Answer {
    Take,
    TakeAndAccept,
    Again,
    Leave,
}

impl Edit {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open_for_texts()?;
        session.watch();
        let at = session.transcript_place(&self.transcript)?;
        let id = session.corpus().transcript(at).id.clone();
        let old = session.corpus().transcript(at).body().text().to_owned();
        // Whatever would refuse the edit is said before anybody has typed.
        session.rehearse(Command::Edit { transcript: id.clone(), text: old.clone(), accept: Vec::new() })?;
        if let Some(from) = &self.from {
            let text = read_from(from)?;
            let text = tidy(&old, &text)?;
            if text == old {
                return Ok(unchanged(&id));
            }
            let seen = show(&session, &id, &text)?;
            return match self.answer(&seen, false)? {
                Answer::Take | Answer::Again => take(&mut session, global, &id, text, &seen, self.accept),
                Answer::TakeAndAccept => take(&mut session, global, &id, text, &seen, true),
                Answer::Leave => Ok(left()),
            };
        }
        for kept in session.kept_copies() {
            output::say(&format!("from an edit that has not ended, or not well: {}", kept.display()));
        }
        let copy = session.copy_for_editor(&id, &old)?;
        self.in_editor(&mut session, global, &id, &old, copy)
    }

    /// The editor, the question, and the editor again as often as the user likes.
    fn in_editor(
        &self,
        session: &mut Open,
        global: &Global,
        id: &TranscriptId,
        old: &str,
        copy: Copy,
    ) -> Result<Report, Wrong> {
        loop {
            if let Err(problem) = copy.edit() {
                let untouched = copy.read().is_ok_and(|text| text == old);
                return Err(if untouched { problem.into() } else { kept(copy, id, problem) });
            }
            let mut text = copy.read().and_then(|text| tidy(old, &text));
            if text.as_ref().is_ok_and(|text| text == old) && std::io::stdin().is_terminal() && !self.yes {
                // An editor with windows of its own may have come back at once.
                ask::line(
                    "nothing was changed yet. If your editor is still open, save there; press Enter when you have finished: ",
                )?;
                text = copy.read().and_then(|text| tidy(old, &text));
            }
            let text = match text {
                Ok(text) => text,
                Err(problem) => return Err(kept(copy, id, problem)),
            };
            if text == old {
                return Ok(unchanged(id));
            }
            let look = session.look();
            let same = session
                .transcript_place(id.as_str())
                .is_ok_and(|at| session.corpus().transcript(at).body().text() == old);
            if look.is_err() || !same {
                let problem =
                    Problem::new(format!("{id} was changed by another program meanwhile; nothing was changed"));
                return Err(kept(copy, id, problem));
            }
            let seen = match show(session, id, &text) {
                Ok(seen) => seen,
                Err(Wrong::Problem(problem)) => return Err(kept(copy, id, *problem)),
                Err(wrong) => return Err(wrong),
            };
            let accept = match self.answer(&seen, true) {
                Ok(Answer::Again) => continue,
                Ok(Answer::Take) => self.accept,
                Ok(Answer::TakeAndAccept) => true,
                Ok(Answer::Leave) => {
                    let path = copy.keep()?;
                    output::say(&format!("nothing was changed; your text is kept in {}", path.display()));
                    output::say(&format!("to take it after all: emic edit {id} --from {}", path.display()));
                    return Ok(Report::Done);
                }
                Err(Wrong::Problem(problem)) => return Err(kept(copy, id, *problem)),
                Err(wrong) => return Err(wrong),
            };
            return match take(session, global, id, text, &seen, accept) {
                Err(Wrong::Problem(problem)) => Err(kept(copy, id, *problem)),
                done => done,
            };
        }
    }

    /// Asks what to do with an edit that was shown.
    fn answer(&self, seen: &Foreseen, again: bool) -> Result<Answer, Wrong> {
        if self.yes {
            return Ok(Answer::Take);
        }
        ask::terminal("take this edit?", "--yes")?;
        let own = acceptable(seen).len();
        let accept = if own > 0 && !self.accept {
            format!(", [a]ccept with it {} of yours", matches(own))
        } else {
            String::new()
        };
        let edit = if again { ", [e]dit again" } else { "" };
        // Where nobody loses a place, Enter is enough.
        let safe = seen.doubtful.is_empty();
        let (yes, no) = if safe { ("[Y]es", "[n]o") } else { ("[y]es", "[N]o") };
        let answer = ask::line(&format!("take this edit? {yes}{accept}{edit}, {no}: "))?.to_lowercase();
        Ok(match answer.as_str() {
            "" if safe => Answer::Take,
            "y" | "yes" => Answer::Take,
            "a" | "accept" if own > 0 => Answer::TakeAndAccept,
            "e" | "edit" if again => Answer::Again,
            _ => Answer::Leave,
        })
    }
}

/// One's own passages that were edited and have a best match.
fn acceptable(seen: &Foreseen) -> Vec<EventId> {
    seen.doubtful.iter().filter(|item| item.own && item.best.is_some()).map(|item| item.id).collect()
}

fn matches(count: usize) -> String {
    if count == 1 { "1 best match".into() } else { format!("{count} best matches") }
}

/// Shows what an edit would do.
fn show(session: &Open, id: &TranscriptId, text: &str) -> Result<Foreseen, Wrong> {
    let seen = session.foresee(id, text)?;
    for item in &seen.doubtful {
        output::say(&review::shown(item));
    }
    if !seen.new_labels.is_empty() {
        output::say(&format!("new labels, of which nobody has said who they are: {}", seen.new_labels.join(", ")));
    }
    if seen.back > 0 {
        output::say(&format!("{} would have a place again", counted(seen.back, "passage")));
    }
    output::say(&format!("{id} after this edit: {}", seen.counts.sentence()));
    Ok(seen)
}

fn take(
    session: &mut Open,
    global: &Global,
    id: &TranscriptId,
    text: String,
    seen: &Foreseen,
    accept: bool,
) -> Result<Report, Wrong> {
    let accept = if accept { acceptable(seen) } else { Vec::new() };
    let accepted = accept.len();
    let outcome = session.apply(Command::Edit { transcript: id.clone(), text, accept })?;
    output::say(&outcome.message);
    if accepted > 0 {
        output::say(&format!(
            "accepted with it: {}",
            counted(accepted as u64, "best match").replace("matchs", "matches")
        ));
    }
    let left = seen.doubtful.iter().filter(|item| item.own).count() - accepted;
    if left > 0 {
        output::say(&format!("{} of yours without a place: emic code review {id}", counted(left as u64, "passage")));
    }
    if global.json {
        let counts = session.review(session.transcript_place(id.as_str()).ok()).counts;
        let value = json!({
            "transcript": id.as_str(), "act": outcome.act.map(|act| act.to_string()), "unmoved": counts.unmoved,
            "moved": counts.moved, "changed": counts.changed, "lost": counts.lost, "accepted": accepted,
        });
        output::text(&format!("{value}\n"))?;
    }
    Ok(Report::Done)
}

fn unchanged(id: &TranscriptId) -> Report {
    output::say(&format!("{id} is as it was: nothing was changed"));
    Report::Done
}

fn left() -> Report {
    output::say("nothing was changed");
    Report::Done
}

/// The problem, and where the text is kept.
fn kept(copy: Copy, id: &TranscriptId, problem: Problem) -> Wrong {
    match copy.keep() {
        Ok(path) => {
            let path = path.display();
            let first = problem.hint.as_ref().map(|hint| format!("{hint}; ")).unwrap_or_default();
            let hint = format!("{first}your text is kept in {path}; to take it: emic edit {id} --from {path}");
            problem.hint(hint).into()
        }
        Err(lost) => lost.into(),
    }
}

fn read_from(from: &PathBuf) -> Result<String, Wrong> {
    let bytes = if from.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        bytes
    } else {
        std::fs::read(from).map_err(|error| Problem::io("read", from, &error))?
    };
    String::from_utf8(bytes).map_err(|_| {
        Wrong::new(format!("{} is not UTF-8; nothing was changed", from.display()), "save it as UTF-8, then try again")
    })
}

/// The text as it came back: line ends as LF; a line end that the editor has put at the end of a text without one is not of it.
///
/// # Errors
/// If nothing came back.
fn tidy(old: &str, text: &str) -> Result<String, Problem> {
    let mut text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    if text.ends_with('\n') && !old.ends_with('\n') {
        text.pop();
    }
    if text.trim().is_empty() && !old.trim().is_empty() {
        return Err(Problem::new("the text came back empty; nothing was changed")
            .hint("to take a transcript out of the study, move its file away"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_add_is_not_taken_for_an_edit() {
        assert_eq!(tidy("A: hi", "A: hi\n").unwrap(), "A: hi");
        assert_eq!(tidy("A: hi\n", "\u{feff}A: hi\r\n").unwrap(), "A: hi\n");
        assert_eq!(tidy("A: hi", "A: hi\n\n").unwrap(), "A: hi\n");
        assert_eq!(tidy("A: hi\n", "A: hi").unwrap(), "A: hi");
        assert!(tidy("A: hi\n", " \n").is_err() && tidy("", "").is_ok());
    }
}

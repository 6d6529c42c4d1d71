//! `emic relink`

use clap::Args;
use serde_json::json;

use super::{Global, Report, Wrong, ask, output};
use crate::analysis::counted;
use crate::model::CoderName;
use crate::session::{Candidate, Command, Gone, Relinking};

/// Bring back what was coded in a transcript whose file was renamed or moved.
///
/// The file is recognised by its text. Its front matter then says the old id, so that the codings, memos and marks of every coder
/// and the rows of the tables hold again. Exit status 1: no transcript is missing.
#[derive(Args, Debug)]
pub struct Relink {
    /// The missing transcript and the one that it is now (default: what is recognised).
    #[arg(value_name = "OLD=NEW")]
    pairs: Vec<String>,
    /// Bring your own codings over to the new id instead, with the rows of the tables; other coders do the same.
    #[arg(long)]
    new_id: bool,
    /// Take what was recognised without asking.
    #[arg(long)]
    yes: bool,
}

impl Relink {
    /// Runs the command.
    pub fn run(self, global: &Global) -> Result<Report, Wrong> {
        let mut session = global.open_for_texts()?;
        let gone = session.gone();
        if global.json && self.pairs.is_empty() && !self.yes {
            output::data(gone.iter().map(|gone| format!("{}\n", as_json(gone))).collect::<String>().as_bytes())?;
            return Ok(Report::found(!gone.is_empty()));
        }
        if gone.is_empty() && self.pairs.is_empty() {
            output::say("no transcript is missing");
            return Ok(Report::NothingFound);
        }
        let mut pairs = Vec::new();
        for pair in &self.pairs {
            let Some((old, new)) = pair.split_once('=') else {
                return Err(Wrong::new(format!("`{pair}` is not OLD=NEW"), "for example: emic relink s3-parent=first"));
            };
            let known = gone.iter().any(|gone| gone.id.as_str() == old);
            if !known && session.transcript_place(old).is_err() {
                let hint = match gone.as_slice() {
                    [] => "no transcript is missing".to_owned(),
                    gone => format!("missing are {}", names(gone)),
                };
                return Err(Wrong::new(format!("nothing was coded in a missing transcript `{old}`"), hint));
            }
            let to = session.transcript_named(new)?;
            pairs.push(Relinking { gone: old.into(), to, new_id: self.new_id });
        }
        if self.pairs.is_empty() {
            pairs = self.recognised(&gone)?;
        }
        if pairs.is_empty() {
            output::say("nothing was linked");
            return Ok(Report::NothingFound);
        }
        let outcome = session.apply(Command::Relink(pairs))?;
        output::outcome(&outcome, global)?;
        outcome.kept.iter().for_each(|kept| output::say(kept));
        let counts = session.review(None).counts;
        output::say(&counts.sentence());
        Ok(Report::Done)
    }

    /// What is recognised beyond doubt, each asked for.
    fn recognised(&self, gone: &[Gone]) -> Result<Vec<Relinking>, Wrong> {
        let mut pairs: Vec<Relinking> = Vec::new();
        for gone in gone {
            output::say(&described(gone));
            let free = |candidate: &&Candidate| !pairs.iter().any(|pair| pair.to == candidate.id);
            let mut candidates = gone.candidates.iter().filter(free);
            let (Some(first), second) = (candidates.next(), candidates.next()) else { continue };
            // Two that fit alike are a person's to choose between.
            if second.is_some_and(|second| (second.same_text, second.found) == (first.same_text, first.found)) {
                output::say(&format!("  several fit alike: name one, emic relink '{}={}'", gone.id, first.id));
                continue;
            }
            let question = if self.new_id {
                format!("bring your codings over to {}?", first.id)
            } else {
                format!("is {} {}?", first.path.display(), gone.id)
            };
            if self.yes || ask::yes(&question, first.same_text, "--yes")? {
                pairs.push(Relinking { gone: gone.id.clone(), to: first.id.clone(), new_id: self.new_id });
            }
        }
        Ok(pairs)
    }
}

fn names(gone: &[Gone]) -> String {
    gone.iter().map(|gone| gone.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// A missing transcript, what hangs on it, and which files may be it.
fn described(gone: &Gone) -> String {
    let coders: Vec<&str> = gone.coders.iter().map(CoderName::as_str).collect();
    let mut text = format!(
        "{} is not in the study; it has {} and {} of {}",
        gone.id,
        counted(gone.codings, "coding"),
        counted(gone.memos, "memo"),
        coders.join(", ")
    );
    if gone.candidates.is_empty() {
        text.push_str("\n  no other file holds its text: put the file back, or name one, emic relink OLD=NEW");
    }
    for candidate in &gone.candidates {
        let like = if candidate.same_text {
            "holds the same text".to_owned()
        } else {
            format!("holds {} of the {} wordings that were marked", candidate.found, candidate.of)
        };
        text.push_str(&format!("\n  {} ({}) {like}", candidate.path.display(), candidate.id));
        if candidate.codings > 0 {
            text.push_str(&format!(", and has {} under its own id", counted(candidate.codings, "coding")));
        }
    }
    text
}

fn as_json(gone: &Gone) -> serde_json::Value {
    json!({
        "transcript": gone.id.as_str(), "codings": gone.codings, "memos": gone.memos,
        "coders": gone.coders.iter().map(CoderName::as_str).collect::<Vec<_>>(),
        "candidates": gone.candidates.iter().map(|candidate| json!({
            "transcript": candidate.id.as_str(), "path": candidate.path.to_string_lossy(),
            "same_text": candidate.same_text, "found": candidate.found, "of": candidate.of,
            "codings": candidate.codings,
        })).collect::<Vec<_>>(),
    })
}

//! Undo and redo, which may have to change files of the study back.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::plan::{FileEdit, Plan};
use super::{Problem, Session};
use crate::journal::event::CodebookOp;
use crate::journal::{Do, Event, undo};
use crate::model::{ActId, Code, CodeId, CodeIx, Codebook, CoderName, EventId};
use crate::store;

/// What to do where a file was changed by hand or by somebody else in the meantime.
const BY_HAND: &str = "change the file by hand; later actions can be taken back after that";

impl Session {
    pub(super) fn plan_undo(&self, coder: &CoderName) -> Result<Plan, Problem> {
        let Some(act) = undo::undo_target(&self.journals.fold, coder) else {
            return Ok(Plan { message: format!("there is nothing of {coder} to take back"), ..Plan::default() });
        };
        let files = self.inverse_edits(act, true)?;
        let at = self.journals.fold.act(act, coder).map_or_else(String::new, |act| act.at.to_string());
        let day = |time: &str| time.get(..10).unwrap_or_default().to_owned();
        // An action of another day may not be the one that was meant: a merge, a rewrite are none of the coder's.
        let of = if day(&at) == day(&self.now_text()) { String::new() } else { format!(", done on {}", day(&at)) };
        let message = format!("took back: {}{of}", self.act_in_words(act, coder));
        Ok(Plan { events: vec![Do::Undo { act }], files, skipped: Vec::new(), message })
    }

    pub(super) fn plan_redo(&self, coder: &CoderName) -> Result<Plan, Problem> {
        let Some(undo) = undo::redo_target(&self.journals.fold, coder) else {
            return Ok(Plan { message: format!("there is nothing of {coder} to do again"), ..Plan::default() });
        };
        let named = self.journals.fold.act(undo, coder);
        let Some(act) = named.and_then(|act| act.undoes) else {
            return Err(Problem::new("the action that was taken back is not in the journals"));
        };
        let files = self.inverse_edits(act, false)?;
        let message = format!("did again: {}", self.act_in_words(act, coder));
        Ok(Plan { events: vec![Do::Undo { act: undo }], files, skipped: Vec::new(), message })
    }

    /// The files as they will be when the file changes of an act are taken back (`back`) or made again.
    fn inverse_edits(&self, act: ActId, back: bool) -> Result<Vec<FileEdit>, Problem> {
        let mut events = self.journals.fold.events_of_act(act);
        if back {
            events.reverse();
        }
        // Codings that the act has made, taken away or given another code: they go back with it.
        let own: Vec<EventId> = events
            .iter()
            .filter_map(|event| match &event.what {
                Do::Code(_) => Some(event.id),
                Do::Recode { coding, .. } | Do::Uncode { coding } => Some(*coding),
                _ => None,
            })
            .collect();
        let mut edits: Vec<FileEdit> = Vec::new();
        for event in &events {
            let mut made_by_it = false;
            let (path, patch) = match &event.what {
                Do::Codebook(change) => {
                    let takes_away = if back { CodebookOp::Add } else { CodebookOp::Remove };
                    if change.op == takes_away {
                        self.refuse_if_used(change.code.as_ref(), &own)?;
                    }
                    let Some(patch) = &change.patch else { continue };
                    (self.corpus.study.codebook.clone(), patch)
                }
                // An import tells the hash of a file that it made, and not its text.
                Do::File(change) if change.before.is_none() && change.patch.is_empty() && change.after.is_some() => {
                    edits.push(if back {
                        self.unimport(change)?
                    } else {
                        return Err(super::import_write::not_again(&change.path));
                    });
                    continue;
                }
                Do::File(change) => {
                    made_by_it = change.before.is_none();
                    (PathBuf::from(&*change.path), &change.patch)
                }
                _ => continue,
            };
            let known = edits.iter().position(|edit| edit.path == path);
            let current = match known {
                Some(at) => edits[at].text.clone(),
                None if made_by_it && !back && !self.root.join(&path).exists() => None,
                None => Some(self.read_inside(&path)?),
            };
            let text = current.as_deref().unwrap_or_default();
            let patched = if back { patch.inverse().apply(text) } else { patch.apply(text) };
            let text = patched.map_err(|error| {
                Problem::new(format!("{} was edited since: {error}; nothing was changed", path.display())).hint(BY_HAND)
            })?;
            // A file that the action made goes with it.
            let text = Some(text).filter(|text| !(back && made_by_it && text.is_empty()));
            match known {
                Some(at) => edits[at].text = text,
                None => edits.push(FileEdit { path, old: current, text }),
            }
        }
        for edit in &edits {
            if let (Some(old), Some(text)) = (&edit.old, &edit.text) {
                self.refuse_spoilt(&edit.path, old, text, &events)?;
            }
        }
        Ok(edits)
    }

    /// A code that live codings use is not taken away; what `own` events code goes with it.
    fn refuse_if_used(&self, code: Option<&CodeId>, own: &[EventId]) -> Result<(), Problem> {
        let Some(code) = code else { return Ok(()) };
        let theirs = self.state().codings.values().filter(|coding| coding.code == *code);
        let uses: Vec<_> = theirs.filter(|coding| !own.contains(&coding.id)).collect();
        let named = |event: &crate::journal::Event| match &event.what {
            Do::Code(made) => made.code == *code,
            Do::Recode { code: now, .. } => now == code,
            _ => false,
        };
        if uses.is_empty() && self.journals.hidden().any(named) {
            return Err(Problem::new(format!(
                "the code {code} is in use in a blind round, so adding it cannot be taken back"
            ))
            .hint("undo it when the round is closed"));
        }
        if uses.is_empty() {
            return Ok(());
        }
        let mut coders: Vec<&str> = uses.iter().map(|coding| coding.coder.as_str()).collect();
        coders.sort_unstable();
        coders.dedup();
        Err(Problem::new(format!(
            "the code {code} is in use by {} of {}, so it cannot be taken out of the codebook",
            crate::analysis::counted(uses.len() as u64, "coding"),
            coders.join(", ")
        ))
        .hint("take the codings away first; nothing was changed"))
    }

    /// The places of a change still hold what it put there, and yet what others have written around them may hang on it: the file must
    /// be no worse afterwards, and codes that the action does not name must be what they are.
    fn refuse_spoilt(&self, path: &Path, old: &str, new: &str, events: &[Event]) -> Result<(), Problem> {
        let spoilt = |what: String| {
            Err(Problem::new(format!("{} was edited since: {what}; nothing was changed", path.display())).hint(BY_HAND))
        };
        // What was empty is empty again.
        if new.is_empty() {
            return Ok(());
        }
        let faults = store::faults_of(&self.corpus.study, path, new);
        if faults.len() > store::faults_of(&self.corpus.study, path, old).len() {
            let which = faults.last().map(|fault| fault.message.clone()).unwrap_or_default();
            return spoilt(format!("it would have a fault ({which})"));
        }
        if path != self.corpus.study.codebook {
            return Ok(());
        }
        let (Ok((old, _)), Ok((new, _))) = (store::parse_codebook(path, old), store::parse_codebook(path, new)) else {
            return Ok(());
        };
        let named = named(events);
        let others = |book: &Codebook| -> Vec<Code> {
            book.codes().iter().filter(|code| !named.contains(code.id.as_str())).cloned().collect()
        };
        let as_before =
            |code: &Code| new.codes().iter().any(|now| now.id == code.id && said_of(&old, code) == said_of(&new, now));
        let (was, is) = (others(&old), others(&new));
        match was.iter().find(|code| !as_before(code)) {
            Some(code) => spoilt(format!("the code {} hangs on what would go", code.id)),
            None if was.len() != is.len() => spoilt("other codes would come with it".into()),
            None => Ok(()),
        }
    }
}

/// The codes that the events of an action name: those that it changes, and those that others were merged into.
fn named(events: &[Event]) -> HashSet<String> {
    let mut named = HashSet::new();
    for event in events {
        if let Do::Codebook(change) = &event.what {
            named.extend(change.code.as_ref().map(ToString::to_string));
            let into = change.new.as_ref().and_then(|new| new.get("into")).and_then(|into| into.as_str());
            named.extend(into.map(str::to_owned));
        }
    }
    named
}

/// The code above, and all that a codebook says of a code but where it stands among the others.
fn said_of(book: &Codebook, code: &Code) -> (Option<CodeId>, Code) {
    let above = code.parent.map(|above| book.code(above).id.clone());
    (above, Code { parent: None, depth: 0, end: CodeIx::from(0), ..code.clone() })
}

//! Plans that change files of the study: codebook, speakers.csv; and undo, which may have to change them back.

use std::path::{Path, PathBuf};

use super::command::Who;
use super::plan::{FileEdit, Plan};
use super::speaker_rows::SpeakerRows;
use super::{Problem, Session};
use crate::journal::event::{CodebookOp, FileChange};
use crate::journal::{Do, Patch, undo};
use crate::model::{ActId, CodeId, CoderName, EventId, Speaker};
use crate::store;
use crate::text::{TextHash, suggest};

/// The table of labels.
const SPEAKERS: &str = "speakers.csv";

/// An id made from a name: lower case, what is no letter or digit as `-`.
pub fn id_from_name(name: &str) -> String {
    let folded = crate::text::fold(name, "");
    let mut id = String::new();
    for c in folded.chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') && c != '\'' {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

impl Session {
    pub(super) fn plan_speakers(&self, transcript: &str, pairs: &[(String, Who)]) -> Result<Plan, Problem> {
        let everywhere = transcript == "*";
        let places = if everywhere { self.corpus.places().collect() } else { vec![self.transcript_place(transcript)?] };
        let id = if everywhere { "*".into() } else { self.corpus.transcript(places[0]).id.to_string() };
        let path = self.root.join(SPEAKERS);
        let old = match std::fs::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(Problem::io("read", &path, &error)),
        };
        let mut rows = SpeakerRows::read(old.as_deref().unwrap_or_default())?;
        let mut said = Vec::new();
        for (label, who) in pairs {
            let label = label.trim();
            self.check_label(label, &id, &places)?;
            let who = self.known_who(who)?;
            rows.say(&id, label, &who);
            said.push(format!("{} is {who}", if label.is_empty() { "whoever has no label" } else { label }));
        }
        let text = rows.text();
        if Some(&text) == old.as_ref() {
            return Ok(Plan { message: "that is what speakers.csv says already".into(), ..Plan::default() });
        }
        let event = file_event(Path::new(SPEAKERS), old.as_deref(), &text);
        let place = if everywhere { "every transcript".into() } else { id };
        Ok(Plan {
            events: vec![event],
            files: vec![FileEdit { path: SPEAKERS.into(), old, text: Some(text) }],
            skipped: Vec::new(),
            message: format!("in {place} {}", said.join(", ")),
        })
    }

    /// A label must be one that there is, and not one that the front matter speaks for.
    fn check_label(&self, label: &str, id: &str, places: &[crate::model::TranscriptIx]) -> Result<(), Problem> {
        let same = |known: &str| known.to_lowercase() == label.to_lowercase();
        let mut labels: Vec<&str> = Vec::new();
        for at in places {
            let transcript = self.corpus.transcript(*at);
            let front = &transcript.front;
            let named =
                front.participants.iter().map(|(label, _)| label).chain(&front.interviewers).chain(&front.others);
            let by_participant = label.is_empty() && front.participant.is_some();
            if id != "*" && (by_participant || named.clone().any(|known| same(known))) {
                return Err(Problem::new(format!(
                    "the front matter of {} says who that is already",
                    transcript.path.display()
                ))
                .hint("front matter wins over speakers.csv: change it there"));
            }
            labels.extend(transcript.layout().labels.iter().map(String::as_str));
            if transcript.layout().turns.iter().any(|turn| turn.label.is_none()) {
                labels.push("");
            }
        }
        if labels.iter().any(|known| same(known)) {
            return Ok(());
        }
        let near = suggest::nearest(label, labels.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        Err(Problem::new(format!("{id} has no label `{label}`"))
            .hint(format!("{}`emic speakers` lists the labels", near.unwrap_or_default())))
    }

    fn known_who(&self, who: &Who) -> Result<String, Problem> {
        let Who::Participant(id) = who else { return Ok(who.as_str().to_owned()) };
        if let Some(row) = self.corpus.participants.find_ignoring_case(id) {
            return Ok(self.corpus.participant(row.into()).to_owned());
        }
        let known = self.corpus.participants.rows.iter().map(|row| row.id.as_str()).chain(["interviewer", "other"]);
        let near = suggest::nearest(id, known).map(|near| format!("did you mean `{near}`? "));
        Err(Problem::new(format!("there is no participant `{id}`")).hint(format!(
            "{}add a row to participants.csv first; interviewers are `interviewer`, others present `other`",
            near.unwrap_or_default()
        )))
    }

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
                Problem::new(format!("{} was edited since: {error}; nothing was changed", path.display()))
                    .hint("change the file by hand; later actions can be taken back after that")
            })?;
            // A file that the action made goes with it.
            let text = Some(text).filter(|text| !(back && made_by_it && text.is_empty()));
            match known {
                Some(at) => edits[at].text = text,
                None => edits.push(FileEdit { path, old: current, text }),
            }
        }
        Ok(edits)
    }

    pub(super) fn read_inside(&self, path: &Path) -> Result<String, Problem> {
        let full = self.root.join(path);
        if *path != self.corpus.study.codebook && !store::inside(&self.root, &full) {
            return Err(Problem::new(format!("{} lies outside of the study", path.display())));
        }
        std::fs::read_to_string(&full).map_err(|error| Problem::io("read", &full, &error))
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

    /// Whether anybody speaks without being mapped, for the hint after `emic new`.
    pub(super) fn unmapped_labels(&self) -> Vec<(String, String)> {
        let mut labels = Vec::new();
        for at in self.corpus.places() {
            for label in super::tables::label_uses(&self.corpus, at) {
                if label.speaker == Speaker::Unmapped {
                    labels.push((self.corpus.transcript(at).id.to_string(), label.label));
                }
            }
        }
        labels
    }
}

/// The event of a file that is changed, or made (`old` is `None`).
pub(super) fn file_event(path: &Path, old: Option<&str>, new: &str) -> Do {
    Do::File(FileChange {
        path: path.to_string_lossy().replace('\\', "/").into(),
        before: old.map(|old| TextHash::of(old).to_string().into()),
        after: Some(TextHash::of(new).to_string().into()),
        patch: Patch::between(old.unwrap_or_default(), new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_from_names() {
        assert_eq!(id_from_name("TA reliance"), "ta-reliance");
        assert_eq!(id_from_name("  Élève’s — voice! "), "eleves-voice");
        assert_eq!(id_from_name("日本"), "");
    }
}

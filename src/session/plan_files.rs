//! Plans that change files of the study: speakers.csv.

use std::path::Path;

use super::command::Who;
use super::plan::{FileEdit, Plan};
use super::speaker_rows::SpeakerRows;
use super::{Problem, Session};
use crate::journal::event::FileChange;
use crate::journal::{Do, Patch};
use crate::model::Speaker;
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
        let old = match store::file_text(&path) {
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

    pub(super) fn read_inside(&self, path: &Path) -> Result<String, Problem> {
        let full = self.root.join(path);
        if *path != self.corpus.study.codebook && !store::inside(&self.root, &full) {
            return Err(Problem::new(format!("{} lies outside of the study", path.display())));
        }
        store::file_text(&full).map_err(|error| Problem::io("read", &full, &error))
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

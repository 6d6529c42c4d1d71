//! The files that change when a participant's words are taken out of a study: shared transcripts, tables, the codebook.

use super::super::Problem;
use super::super::anon_apply::by_hand;
use super::super::anon_lines::push;
use super::super::anon_rewrite::Change;
use super::super::speaker_rows::SpeakerRows;
use super::{Leaving, Said};
use crate::model::{Speaker, TranscriptIx};
use crate::store::{self, Node, StudyPaths};

impl Leaving<'_> {
    pub(super) fn shared_transcripts(&self, files: &mut Vec<Change>, said: &mut Said) -> Result<(), Problem> {
        for (at, body) in self.shared.values() {
            let transcript = self.session.corpus.transcript(*at);
            let path = &transcript.path;
            let Some(old) = self.session.bytes(path)? else { continue };
            let text =
                String::from_utf8(old.clone()).map_err(|_| Problem::new(format!("{} is not UTF-8", path.display())))?;
            let new_body = |raw: &str| {
                let new = body.new.text();
                Some(if raw.contains("\r\n") { new.replace('\n', "\r\n") } else { new.to_owned() })
            };
            let mut new = store::exchange_transcript(&text, &|_, _| None, &new_body)
                .map_err(|refused| by_hand(path, &refused))?
                .unwrap_or(text);
            for (key, value) in self.front_without(transcript) {
                new =
                    store::set_front_matter(&new, &[key.into()], &value).map_err(|refused| by_hand(path, &refused))?;
            }
            let read = store::decode_transcript(path, new.as_bytes().to_vec());
            if !read.is_ok_and(|read| read.body == body.new.text()) {
                return Err(Problem::new(format!(
                    "{} would be read as another text; nothing was changed",
                    path.display()
                ))
                .hint("look at its front matter and its line ends"));
            }
            push(files, path, path, old, new.into_bytes());
            let names: Vec<&str> =
                self.labels(*at).into_iter().filter(|label| label.to_lowercase() != self.id.to_lowercase()).collect();
            if !names.is_empty() {
                said.by_hand.push(format!(
                    "the label stays in {}: {}; rename it there if it is a name",
                    path.display(),
                    names.join(", ")
                ));
            }
        }
        Ok(())
    }

    /// The keys of a front matter that name them, as they are without them.
    pub(super) fn front_without(&self, transcript: &crate::model::Transcript) -> Vec<(&'static str, Node)> {
        let is = |id: &str| id.to_lowercase() == self.id.to_lowercase();
        let front = &transcript.front;
        let mut out = Vec::new();
        if front.participants.iter().any(|(_, id)| is(id)) {
            let others = front.participants.iter().filter(|(_, id)| !is(id));
            out.push(("participants", Node::map(others.map(|(label, id)| (label.as_str(), Node::text(id))))));
        }
        if front.participant.as_deref().is_some_and(is) {
            out.push(("participant", Node::Scalar("~".into(), store::Kind::Null)));
        }
        out
    }

    /// Their labels in a transcript.
    pub(super) fn labels(&self, at: TranscriptIx) -> Vec<&str> {
        let transcript = self.session.corpus.transcript(at);
        let layout = transcript.layout();
        let mut labels: Vec<&str> = Vec::new();
        for (index, turn) in layout.turns.iter().enumerate() {
            let theirs = turn.label.is_some() && transcript.speaker(index) == Speaker::Participant(self.person);
            let label = transcript.label(index);
            if theirs && !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
    }

    /// Their row goes, and those of their interviews; their labels in shared interviews stand for someone not studied.
    pub(super) fn tables(&self, files: &mut Vec<Change>) -> Result<(), Problem> {
        let paths = StudyPaths::of(&self.session.corpus.study);
        let is = |cell: &str| cell.to_lowercase() == self.id.to_lowercase();
        let own = |cell: &str| self.is_own(cell);
        let word = |_: &str, text: &str| self.speech.redact(text);
        for (path, column, goes) in [
            (&paths.participants, "participant", &is as &dyn Fn(&str) -> bool),
            (&paths.transcripts, "transcript", &own),
            (&paths.cases, "", &|_| false),
        ] {
            let Some(old) = self.session.bytes(path)? else { continue };
            let Ok(text) = String::from_utf8(old.clone()) else { continue };
            let new = store::drop_rows(&text, column, goes).unwrap_or(text);
            let new = store::exchange_csv(&new, &word).unwrap_or(new);
            push(files, path, path, old, new.into_bytes());
        }
        let old = self.session.bytes(&paths.speakers)?;
        let text = old.clone().map(String::from_utf8).and_then(Result::ok).unwrap_or_default();
        let bare = store::drop_rows(&text, "transcript", &own).unwrap_or_else(|| text.clone());
        let mut rows = SpeakerRows::read(&bare)?;
        for (transcript, label) in rows.of_participant(&self.id) {
            rows.say(&transcript, &label, "other");
        }
        for (id, (at, _)) in &self.shared {
            for label in self.labels(*at) {
                rows.say(id, label, "other");
            }
        }
        if old.is_some() || !self.shared.is_empty() {
            let new = rows.text().into_bytes();
            match old {
                Some(old) => push(files, &paths.speakers, &paths.speakers, old, new),
                None => files.push(Change { path: paths.speakers, old: None, new: Some(new) }),
            }
        }
        Ok(())
    }

    pub(super) fn codebook(&self, files: &mut Vec<Change>, said: &mut Said) -> Result<(), Problem> {
        let path = &self.session.corpus.study.codebook;
        let Some(old) = self.session.bytes(path)? else { return Ok(()) };
        let Ok(text) = String::from_utf8(old.clone()) else { return Ok(()) };
        let new = store::exchange_yaml(&text, &|held, text| self.word(held, text))
            .map_err(|refused| by_hand(path, &refused))?;
        let Some(new) = new else { return Ok(()) };
        if store::inside(&self.session.root, &self.session.root.join(path)) {
            push(files, path, path, old, new.into_bytes());
        } else {
            said.by_hand.push(format!(
                "the codebook {} lies outside of the study and was not changed: it repeats words of {}",
                path.display(),
                self.id
            ));
        }
        Ok(())
    }
}

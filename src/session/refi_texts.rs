//! The texts of a project: the transcripts that they are here, or are to become.

use std::collections::HashMap;
use std::path::PathBuf;

use super::Problem;
use super::plan::FileEdit;
use super::refi_bring::{Bring, CaseIs, Placed};
use super::refi_names::{Taken, file_name};
use crate::export::refi::Guid;
use crate::import::refi::key;
use crate::store;
use crate::text::{Body, TextHash};

impl Bring<'_> {
    /// Finds the transcript of each text, or an id for a new one.
    pub(super) fn name_texts(&mut self) {
        let mut taken = Taken::default();
        taken.extend(self.session.corpus().transcripts.iter().map(|transcript| transcript.id.as_str()));
        let texts = std::mem::take(&mut self.project.texts);
        for (at, text) in texts.iter().enumerate() {
            let corpus = self.session.corpus();
            let hash = TextHash::of(&text.body);
            let by_guid = self.known.find(Guid::Transcript, &text.guid).and_then(|id| corpus.find(id));
            let mut alike = corpus.places().filter(|place| corpus.transcript(*place).hash == hash);
            let by_text = alike.next().filter(|_| alike.next().is_none() && !text.body.trim().is_empty());
            let body = Body::with_hash(text.body.clone(), hash);
            if let Some(place) = by_guid.or(by_text) {
                let transcript = corpus.transcript(place);
                let id = transcript.id.clone();
                if transcript.hash != hash {
                    self.losses.note(format!(
                        "{id} has another text here, which stays; codings are put where their words stand"
                    ));
                }
                self.there += 1;
                self.text_keys.insert(key(&text.guid), at);
                self.texts.push(Placed { id, body });
                continue;
            }
            let recorded = self.record.transcripts.get(&text.guid).map(|text| text.id.as_str());
            let recorded = recorded.filter(|id| id.split('/').all(|part| !part.is_empty() && part == file_name(part)));
            let id = taken.free(&recorded.map_or_else(|| file_name(&text.name), str::to_owned), "-");
            self.named(Guid::Transcript.of(&id), &text.guid, &text.name, &id);
            self.text_keys.insert(key(&text.guid), at);
            self.texts.push(Placed { id: id.into(), body });
        }
        self.project.texts = texts;
    }

    /// Where transcripts go.
    fn folder(&self) -> Result<PathBuf, Problem> {
        let entries = &self.session.corpus().study.transcripts;
        let plain = entries
            .iter()
            .find(|entry| !entry.contains(['*', '?', '[']) && !entry.ends_with(".txt") && !entry.ends_with(".md"));
        if let Some(folder) = plain {
            return Ok(PathBuf::from(folder));
        }
        let glob = entries.iter().find(|entry| entry.ends_with("*.txt") || entry.ends_with("/*") || *entry == "*");
        let Some(glob) = glob else {
            return Err(Problem::new("study.yaml names no folder for transcripts; nothing was changed")
                .hint("add one to `transcripts:`, for example transcripts: [transcripts]"));
        };
        Ok(glob.split('/').take_while(|part| !part.contains(['*', '?', '['])).collect())
    }

    /// The new transcripts as files.
    pub(super) fn write_texts(&mut self) -> Result<(), Problem> {
        let about = self.about();
        let mut folder = None;
        for at in 0..self.texts.len() {
            let Placed { id, body } = &self.texts[at];
            if self.session.corpus().find(id.as_str()).is_some() {
                continue;
            }
            if folder.is_none() {
                folder = Some(self.folder()?);
            }
            let path = folder.clone().unwrap_or_default().join(format!("{id}.txt"));
            let (text, told) =
                store::transcript_text(body.text(), about.get(&at).map(Vec::as_slice).unwrap_or_default());
            if !told {
                self.losses
                    .note(format!("{id}: the cases that it is about have no place, for it begins with empty lines"));
            }
            self.files.push(FileEdit { path, old: None, text: Some(text) });
        }
        Ok(())
    }

    /// By text: the cases that it is about.
    fn about(&self) -> HashMap<usize, Vec<String>> {
        let mut about: HashMap<usize, Vec<String>> = HashMap::new();
        if self.ours {
            for (at, text) in self.project.texts.iter().enumerate() {
                if let Some(recorded) = self.record.transcripts.get(&text.guid).filter(|text| !text.about.is_empty()) {
                    about.insert(at, recorded.about.clone());
                }
            }
            return about;
        }
        for case in &self.project.cases {
            let Some(CaseIs::Case(id)) = self.cases.get(&key(&case.guid)) else { continue };
            for text in case.texts.iter().filter_map(|text| self.text_keys.get(text)) {
                about.entry(*text).or_default().push(id.clone());
            }
        }
        about
    }
}

//! Writing an import: files first, then one action in the journal; and taking it back.
//!
//! The journal names each file with its hash and does not repeat its text: what a participant says stands in one place.

use std::path::Path;

use super::command::Outcome;
use super::import::{ImportDraft, NewTranscript};
use super::import_people::PeopleRows;
use super::plan::{FileEdit, Plan};
use super::speaker_rows::SpeakerRows;
use super::{Problem, Session};
use crate::analysis::counted;
use crate::import::MemoOffer;
use crate::journal::event::{FileChange, MemoWritten};
use crate::journal::{Do, Patch};
use crate::model::{MemoKind, MemoOn, Place};
use crate::store;
use crate::text::{Body, Span, TextHash, occurrences};

const SPEAKERS: &str = "speakers.csv";

impl Session {
    /// What an import comes to in the study as it is now.
    pub(super) fn plan_import(&self, draft: &ImportDraft) -> Result<Plan, Problem> {
        let mut plan = Plan::default();
        let mut rows: Vec<(String, String, String)> = draft.rows.clone();
        for new in draft.transcripts() {
            if self.corpus.find(new.id.as_str()).is_some() || self.root.join(&new.path).symlink_metadata().is_ok() {
                return Err(Problem::new(format!(
                    "a transcript `{}` has come in meanwhile; nothing was written",
                    new.id
                ))
                .hint("import the files once more"));
            }
            plan.events.push(Do::File(FileChange {
                path: text_of(&new.path)?.into(),
                before: None,
                after: Some(TextHash::of(&new.draft.text).to_string().into()),
                patch: Patch::default(),
            }));
            plan.files.push(FileEdit { path: new.path.clone(), old: None, text: Some(new.draft.text.clone()) });
            for label in new.labels.iter().filter(|label| label.row) {
                if let Some(who) = &label.who {
                    rows.push((new.id.to_string(), label.seen.label.clone(), who.as_str().to_owned()));
                }
            }
            for memo in &new.memos {
                plan.events.push(Do::Memo(memo_of(new, memo)));
            }
        }
        self.plan_people(draft, &mut plan)?;
        self.plan_rows(&rows, &mut plan)?;
        let transcripts = draft.transcripts().count();
        plan.message = match (transcripts, plan.events.is_empty()) {
            (_, true) => "nothing is new: nothing was written".into(),
            (0, false) => format!("brought in {}", counted(draft.people.len() as u64, "participant")),
            (count, false) => format!("brought in {}", counted(count as u64, "transcript")),
        };
        Ok(plan)
    }

    fn plan_people(&self, draft: &ImportDraft, plan: &mut Plan) -> Result<(), Problem> {
        if draft.people.is_empty() {
            return Ok(());
        }
        let path = self.corpus.study.participants.clone();
        let old = self.text_inside(&path)?;
        let mut people = PeopleRows::read(old.as_deref().unwrap_or_default())?;
        for (id, values) in &draft.people {
            people.add(id, values);
        }
        plan.skipped.append(&mut people.kept);
        plan.change(&path, old, people.text())
    }

    fn plan_rows(&self, rows: &[(String, String, String)], plan: &mut Plan) -> Result<(), Problem> {
        if rows.is_empty() {
            return Ok(());
        }
        let path = Path::new(SPEAKERS);
        let old = self.text_inside(path)?;
        let mut speakers = SpeakerRows::read(old.as_deref().unwrap_or_default())?;
        for (transcript, label, who) in rows {
            speakers.say(transcript, label, who);
        }
        plan.change(path, old, speakers.text())
    }

    /// A file of the study; `None` if it is not there.
    fn text_inside(&self, path: &Path) -> Result<Option<String>, Problem> {
        match std::fs::read_to_string(self.root.join(path)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Problem::io("read", &self.root.join(path), &error)),
        }
    }

    /// Writes an import that no journal will tell of.
    pub(super) fn import_unsigned(&mut self, draft: &ImportDraft) -> Result<Outcome, Problem> {
        let plan = self.plan_import(draft)?;
        let kept = self.backup_before("an import");
        self.write_files(&plan.files)?;
        self.reload()?;
        let mut skipped = plan.skipped;
        if draft.transcripts().any(|new| !new.memos.is_empty()) {
            skipped.push("comments did not become memos: nobody has said who is coding (--coder NAME)".into());
        }
        if !plan.files.is_empty() {
            skipped.push(
                "no journal tells of this import, so `emic undo` cannot take it back: nobody has said who is coding (--coder NAME)".into(),
            );
        }
        Ok(Outcome { act: None, written: Vec::new(), skipped, message: plan.message, kept })
    }

    /// The change that takes a file back that an import has made: it must be as it came, and nobody's codings on it.
    pub(super) fn unimport(&self, change: &FileChange) -> Result<FileEdit, Problem> {
        let path = Path::new(&*change.path);
        let text = self.read_inside(path)?;
        if Some(TextHash::of(&text).to_string()) != change.after.as_deref().map(String::from) {
            return Err(Problem::new(format!(
                "{} was edited since it came in, so it is not taken away; nothing was changed",
                path.display()
            ))
            .hint("delete the file by hand if it is to go"));
        }
        let transcript = self.corpus.transcripts.iter().find(|transcript| transcript.path == path);
        let used = transcript.map_or(0, |transcript| {
            self.state().codings.values().filter(|coding| coding.place.transcript == transcript.id).count()
        });
        if used > 0 {
            return Err(Problem::new(format!(
                "{} carries {}, so its import cannot be taken back; nothing was changed",
                path.display(),
                counted(used as u64, "coding")
            ))
            .hint("take the codings away first"));
        }
        Ok(FileEdit { path: path.to_owned(), old: Some(text), text: None })
    }
}

/// What is said of an import that is to be done again.
pub(super) fn not_again(path: &str) -> Problem {
    Problem::new(format!(
        "{path} was imported and taken back; its text is not kept in the journal, so it cannot come back by redo"
    ))
    .hint("import the file once more: emic import FILE")
}

impl Plan {
    /// A file that changes, with its event; nothing if it stays.
    fn change(&mut self, path: &Path, old: Option<String>, text: String) -> Result<(), Problem> {
        if old.as_ref() == Some(&text) {
            return Ok(());
        }
        self.events.push(Do::File(FileChange {
            path: text_of(path)?.into(),
            before: old.as_deref().map(|old| TextHash::of(old).to_string().into()),
            after: Some(TextHash::of(&text).to_string().into()),
            patch: Patch::between(old.as_deref().unwrap_or_default(), &text),
        }));
        self.files.push(FileEdit { path: path.to_owned(), old, text: Some(text) });
        Ok(())
    }
}

fn text_of(path: &Path) -> Result<String, Problem> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| Problem::new(format!("the name of {} is no text", path.display())))
}

/// The memo of a comment: on its wording where that stands in the text, else on the transcript.
fn memo_of(new: &NewTranscript, offer: &MemoOffer) -> MemoWritten {
    let place = store::decode_transcript(&new.path, new.draft.text.clone().into_bytes()).ok().and_then(|read| {
        // Places were counted before front matter was added: they are places of the body.
        let body = Body::new(read.body);
        let found = if offer.quote.is_empty() { Vec::new() } else { occurrences(&body, &offer.quote, 200) };
        let span: Span = found.iter().find(|span| span.end > offer.near).or(found.first()).copied()?;
        Place::of(new.id.clone(), &body, span)
    });
    let mut text = offer.text.clone();
    if place.is_none() && !offer.quote.is_empty() {
        text = format!("“{}”: {text}", offer.quote);
    }
    let by = [offer.author.as_str(), offer.at.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let title = if by.is_empty() { "comment".into() } else { format!("comment by {}", by.join(", ")) };
    MemoWritten {
        memo: None,
        on: Some(place.map_or_else(|| MemoOn::Transcript(new.id.clone()), MemoOn::Passage)),
        title: Some(title.into()),
        kind: Some(MemoKind::Note),
        text: Some(text.into()),
    }
}

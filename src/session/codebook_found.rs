//! Edits of codebook.yaml that were made outside of emic: found, read, and written into the history (`via: file`).
//!
//! What the codebook said when emic last looked at it is kept in the cache with the changes that were known then. A text
//! that is not what the journals make of that one was edited by somebody else's hand. Where nothing is kept (a new
//! machine, no cache) nothing is found, and nothing is claimed.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Problem, Session};
use crate::analysis::{Change, Difference, differences};
use crate::cache::Stamp;
use crate::journal::event::{CodebookChange, CodebookOp};
use crate::journal::{Do, Event, Patch};
use crate::model::{Codebook, EventId, Theme};
use crate::store;

/// Name and version of what is kept in the cache.
const KEPT: (&str, u32) = ("codebook-seen", 1);

/// What the codebook said at some time, and the changes that the journals held then.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Seen {
    text: String,
    /// The live changes of the codebook in order.
    live: Vec<EventId>,
    /// How many erasures there were: a text from before one may hold words that are gone on purpose.
    erased: usize,
}

/// What the session knows of the codebook's file.
#[derive(Debug, Default)]
pub(super) struct BookSeen {
    /// The text that the codebook in use was read from.
    loaded: String,
    /// What the system said of its file before that was read.
    stamp: Option<Stamp>,
    seen: Option<Seen>,
    /// How often it was read again.
    rereads: u32,
}

impl Session {
    /// The text of the codebook's file as it stands on the disk.
    pub(super) fn codebook_on_disk(&self) -> Option<String> {
        store::file_text(&self.root.join(&self.corpus.study.codebook)).ok()
    }

    /// The live events that changed the codebook's file, in order.
    pub(super) fn codebook_events(&self) -> Vec<&Event> {
        let fold = &self.journals.fold;
        let path = self.corpus.study.codebook.to_string_lossy();
        let changes = |event: &&Event| match &event.what {
            Do::Codebook(_) => true,
            Do::File(change) => *change.path == *path,
            _ => false,
        };
        let live = |event: &&Event| fold.is_live(event.act, &event.coder);
        fold.events_of_files().filter(changes).filter(live).collect()
    }

    fn erasures(&self) -> usize {
        self.journals.fold.events_of_files().filter(|event| matches!(event.what, Do::Erase { .. })).count()
    }

    /// Looks at the codebook when the study is opened: what was seen earlier counts, else what it says now.
    pub(super) fn open_book(&mut self) {
        let Some(text) = self.codebook_on_disk() else { return };
        self.book_was_read();
        let (name, version) = KEPT;
        let kept = self.cache.get(name, version, 0).and_then(|bytes| serde_json::from_slice::<Seen>(&bytes).ok());
        match kept {
            Some(seen) => self.book_seen.seen = Some(seen),
            None => self.keep_book(text),
        }
    }

    /// What the codebook says now is known: emic itself has written it, or it was read and recorded.
    pub(super) fn book_is_known(&mut self) {
        if let Some(text) = self.codebook_on_disk() {
            self.keep_book(text);
        }
    }

    /// The codebook in use was read from the file as it is now.
    pub(super) fn book_was_read(&mut self) {
        self.book_seen.stamp = self.book_stamp();
        self.book_seen.loaded = self.codebook_on_disk().unwrap_or_default();
    }

    fn book_stamp(&self) -> Option<Stamp> {
        Stamp::at(&self.root.join(&self.corpus.study.codebook), std::time::SystemTime::now())
    }

    fn keep_book(&mut self, text: String) {
        let live = self.codebook_events().iter().map(|event| event.id).collect();
        let seen = Seen { text, live, erased: self.erasures() };
        let (name, version) = KEPT;
        if let Ok(bytes) = serde_json::to_vec(&seen) {
            // A cache that cannot be written costs the record of edits by hand, nothing else.
            let _ = self.cache.put(name, version, 0, &bytes);
        }
        self.book_seen.seen = Some(seen);
    }

    /// How often the codebook was read again since the study was opened: what was made of it before is out of date.
    pub fn codebook_rereads(&self) -> u32 {
        self.book_seen.rereads
    }

    /// Reads everything again if the codebook's file is not the one that was read. While its syntax is broken, the last good
    /// one stays in use. Answers what the file says.
    pub(super) fn refresh_book(&mut self) -> Result<Option<String>, Problem> {
        let known = self.book_seen.stamp.zip(self.book_stamp());
        if known.is_some_and(|(read, now)| read.is_unchanged(&now)) {
            return Ok(Some(self.book_seen.loaded.clone()));
        }
        let text = self.codebook_on_disk();
        let other = text.as_ref().filter(|text| **text != self.book_seen.loaded);
        if other.is_some_and(|text| store::parse_codebook(&self.corpus.study.codebook, text).is_ok()) {
            self.book_seen.rereads += 1;
            self.reload()?;
        }
        Ok(text)
    }

    /// What the codebook's file would say if nobody had edited it outside of emic; `None`: there is no base to tell.
    pub(super) fn book_expected(&self) -> Option<String> {
        let seen = self.book_seen.seen.as_ref().filter(|seen| seen.erased == self.erasures())?;
        self.made_since(seen)
    }

    /// The edits of the codebook that somebody has made outside of emic since it was last seen, as the events of one
    /// action; none: there are none, or what was seen is no base to tell. `text` is what its file says.
    pub(super) fn book_edits_found(&self, text: Option<String>) -> Vec<Do> {
        let (Some(expected), Some(text)) = (self.book_expected(), text) else { return Vec::new() };
        if expected == text {
            return Vec::new();
        }
        let path = &self.corpus.study.codebook;
        let read = |text| store::parse_codebook(path, text).ok().map(|(book, _)| book);
        let (Some(old), Some(new)) = (read(&expected), read(&text)) else { return Vec::new() };
        let mut events: Vec<CodebookChange> = differences(&old, &new).iter().map(|one| record(one, &new)).collect();
        if events.is_empty() {
            // Comments, order, title: nothing that a code says, but later changes stand on this text.
            events.push(change(CodebookOp::Define));
        }
        if let Some(first) = events.first_mut() {
            first.patch = Some(Patch::between(&expected, &text));
        }
        events.into_iter().map(|change| Do::Codebook(Box::new(change))).collect()
    }

    /// What the journals have made of the text that was seen: changes taken back since are inverted, new ones applied.
    fn made_since(&self, seen: &Seen) -> Option<String> {
        let live = self.codebook_events();
        let mut text = seen.text.clone();
        for id in seen.live.iter().rev().filter(|id| !live.iter().any(|event| event.id == **id)) {
            if let Some(patch) = self.journals.fold.find(*id).and_then(patch_of) {
                text = patch.inverse().apply(&text).ok()?;
            }
        }
        for event in live.iter().filter(|event| !seen.live.contains(&event.id)) {
            if let Some(patch) = patch_of(event) {
                text = patch.apply(&text).ok()?;
            }
        }
        Some(text)
    }
}

/// The change of the codebook's file that an event holds.
pub(super) fn patch_of(event: &Event) -> Option<&Patch> {
    match &event.what {
        Do::Codebook(change) => change.patch.as_ref(),
        Do::File(change) => Some(&change.patch),
        _ => None,
    }
}

fn change(op: CodebookOp) -> CodebookChange {
    CodebookChange { op, code: None, old: None, new: None, why: None, via: Some("file".into()), patch: None }
}

/// The word of the journal for a change.
pub(super) const fn op_of(change: Change) -> CodebookOp {
    match change {
        Change::Added => CodebookOp::Add,
        Change::Removed => CodebookOp::Remove,
        Change::Merged => CodebookOp::Merge,
        Change::Renamed => CodebookOp::Rename,
        Change::Moved => CodebookOp::Move,
        Change::Redefined | Change::Examples | Change::Colour | Change::Set => CodebookOp::Define,
    }
}

/// A difference as an event.
fn record(one: &Difference, new: &Codebook) -> CodebookChange {
    let text = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Value::from);
    let (before, after) = (text(&one.before), text(&one.after));
    let op = op_of(one.change);
    let (old, new) = match one.change {
        Change::Added => {
            let code = new.resolve(one.code.as_str()).map(|at| new.code(at));
            let under = code.and_then(|code| code.parent).map(|at| new.code(at).id.clone());
            (None, Some(json!({"id": one.code, "name": one.name, "under": under, "definition": one.after})))
        }
        Change::Removed => (Some(json!({"name": one.name, "definition": one.before})), None),
        Change::Merged => {
            let into = new.resolve(one.code.as_str()).map(|at| new.id(Theme::Code(at)).clone());
            (Some(json!({"name": one.name, "definition": one.before})), Some(json!({"into": into})))
        }
        Change::Moved => (Some(json!({"under": one.before})), Some(json!({"under": one.after}))),
        Change::Renamed => (before, after),
        Change::Redefined => (Some(json!({"definition": before})), Some(json!({"definition": after}))),
        Change::Examples | Change::Colour | Change::Set => {
            (Some(json!({one.change.as_str(): before})), Some(json!({one.change.as_str(): after})))
        }
    };
    CodebookChange { code: Some(one.code.clone()), old, new, ..change(op) }
}

//! All journals of a study made anew, line by line: the one place that decides what becomes of a line when words are taken
//! out of a study.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::anon_rewrite::Change;
use super::journals::timestamp;
use super::{Problem, Session};
use crate::journal::event::{Erasure, Lines};
use crate::journal::log::stem;
use crate::journal::{Do, Edit, Event, Ids, Patch, parse_line};
use crate::model::{CoderName, EventId, ParticipantId, Place, TranscriptId};
use crate::privacy::{raise_line, rewrite_line};
use crate::store;
use crate::text::{Piece, Span, TextHash};

/// At most so many ids in one `erase` line.
const IDS: usize = 500;

/// What becomes of lines.
pub(super) struct Rule<'a> {
    /// A string and the key that holds it.
    pub text: &'a dyn Fn(&str, &str) -> Option<String>,
    /// The passage of an event.
    pub place: &'a dyn Fn(&Event, &Place) -> Option<Place>,
    /// Whether an event loses all its words.
    pub withdrawn: &'a dyn Fn(&Event) -> bool,
    /// Whether what was torn off journals goes.
    pub drop_torn: bool,
    /// Whether the patch of a change goes whole where a text of its line is changed: a patch is cut at words, and pieces are not found.
    pub drop_patches: bool,
    /// The path of a journal afterwards, below the study's folder.
    pub path: &'a dyn Fn(&Path) -> PathBuf,
}

/// What has become of them.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    /// The files that change.
    pub changes: Vec<Change>,
    /// Events whose line holds other words now.
    pub changed: Vec<EventId>,
    /// Events that have lost their words.
    pub withdrawn: Vec<EventId>,
    /// Lines that cannot be read as text, by file.
    pub unread: Vec<String>,
}

/// The bytes of one journal afterwards.
struct NewJournal {
    bytes: Vec<u8>,
    torn: Vec<u8>,
}

impl Session {
    /// The journals and what was torn off them as `rule` makes them; nothing is written.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub(super) fn new_journals(&self, rule: &Rule<'_>, own: &Path) -> Result<Rewritten, Problem> {
        let mut out = Rewritten::default();
        let (mut changed, mut withdrawn) = (HashSet::new(), HashSet::new());
        let codings = &self.corpus.study.codings;
        let (journals, _) = store::journals(&self.corpus.study);
        let mut torn_files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        for path in &journals {
            let old = self.bytes(path)?.unwrap_or_default();
            let is_own = self.root.join(path) == own;
            let new = self.new_journal(path, &old, rule, is_own, (&mut changed, &mut withdrawn), &mut out.unread);
            if !new.torn.is_empty() {
                let mut name = path.clone().into_os_string();
                name.push(".torn");
                torn_files.push((name.into(), new.torn));
            }
            push(&mut out.changes, path, &(rule.path)(path), old, new.bytes);
        }
        let entries = std::fs::read_dir(self.root.join(codings)).into_iter().flatten().flatten();
        let mut others: Vec<PathBuf> = entries
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .map(|entry| codings.join(entry.file_name()))
            .filter(|path| !journals.contains(path))
            .filter(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')))
            .collect();
        others.extend(torn_files.iter().map(|(path, _)| path.clone()).filter(|path| !self.root.join(path).exists()));
        others.sort();
        others.dedup();
        for path in others {
            let old = self.bytes(&path)?;
            let mut new = old.clone().unwrap_or_default();
            if let Some((_, tail)) = torn_files.iter().find(|(name, _)| *name == path) {
                new.extend_from_slice(tail);
            }
            let is_torn = path.extension().is_some_and(|ending| ending == "torn");
            if rule.drop_torn && is_torn {
                if old.is_some() {
                    out.changes.push(Change { path, old, new: None });
                }
                continue;
            }
            match String::from_utf8(new.clone()) {
                Ok(text) => new = exchanged(&text, rule).into_bytes(),
                Err(_) => out.unread.push(path.to_string_lossy().into_owned()),
            }
            match old {
                Some(old) => push(&mut out.changes, &path, &(rule.path)(&path), old, new),
                None => out.changes.push(Change { path: (rule.path)(&path), old: None, new: Some(new) }),
            }
        }
        out.changed = sorted(changed);
        out.withdrawn = sorted(withdrawn);
        Ok(out)
    }

    /// The bytes of a file of the study; `None`: there is none.
    pub(super) fn bytes(&self, path: &Path) -> Result<Option<Vec<u8>>, Problem> {
        let full = self.root.join(path);
        match store::file_bytes(&full) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some).map_err(|error| Problem::io("read", &full, &error)),
        }
    }

    fn new_journal(
        &self,
        path: &Path,
        old: &[u8],
        rule: &Rule<'_>,
        own: bool,
        (changed, withdrawn): (&mut HashSet<EventId>, &mut HashSet<EventId>),
        unread: &mut Vec<String>,
    ) -> NewJournal {
        let mut new = NewJournal { bytes: Vec::with_capacity(old.len()), torn: Vec::new() };
        let stem = stem(path);
        let mut lines = Lines::new(stem.as_ref());
        // Where nothing may be added behind an action that is not whole.
        let end = if own { self.whole_end(path, old) } else { old.len() };
        let mut at = 0;
        for line in old.split_inclusive(|byte| *byte == b'\n') {
            let here = at;
            at += line.len();
            if here >= end || line.last() != Some(&b'\n') {
                new.torn.extend_from_slice(line);
                continue;
            }
            let Ok(text) = std::str::from_utf8(line) else {
                unread.push(format!("{} (a line that is no UTF-8)", path.display()));
                new.bytes.extend_from_slice(line);
                continue;
            };
            let bare = text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']);
            let Ok(event) = lines.parse(bare) else {
                new.bytes.extend_from_slice(exchanged(text, rule).as_bytes());
                continue;
            };
            if self.journals.fold.supersedes(&event) {
                continue;
            }
            let gone = (rule.withdrawn)(&event);
            match self.new_line(&event, bare, rule, gone) {
                Some(line) => {
                    if gone {
                        withdrawn.insert(event.id)
                    } else {
                        changed.insert(event.id)
                    };
                    new.bytes.extend_from_slice(line.as_bytes());
                    new.bytes.push(b'\n');
                }
                None => {
                    if gone {
                        withdrawn.insert(event.id);
                    }
                    new.bytes.extend_from_slice(line);
                }
            }
        }
        new
    }

    /// Where the last whole action of a journal ends (bytes).
    fn whole_end(&self, path: &Path, old: &[u8]) -> usize {
        let stem = stem(path);
        let read = crate::journal::log::read_bytes(old, None, crate::journal::log::FileId::default(), stem.as_ref());
        match read.unfinished() {
            Some(act) if !self.journals.fold.is_whole(act) => read.mark.end as usize,
            _ => read.end as usize,
        }
    }

    fn new_line(&self, event: &Event, line: &str, rule: &Rule<'_>, gone: bool) -> Option<String> {
        let known = self.journals.fold.find(event.id).map_or(event.rev, |known| known.rev.max(event.rev));
        let transcript = self.transcript_of(event);
        if gone {
            // What the record names has a higher `rev`, also where there was no word in it.
            let raised = || (event.rev == 0).then(|| raise_line(line, known + 1)).flatten();
            return blanked(event, line, known + 1, &transcript).or_else(raised);
        }
        let pieces = rule.drop_patches && is_in_pieces(event, rule.text);
        let mut text = |held: &str, old: &str| match held {
            "patch" if pieces => (!old.is_empty()).then(String::new),
            _ => (rule.text)(held, old),
        };
        let mut place = |old: &Place| (rule.place)(event, old);
        rewrite_line(line, known + 1, &transcript, &mut text, &mut place)
    }

    /// The transcript of the coding that an event is about.
    pub(super) fn transcript_of(&self, event: &Event) -> String {
        let named = event.what.transcript().cloned();
        let coding = || {
            let id = event.what.coding()?;
            let state = self.state().codings.get(&id).map(|coding| coding.place.transcript.clone());
            state.or_else(|| self.journals.fold.find(id)?.what.transcript().cloned())
        };
        named.or_else(coding).map(|id: TranscriptId| id.to_string()).unwrap_or_default()
    }

    /// The lines that name what was erased, as one action of `coder`.
    pub(super) fn erase_lines(
        &mut self,
        coder: &CoderName,
        erased: &[(Erasure, &[EventId])],
        participant: Option<&ParticipantId>,
    ) -> Vec<u8> {
        let mut what = Vec::new();
        for (why, ids) in erased {
            let chunks = ids.chunks(IDS).map(<[EventId]>::to_vec);
            // That a participant withdrew, or that names became pseudonyms, is recorded even if not a word was coded: an old
            // copy is known by it.
            let none = ids.is_empty().then(Vec::new);
            for ids in chunks.chain(none) {
                what.push(Do::Erase { ids, participant: participant.cloned(), why: *why });
            }
        }
        let now = self.env.now();
        let at = timestamp(now);
        let mut ids = Ids::new(now, self.journals.fold.newest());
        let act = ids.act(self.env.random());
        let of = what.len() as u32;
        let mut bytes = Vec::new();
        for what in what {
            let mut event = Event::new(ids.event(self.env.random()), act, coder.clone(), &at, what);
            event.of = of;
            bytes.extend_from_slice(event.text().as_bytes());
            bytes.push(b'\n');
        }
        bytes
    }
}

/// Whether words that go stand in what a change says of both sides, or in its patch taken together.
fn is_in_pieces(event: &Event, text: &dyn Fn(&str, &str) -> Option<String>) -> bool {
    let (patch, sides) = match &event.what {
        Do::Codebook(change) => (change.patch.as_ref(), [change.old.as_ref(), change.new.as_ref()]),
        Do::File(change) => (Some(&change.patch), [None, None]),
        _ => return false,
    };
    let Some(Patch(edits)) = patch else { return false };
    let joined = |side: fn(&Edit) -> &str| edits.iter().map(side).collect::<Vec<_>>().join(" ");
    let goes = |words: &str| text("patch", words).is_some();
    sides.into_iter().flatten().any(|side| holds("", side, text))
        || goes(&joined(|edit| &edit.old))
        || goes(&joined(|edit| &edit.new))
}

fn holds(held: &str, value: &Value, text: &dyn Fn(&str, &str) -> Option<String>) -> bool {
    match value {
        Value::String(words) => text(held, words).is_some(),
        Value::Array(items) => items.iter().any(|item| holds(held, item, text)),
        Value::Object(entries) => entries.iter().any(|(key, value)| holds(key, value, text)),
        _ => false,
    }
}

/// Keys whose strings are no words of a person: what an event is about, and of which kind it is.
const STAYS: &[&str] = &["transcript", "code", "coding", "participant", "case", "kind", "as", "op", "via", "path"];

/// A line without its words: what was done to what stays.
fn blanked(event: &Event, line: &str, rev: u32, transcript: &str) -> Option<String> {
    let is_file = matches!(event.what, Do::File(_));
    let mut blank = |held: &str, _: &str| {
        // In the change of a file these are hashes; in a passage they are words.
        let hash = is_file && matches!(held, "before" | "after");
        (!held.is_empty() && !hash && !STAYS.contains(&held)).then(String::new)
    };
    let mut nowhere = |place: &Place| {
        Some(Place {
            transcript: place.transcript.clone(),
            span: Span::new(0, 0),
            quote: Piece::default(),
            before: Piece::default(),
            after: Piece::default(),
            text: TextHash(0),
        })
    };
    rewrite_line(line, rev, transcript, &mut blank, &mut nowhere)
}

/// Adds lines to the journal at `own` (below the study's folder) among the changes.
pub(super) fn append(changes: &mut Vec<Change>, own: &Path, old: Option<Vec<u8>>, lines: &[u8]) {
    if let Some(change) = changes.iter_mut().find(|change| change.path == own && change.new.is_some()) {
        change.new.get_or_insert_default().extend_from_slice(lines);
        return;
    }
    let mut new = old.clone().unwrap_or_default();
    new.extend_from_slice(lines);
    changes.push(Change { path: own.to_owned(), old, new: Some(new) });
}

/// A file that holds something else, lies elsewhere, or both; nothing where neither.
pub(super) fn push(changes: &mut Vec<Change>, path: &Path, to: &Path, old: Vec<u8>, new: Vec<u8>) {
    if path == to {
        if old != new {
            changes.push(Change { path: path.to_owned(), old: Some(old), new: Some(new) });
        }
        return;
    }
    // The new file first: at no moment is there none.
    changes.push(Change { path: to.to_owned(), old: None, new: Some(new) });
    changes.push(Change { path: path.to_owned(), old: Some(old), new: None });
}

/// Text that is no event, with its words exchanged: as JSON where it is some, else as it stands.
fn exchanged(text: &str, rule: &Rule<'_>) -> String {
    let line = |line: &str| {
        let bare = line.trim_end_matches(['\n', '\r']);
        let end = line.get(bare.len()..).unwrap_or_default();
        let mut held = |held: &str, old: &str| (rule.text)(held, old);
        let new = match parse_line(bare, None) {
            Ok(event) => rewrite_line(bare, event.rev + 1, "", &mut held, &mut |place| (rule.place)(&event, place)),
            Err(_) => (rule.text)("", bare),
        };
        format!("{}{end}", new.as_deref().unwrap_or(bare))
    };
    text.split_inclusive('\n').map(line).collect()
}

fn sorted(ids: HashSet<EventId>) -> Vec<EventId> {
    let mut ids: Vec<EventId> = ids.into_iter().collect();
    ids.sort();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_its_words_is_an_event_of_its_kind() {
        let id = "019cd40d-e440-74af-be81-ec27bb9b4b64";
        let place =
            r#""span":[3,9],"quote":"secret words","before":"secret a","after":"b secret","text":"0123456789abcdef""#;
        let rest = [
            format!(r#""do":"code","transcript":"one",{place},"code":"waiting","query":"secret","new":["secret"]"#),
            format!(r#""do":"respan","coding":"{id}",{place},"why":"edited""#),
            format!(r#""do":"memo","on":{{"coding":"{id}"}},"title":"secret","kind":"note","text":"secret""#),
            format!(r#""do":"memo","on":{{"transcript":"one",{place}}},"text":"secret""#),
            r#""do":"memo","on":{"participant":"P07","code":"waiting"},"kind":"summary","text":"secret""#.to_owned(),
            format!(r#""do":"memo","memo":"{id}","text":"secret""#),
            format!(r#""do":"quote","coding":"{id}","shown":"secret","translation":"secret","language":"en""#),
            r#""do":"file","path":"a.txt","before":"aa","after":"bb","patch":[[0,6,"secret","secrets"]]"#.to_owned(),
        ];
        for rest in rest {
            let line =
                format!(r#"{{"v":1,"id":"{id}","act":"{id}","coder":"amy","at":"2026-03-09T14:00:00Z",{rest}}}"#);
            let event = parse_line(&line, None).unwrap();
            let new = blanked(&event, &line, 1, "one").unwrap();
            assert!(!new.contains("secret"), "{new}");
            let read = parse_line(&new, None).unwrap_or_else(|error| panic!("{error}: {new}"));
            assert_eq!((read.id, read.rev, read.what.kind()), (event.id, 1, event.what.kind()));
            assert_eq!(read.what.coding(), event.what.coding());
        }
    }
}

//! `emic merge DIR`: what another copy of the study has more.
//!
//! Everything is found by ids, never by names. Merging only adds: events that are not here (a union), transcripts, rows and codes that are
//! not here. A text that differs stays as it is here, and codings made in the other copy find their place in it as after any edit. What
//! an erasure took away, here or there, does not come back, nor does an interview of a participant who withdrew.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::journals::{Journals, lock_of};
use super::merge_key::is_from_before;
use super::merge_refused::{refused, withdrawn, without};
use super::tables::empty;
use super::{Env, Problem, Session};
use crate::analysis::{Cell, Column, Table, counted};
use crate::cache::Cache;
use crate::journal::log::AppendError;
use crate::journal::merge::merge_lines;
use crate::journal::{Event, Fold};
use crate::model::{ActId, CoderName, Coding, EventId, ParticipantId, Severity, TranscriptId};
use crate::store;
use crate::text::{Span, Verdict, resolve};

/// What merging another copy comes to; nothing is written yet.
#[derive(Debug, Default)]
pub struct Merge {
    /// Lines to be added, by coder, verbatim.
    events: BTreeMap<CoderName, Vec<Event>>,
    /// Lines that are here already.
    pub identical: usize,
    /// Lines of the other copy that an erasure, or a newer version of them here, keeps out.
    pub kept_out: usize,
    /// Files to be copied as they are: where from, and where to below the study.
    pub(super) copies: Vec<(PathBuf, PathBuf)>,
    /// Files to be written anew: path below the study, text now (`None`: there is none), text after.
    pub(super) writes: Vec<(PathBuf, Option<String>, String)>,
    /// Codings that are added and stand in the texts as they are here.
    pub placed: usize,
    /// Codings that are added and stand elsewhere than where they were marked.
    pub moved: usize,
    /// Codings that are added and have no place in the texts as they are here.
    pub unplaceable: Vec<(EventId, CoderName, String, TranscriptId)>,
    /// Values of tables that stand otherwise in the other copy. They stay as they are here.
    pub(super) conflicts: Vec<super::merge_conflicts::Conflict>,
    /// What else has to be said, in words.
    pub notes: Vec<String>,
    /// Participants, codes … that are added, in words.
    pub added: Vec<String>,
    /// New lines that are held back, by coder: the copy is from before names became pseudonyms here, and no key was given.
    pub held: BTreeMap<CoderName, usize>,
    /// The other copy with pseudonyms, as long as files are to be copied from it.
    staged: Option<tempfile::TempDir>,
}

impl Merge {
    /// How many lines are added.
    pub fn lines(&self) -> usize {
        self.events.values().map(Vec::len).sum()
    }

    /// Whether there is nothing to add.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.copies.is_empty() && self.writes.is_empty()
    }

    /// What will be (or was) done, in words.
    pub fn sentences(&self) -> Vec<String> {
        let by: Vec<String> = self.events.iter().map(|(coder, events)| format!("{coder} {}", events.len())).collect();
        let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
        let mut said = vec![
            format!("added: {}{by}", counted(self.lines() as u64, "record")),
            format!("identical: {}", counted(self.identical as u64, "record")),
            format!(
                "codings added: {}; {} of them moved with the text; unplaceable: {}",
                self.placed + self.moved + self.unplaceable.len(),
                self.moved,
                self.unplaceable.len()
            ),
        ];
        if self.held.is_empty() {
            said.extend(self.conflicts_in_words());
        }
        if self.kept_out > 0 {
            said.push(format!(
                "left out: {} that an erasure or a newer line keeps out",
                counted(self.kept_out as u64, "record")
            ));
        }
        if !self.held.is_empty() {
            let by: Vec<String> = self.held.iter().map(|(coder, count)| format!("{coder} {count}")).collect();
            said.push(format!(
                "held back: {} ({}), for this copy is from before names became pseudonyms here; --key KEY.csv brings them in \
                 with pseudonyms",
                counted(self.held.values().sum::<usize>() as u64, "new record"),
                by.join(", ")
            ));
        }
        said.extend(self.added.iter().map(|added| format!("added: {added}")));
        said.extend(self.notes.iter().cloned());
        said
    }

    /// The codings that are added and have no place, one a row: columns `coding`, `coder`, `code`, `transcript`.
    pub fn unplaceable_table(&self) -> Table {
        let mut table = empty("unplaceable", ["coding", "coder", "code", "transcript"].map(Column::left).to_vec());
        table.rows = self
            .unplaceable
            .iter()
            .map(|(id, coder, code, transcript)| {
                vec![
                    Cell::text(id.to_string()),
                    Cell::text(coder.as_str()),
                    Cell::text(code.as_str()),
                    Cell::text(transcript.as_str()),
                ]
            })
            .collect();
        table
    }
}

impl Session {
    /// What merging the copy of the study in `dir` comes to; with a `key`, with pseudonyms for its names in all that comes in.
    /// Nothing is written, in neither copy. Of `env` only the coder is used.
    ///
    /// # Errors
    /// If `dir` is no study, has faults that hide events, or is this study itself; as [`Session::key`]; if a name of the key stands
    /// in this study.
    pub fn plan_merge(&self, dir: &Path, key: Option<&Path>, env: impl Fn() -> Env) -> Result<Merge, Problem> {
        let same = |a: &Path, b: &Path| a.canonicalize().ok().zip(b.canonicalize().ok()).is_some_and(|(a, b)| a == b);
        if same(dir, &self.root) {
            return Err(Problem::new("that is this study itself").hint("name the folder of the other copy"));
        }
        // Looked at as it is now: nothing is written there, and nothing of it is kept in a cache.
        let env = || {
            let mut env = env();
            (env.as_of, env.cache_dir, env.user_cache) = (Some("now".into()), None, None);
            env
        };
        let mut original = Session::open(dir, env())?;
        let bad = original.journals.found.iter().filter(|found| found.severity == Severity::Fault);
        let mut merge = Merge::default();
        merge.notes.extend(bad.map(|found| format!("in the other copy: {}: {}", found.file.display(), found.message)));
        // What is here is read from the journals themselves, whatever was kept of them.
        let here = Journals::read(&self.corpus.study, None, &Cache::in_memory()).all_events();
        let there = original.journals.all_events();
        let gone = withdrawn(here.iter().chain(&there));
        let refused = refused(&original, &there, &gone);
        let incoming = without(&there, &refused);
        let new = merge_lines(&here, &incoming);
        merge.identical = identical(&here, &incoming);
        merge.kept_out = there.len().saturating_sub(new.len() + merge.identical);
        let Some(key) = key else {
            if is_from_before(&here, &there) {
                for event in &new {
                    *merge.held.entry(event.coder.clone()).or_default() += 1;
                }
                merge.notes.push(
                    "transcripts, rows and codes of a copy from before names became pseudonyms do not come in without --key".into(),
                );
                return Ok(merge);
            }
            let new: Vec<Event> = new.into_iter().cloned().collect();
            let book = original.text_of(&original.corpus.study.codebook)?;
            self.add_copy(&original, book, here, new, &gone, &mut merge)?;
            return Ok(merge);
        };
        let key = self.key_for_merge(key, dir)?;
        let other = original.with_pseudonyms(&key, &self.root, env())?;
        // A line that could not be made anew must not come in as it is.
        let made_anew = |event: &&Event| match refused.contains(&event.id) {
            true => Some((*event).clone()),
            false => other.lines.get(&event.id).cloned(),
        };
        let added: Vec<Event> = new.iter().filter_map(made_anew).collect();
        if added.len() < new.len() {
            let left = counted((new.len() - added.len()) as u64, "record");
            merge.notes.push(format!("left out, for no pseudonyms could be put in: {left}"));
        }
        self.add_copy(&other.session, other.codebook, here, added, &gone, &mut merge)?;
        merge.staged = Some(other.folder);
        Ok(merge)
    }

    /// Adds to `merge` what `other` has more: the lines `new`, and whatever else is not `here`.
    fn add_copy(
        &self,
        other: &Session,
        codebook: Option<String>,
        here: Vec<Event>,
        new: Vec<Event>,
        gone: &BTreeSet<ParticipantId>,
        merge: &mut Merge,
    ) -> Result<(), Problem> {
        for event in &new {
            merge.events.entry(event.coder.clone()).or_default().push(event.clone());
        }
        let union: Vec<Event> = here.into_iter().chain(new).collect();
        self.merge_transcripts(other, gone, merge);
        self.merge_codings(other, union, merge);
        self.merge_tables(other, gone, merge)?;
        self.merge_codebook(codebook, merge)
    }

    /// Carries a merge out: files first, then the journals, each under its lock. If it is interrupted, do it again: nothing is added
    /// twice. Answers in a sentence how the study as it was before is brought back, or why it cannot be.
    ///
    /// # Errors
    /// What cannot be written; what was written before stays.
    pub fn take_in_copy(&mut self, merge: Merge) -> Result<Option<String>, Problem> {
        self.may_write()?;
        let kept = self.backed_up_before("a merge");
        let came: BTreeSet<(CoderName, ActId)> =
            merge.events.values().flatten().map(|event| (event.coder.clone(), event.act)).collect();
        for (from, to) in &merge.copies {
            let bytes = std::fs::read(from).map_err(|error| Problem::io("read", from, &error))?;
            let full = self.root.join(to);
            if let Some(folder) = full.parent() {
                std::fs::create_dir_all(folder).map_err(|error| Problem::io("make", folder, &error))?;
            }
            store::write_new(&full, &bytes).map_err(|error| Problem::new(error.to_string()))?;
        }
        for (path, old, text) in &merge.writes {
            let full = self.root.join(path);
            let written = match old {
                Some(_) if *path == self.corpus.study.codebook => store::write_whole(&full, text.as_bytes()),
                Some(old) => store::write_over(&self.root, &full, old.as_bytes(), text.as_bytes()),
                None => store::write_new(&full, text.as_bytes()),
            };
            written.map_err(|error| Problem::new(error.to_string()))?;
        }
        for (coder, events) in merge.events {
            let path = self.journals.path_of(&self.corpus.study, &coder);
            let mut log = self.journals.log(path.clone(), lock_of(&self.locks, &path));
            let appended = log.append(|_| Ok::<_, Problem>(events)).map_err(|error| match error {
                AppendError::Refused(problem) => problem,
                AppendError::Log(error) => Problem::new(format!("the work of {coder} was not merged: {error}"))
                    .hint("do it again: what was added is not added twice"),
            })?;
            if let Some(mark) = log.seen() {
                self.journals.marks.insert(path, *mark);
            }
            let mut events = appended.found;
            events.extend(appended.saved);
            self.take_in(events);
        }
        self.journals.purge(&self.root, &self.locks, &self.cache);
        self.reload()?;
        let backup = kept.as_ref().and_then(|kept| kept.as_ref().ok()).map(|backup| backup.id.as_str());
        let coders: BTreeSet<&CoderName> = came.iter().map(|(coder, _)| coder).collect();
        self.remember_merge(coders.into_iter(), |coder, act| came.contains(&(coder.clone(), act)), backup)?;
        Ok(kept.map(|kept| match kept {
            Ok(backup) => format!("`emic backup restore {} DIR` brings back the study as it was before", backup.id),
            Err(problem) => format!("no backup was made before the merge: {}", problem.what),
        }))
    }

    fn merge_transcripts(&self, other: &Session, gone: &BTreeSet<ParticipantId>, merge: &mut Merge) {
        let mut differing = Vec::new();
        let mut copied: Vec<String> = Vec::new();
        for at in other.corpus.places() {
            let theirs = other.corpus.transcript(at);
            match self.corpus.find(theirs.id.as_str()) {
                Some(ours) if self.corpus.transcript(ours).hash == theirs.hash => {}
                Some(_) => differing.push(theirs.id.as_str()),
                None => {
                    let left = other.corpus.speaking(at).into_iter().map(|who| other.corpus.participant(who));
                    if left.clone().any(|who| gone.contains(who)) {
                        merge.notes.push(format!(
                            "not copied: transcript {}, for a participant who withdrew speaks in it",
                            theirs.id
                        ));
                        continue;
                    }
                    let study = &self.corpus.study;
                    let covered = !self.root.join(&theirs.path).exists()
                        && study.transcripts.iter().any(|entry| theirs.path.starts_with(store::fixed_folder(entry)));
                    if covered {
                        merge.copies.push((other.root.join(&theirs.path), theirs.path.clone()));
                        copied.push(theirs.id.to_string());
                    } else {
                        merge.notes.push(format!(
                            "not copied: transcript {}, for {} is no free place of this study's transcripts; put it there by hand",
                            theirs.id,
                            theirs.path.display()
                        ));
                    }
                }
            }
        }
        if !copied.is_empty() {
            merge.added.push(format!("{}: {}", counted(copied.len() as u64, "transcript"), copied.join(", ")));
        }
        if !differing.is_empty() {
            merge.notes.push(format!(
                "the text differs and stays as it is here: {}; codings find their place in it by their wording",
                differing.join(", ")
            ));
        }
    }

    /// Where the codings that are added stand in the texts as they will be here.
    fn merge_codings(&self, other: &Session, union: Vec<Event>, merge: &mut Merge) {
        let fold = Fold::new(union);
        for coding in fold.state().codings.values() {
            let id = &coding.id;
            if self.state().codings.contains_key(id) || self.journals.hides(*id) {
                continue;
            }
            let transcript = &coding.place.transcript;
            let ours = self.corpus.find(transcript.as_str()).map(|at| self.corpus.transcript(at));
            let text = ours.or_else(|| {
                let at = other.corpus.find(transcript.as_str())?;
                let theirs = other.corpus.transcript(at);
                merge.copies.iter().any(|(_, to)| *to == theirs.path).then_some(theirs)
            });
            match text.map(|text| stands(coding, text.body())) {
                Some(Some(span)) if span == coding.place.span => merge.placed += 1,
                Some(Some(_)) => merge.moved += 1,
                _ => merge.unplaceable.push((*id, coding.coder.clone(), coding.code.to_string(), transcript.clone())),
            }
        }
    }
}

/// How many of `incoming` stand here as they are.
fn identical(here: &[Event], incoming: &[Event]) -> usize {
    let known: HashMap<EventId, &Event> = here.iter().map(|event| (event.id, event)).collect();
    incoming.iter().filter(|event| known.get(&event.id).is_some_and(|known| known.rank(event).is_eq())).count()
}

/// Where a coding stands in a body; `None`: it has no place.
fn stands(coding: &Coding, body: &crate::text::Body) -> Option<Span> {
    let place = &coding.place;
    if place.span.is_empty() || place.quote.is_empty() {
        return None;
    }
    match resolve(place.span, &place.quote, &place.before, &place.after, place.text, body) {
        Verdict::Exact => Some(place.span),
        Verdict::Moved(span) => Some(span),
        Verdict::Changed(_) | Verdict::Lost => None,
    }
}

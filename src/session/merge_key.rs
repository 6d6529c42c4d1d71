//! A copy of the study from before its names became pseudonyms: how it is known, and how its work comes in without a name.
//!
//! With a key the copy is made anew, with pseudonyms, in a folder of its own below this study (on the same volume, readable for its
//! owner alone, gone with the merge), and that is what is merged. Which lines are new is decided on the lines as they stand in the copy.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use super::{Env, Problem, Session};
use crate::journal::event::Erasure;
use crate::journal::merge::union;
use crate::journal::{Do, Event};
use crate::model::EventId;
use crate::privacy::Key;
use crate::store;

/// Another copy with pseudonyms for the names of a key.
#[derive(Debug)]
pub(super) struct WithPseudonyms {
    /// It, opened.
    pub session: Session,
    /// Its codebook, which may lie outside of it.
    pub codebook: Option<String>,
    /// Its lines by id.
    pub lines: HashMap<EventId, Event>,
    /// Where it lies; goes when it is dropped.
    pub folder: tempfile::TempDir,
}

/// Whether `there` is from before names became pseudonyms `here`: it holds a line as it was before that, or it has never been
/// anonymised while this study has.
pub(super) fn is_from_before(here: &[Event], there: &[Event]) -> bool {
    fn anonymised(events: &[Event]) -> Option<Vec<EventId>> {
        let ids = events.iter().filter_map(|event| match &event.what {
            Do::Erase { ids, why: Erasure::Anonymised, .. } => Some(ids),
            _ => None,
        });
        ids.fold(None, |all: Option<Vec<EventId>>, ids| Some([all.unwrap_or_default(), ids.clone()].concat()))
    }
    // A record without ids counts too: of a study in which nothing was coded yet.
    let Some(changed) = anonymised(here) else { return false };
    let mut revs: HashMap<EventId, u32> = changed.into_iter().map(|id| (id, 1)).collect();
    for event in here {
        if let Some(rev) = revs.get_mut(&event.id) {
            *rev = event.rev.max(*rev);
        }
    }
    let mut best: BTreeMap<EventId, u32> = BTreeMap::new();
    for event in there {
        let rev = best.entry(event.id).or_default();
        *rev = event.rev.max(*rev);
    }
    let old = |(id, rev): (&EventId, &u32)| revs.get(id).is_some_and(|known| rev < known);
    best.iter().any(old) || anonymised(there).is_none()
}

impl Session {
    /// The key for a merge into this study, in which none of its names may stand.
    ///
    /// # Errors
    /// As [`Session::key`]; if a name stands here.
    pub(super) fn key_for_merge(&self, path: &Path, other: &Path) -> Result<Key, Problem> {
        let key = self.key(path)?;
        if store::inside(other, path) {
            return Err(Problem::new(format!("the key {} lies inside the other copy", path.display()))
                .hint("move it out of there, to a place of its own"));
        }
        if !self.anon_changes(&key)?.is_empty() {
            return Err(Problem::new("names of the key stand in this study; nothing was merged").hint(
                "put the pseudonyms here first (emic anon apply --key KEY.csv), then merge: what comes in has to fit the texts here",
            ));
        }
        Ok(key)
    }

    /// This copy with pseudonyms for the names of `key`, made in a new folder below `beside`. Nothing is written here.
    ///
    /// # Errors
    /// If two of its files would get one name, a file cannot be changed without harm, or the disk refuses.
    pub(super) fn with_pseudonyms(&mut self, key: &Key, beside: &Path, env: Env) -> Result<WithPseudonyms, Problem> {
        let there = |problem: Problem| Problem { what: format!("in the other copy: {}", problem.what), ..problem };
        self.read_everything_anew()?;
        let changes = self.anon_changes(key).map_err(there)?.files;
        let refused = |error: std::io::Error| Problem::io("make a folder in", beside, &error);
        let folder = crate::store::backup::passing_folder(".emic-merge-", beside).map_err(refused)?;
        let put = |path: &Path, bytes: &[u8]| {
            let full = folder.path().join(path);
            let made = full.parent().map_or(Ok(()), std::fs::create_dir_all);
            made.and_then(|()| std::fs::write(&full, bytes)).map_err(|error| Problem::io("write", &full, &error))
        };
        let below = |path: &PathBuf| path.components().all(|part| matches!(part, Component::Normal(_)));
        for path in super::study_files::study_paths(&self.corpus.study).into_iter().filter(below) {
            if changes.iter().any(|change| change.path == path) {
                continue;
            }
            if let Some(bytes) = self.bytes(&path)? {
                put(&path, &bytes)?;
            }
        }
        for change in changes.iter().filter(|change| below(&change.path)) {
            if let Some(bytes) = &change.new {
                put(&change.path, bytes)?;
            }
        }
        let path = &self.corpus.study.codebook;
        let mut codebook = self.text_of(path)?;
        if let Some(text) = &codebook {
            let held = |held: &str, text: &str| key.replace_held(held, text);
            let new = store::exchange_yaml(text, &held);
            codebook = new.map_err(|refused| there(super::anon_apply::by_hand(path, &refused)))?.or(codebook);
        }
        let session = Self::open(folder.path(), env)?;
        let lines = union(session.journals.all_events()).into_iter().map(|event| (event.id, event)).collect();
        Ok(WithPseudonyms { session, codebook, lines, folder })
    }
}

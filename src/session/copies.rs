//! Copies of texts that `emic edit` gave to editors and that were never taken. They hold whatever a transcript holds, so whoever takes
//! words out of a study looks here too; and no word is taken out while an editor has one of them open.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::editor::COPY;
use super::{Problem, Session};
use crate::cache::{Cache, Kept};
use crate::journal::log::{Lock, LogError};
use crate::model::TranscriptId;
use crate::privacy::Key;
use crate::store::backup::write_private;

/// The lock that everybody shares who has a copy open in an editor.
const EDITING: &str = "editing.lock";

/// Letters that chance puts between [`COPY`] and the rest of a name.
const CHANCE: usize = 6;

/// What becomes of one copy when the study is rewritten.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct CopyStep {
    /// Whether it lies in the study's folder, or beside the cache.
    in_study: bool,
    /// The name of its file.
    name: String,
    /// Its name and text afterwards; `None`: it goes.
    new: Option<(String, String)>,
}

/// The end of the name of a copy of this transcript.
pub(super) fn name_for(id: &TranscriptId) -> String {
    let plain: String = id.as_str().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(40).collect();
    format!("-{plain}.txt")
}

/// The copies in a folder, in the order of their names.
fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_copy = |entry: &std::fs::DirEntry| {
        entry.file_name().to_string_lossy().starts_with(COPY) && entry.file_type().is_ok_and(|kind| kind.is_file())
    };
    let mut kept: Vec<PathBuf> = entries.filter(is_copy).map(|entry| entry.path()).collect();
    kept.sort();
    kept
}

/// Texts that the screen gave to editors, in the system's folder for temporary files, and that outlived their program. Nobody can tell
/// of which study they are.
pub(super) fn strays() -> Vec<PathBuf> {
    in_folder(&std::env::temp_dir())
}

/// Those of the strays that hold something, in a sentence for their owner.
pub(super) fn strays_with(holds: impl Fn(&str) -> bool) -> Option<String> {
    let text = |path: &PathBuf| std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let found = strays().into_iter().filter(|path| text(path).is_ok_and(|text| holds(&text)));
    let found: Vec<String> = found.map(|path| path.display().to_string()).collect();
    (!found.is_empty()).then(|| {
        format!(
            "left behind by an editor when its program ended, perhaps of another study, and not changed; delete it if you do not \
             need it: {}",
            found.join(", ")
        )
    })
}

impl Session {
    /// Copies that are there from edits that have not ended, or not well.
    pub fn kept_copies(&self) -> Vec<PathBuf> {
        self.copies().into_iter().map(|(path, _)| path).collect()
    }

    /// With each, whether it lies in the study's folder.
    pub(super) fn copies(&self) -> Vec<(PathBuf, bool)> {
        let beside = self.cache.edits_dir().map(|folder| in_folder(&folder)).unwrap_or_default();
        let here = in_folder(&self.root);
        beside.into_iter().map(|path| (path, false)).chain(here.into_iter().map(|path| (path, true))).collect()
    }

    /// The folder for a new copy: beside the cache, or, where nothing of this study may lie there, the study's own.
    pub(super) fn copies_folder(&self) -> Result<PathBuf, Problem> {
        if self.cache.kept() != Kept::Disk {
            return Ok(self.root.clone());
        }
        let made = self.cache.make_edits_dir();
        let place = self.cache.edits_dir().unwrap_or_default();
        Ok(made.map_err(|error| Problem::io("make", &place, &error))?.unwrap_or_else(|| self.root.clone()))
    }

    /// Says, as long as it is held, that a text is open in an editor. A system without locks has no say in it.
    pub(super) fn editing(&self) -> Result<Option<Lock>, Problem> {
        match Lock::share(&self.locks.join(EDITING)) {
            Ok(lock) => Ok(Some(lock)),
            Err(LogError::Locked { .. }) => {
                Err(Problem::new("words are being taken out of this study; nothing was changed")
                    .hint("try again in a moment"))
            }
            Err(_) => Ok(None),
        }
    }

    /// Makes sure that no text is open in an editor, and stays so while the lock is held.
    pub(super) fn editors_closed(&self) -> Result<Lock, Problem> {
        Lock::take(&self.locks.join(EDITING), Duration::from_secs(1)).map_err(|error| match error {
            LogError::Locked { .. } => {
                Problem::new("a text of this study is open in an editor (emic edit); nothing was changed")
                    .hint("end that edit first, or it would hold the old words; then try again")
            }
            error => Problem::new(error.to_string()),
        })
    }

    fn copy_texts(&self) -> impl Iterator<Item = (CopyStep, String)> {
        self.copies().into_iter().filter_map(|(path, in_study)| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            let text = String::from_utf8_lossy(&std::fs::read(&path).ok()?).into_owned();
            Some((CopyStep { in_study, name, new: None }, text))
        })
    }

    /// The copies in which a name of the key stands, with pseudonyms; `renamed` makes a part of a file's name.
    pub(super) fn copies_with_pseudonyms(&self, key: &Key, renamed: &dyn Fn(&str) -> String) -> Vec<CopyStep> {
        let new = |(step, text): (CopyStep, String)| {
            let (head, rest) = step.name.split_at_checked(COPY.len())?;
            let name = format!("{head}{}", renamed(rest));
            let new = key.replace(&text);
            (new.is_some() || name != step.name)
                .then(|| CopyStep { new: Some((name, new.unwrap_or_else(|| text.clone()))), ..step })
        };
        self.copy_texts().filter_map(new).collect()
    }

    /// The copies that go: of these transcripts, and those whose text `holds` something.
    pub(super) fn copies_to_erase<'t>(
        &self,
        transcripts: impl Iterator<Item = &'t TranscriptId>,
        holds: impl Fn(&str) -> bool,
    ) -> Vec<CopyStep> {
        let of: Vec<String> = transcripts.map(name_for).collect();
        let is_of = |name: &str| name.get(COPY.len() + CHANCE..).is_some_and(|rest| of.iter().any(|of| of == rest));
        let goes = |(step, text): (CopyStep, String)| (is_of(&step.name) || holds(&text)).then_some(step);
        self.copy_texts().filter_map(goes).collect()
    }
}

/// Carries the steps out; each may have been done before. Nothing but copies is touched, whatever the steps say.
pub(super) fn carry_out(root: &Path, cache: &Cache, steps: &[CopyStep]) -> io::Result<()> {
    let is_copy = |name: &str| name.starts_with(COPY) && !name.contains(['/', '\\']);
    for step in steps {
        let folder = if step.in_study { Some(root.to_owned()) } else { cache.edits_dir() };
        let Some(folder) = folder.filter(|folder| folder.is_dir() && is_copy(&step.name)) else { continue };
        if let Some((name, text)) = step.new.as_ref().filter(|(name, _)| is_copy(name)) {
            write_private(&folder.join(name), text.as_bytes())?;
            if *name == step.name {
                continue;
            }
        }
        match std::fs::remove_file(folder.join(&step.name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

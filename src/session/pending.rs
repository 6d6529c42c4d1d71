//! What an action changes in files, remembered until its record is saved: if it is interrupted in between, the files are put back, and
//! of half an action nothing is seen.
//!
//! ```text
//! <study>/.emic-change-<coder>/<n>        what a file held
//! <study>/.emic-change-<coder>/plan.json  which files, and the action; while it is there the action may be half done
//! ```
//!
//! Laws: the plan is on the disk before the first file changes. Whoever finds it, under the lock of the journal, looks into the journal:
//! if the action stands there whole, the files stay; else each file that holds what the action has put there holds again what it held
//! before. A file that somebody has changed since stays as it is.
//!
//! Locks hold on one machine, for one user. A plan that was made under another lock (a colleague's in a shared folder, another machine's in a
//! synchronised one) may belong to an action that is going on just now: it is left alone until it is stale.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::journals::lock_of;
use super::plan::FileEdit;
use super::study_files::slashed;
use crate::journal::log::{Lock, LogError, Touch, touch};
use crate::journal::read_journal;
use crate::model::ActId;
use crate::store::backup::{make_private, sha256, write_private};
use crate::store::{inside, write_new, write_whole};

/// How the names of folders begin that hold such a plan.
const FOLDER: &str = ".emic-change-";

const PLAN: &str = "plan.json";

/// After how long nobody is at work any more on an action that began under a lock which cannot be looked at.
const STALE: Duration = Duration::from_secs(600);

#[derive(Serialize, Deserialize)]
struct Step {
    path: String,
    /// Hash of what stood there, and under which number it lies.
    old: Option<(String, usize)>,
    /// Hash of what the action puts there.
    new: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Plan {
    version: u32,
    act: String,
    journal: String,
    /// Which lock the action was begun under: see [`name_of_lock`].
    #[serde(default)]
    lock: String,
    steps: Vec<Step>,
}

/// An action whose files may be changed while its record is not saved.
#[derive(Debug)]
pub(super) struct Pending {
    root: PathBuf,
    folder: PathBuf,
}

/// A lock by its path and its machine, without saying either.
fn name_of_lock(lock: &Path) -> String {
    let machine = fs::read("/etc/machine-id").unwrap_or_default();
    sha256(&[lock.as_os_str().as_encoded_bytes(), b"\0", &machine].concat())
}

impl Pending {
    /// Remembers what `files` hold, for the action `act` of the journal at `journal` (both below the study's folder), under the lock of
    /// the journal, which is held at `lock`.
    ///
    /// # Errors
    /// If the disk refuses; nothing was changed then.
    pub fn begin(root: &Path, journal: &Path, lock: &Path, act: ActId, files: &[FileEdit]) -> io::Result<Self> {
        let stem = journal.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = root.join(format!("{FOLDER}{stem}"));
        if folder.is_symlink() {
            // Not made by emic, and what it leads to is not the study's.
            fs::remove_file(&folder)?;
        } else if folder.exists() {
            settle(root, &folder)?;
        }
        let pending = Self { root: root.to_owned(), folder };
        let written = pending.write(journal, lock, act, files);
        if written.is_err() {
            // Without a plan it means nothing; the next action or opening takes it away.
            let _ = fs::remove_dir_all(&pending.folder);
        }
        written.map(|()| pending)
    }

    fn write(&self, journal: &Path, lock: &Path, act: ActId, files: &[FileEdit]) -> io::Result<()> {
        make_private(&self.folder)?;
        let mut steps = Vec::new();
        for (number, edit) in files.iter().enumerate() {
            let old = match &edit.old {
                Some(text) => {
                    write_private(&self.folder.join(number.to_string()), text.as_bytes())?;
                    Some((sha256(text.as_bytes()), number))
                }
                None => None,
            };
            let new = edit.text.as_ref().map(|text| sha256(text.as_bytes()));
            steps.push(Step { path: slashed(&edit.path), old, new });
        }
        let (act, lock) = (act.to_string(), name_of_lock(lock));
        let plan = Plan { version: 1, act, journal: slashed(journal), lock, steps };
        write_private(&self.folder.join(PLAN), &serde_json::to_vec(&plan)?)
    }

    /// The record is saved, or no file was changed.
    pub fn end(self) {
        // What is left means nothing: the action stands in the journal.
        let _ = take_away(&self.folder);
    }

    /// Nobody knows whether the record is saved: looks, and puts the files back if it is not.
    ///
    /// # Errors
    /// If the disk refuses still; then the next action or opening does it.
    pub fn settle(self) -> io::Result<()> {
        settle(&self.root, &self.folder).map(drop)
    }
}

/// First the plan, so that what is left of the folder means nothing.
fn take_away(folder: &Path) -> io::Result<()> {
    touch(Touch::Open, folder)?;
    match fs::remove_file(folder.join(PLAN)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    match fs::remove_dir_all(folder) {
        // Who made it has taken it away in the meantime.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Finishes or takes back what stands in a folder, under the lock of its journal. The files that were put back are told.
fn settle(root: &Path, folder: &Path) -> io::Result<Vec<String>> {
    let Some(plan) = read(folder)? else { return take_away(folder).map(|()| Vec::new()) };
    let journal = root.join(&plan.journal);
    if is_saved(&journal, &plan.act) {
        // It can be read; that it lasts is known after a sync alone.
        touch(Touch::Sync, &journal)?;
        fs::File::options().append(true).open(&journal)?.sync_all()?;
        return take_away(folder).map(|()| Vec::new());
    }
    let mut back = Vec::new();
    for step in plan.steps.iter().rev() {
        let path = root.join(&step.path);
        if !inside(root, &path) {
            continue;
        }
        let now = match fs::read(&path) {
            Ok(bytes) => Some(sha256(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if now != step.new || now == step.old.as_ref().map(|(hash, _)| hash.clone()) {
            continue;
        }
        match &step.old {
            Some((hash, number)) => {
                let old = fs::read(folder.join(number.to_string()))?;
                if sha256(&old) != *hash {
                    return Err(io::Error::other("what a file held is not all here"));
                }
                let written = if now.is_some() { write_whole(&path, &old) } else { write_new(&path, &old) };
                written.map_err(io::Error::other)?;
            }
            None => {
                touch(Touch::Remove, &path)?;
                fs::remove_file(&path)?;
            }
        }
        back.push(step.path.clone());
    }
    take_away(folder)?;
    Ok(back)
}

/// The plan in a folder; `None`: it was never finished.
fn read(folder: &Path) -> io::Result<Option<Plan>> {
    match fs::read(folder.join(PLAN)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        bytes => match serde_json::from_slice::<Plan>(&bytes?) {
            Ok(plan) if plan.version > 1 => Err(io::Error::other("it was begun by a newer version of emic")),
            read => Ok(read.ok()),
        },
    }
}

/// Whether an action stands whole in a journal.
fn is_saved(journal: &Path, act: &str) -> bool {
    let Ok(read) = read_journal(journal, None) else { return false };
    let of: Vec<_> =
        read.events.iter().filter(|event| event.act.to_string() == act || event.id.to_string() == act).collect();
    let ids: HashSet<_> = of.iter().map(|event| event.id).collect();
    of.first().is_some_and(|event| ids.len() >= event.of as usize)
}

/// The journal, by its name, of whoever has made a folder.
fn journal_of(folder: &Path) -> PathBuf {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!("{}.jsonl", name.strip_prefix(FOLDER).unwrap_or_default()).into()
}

/// The folders of plans in a study.
fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(FOLDER));
    // A link may lead out of the study.
    let real = named.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut folders: Vec<PathBuf> = real.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

/// Takes back what was interrupted half-way. Somebody who holds the lock of a journal is at work on it. What was done, or why it could
/// not be, is told.
pub(super) fn take_back(root: &Path, locks: &Path) -> Vec<String> {
    let mut told = Vec::new();
    for folder in folders(root) {
        let plan = read(&folder).ok().flatten();
        // Without a plan it is still being filled, or means nothing: its name says whose it is.
        let path = lock_of(locks, &plan.as_ref().map_or_else(|| journal_of(&folder), |plan| (&plan.journal).into()));
        let lock = Lock::take(&path, Duration::ZERO);
        if matches!(lock, Err(LogError::Locked { .. })) {
            continue;
        }
        let own = plan.is_none_or(|plan| lock.is_ok() && plan.lock == name_of_lock(&path));
        if own || is_stale(&folder) {
            told.extend(settled(root, &folder));
        } else {
            told.push(
                "somebody else is changing files of this study just now, or was interrupted: if so, it is taken back in ten minutes".into(),
            );
        }
    }
    told
}

/// Whether a plan is old; a clock that is far off makes it so.
fn is_stale(folder: &Path) -> bool {
    let made = fs::metadata(folder.join(PLAN)).and_then(|meta| meta.modified());
    made.is_ok_and(|made| made.elapsed().unwrap_or_else(|ahead| ahead.duration()) >= STALE)
}

/// As [`take_back`], by one who holds the locks of all journals.
pub(super) fn take_all_back(root: &Path) -> Vec<String> {
    folders(root).iter().filter_map(|folder| settled(root, folder)).collect()
}

fn settled(root: &Path, folder: &Path) -> Option<String> {
    match settle(root, folder) {
        Ok(back) if back.is_empty() => None,
        Ok(back) => {
            Some(format!("an action was interrupted before it was saved and is taken back: {}", back.join(", ")))
        }
        Err(error) => Some(format!(
            "an action was interrupted before it was saved, and cannot be taken back yet ({error}); files may be half changed"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_being_filled_is_left_to_whoever_fills_it() {
        let dir = tempfile::tempdir().unwrap();
        let (root, locks) = (dir.path().join("study"), dir.path().join("locks"));
        let folder = root.join(".emic-change-amy");
        fs::create_dir_all(&folder).unwrap();
        fs::create_dir(&locks).unwrap();
        fs::write(folder.join("0"), "codes: []").unwrap();
        let at_work = Lock::take(&lock_of(&locks, Path::new("codings/amy.jsonl")), Duration::ZERO).unwrap();
        assert_eq!(take_back(&root, &locks), Vec::<String>::new());
        assert!(folder.join("0").exists(), "amy is about to write the plan");
        drop(at_work);
        assert_eq!(take_back(&root, &locks), Vec::<String>::new());
        assert!(!folder.exists(), "amy was interrupted before anything was changed");
    }

    #[test]
    fn what_another_has_taken_away_meanwhile_is_no_fault() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(settled(dir.path(), &dir.path().join(".emic-change-amy")), None);
    }
}

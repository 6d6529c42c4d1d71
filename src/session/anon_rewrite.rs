//! Rewriting many files as one step: decided whole, then carried out, and carried on after a crash.
//!
//! ```text
//! <study>/.emic-rewrite/<n>         what a file shall hold
//! <study>/.emic-rewrite/plan.json   which files; while it is there the step is decided and not yet done
//! ```
//!
//! Laws: before the plan is there, nothing of the study is changed, and a crash leaves the study as it was; once it is
//! there, every opening of the study carries it out to its end before anything is read. Nothing that another program wrote
//! in between is lost: lines that were added to a journal are kept, another text of a file is put aside.
//!
//! The folder holds no word that is taken out of the study; names of files that go stand in it until they are gone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::copies::{self, CopyStep};
use super::journals::lock_of;
use super::study_files::slashed;
use super::{Env, Problem};
use crate::cache::Cache;
use crate::journal::log::{Lock, LogError};
use crate::model::CacheMode;
use crate::store::backup::{sha256, write_private};

/// The folder of a step that is under way.
const FOLDER: &str = ".emic-rewrite";

/// How long a step waits for each lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// One file that changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    /// Its path below the study's folder.
    pub path: PathBuf,
    /// What it holds; `None`: it is not there.
    pub old: Option<Vec<u8>>,
    /// What it shall hold; `None`: it goes.
    pub new: Option<Vec<u8>>,
}

/// What is done outside of the study when its files are rewritten.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct After {
    /// All backups up to this moment (milliseconds since 1970) are taken away.
    pub forget_backups_until: Option<u64>,
    /// What becomes of copies that were kept from edits.
    #[serde(default)]
    pub copies: Vec<CopyStep>,
}

#[derive(Serialize, Deserialize)]
struct Step {
    path: String,
    /// Hash and length of what stood there.
    old: Option<(String, u64)>,
    /// Hash of what shall stand there, and under which number it lies.
    new: Option<(String, usize)>,
}

#[derive(Serialize, Deserialize)]
struct Plan {
    version: u32,
    steps: Vec<Step>,
    after: After,
}

/// Called before every touch of the disk; a test lets it fail.
pub(super) type Tick<'t> = dyn FnMut() -> io::Result<()> + 't;

/// The locks of a step: nobody else writes into the study while they are held.
#[derive(Debug)]
pub(super) struct Locks(#[allow(dead_code)] Vec<Lock>);

/// Takes the lock of rewriting and those of all `journals`.
pub(super) fn lock_all(locks: &Path, journals: impl IntoIterator<Item = PathBuf>) -> Result<Locks, Problem> {
    let mut names: Vec<PathBuf> = journals.into_iter().map(|journal| lock_of(locks, &journal)).collect();
    names.push(locks.join("rewriting.lock"));
    // In one order for everybody, so that two do not wait for each other.
    names.sort();
    names.dedup();
    let taken: Result<Vec<Lock>, LogError> = names.iter().map(|lock| Lock::take(lock, PATIENCE)).collect();
    taken.map(Locks).map_err(|error| {
        Problem::new(format!("{error}; nothing was changed"))
            .hint("close every other window in which this study is open, then try again")
    })
}

/// Decides a step and carries it out, under `_locks`.
///
/// # Errors
/// Before the step is decided: then nothing was changed. After that: then the next opening goes on with it.
pub(super) fn rewrite(
    root: &Path,
    changes: &[Change],
    after: After,
    env: &Env,
    _locks: &Locks,
    tick: &mut Tick<'_>,
) -> Result<Vec<String>, Problem> {
    let folder = root.join(FOLDER);
    let decided = decide(root, &folder, changes, after, tick);
    if let Err(error) = decided {
        let _ = fs::remove_dir_all(&folder);
        return Err(Problem {
            what: format!("the study cannot be rewritten: {error}; nothing was changed"),
            ..Problem::io("write", &folder, &error)
        });
    }
    carry_out(root, env, tick).map_err(|error| {
        Problem::new(format!("the study is not wholly rewritten yet: {error}"))
            .hint("mend that (space? permissions?) and open the study again: emic goes on where it stopped")
    })
}

fn decide(root: &Path, folder: &Path, changes: &[Change], after: After, tick: &mut Tick<'_>) -> io::Result<()> {
    tick()?;
    let _ = fs::remove_dir_all(folder);
    crate::store::backup::make_private(folder)?;
    let mut steps = Vec::new();
    for (number, change) in changes.iter().enumerate() {
        tick()?;
        let there = match fs::read(root.join(&change.path)) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if there != change.old {
            return Err(io::Error::other(format!(
                "{} was changed by another program in the meantime",
                change.path.display()
            )));
        }
        let new = match &change.new {
            Some(bytes) => {
                write_private(&folder.join(number.to_string()), bytes)?;
                Some((sha256(bytes), number))
            }
            None => None,
        };
        let old = change.old.as_ref().map(|bytes| (sha256(bytes), bytes.len() as u64));
        steps.push(Step { path: slashed(&change.path), old, new });
    }
    tick()?;
    let plan = serde_json::to_vec(&Plan { version: 1, steps, after })?;
    write_private(&folder.join("plan.json"), &plan)
}

/// Goes on with a step that was decided and not done; takes away what is left of one that was not decided. What it has
/// done is told.
///
/// # Errors
/// If the disk refuses; the study should not be read then.
pub(super) fn carry_on(root: &Path, env: &Env) -> Result<Vec<String>, Problem> {
    let folder = root.join(FOLDER);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let plan = fs::read(folder.join("plan.json")).ok().and_then(|bytes| serde_json::from_slice::<Plan>(&bytes).ok());
    let paths = plan.into_iter().flat_map(|plan| plan.steps).map(|step| PathBuf::from(step.path));
    let journals = paths.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    // Whoever holds the locks is at work on it.
    let _locks = lock_all(&cache_of(root, env).locks_dir(), journals)?;
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut told = carry_out(root, env, &mut || Ok(())).map_err(|error| {
        Problem::new(format!("the rewriting of this study was interrupted and cannot go on: {error}"))
            .hint("make space, or allow writing to the study, and open it again; until then half of it is rewritten")
    })?;
    if !told.is_empty() {
        told.insert(0, "the rewriting of this study had been interrupted; emic has gone on with it".into());
    }
    Ok(told)
}

/// The cache of the study, without making its folder.
fn cache_of(root: &Path, env: &Env) -> Cache {
    Cache::locate(root, env.cache_dir.clone(), env.user_cache.clone(), CacheMode::Memory)
}

/// Carries a decided step out. Each part of it may have been done before.
fn carry_out(root: &Path, env: &Env, tick: &mut Tick<'_>) -> io::Result<Vec<String>> {
    let folder = root.join(FOLDER);
    let bytes = match fs::read(folder.join("plan.json")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // It was never decided.
            fs::remove_dir_all(&folder)?;
            return Ok(Vec::new());
        }
        read => read?,
    };
    let plan: Plan = serde_json::from_slice(&bytes)?;
    // A copy of the folder that a synchronising program has brought half is nobody's to carry out.
    let staged: Vec<Option<Vec<u8>>> = plan
        .steps
        .iter()
        .map(|step| match &step.new {
            None => Ok(None),
            Some((hash, number)) => {
                let bytes = fs::read(folder.join(number.to_string()))?;
                if sha256(&bytes) == *hash {
                    Ok(Some(bytes))
                } else {
                    Err(io::Error::other("its files are not all here"))
                }
            }
        })
        .collect::<io::Result<_>>()?;
    let mut told = Vec::new();
    for (step, new) in plan.steps.iter().zip(staged) {
        tick()?;
        if step.path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
            continue;
        }
        let path = root.join(&step.path);
        if !crate::store::inside(root, &path) {
            continue;
        }
        let there = fs::read(&path).ok();
        let unchanged = match (&step.old, &there) {
            (Some((hash, _)), Some(bytes)) => sha256(bytes) == *hash,
            (old, there) => old.is_none() && there.is_none(),
        };
        match (new, there) {
            (Some(new), there) => {
                if there.as_ref() == Some(&new) {
                    continue;
                }
                let mut whole = new;
                if !unchanged && let Some(there) = there {
                    match added(&step.old, &there) {
                        Some(added) => whole.extend_from_slice(added),
                        None => told.push(put_aside(root, env, &step.path, &there)?),
                    }
                }
                if let Some(above) = path.parent() {
                    fs::create_dir_all(above)?;
                }
                crate::store::write_whole(&path, &whole).map_err(io::Error::other)?;
            }
            (None, Some(there)) => {
                if !unchanged {
                    told.push(put_aside(root, env, &step.path, &there)?);
                }
                fs::remove_file(&path)?;
                // Only an empty folder can be removed so; the folders that study.yaml names stay.
                let folders = path.ancestors().skip(1).take_while(|above| above.parent().is_some_and(|up| up != root));
                for above in folders.take_while(|above| *above != root) {
                    if fs::remove_dir(above).is_err() {
                        break;
                    }
                }
            }
            (None, None) => {}
        }
    }
    tick()?;
    let cache = cache_of(root, env);
    cache.clear()?;
    tick()?;
    copies::carry_out(root, &cache, &plan.after.copies)?;
    tick()?;
    if let Some(until) = plan.after.forget_backups_until
        && let Ok(backups) = super::Backups::of(root, env)
    {
        let ids: Vec<String> = backups.all().into_iter().filter(|one| one.ms <= until).map(|one| one.id).collect();
        if !ids.is_empty() {
            backups.forget(&ids).map_err(|problem| io::Error::other(problem.what))?;
        }
        backups.forget_aside(until)?;
    }
    tick()?;
    // First the plan, so that what is left of the folder means nothing.
    fs::remove_file(folder.join("plan.json"))?;
    fs::remove_dir_all(&folder)?;
    told.push("all files are rewritten".into());
    Ok(told)
}

/// What was added to a file that held what is known.
fn added<'b>(old: &Option<(String, u64)>, there: &'b [u8]) -> Option<&'b [u8]> {
    let (hash, length) = old.as_ref()?;
    let (head, tail) = there.split_at_checked(usize::try_from(*length).ok()?)?;
    (sha256(head) == *hash).then_some(tail)
}

/// Keeps what another program wrote into a file in between, outside of the study.
fn put_aside(root: &Path, env: &Env, path: &str, bytes: &[u8]) -> io::Result<String> {
    let backups = super::Backups::of(root, env).map_err(|problem| io::Error::other(problem.what))?;
    let folder = backups.aside();
    crate::store::backup::make_private(&folder)?;
    let aside = folder.join(format!("{}-{}", &sha256(bytes)[..8], path.replace('/', "_")));
    write_private(&aside, bytes)?;
    Ok(format!("{path} was changed by another program in between; what it held is kept in {}", aside.display()))
}

#[cfg(test)]
#[path = "anon_rewrite_tests.rs"]
mod tests;

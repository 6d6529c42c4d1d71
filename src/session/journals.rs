//! The journals of a study: read at opening, added to by one action at a time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::AsOf;
use crate::cache::{Cache, ToKeep};
use crate::journal::log::{Log, LogError, Mark, Read, purge_superseded};
use crate::journal::{Event, Fold, read_journal};
use crate::model::{ActId, CoderName, Diagnostic, Excerpt, Study};
use crate::store;

/// All journals, folded.
#[derive(Default)]
pub(super) struct Journals {
    pub fold: Fold,
    /// By path: where reading ended.
    pub marks: HashMap<PathBuf, Mark>,
    /// By path: the action at its end of which the file lacks events.
    unfinished: HashMap<PathBuf, ActId>,
    pub found: Vec<Diagnostic>,
    /// What of the reading the cache is to keep.
    to_keep: Vec<(PathBuf, ToKeep)>,
    /// Whether a line stands in a file that a rewritten one supersedes.
    old_copies: bool,
    pub(super) blind: super::blind::Blind,
}

impl Journals {
    /// Reads every journal of the study, of a past no more than what counts in it. What `cache` has of them is not read again.
    pub fn read(study: &Study, past: Option<&AsOf>, cache: &Cache) -> Self {
        let (paths, found) = store::journals(study);
        let mut journals = Self { found, ..Self::default() };
        let mut events = Vec::new();
        if let Some(past) = past {
            for path in paths {
                events.append(&mut journals.take(&study.root, &path, read_journal(&study.root.join(&path), None)));
            }
            events.retain(|event| past.keeps(event));
            journals.fold = Fold::new(events);
            return journals;
        }
        // Reading is most of the work of opening: the files are read side by side.
        let read: Vec<(PathBuf, Result<_, LogError>)> = std::thread::scope(|scope| {
            let tasks: Vec<_> = paths
                .into_iter()
                .map(|path| {
                    let (full, name) = (study.root.join(&path), path.clone());
                    (path, scope.spawn(move || cache.read_journal(&full, &name)))
                })
                .collect();
            let done = |(path, task): (PathBuf, std::thread::ScopedJoinHandle<'_, _>)| Some((path, task.join().ok()?));
            tasks.into_iter().filter_map(done).collect()
        });
        let mut rows = Vec::new();
        let mut ids = Vec::new();
        for (path, reading) in read {
            let read = match reading {
                Ok(mut reading) => {
                    ids.push(reading.read.events.iter().map(|event| (event.id, event.rev)).collect::<Vec<_>>());
                    rows.push(reading.rows.clone());
                    journals.to_keep.push((path.clone(), ToKeep::from(&mut reading)));
                    Ok(reading.read)
                }
                Err(error) => Err(error),
            };
            events.append(&mut journals.take(&study.root, &path, read));
        }
        let fold = Fold::of(rows.clone(), events);
        if fold.has_rewritten() {
            // What is to go from a journal is not kept of it either.
            for ((rows, others), (_, to_keep)) in rows.iter().zip(&ids).zip(&mut journals.to_keep) {
                if rows.ids().chain(others.iter().copied()).any(|(id, rev)| fold.supersedes_rev(id, rev)) {
                    journals.old_copies = true;
                    to_keep.forget();
                }
            }
        }
        journals.fold = fold;
        journals
    }

    /// Lets the cache keep what was read, and nothing of other journals.
    pub fn keep(&mut self, root: &Path, cache: &Cache) {
        cache.keep_journals(root, std::mem::take(&mut self.to_keep));
    }

    /// Removes lines that a rewritten one supersedes (see [`Journals::purge`]), if a journal holds any.
    pub fn purge_at_opening(&mut self, root: &Path, locks: &Path, cache: &Cache) {
        if self.old_copies {
            self.purge(root, locks, cache);
        }
    }

    /// Takes in what reading the journal at `path` (relative to the study's folder) has given.
    pub fn take(&mut self, root: &Path, path: &Path, read: Result<Read, LogError>) -> Vec<Event> {
        let full = root.join(path);
        let read = match read {
            Ok(read) => read,
            Err(error) => {
                self.found.push(unreadable(path, &error));
                return Vec::new();
            }
        };
        for bad in &read.bad {
            let mut fault = Diagnostic::fault("bad-line", path, format!("{}; the line is kept and skipped", bad.error));
            fault.excerpt = Some(Excerpt { line: bad.line, column: 1, length: 1, text: line_head(&full, bad.line) });
            self.found.push(fault.hint("restore the line from a backup, or leave it: it does no harm"));
        }
        if let Some(torn) = read.torn {
            let note = format!("line {} is unfinished ({} bytes) and skipped", torn.line, torn.bytes);
            self.found.push(
                Diagnostic::note("torn", path, note)
                    .hint("a save was interrupted; the next save of this coder puts the rest into a `.torn` file"),
            );
        }
        if let Some(act) = read.unfinished() {
            self.unfinished.insert(full.clone(), act);
        }
        self.marks.insert(full, read.mark);
        read.events
    }

    /// The journal at `path`, to be added to under the lock `lock`.
    pub fn log(&self, path: PathBuf, lock: PathBuf) -> Log {
        let mark = self.marks.get(&path).copied();
        let unfinished = self.unfinished.get(&path).filter(|act| self.fold.is_whole(**act)).copied();
        let mut log = Log::new(path, lock, mark);
        // The rest of the action stands in another file.
        if let Some(act) = unfinished {
            log.leave(act);
        }
        log
    }

    /// Removes lines that a rewritten one supersedes, so that no old copy brings back words that were erased. What cannot
    /// be written stays; it has no effect in any case.
    pub fn purge(&mut self, root: &Path, locks: &Path, cache: &Cache) {
        if !self.fold.has_rewritten() {
            return;
        }
        for path in self.marks.keys().cloned().collect::<Vec<_>>() {
            let Ok(read) = read_journal(&path, None) else { continue };
            if !read.events.iter().any(|event| self.fold.supersedes(event)) {
                continue;
            }
            let lock = lock_of(locks, &path);
            let shown = path.strip_prefix(root).unwrap_or(&path).to_owned();
            match purge_superseded(&path, &lock, Duration::from_secs(1), &self.fold) {
                Ok(removed) => {
                    cache.forget_journal(&shown);
                    let lines = crate::analysis::counted(removed as u64, "line");
                    let note = format!(
                        "{lines} from before an erasure, brought back by an old copy, {} removed",
                        if removed == 1 { "was" } else { "were" }
                    );
                    self.found.push(Diagnostic::note("old-copy", shown, note));
                    if let Ok(read) = read_journal(&path, None) {
                        self.marks.insert(path, read.mark);
                    }
                }
                Err(error) => {
                    let fault =
                        format!("lines from before an erasure stand in this copy and cannot be removed: {error}");
                    let hint = "they have no effect; allow writing to the file, or delete the copy";
                    self.found.push(Diagnostic::fault("old-copy", shown, fault).hint(hint));
                }
            }
        }
    }

    /// The journal of a coder: the one that is there under the name in any case, or the one that will be made.
    pub fn path_of(&self, study: &Study, coder: &CoderName) -> PathBuf {
        let made = study.root.join(store::journal_for(study, coder));
        if self.marks.contains_key(&made) {
            return made;
        }
        let own = |path: &&PathBuf| crate::journal::log::stem(path).is_some_and(|stem| stem == *coder);
        self.marks.keys().filter(own).min().cloned().unwrap_or(made)
    }
}

/// The lock of a journal: one for each coder, outside of the study.
pub(super) fn lock_of(locks: &Path, journal: &Path) -> PathBuf {
    let name = journal.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    locks.join(format!("{name}.lock"))
}

/// The start of a line, to show where a fault stands; the rest of it is interview text.
fn line_head(path: &Path, line: u32) -> String {
    use std::io::{BufRead, BufReader};
    let Ok(file) = std::fs::File::open(path) else { return String::new() };
    let found = BufReader::new(file).split(b'\n').nth(line.saturating_sub(1) as usize);
    let bytes = found.and_then(Result::ok).unwrap_or_default();
    String::from_utf8_lossy(&bytes).chars().take(60).collect()
}

fn unreadable(path: &Path, error: &LogError) -> Diagnostic {
    Diagnostic::fault("unreadable", path, format!("the journal cannot be read: {error}"))
        .hint("its codings are left out; look at the file's permissions")
}

/// A time in milliseconds since 1970 as UTC by RFC 3339, to the second.
pub(super) fn timestamp(milliseconds: u64) -> String {
    let seconds = i64::try_from(milliseconds / 1000).unwrap_or(0);
    jiff::Timestamp::from_second(seconds).unwrap_or_default().to_string()
}

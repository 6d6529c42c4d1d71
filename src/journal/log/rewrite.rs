//! Taking lines out of a journal, for an erasure.

use std::fs::{self, File};
use std::io::{Read as _, Write};
use std::path::Path;
use std::time::Duration;

use super::super::event::{Event, Lines, to_line};
use super::super::fold::Fold;
use super::{FileId, Files, LogError, stem};

/// What becomes of a line.
#[derive(Clone, PartialEq, Debug)]
pub enum Fate {
    /// It stays, byte for byte.
    Keep,
    /// It goes.
    Remove,
    /// This one takes its place.
    Replace(Box<Event>),
}

/// What a rewriting has done.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rewritten {
    /// Lines that went.
    pub removed: usize,
    /// Lines that were replaced.
    pub replaced: usize,
}

/// Rewrites the journal at `path` under its lock: each line that is an event has the fate that `decide` gives it, all
/// else stays byte for byte, an unfinished end too. The new file takes the place of the old one when it is synced.
/// Nothing is written where all is kept.
///
/// # Errors
/// When the file cannot be read or written; then it is as it was.
pub fn rewrite(
    path: &Path,
    lock: &Path,
    patience: Duration,
    files: &mut dyn Files,
    mut decide: impl FnMut(&Event) -> Fate,
) -> Result<Rewritten, LogError> {
    let fail = |doing| move |error| LogError::new(path, doing, error);
    let _lock = files.lock(lock, patience)?;
    let mut old = Vec::new();
    let mut file = File::open(path).map_err(fail("read"))?;
    file.read_to_end(&mut old).map_err(fail("read"))?;
    let metadata = file.metadata().map_err(fail("look at"))?;
    let mut done = Rewritten::default();
    let mut new = Vec::with_capacity(old.len());
    let stem = stem(path);
    let mut lines = Lines::new(stem.as_ref());
    for line in old.split_inclusive(|byte| *byte == b'\n') {
        let text = std::str::from_utf8(line).ok().and_then(|text| text.strip_suffix('\n'));
        let text =
            text.map(|text| text.trim_start_matches('\u{feff}')).map(|text| text.strip_suffix('\r').unwrap_or(text));
        match text.and_then(|text| lines.parse(text).ok()).map_or(Fate::Keep, |event| decide(&event)) {
            Fate::Keep => new.extend_from_slice(line),
            Fate::Remove => done.removed += 1,
            Fate::Replace(event) => {
                new.extend_from_slice(to_line(&event).as_bytes());
                new.push(b'\n');
                done.replaced += 1;
            }
        }
    }
    if done == Rewritten::default() {
        return Ok(done);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Of the system's word the kind alone: the passing name, which is another each time, is no news.
    let made = tempfile::Builder::new().prefix(".emic-").suffix(".tmp").tempfile_in(folder);
    let mut temporary = made.map_err(|error| error.kind().into()).map_err(fail("write beside"))?;
    fs::set_permissions(temporary.path(), metadata.permissions()).map_err(fail("write beside"))?;
    files.write(temporary.as_file_mut(), &new).map_err(fail("write beside"))?;
    files.sync(temporary.as_file()).map_err(fail("sync"))?;
    temporary.as_file_mut().flush().map_err(fail("sync"))?;
    // A synchronising service does not know the lock.
    let now = files.look(path).map_err(fail("look at"))?;
    if now != (FileId::of(&metadata), old.len() as u64) {
        return Err(LogError::Unstable { path: path.to_owned() });
    }
    temporary.persist(path).map_err(|error| LogError::new(path, "replace", error.error))?;
    files.sync_folder(folder).map_err(fail("sync the folder of"))?;
    Ok(done)
}

/// Removes the lines of the journal at `path` that a rewritten line, in any file, supersedes.
///
/// # Errors
/// As [`rewrite`].
pub fn purge_superseded(path: &Path, lock: &Path, patience: Duration, fold: &Fold) -> Result<usize, LogError> {
    let fate = |event: &Event| if fold.supersedes(event) { Fate::Remove } else { Fate::Keep };
    rewrite(path, lock, patience, &mut super::Disk, fate).map(|done| done.removed)
}

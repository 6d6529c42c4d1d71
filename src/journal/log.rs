//! Journals on the disk: the only code of this room that does I/O.
//!
//! Laws: a line that is acknowledged stands, synced, in the file that the path names; a reader sees whole lines only and
//! changes nothing; only the writer, under the lock of the file, repairs its end, and what it takes away there goes to
//! `<coder>.jsonl.torn`; lines go out of a file by [`rewrite()`] alone, for an erasure.
//!
//! Every operation that can fail goes through [`Files`], so that tests can make it fail.

use std::fs::File;
use std::io::{Read as _, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::event::Event;
use crate::model::{ActId, CoderName};

mod error;
#[cfg(test)]
pub mod faults;
mod files;
mod read;
mod rewrite;
#[cfg(test)]
mod tests;
mod touch;

pub use error::{AppendError, LogError};
pub use files::{Disk, FileId, Files, Lock};
pub use read::{BadLine, Mark, Read, Torn, read_bytes, read_journal, read_whole, stem};
use read::{fingerprint, start_of};
pub use rewrite::{Fate, Rewritten, purge_superseded, rewrite};
pub use touch::{Touch, touch, write};

/// How long an action waits for another program that holds the lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often the lines are written again into a file that was exchanged under our hands.
const ATTEMPTS: usize = 8;

/// A coder's own journal, open for appending. No file stays open between two actions.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    lock: PathBuf,
    stem: Option<CoderName>,
    seen: Option<Mark>,
    patience: Duration,
    leave: Vec<ActId>,
    files: Box<dyn Files>,
}

/// What an append has done.
#[derive(Debug, Default)]
pub struct Appended {
    /// Events that stood in the file and had not been read before (or were given out again): those that `make` saw, and
    /// those of a file that took the path's place while it was written.
    pub found: Vec<Event>,
    /// The events that are now saved.
    pub saved: Vec<Event>,
    /// Lines among those found that are no events.
    pub bad: Vec<BadLine>,
    /// Bytes of an unfinished line or action that went to the `.torn` file.
    pub torn: u64,
}

impl Log {
    /// The journal at `path`. `lock` is a file outside the study, of this machine alone; `seen` is where the last
    /// reading of the journal ended. Nothing is opened or made yet.
    pub fn new(path: PathBuf, lock: PathBuf, seen: Option<Mark>) -> Self {
        Self::with_files(path, lock, seen, Box::new(Disk))
    }

    /// As [`Log::new`], with other file operations.
    pub fn with_files(path: PathBuf, lock: PathBuf, seen: Option<Mark>, files: Box<dyn Files>) -> Self {
        let stem = stem(&path);
        Self { path, lock, stem, seen, patience: PATIENCE, leave: Vec::new(), files }
    }

    /// Waits at most this long for the lock.
    pub fn set_patience(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Leaves this action where it stands, although the file lacks events of it: they stand in another file (see
    /// [`Read::unfinished`] and [`Fold::is_whole`](super::fold::Fold::is_whole)).
    pub fn leave(&mut self, act: ActId) {
        self.leave.push(act);
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the last reading or writing ended.
    pub fn seen(&self) -> Option<&Mark> {
        self.seen.as_ref()
    }

    /// Saves one action. Under the lock, `make` is given the events that were added to the file since it was last seen
    /// (all, if it is another file) and answers with the events to write, their ids greater than all it has seen.
    /// Events that stand in the file already are not written again: after a failure, hand in the same events.
    ///
    /// # Errors
    /// [`AppendError::Refused`] is `make`'s own; nothing is written then. After [`AppendError::Log`] nothing is known
    /// to be saved; the next append looks at what is there and writes what is missing.
    pub fn append<E>(
        &mut self,
        make: impl FnOnce(&[Event]) -> Result<Vec<Event>, E>,
    ) -> Result<Appended, AppendError<E>> {
        let _lock = self.files.lock(&self.lock, self.patience)?;
        let mut done = Appended::default();
        let mut make = Some(make);
        for _ in 0..ATTEMPTS {
            let mut open = self.open()?;
            done.torn += open.torn;
            if let Some(make) = make.take() {
                done.saved = make(&open.read.events).map_err(AppendError::Refused)?;
            }
            let bytes = missing(&done.saved, &open.read.events);
            done.found.append(&mut open.read.events);
            done.bad.append(&mut open.read.bad);
            // Also without bytes: what stands there may be what an earlier attempt could not sync.
            let seen = self.write(open, &bytes, done.saved.is_empty())?;
            if let Some(seen) = seen {
                self.seen = Some(seen);
                return Ok(done);
            }
        }
        Err(LogError::Unstable { path: self.path.clone() }.into())
    }

    /// Opens the path afresh, reads what was added, and repairs the end.
    fn open(&mut self) -> Result<Open, LogError> {
        let fail = |doing, error| LogError::new(&self.path, doing, error);
        touch(Touch::Open, &self.path).map_err(|error| fail("open", error))?;
        let (mut file, is_new) = self.files.open(&self.path).map_err(|error| fail("open", error))?;
        if is_new && let Some(folder) = self.path.parent() {
            let synced = touch(Touch::SyncFolder, folder).and_then(|()| self.files.sync_folder(folder));
            synced.map_err(|error| fail("sync the folder of", error))?;
        }
        let id = FileId::of(&file.metadata().map_err(|error| fail("look at", error))?);
        let seen = self.seen.as_ref().filter(|seen| seen.file == id);
        let mut read = read_file(&mut file, seen, self.stem.as_ref()).map_err(|error| fail("read", error))?;
        if read.resumed && read.unfinished.is_some() {
            // The rest of the action may stand further up.
            read = read_file(&mut file, None, self.stem.as_ref()).map_err(|error| fail("read", error))?;
        }
        let mut torn = 0;
        if let Some(from) = read.take_unfinished(&self.leave) {
            torn = self.tear_off(&mut file, from)?;
        }
        Ok(Open { file, id, read, torn })
    }

    /// Moves what stands from the byte `from` on to the `.torn` file: there first, synced, then away from here.
    fn tear_off(&mut self, file: &mut File, from: u64) -> Result<u64, LogError> {
        let fail = |doing, error| LogError::new(&self.path, doing, error);
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(from)).map_err(|error| fail("read", error))?;
        file.read_to_end(&mut bytes).map_err(|error| fail("read", error))?;
        let torn = bytes.len() as u64;
        if bytes.last() != Some(&b'\n') {
            bytes.push(b'\n');
        }
        let mut beside = self.path.clone().into_os_string();
        beside.push(".torn");
        let beside = PathBuf::from(beside);
        let fail_beside = |doing, error| LogError::new(&beside, doing, error);
        let (mut keep, is_new) = self.files.open(&beside).map_err(|error| fail_beside("open", error))?;
        let wrote = write(&mut keep, &beside, &bytes, |file, bytes| self.files.write(file, bytes));
        wrote.map_err(|error| fail_beside("write to", error))?;
        let synced = touch(Touch::Sync, &beside).and_then(|()| self.files.sync(&keep));
        synced.map_err(|error| fail_beside("sync", error))?;
        if is_new && let Some(folder) = beside.parent() {
            self.files.sync_folder(folder).map_err(|error| fail_beside("sync the folder of", error))?;
        }
        let cut = touch(Touch::Open, &self.path).and_then(|()| self.files.truncate(file, from));
        cut.map_err(|error| fail("shorten", error))?;
        let synced = touch(Touch::Sync, &self.path).and_then(|()| self.files.sync(file));
        synced.map_err(|error| fail("sync", error))?;
        Ok(torn)
    }

    /// Writes and syncs, then looks whether the path still names the file, in full. `None` if not.
    fn write(&mut self, open: Open, bytes: &[u8], nothing: bool) -> Result<Option<Mark>, LogError> {
        let fail = |doing, error| LogError::new(&self.path, doing, error);
        let Open { mut file, id, read, .. } = open;
        let mark = Mark { file: id, ..read.mark };
        if nothing {
            return Ok(Some(mark));
        }
        let mut end = read.end;
        if !bytes.is_empty() {
            let wrote = write(&mut file, &self.path, bytes, |file, bytes| self.files.write(file, bytes));
            wrote.map_err(|error| fail("write to", error))?;
            end = file.stream_position().map_err(|error| fail("look at", error))?;
        }
        let synced = touch(Touch::Sync, &self.path).and_then(|()| self.files.sync(&file));
        synced.map_err(|error| fail("sync", error))?;
        let now = match self.files.look(&self.path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|error| fail("look at", error))?,
        };
        if now.0 != id || now.1 < end {
            return Ok(None);
        }
        if end != read.end + bytes.len() as u64 {
            // Somebody wrote without the lock; what they wrote is read the next time.
            return Ok(Some(mark));
        }
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() as u32;
        let check = fingerprint(&mut file, end).map_err(|error| fail("read", error))?;
        Ok(Some(Mark { file: id, end, line: mark.line + lines, check }))
    }
}

/// An open journal whose end is whole.
struct Open {
    file: File,
    id: FileId,
    read: Read,
    torn: u64,
}

/// Reads a file from where `seen` ends, if it only grew since, else from the start.
fn read_file(file: &mut File, seen: Option<&Mark>, stem: Option<&CoderName>) -> std::io::Result<Read> {
    let start = start_of(file, seen)?;
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(start.map_or(0, |mark| mark.end)))?;
    file.read_to_end(&mut bytes)?;
    let id = FileId::of(&file.metadata()?);
    let mut read = read_bytes(&bytes, start, id, stem);
    read.mark.check = fingerprint(file, read.mark.end)?;
    Ok(read)
}

/// The lines of those `events` that do not stand in the file.
fn missing(events: &[Event], found: &[Event]) -> Vec<u8> {
    let found: std::collections::HashMap<_, _> = found.iter().map(|event| (event.id, event)).collect();
    let mut bytes = Vec::new();
    for event in events {
        if found.get(&event.id).is_none_or(|found| event.rank(found).is_gt()) {
            bytes.extend_from_slice(event.text().as_bytes());
            bytes.push(b'\n');
        }
    }
    bytes
}

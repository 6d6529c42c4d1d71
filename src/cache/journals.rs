//! Journals as events: what was read of a large journal is kept, so that the next opening reads only what was added.
//!
//! Of each journal three files are kept: what it was like and where the reading ended (`head`), its events (`rows`, and the lines
//! of those that are no rows), and the wording of the rows (`words`), which is read when somebody looks at a passage. They
//! hold events, never the folded state, and are a function of the first bytes of the journal. They are used only if the
//! journal certainly still begins with these bytes: if it has the stamp that it had when it was read, or if the bytes have the sum that
//! they had. A journal with lines that are no events, or with an unfinished action at its end, is read whole each time.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::{Cache, Stamp};
use crate::index::{HEADER, Kind, Packer, checksum, fits, peek, seal, unseal};
use crate::journal::log::{FileId, LogError, Mark, Read, read_bytes, read_whole, stem};
use crate::journal::{Event, Lines, Rows, read_journal};
use crate::text::{Sum, Whole};

#[cfg(test)]
mod tests;

const VERSION: u32 = 2;

/// A journal shorter than this (bytes) is read as fast as what would be kept of it. Tests keep the shortest.
const LEAST: u64 = if cfg!(test) { 1 } else { SLACK };

/// What was kept is made anew once more than this (bytes) and more than this part of it were added since.
const SLACK: u64 = 256 * 1024;
const GROWTH: u64 = 16;

/// What is kept of a journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Head,
    Rows,
    Words,
}

impl Part {
    const ALL: [Self; 3] = [Self::Head, Self::Rows, Self::Words];

    const fn kind(self) -> Kind {
        match self {
            Self::Head => *b"jrnh",
            Self::Rows => *b"jrnr",
            Self::Words => *b"jrnw",
        }
    }

    /// The file of a journal (its path below the study): the name says nothing of it.
    fn file(self, journal: &Path) -> String {
        let ending = match self {
            Self::Head => "head",
            Self::Rows => "rows",
            Self::Words => "words",
        };
        format!("journals/{:016x}.{ending}", checksum(journal.as_os_str().as_encoded_bytes()))
    }
}

/// What a journal was like when it was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Head {
    /// What the system said of the file.
    stamp: Stamp,
    /// Where the reading ended.
    mark: Mark,
    /// Sum of the bytes up to there.
    sum: u64,
    /// Length of the wording (bytes).
    words: u64,
}

impl Head {
    /// What the events are kept by: the journal, its bytes, and this program.
    fn identity(&self, journal: &Path) -> u64 {
        let mut packer = Packer::default();
        packer.raw(journal.as_os_str().as_encoded_bytes()).number(self.mark.end).number(self.sum);
        packer.text(env!("CARGO_PKG_VERSION"));
        checksum(&packer.finish())
    }
}

/// What is to be written after a reading.
#[derive(Debug)]
enum Keep {
    /// Nothing: what is kept, if anything, goes.
    Nothing,
    /// Nothing: what is kept stays.
    Same,
    /// The file is as it was, under another stamp.
    Stamp(Head),
    /// The events, with the lines of those that are no rows.
    Events(Head, String),
}

/// What a journal holds.
#[derive(Debug)]
pub struct Reading {
    /// The events that are rows.
    pub rows: Arc<Rows>,
    /// All other events, and what else there is to say of the file.
    pub read: Read,
    keep: Keep,
}

/// What is to be kept of a journal after a reading, once that is certain.
#[derive(Debug)]
pub struct ToKeep {
    rows: Arc<Rows>,
    keep: Keep,
}

impl ToKeep {
    /// Nothing is to be kept of this journal: it holds what has to go.
    pub fn forget(&mut self) {
        self.keep = Keep::Nothing;
    }
}

impl From<&mut Reading> for ToKeep {
    fn from(reading: &mut Reading) -> Self {
        Self { rows: reading.rows.clone(), keep: std::mem::replace(&mut reading.keep, Keep::Nothing) }
    }
}

impl Cache {
    /// Reads the journal at `path`; `name` is its path below the study.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_journal(&self, path: &Path, name: &Path) -> Result<Reading, LogError> {
        let now = SystemTime::now();
        if let Some(reading) = self.kept_journal(path, name, now) {
            return Ok(reading);
        }
        let before = Stamp::at(path, now);
        let (mut read, bytes) = read_whole(path)?;
        let whole = read.bad.is_empty() && read.unfinished().is_none();
        let head = before
            .filter(|before| whole && read.mark.end >= LEAST && Stamp::at(path, now) == Some(*before))
            .filter(|_| self.folder().is_some())
            .and_then(|stamp| {
                let sum = checksum(bytes.get(..usize::try_from(read.mark.end).ok()?)?);
                Some(Head { stamp, mark: read.mark, sum, words: 0 })
            });
        drop(bytes);
        let (rows, others) = Rows::of(std::mem::take(&mut read.events));
        let keep = head.map_or(Keep::Nothing, |head| {
            let mut lines = String::new();
            for event in &others {
                lines.push_str(&event.text());
                lines.push('\n');
            }
            Keep::Events(Head { words: rows.text().len() as u64, ..head }, lines)
        });
        read.events = others;
        Ok(Reading { rows: Arc::new(rows), read, keep })
    }

    /// The journal as it is kept, with what was added to it since; `None` if anything is in doubt.
    fn kept_journal(&self, path: &Path, name: &Path, now: SystemTime) -> Option<Reading> {
        let bytes = self.read(&Part::Head.file(name))?;
        let head = unseal(&bytes, Part::Head.kind(), VERSION, checksum(name.as_os_str().as_encoded_bytes()))?;
        let head: Head = serde_json::from_slice(head).ok()?;
        let before = Stamp::at(path, now)?;
        let file = FileId::of(&std::fs::metadata(path).ok()?);
        let same = head.stamp.is_unchanged(&before) && head.mark.file == file;
        if !same && sum_of(path, head.mark.end)? != head.sum {
            return None;
        }
        // Another file that begins with the same bytes, such as a copy, serves as well.
        let head = Head { mark: Mark { file, ..head.mark }, ..head };
        let (rows, mut events) = self.events_of(path, name, &head)?;
        let mut read = read_journal(path, Some(&head.mark)).ok()?;
        let added = read.end.checked_sub(head.mark.end)?;
        // The rest of an unfinished action may stand further up.
        let fits = read.resumed && read.unfinished().is_none() && Stamp::at(path, now)? == before;
        if !fits || added > SLACK + head.mark.end / GROWTH {
            return None;
        }
        events.append(&mut read.events);
        read.events = events;
        let settled = !same && before.is_still();
        let keep = if settled { Keep::Stamp(Head { stamp: before, ..head }) } else { Keep::Same };
        Some(Reading { rows: Arc::new(rows), read, keep })
    }

    fn events_of(&self, path: &Path, name: &Path, head: &Head) -> Option<(Rows, Vec<Event>)> {
        let identity = head.identity(name);
        let words = Words::open(&self.folder()?.join(Part::Words.file(name)), identity, head.words)?;
        let (path_again, head_again) = (path.to_owned(), *head);
        let ask = move || words.read().or_else(|| words_of(&path_again, &head_again));
        let bytes = self.read(&Part::Rows.file(name))?;
        let payload = unseal(&bytes, Part::Rows.kind(), VERSION, identity)?;
        let (length, rest) = payload.split_first_chunk::<8>()?;
        let lines = rest.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let from = HEADER + length.len() + lines.len();
        let stem = stem(path);
        let mut read = Lines::new(stem.as_ref());
        let lines = std::str::from_utf8(lines).ok()?.split_terminator('\n');
        let others: Option<Vec<Event>> = lines.map(|line| read.parse(line).ok()).collect();
        let others = others?;
        // The rows stay where they were read.
        Some((Rows::from_bytes(bytes, from, Arc::new(Whole::asked(ask)), head.words)?, others))
    }

    /// Keeps what was read, by the paths of the journals below the study, and removes what was kept of all others.
    pub fn keep_journals(&self, root: &Path, read: Vec<(PathBuf, ToKeep)>) {
        let mut kept = HashSet::new();
        for (name, to_keep) in read {
            let done = match to_keep.keep {
                Keep::Nothing => false,
                Keep::Same => true,
                Keep::Stamp(head) => self.keep_head(&name, &head).is_ok(),
                Keep::Events(head, lines) => self.keep_events(root, &name, &head, &to_keep.rows, &lines),
            };
            if done {
                kept.extend(Part::ALL.map(|part| part.file(&name)));
            }
        }
        let Ok(Some(folder)) = self.file_to_write("journals") else { return };
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // Another window may be writing one.
            if !name.starts_with('.') && !kept.contains(&format!("journals/{name}")) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    /// Removes what is kept of the journal `name` (its path below the study): lines of it had to go.
    pub fn forget_journal(&self, name: &Path) {
        for part in Part::ALL {
            if let Ok(Some(file)) = self.file_to_write(&part.file(name)) {
                let _ = std::fs::remove_file(file);
            }
        }
    }

    fn keep_head(&self, name: &Path, head: &Head) -> io::Result<()> {
        let identity = checksum(name.as_os_str().as_encoded_bytes());
        self.write(&Part::Head.file(name), &seal(Part::Head.kind(), VERSION, identity, &serde_json::to_vec(head)?))
    }

    fn keep_events(&self, root: &Path, name: &Path, head: &Head, rows: &Rows, lines: &str) -> bool {
        let identity = head.identity(name);
        let payload = [&(lines.len() as u64).to_le_bytes(), lines.as_bytes(), &*rows.to_bytes()].concat();
        let words =
            self.write(&Part::Words.file(name), &seal(Part::Words.kind(), VERSION, identity, rows.text().as_bytes()));
        let sealed = seal(Part::Rows.kind(), VERSION, identity, &payload);
        let written = words.and_then(|()| self.write(&Part::Rows.file(name), &sealed));
        let written = written.and_then(|()| self.keep_head(name, head));
        // What an erasure has taken out in the meantime must not stay here.
        let there = std::fs::metadata(root.join(name));
        written.is_ok() && there.is_ok_and(|data| FileId::of(&data) == head.mark.file && data.len() >= head.mark.end)
    }
}

/// The sum of the first bytes of a file, read piece by piece; `None` if it is shorter.
fn sum_of(path: &Path, end: u64) -> Option<u64> {
    let mut file = File::open(path).ok()?;
    let mut buffer = vec![0; 1 << 18];
    let (mut left, mut sum) = (end, Sum::of(end));
    while left > 0 {
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let read = file.read(buffer.get_mut(..room)?).ok().filter(|read| *read > 0)?;
        sum.take(buffer.get(..read)?);
        left -= read as u64;
    }
    Some(sum.end())
}

/// The wording of the rows, from the journal itself.
fn words_of(path: &Path, head: &Head) -> Option<Box<str>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(head.mark.end).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 != head.mark.end || checksum(&bytes) != head.sum {
        return None;
    }
    let read = read_bytes(&bytes, None, head.mark.file, stem(path).as_ref());
    Some(Rows::of(read.events).0.text().into())
}

/// The file of a wording, open since the rows were read: another process may put another in its place.
struct Words {
    file: Mutex<File>,
    identity: u64,
    length: u64,
}

impl Words {
    fn open(path: &Path, identity: u64, length: u64) -> Option<Self> {
        let mut file = File::open(path).ok()?;
        let mut head = [0; HEADER];
        file.read_exact(&mut head).ok()?;
        let fits = peek(&head, Part::Words.kind(), VERSION)? == (identity, length)
            && file.metadata().ok()?.len() == HEADER as u64 + length;
        fits.then(|| Self { file: Mutex::new(file), identity, length })
    }

    fn read(&self) -> Option<Box<str>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut head = [0; HEADER];
        file.seek(SeekFrom::Start(0)).ok()?;
        file.read_exact(&mut head).ok()?;
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).ok()?);
        file.read_to_end(&mut bytes).ok()?;
        fits(&head, &bytes, Part::Words.kind(), VERSION, self.identity).then_some(())?;
        String::from_utf8(bytes).ok().map(Into::into)
    }
}

//! Reading a journal, whole or from where it ended.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::event::{Event, LineError, LineFault, Lines};
use super::{FileId, LogError, read_file};
use crate::model::{ActId, CoderName, EventId};

/// How many bytes before the end of what was read are kept as a fingerprint.
const TAIL: u64 = 4096;

/// Where a reading ended: after the last whole line, or before an unfinished action at the end of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Mark {
    /// The file.
    pub file: FileId,
    /// Bytes that need not be read again.
    pub end: u64,
    /// Lines in them.
    pub line: u32,
    /// Fingerprint of the last of them: a file that only grew still has it.
    pub check: u64,
}

/// A line that is no event. It is kept where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadLine {
    /// Line number, from 1.
    pub line: u32,
    /// What is wrong.
    pub error: LineError,
}

/// A last line without an end: not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Torn {
    /// Line number, from 1.
    pub line: u32,
    /// Where it begins (bytes).
    pub start: u64,
    /// Its length (bytes).
    pub bytes: u64,
}

/// An action at the end of a file of which events are missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Unfinished {
    /// The action.
    act: ActId,
    /// Where its first line begins (bytes).
    start: u64,
    /// Number of lines before it.
    line: u32,
    /// Its first event in the list of those read.
    at: usize,
}

/// What a reading has given.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Read {
    /// The events in the order of the lines.
    pub events: Vec<Event>,
    /// The line number, from 1, of each event.
    pub lines: Vec<u32>,
    /// Lines that are no events.
    pub bad: Vec<BadLine>,
    /// An unfinished last line, which was skipped.
    pub torn: Option<Torn>,
    /// Where a later reading can begin. Events of an unfinished last action are then given out again.
    pub mark: Mark,
    /// End of the last whole line (bytes).
    pub end: u64,
    /// Whether only what was added was read.
    pub resumed: bool,
    pub(super) unfinished: Option<Unfinished>,
}

impl Read {
    /// The action at the end of the file of which the file lacks events.
    pub fn unfinished(&self) -> Option<ActId> {
        self.unfinished.map(|unfinished| unfinished.act)
    }

    /// Forgets what is unfinished at the end, but for the actions to `leave`, and answers where it begins.
    pub(super) fn take_unfinished(&mut self, leave: &[ActId]) -> Option<u64> {
        let torn = self.torn.take().map(|torn| torn.start);
        let unfinished = self.unfinished.take().filter(|unfinished| !leave.contains(&unfinished.act));
        if let Some(unfinished) = unfinished {
            self.events.truncate(unfinished.at);
            self.lines.truncate(unfinished.at);
        }
        let start = unfinished.map(|unfinished| unfinished.start).or(torn)?;
        self.end = start;
        Some(start)
    }
}

/// The coder whom the name of a journal's file names.
pub fn stem(path: &Path) -> Option<CoderName> {
    path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| CoderName::new(stem).ok())
}

/// Reads the journal at `path`: all of it, or, if it only grew since `seen`, what was added. Changes nothing.
///
/// # Errors
/// When the file cannot be read. Lines that are no events are no error.
pub fn read_journal(path: &Path, seen: Option<&Mark>) -> Result<Read, LogError> {
    let fail = |error| LogError::new(path, "read", error);
    let mut file = File::open(path).map_err(fail)?;
    let id = FileId::of(&file.metadata().map_err(fail)?);
    read_file(&mut file, seen.filter(|seen| seen.file == id), stem(path).as_ref()).map_err(fail)
}

/// Reads all of the journal at `path`, and answers with its bytes too. Changes nothing.
///
/// # Errors
/// As [`read_journal`].
pub fn read_whole(path: &Path) -> Result<(Read, Vec<u8>), LogError> {
    let fail = |error| LogError::new(path, "read", error);
    let mut file = File::open(path).map_err(fail)?;
    let id = FileId::of(&file.metadata().map_err(fail)?);
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(fail)?;
    let mut read = read_bytes(&bytes, None, id, stem(path).as_ref());
    read.mark.check = fingerprint(&mut file, read.mark.end).map_err(fail)?;
    Ok((read, bytes))
}

/// Where reading can begin: `seen`, if the file still holds what was read then.
pub(super) fn start_of(file: &mut File, seen: Option<&Mark>) -> io::Result<Option<Mark>> {
    let Some(seen) = seen.copied() else { return Ok(None) };
    let holds = file.metadata()?.len() >= seen.end && fingerprint(file, seen.end)? == seen.check;
    Ok(holds.then_some(seen))
}

/// A hash of the bytes before `end`.
pub(super) fn fingerprint(file: &mut File, end: u64) -> io::Result<u64> {
    let start = end.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::with_capacity((end - start) as usize);
    file.take(end - start).read_to_end(&mut bytes)?;
    Ok(Sha256::digest(&bytes).iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte)))
}

/// The events of consecutive lines of one action.
#[derive(Default)]
struct Run {
    act: Option<ActId>,
    of: u32,
    start: u64,
    line: u32,
    at: usize,
}

/// Reads the bytes of a journal that stand after `start`. Pure; the mark's fingerprint is left to the caller.
pub fn read_bytes(bytes: &[u8], start: Option<Mark>, file: FileId, stem: Option<&CoderName>) -> Read {
    let (base, mut line) = start.map_or((0, 0), |mark| (mark.end, mark.line));
    let mut read = Read { resumed: start.is_some(), end: base, ..Read::default() };
    let mut lines = Lines::new(stem);
    let mut run = Run::default();
    let mut rest = bytes;
    while let Some(length) = line_length(rest) {
        let (whole, after) = rest.split_at(length);
        let from = base + (bytes.len() - rest.len()) as u64;
        rest = after;
        line += 1;
        read.end = from + length as u64;
        let text = match std::str::from_utf8(whole) {
            Ok(text) => text,
            Err(error) => {
                let before = whole.get(..error.valid_up_to()).and_then(|text| std::str::from_utf8(text).ok());
                let column = before.unwrap_or_default().chars().count() as u32 + 1;
                read.bad.push(BadLine { line, error: LineError { column, fault: LineFault::NotUtf8 } });
                run = Run::default();
                continue;
            }
        };
        let text = if line == 1 { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.trim().is_empty() {
            continue;
        }
        match lines.parse(text) {
            Ok(event) => {
                if run.act != Some(event.act) {
                    run = Run { act: Some(event.act), of: 1, start: from, line: line - 1, at: read.events.len() };
                }
                run.of = run.of.max(event.of);
                read.events.push(event);
                read.lines.push(line);
            }
            Err(error) => {
                read.bad.push(BadLine { line, error });
                run = Run::default();
            }
        }
    }
    if !rest.is_empty() {
        let start = base + (bytes.len() - rest.len()) as u64;
        read.torn = Some(Torn { line: line + 1, start, bytes: rest.len() as u64 });
    }
    read.mark = Mark { file, end: read.end, line, check: 0 };
    if let Some(act) = run.act.filter(|_| run.of > 1) {
        let of_act = read.events.iter().filter(|event| event.act == act).map(|event| event.id);
        if (of_act.collect::<HashSet<EventId>>().len() as u64) < u64::from(run.of) {
            read.unfinished = Some(Unfinished { act, start: run.start, line: run.line, at: run.at });
            (read.mark.end, read.mark.line) = (run.start, run.line);
        }
    }
    read
}

/// Length of the first line with its end; `None` where no line ends.
fn line_length(bytes: &[u8]) -> Option<usize> {
    // In pieces, so that the search compiles to wide comparisons.
    let mut before = 0;
    for piece in bytes.chunks(64) {
        if piece.contains(&b'\n') {
            return piece.iter().position(|byte| *byte == b'\n').map(|at| before + at + 1);
        }
        before += piece.len();
    }
    None
}

//! The journals of a study: read at opening, added to by one action at a time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::journal::log::{LogError, Mark};
use crate::journal::{Event, Fold, read_journal};
use crate::model::{CoderName, Diagnostic, Excerpt, Study};
use crate::store;

/// All journals, folded.
#[derive(Default)]
pub(super) struct Journals {
    pub fold: Fold,
    /// By path: where reading ended.
    pub marks: HashMap<PathBuf, Mark>,
    pub found: Vec<Diagnostic>,
}

impl Journals {
    /// Reads every journal of the study.
    pub fn read(study: &Study) -> Self {
        let (paths, found) = store::journals(study);
        let mut journals = Self { found, ..Self::default() };
        let mut events = Vec::new();
        for path in paths {
            events.append(&mut journals.read_one(&study.root, &path));
        }
        journals.fold = Fold::new(events);
        journals
    }

    fn read_one(&mut self, root: &Path, path: &Path) -> Vec<Event> {
        let full = root.join(path);
        let read = match read_journal(&full, None) {
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
        self.marks.insert(full, read.mark);
        read.events
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

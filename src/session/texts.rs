//! Where a transcript's text comes from when it is first asked for: the file, and the cache for what is derived from it.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::UNIX_EPOCH;

use crate::cache::{Layouts, Stamp, layout_key};
use crate::model::{Diagnostic, Source, Transcript};
use crate::store;
use crate::text::{Body, Layout, TextHash, find_turns};

/// Reads bodies from the study and layouts from the cache.
pub(super) struct Texts {
    root: PathBuf,
    language: String,
    layouts: Layouts,
    faults: Mutex<Vec<Diagnostic>>,
    /// By path: what the system said of the files whose hashes are known, where they had been still then.
    still: RwLock<HashMap<PathBuf, Stamp>>,
    /// How many questions are being answered that need no hash of a file which is as it was.
    questions: AtomicUsize,
}

/// A question that is being answered: a file that has the stamp which it had when its hash was known is not hashed again.
/// What changes files, and `check`, asks no such question: it hashes every text that it reads.
pub(super) struct Question<'t>(&'t Texts);

impl Drop for Question<'_> {
    fn drop(&mut self) {
        self.0.questions.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Texts {
    pub fn new(root: PathBuf, language: String, layouts: Layouts) -> Self {
        Self {
            root,
            language,
            layouts,
            faults: Mutex::new(Vec::new()),
            still: RwLock::default(),
            questions: AtomicUsize::new(0),
        }
    }

    /// Says which files had which stamps when their hashes were known.
    pub fn know(&self, stamps: impl Iterator<Item = (PathBuf, Stamp)>) {
        let still = stamps.filter(|(_, stamp)| stamp.is_still()).collect();
        *self.still.write().unwrap_or_else(PoisonError::into_inner) = still;
    }

    /// A question begins.
    pub fn question(&self) -> Question<'_> {
        self.questions.fetch_add(1, Ordering::Relaxed);
        Question(self)
    }

    /// Whether a file that the system now says this of is certainly the one whose hash is known.
    fn is_known(&self, transcript: &Transcript, seen: Option<&Metadata>) -> bool {
        let still = self.still.read().unwrap_or_else(PoisonError::into_inner);
        let known = still.get(&transcript.path).filter(|_| self.questions.load(Ordering::Relaxed) > 0);
        known.zip(seen).is_some_and(|(known, seen)| known.is_unchanged(&Stamp::of(seen, UNIX_EPOCH)))
    }

    /// What could not be read since the study was opened.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.faults.lock().map(|faults| faults.clone()).unwrap_or_default()
    }

    /// Forgets them: the files are read anew.
    pub fn forget(&self) {
        if let Ok(mut faults) = self.faults.lock() {
            faults.clear();
        }
    }

    fn keep(&self, fault: Diagnostic) {
        if let Ok(mut faults) = self.faults.lock()
            && !faults.contains(&fault)
        {
            faults.push(fault);
        }
    }
}

impl Source for Texts {
    fn body(&self, transcript: &Transcript) -> Option<Body> {
        let (read, seen) = match store::read_transcript_seen(&self.root, &transcript.path) {
            Ok(read) => read,
            Err(fault) => {
                self.keep(fault);
                return None;
            }
        };
        if !self.is_known(transcript, seen.as_ref()) && TextHash::of(&read.body) != transcript.hash {
            self.keep(
                Diagnostic::fault("changed", &transcript.path, "the transcript was changed while the study was open")
                    .hint("run the command again: the codings find their places in the new text"),
            );
            return None;
        }
        Some(Body::with_hash(read.body, transcript.hash))
    }

    fn layout(&self, transcript: &Transcript) -> Option<Layout> {
        let key = transcript.layout_key(|| layout_key(transcript.hash, &transcript.rules, &self.language));
        if let Some(layout) = self.layouts.get(key) {
            return Some(layout);
        }
        let body = transcript.body();
        if body.hash() != transcript.hash {
            return None;
        }
        let layout = find_turns(body, &transcript.rules).layout;
        self.layouts.put(key, &layout);
        Some(layout)
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::super::{Env, Session, test_files};

    const PATH: &str = "transcripts/one.txt";
    const TEXT: &str = "P01: We waited a year.\n";
    const OTHER: &str = "P01: We waited a week.\n";

    /// Writes the transcript as if it had been still since this second.
    fn write(root: &Path, text: &str, second: u64) {
        fs::write(root.join(PATH), text).unwrap();
        let file = File::options().write(true).open(root.join(PATH)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(second)).unwrap();
    }

    /// The text that a question, or whatever is no question, reads in a study opened with [`TEXT`] after `change`; and how many faults
    /// were found.
    fn read(question: bool, change: impl Fn(&Path)) -> (String, usize) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        let files =
            [("study.yaml", "emic: 1\ntitle: Invented\n"), ("participants.csv", "participant\nP01\n"), (PATH, TEXT)];
        test_files::write(&root, files);
        write(&root, TEXT, 1_000);
        let open = || Session::open_for_texts(&root, Env::fixed(1, 1, root.join("../machine"))).unwrap();
        drop(open());
        let session = open();
        change(&root);
        let _question = question.then(|| session.texts.question());
        let body = session.corpus.transcripts[0].body().text().to_owned();
        (body, session.texts.faults().len())
    }

    #[test]
    fn a_text_is_not_hashed_for_a_question_only_where_its_file_is_certainly_as_it_was() {
        for question in [true, false] {
            assert_eq!(read(question, |_| ()), (TEXT.into(), 0));
            assert_eq!(read(question, |root| write(root, OTHER, 1_001)), (String::new(), 1));
            assert_eq!(read(question, |root| write(root, &format!("{TEXT} "), 1_000)), (String::new(), 1));
            // Touched, and the same.
            assert_eq!(read(question, |root| write(root, TEXT, 1_001)), (TEXT.into(), 0));
        }
        // Nothing that the system says shows it; what changes files sees it all the same.
        let in_secret = |root: &Path| write(root, OTHER, 1_000);
        assert_eq!(read(true, in_secret), (OTHER.into(), 0));
        assert_eq!(read(false, in_secret), (String::new(), 1));
    }
}

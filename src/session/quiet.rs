//! Searches for words alone, which need no codings: they open a study without its journals where nothing that stands in them would
//! be said at opening or change an answer.
//!
//! Whether that is so is found out when the study is opened whole: if there is nothing to say, nobody has left the study, and all
//! passages stand in their places, the cache keeps a sum of all that this hangs on, and nothing else. The next search takes the
//! sum again; if it is another one, or any file of the study was changed in the last two seconds, the journals are read.

use std::path::Path;
use std::time::SystemTime;

use super::Session;
use crate::cache::{Cache, Stamp};
use crate::index::{Packer, checksum};
use crate::model::{Severity, Study};
use crate::store::{self, StudyPaths};

/// Name and version of what is kept in the cache.
const KEPT: (&str, u32) = ("quiet", 1);

/// Whether a query asks for words alone: what it says of codings, and of people, stands in fields.
pub(super) fn is_of_words(query: &str) -> bool {
    !query.contains(':')
}

/// A sum of what the system says of the journals and tables of a study, taken before they are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Files(u64);

impl Files {
    /// `yaml` is the [stamp](study_stamp) of study.yaml from before it was read. `None` if a file may have changed since without being
    /// seen to, or there is something to say of the journals.
    pub fn of(study: &Study, yaml: Option<u64>) -> Option<Self> {
        let now = SystemTime::now();
        let (journals, found) = store::journals(study);
        if !found.is_empty() {
            return None;
        }
        let paths = StudyPaths::of(study);
        let tables = [paths.participants, paths.cases, paths.speakers, paths.transcripts, paths.codebook];
        let mut packer = Packer::default();
        packer.number(yaml?);
        for path in tables.iter().chain(&journals) {
            pack(&mut packer, path);
            packer.number(stamp(&study.root.join(path), now)?);
        }
        Some(Self(checksum(&packer.finish())))
    }
}

fn pack(packer: &mut Packer, path: &Path) {
    let bytes = path.as_os_str().as_encoded_bytes();
    packer.number(bytes.len() as u64).raw(bytes);
}

/// A number for study.yaml as it is; `None` if it was changed a moment ago.
pub(super) fn study_stamp(root: &Path) -> Option<u64> {
    stamp(&root.join(store::STUDY_FILE), SystemTime::now())
}

/// A number for a file as it is, another one for a file that is not there; `None` if it was changed a moment ago.
fn stamp(path: &Path, now: SystemTime) -> Option<u64> {
    let Some(stamp) = Stamp::at(path, now) else { return Some(0) };
    stamp.is_still().then(|| stamp.identity() | 1)
}

/// What else was the case when a study with these files was found to be quiet: a [sum](Session::quiet_sum). `None`: it was not.
pub(super) fn known(cache: &Cache, files: Files) -> Option<u64> {
    let (name, version) = KEPT;
    cache.get(name, version, files.0)?.first_chunk().map(|sum| u64::from_le_bytes(*sum))
}

impl Session {
    /// A sum of all else that decides what is said at opening, and whose speech is searched.
    fn quiet_sum(&self) -> u64 {
        let mut packer = Packer::default();
        packer.text(env!("CARGO_PKG_VERSION"));
        packer.text(&self.coder().map(|coder| coder.to_string()).unwrap_or_default());
        for transcript in &self.corpus.transcripts {
            pack(packer.text(transcript.id.as_str()).number(transcript.hash.0), &transcript.path);
        }
        checksum(&packer.finish())
    }

    /// Whether the study, of which all but the journals was read, is quiet; `known` is what was kept of it.
    pub(super) fn is_quiet(&self, known: u64) -> bool {
        let faults = self.found.iter().any(|found| found.severity == Severity::Fault);
        let silent = !faults && self.carried_on.is_empty() && self.cache.notice().is_none();
        silent && !self.corpus.study.read_only && self.as_of.is_none() && self.quiet_sum() == known
    }

    /// Keeps that the study, now open whole, is quiet, if it is. `files` was taken before its files were read.
    pub(super) fn keep_quiet(&self, files: Files) {
        let placed = self.placements.unplaced.is_empty() && self.memo_places.values().all(Result::is_ok);
        let silent = self.notices.is_empty() && self.blind_rounds().is_empty();
        if !(placed && silent && self.as_of.is_none() && self.state().excluded.is_empty()) {
            return;
        }
        let sum = self.quiet_sum();
        if known(&self.cache, files) != Some(sum) {
            let (name, version) = KEPT;
            // A cache that cannot be written costs time, nothing else.
            let _ = self.cache.put(name, version, files.0, &sum.to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::test_files;
    use super::*;
    use crate::session::{Command, Env, NewCoding, Passage, SearchRequest};

    const STUDY: [(&str, &str); 4] = [
        ("study.yaml", "emic: 1\ntitle: Invented\ninterviewers: [INT]\n"),
        ("participants.csv", "participant\nP01\nP02\n"),
        ("codebook.yaml", "codes:\n  - id: waiting\n    name: Waiting\n"),
        ("transcripts/one.txt", "INT: And?\n\nP01: We waited a year. Nobody rang.\n\nP02: Nobody waited here.\n"),
    ];

    fn env(root: &Path, coder: &str) -> Env {
        let mut env = Env::fixed(1_700_000_000_000, 1, root.join("../machine"));
        env.coder = Some(coder.into());
        env
    }

    /// All files of the study have been still since this second.
    fn age(root: &Path, second: u64) {
        for (path, _) in test_files::read(root) {
            let file = fs::File::options().write(true).open(root.join(path)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(second)).unwrap();
        }
    }

    fn code(root: &Path, quote: &str) {
        let mut session = Session::open(root, env(root, "amy")).unwrap();
        let passage = Passage::Quote(quote.into());
        let item = NewCoding { transcript: "one".into(), passage, code: "waiting".into(), line: 0 };
        session.apply(Command::Code { items: vec![item], query: None }).unwrap();
    }

    /// What a search answers and what is said at opening, which is the same with the journals; and whether they were read.
    #[track_caller]
    fn search(root: &Path, query: &str) -> (usize, bool) {
        let request = SearchRequest { query: query.into(), coders: None, limit: None };
        let mut session = Session::open_for_search(root, env(root, "amy"), &request).unwrap();
        let read = !session.journals.marks.is_empty();
        let found = session.search(&request).unwrap();
        let mut other = env(root, "amy");
        other.cache_dir = Some(root.join("../nothing"));
        let mut whole = Session::open_for_texts(root, other).unwrap();
        let truth = whole.search(&request).unwrap();
        let cache_is_told = |notice: &&String| !notice.contains("is kept in");
        let told: Vec<_> = whole.notices().iter().filter(cache_is_told).collect();
        assert_eq!((found.hits, session.notices().iter().collect()), (truth.hits, told));
        fs::remove_dir_all(root.join("../nothing")).unwrap();
        (found.turns, read)
    }

    #[test]
    fn journals_are_read_wherever_they_may_say_something() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        test_files::write(&root, STUDY);
        code(&root, "waited a year");
        let again = |second: u64, expected: usize| {
            age(&root, second);
            assert_eq!(search(&root, "nobody"), (expected, true), "{second}");
            search(&root, "nobody")
        };
        // Known to be quiet, then not: a moment ago, by a field, or by another's name.
        assert_eq!(search(&root, "nobody"), (2, true));
        assert_eq!(again(1_000, 2), (2, false));
        assert_eq!(search(&root, "participant:P02 nobody"), (1, true));
        assert_eq!(search(&root, "waited"), (2, false));
        let request = SearchRequest { query: "nobody".into(), coders: None, limit: None };
        let ben = Session::open_for_search(&root, env(&root, "ben"), &request).unwrap();
        assert!(!ben.journals.marks.is_empty());
        code(&root, "Nobody rang");
        assert_eq!(search(&root, "nobody"), (2, true));
        assert_eq!(again(2_000, 2), (2, false));
        // A table, a text, the settings.
        test_files::write(&root, [("participants.csv", "participant\nP01\nP02\nP03\n")]);
        assert_eq!(again(3_000, 2), (2, false));
        test_files::write(&root, [("transcripts/two.txt", "P03: Nobody else.\n")]);
        assert_eq!(again(4_000, 3), (3, false));
        // A text in which a passage has lost its place: there is something to say each time.
        test_files::write(&root, [("transcripts/one.txt", "INT: And?\n\nP01: It went well. Nobody minded at all.\n")]);
        assert_eq!(again(5_000, 2), (2, true));
        let text = STUDY[3];
        test_files::write(&root, [text]);
        assert_eq!(again(6_000, 3), (3, false));
        // Somebody leaves the study.
        let mut session = Session::open(&root, env(&root, "amy")).unwrap();
        session.apply(Command::Exclude("P02".into(), true)).unwrap();
        assert_eq!(again(7_000, 2), (2, true));
        // A journal that comes, and one that goes.
        fs::write(root.join("codings/ben.jsonl"), "no event\n").unwrap();
        assert_eq!(again(8_000, 2), (2, true));
        fs::remove_file(root.join("codings/ben.jsonl")).unwrap();
        fs::remove_file(root.join("codings/amy.jsonl")).unwrap();
        age(&root, 9_000);
        assert_eq!(search(&root, "nobody").0, 3);
    }

    #[test]
    fn a_file_that_was_just_changed_is_not_trusted() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        test_files::write(&root, STUDY);
        code(&root, "waited a year");
        age(&root, 1_000);
        let of = |root: &Path| Files::of(&store::read_study(root).unwrap().0, study_stamp(root));
        let before = of(&root).unwrap();
        for (path, _) in test_files::read(&root).into_iter().filter(|(path, _)| !path.starts_with("transcripts/")) {
            let bytes = fs::read(root.join(&path)).unwrap();
            fs::write(root.join(&path), &bytes).unwrap();
            assert_eq!(of(&root), None, "{path}");
            age(&root, 2_000);
            assert_ne!(of(&root).unwrap(), before, "{path}");
            age(&root, 1_000);
        }
        assert_eq!(of(&root), Some(before));
    }
}

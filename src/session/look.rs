//! Taking in what others have changed on the disk while the study is open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Problem, Session};
use crate::cache::Stamp;
use crate::journal::read_journal;
use crate::session::journals::Journals;
use crate::store;

/// What another look at the disk has found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// Whose journals have changed: the stems of their files.
    pub journals: Vec<String>,
    /// The other files that have changed, come or gone.
    pub files: Vec<PathBuf>,
}

impl Look {
    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.journals.is_empty() && self.files.is_empty()
    }
}

/// What the files of a study were like when they were read last: size, time and inode by path.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Seen {
    journals: BTreeMap<PathBuf, u64>,
    files: BTreeMap<PathBuf, u64>,
}

/// Paths of `now` and `before` that differ.
fn changed(before: &BTreeMap<PathBuf, u64>, now: &BTreeMap<PathBuf, u64>) -> Vec<PathBuf> {
    let new = now.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    new.chain(gone).cloned().collect()
}

fn identity(path: &Path) -> Option<u64> {
    Stamp::at(path, SystemTime::UNIX_EPOCH).map(|stamp| stamp.identity())
}

impl Session {
    /// From now on [`Session::look`] tells what changes on the disk.
    pub fn watch(&mut self) {
        self.seen = Some(self.seen_now());
    }

    /// What the files are like now.
    fn seen_now(&self) -> Seen {
        let study = &self.corpus.study;
        let mut seen = Seen::default();
        for path in store::journals(study).0 {
            if let Some(stamp) = identity(&self.root.join(&path)) {
                seen.journals.insert(path, stamp);
            }
        }
        let tables = ["cases.csv", "speakers.csv", "transcripts.csv", store::STUDY_FILE].map(PathBuf::from);
        for path in tables.into_iter().chain([study.codebook.clone(), study.participants.clone()]) {
            if let Some(stamp) = identity(&self.root.join(&path)) {
                seen.files.insert(path, stamp);
            }
        }
        for file in store::scan(study).0 {
            let stamp = Stamp { size: file.size, mtime: file.mtime_ns, inode: file.inode, seen: 0 };
            seen.files.insert(file.path, stamp.identity());
        }
        seen
    }

    /// The journal at `path` is as this session left it.
    pub(super) fn saw_journal(&mut self, path: &Path) {
        let stamp = identity(path);
        let path = path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        if let (Some(seen), Some(stamp)) = (&mut self.seen, stamp) {
            seen.journals.insert(path, stamp);
        }
    }

    /// Files of the study (paths relative to its folder) are as this session left them.
    pub(super) fn saw_files(&mut self, paths: impl Iterator<Item = PathBuf>) {
        let Some(seen) = &mut self.seen else { return };
        for path in paths {
            match identity(&self.root.join(&path)) {
                Some(stamp) => seen.files.insert(path, stamp),
                None => seen.files.remove(&path),
            };
        }
    }

    /// Looks at the disk again and takes in what has changed there since [`Session::watch`] or the last look. Costs one
    /// question to the system per file as long as nothing has.
    ///
    /// # Errors
    /// study.yaml has a fault now: the study stays open as it was read before.
    pub fn look(&mut self) -> Result<Look, Problem> {
        let now = self.seen_now();
        let before = self.seen.replace(now.clone()).unwrap_or(now.clone());
        let journals = changed(&before.journals, &now.journals);
        let stems = journals.iter().filter_map(|path| path.file_stem());
        let look = Look {
            journals: stems.map(|stem| stem.to_string_lossy().into_owned()).collect(),
            files: changed(&before.files, &now.files),
        };
        if !journals.is_empty() {
            self.reread(&journals);
        }
        if !look.files.is_empty() {
            self.reload()?;
        }
        Ok(look)
    }

    /// Reads what was added to journals; all of them from the start where one did more than grow.
    fn reread(&mut self, changed: &[PathBuf]) {
        let mut events = Vec::new();
        for path in changed {
            let full = self.root.join(path);
            let mark = self.journals.marks.get(&full).copied();
            match read_journal(&full, mark.as_ref()) {
                Ok(read) if read.resumed || mark.is_none() => {
                    events.extend(self.journals.take(&self.root, path, Ok(read)));
                }
                _ => {
                    self.journals = Journals::read(&self.corpus.study, self.as_of.as_ref(), &self.cache);
                    self.journals.keep(&self.root, &self.cache);
                    self.look_as_coder();
                    self.place_all();
                    return;
                }
            }
        }
        self.take_in(events);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::session::{Command, Env, NewCoding, Passage};

    fn study(root: &Path) {
        fs::create_dir_all(root.join("transcripts")).unwrap();
        fs::write(root.join("study.yaml"), "emic: 1\ntitle: Invented\n").unwrap();
        fs::write(root.join("participants.csv"), "participant\nP01\n").unwrap();
        fs::write(root.join("codebook.yaml"), "codes:\n  - id: waiting\n    name: Waiting\n").unwrap();
        fs::write(root.join("transcripts/one.txt"), "INT: And?\n\nP01: We waited a year. Nobody rang.\n").unwrap();
    }

    fn open(root: &Path, coder: &str, seed: u64) -> Session {
        let mut env = Env::fixed(1_700_000_000_000 + seed * 1_000_000, seed, root.join("..").join(coder));
        env.coder = Some(coder.into());
        let mut session = Session::open(root, env).unwrap();
        session.watch();
        session
    }

    fn code(session: &mut Session, quote: &str) {
        let item = NewCoding {
            transcript: "one".into(),
            passage: Passage::Quote(quote.into()),
            code: "waiting".into(),
            line: 0,
        };
        session.apply(Command::Code { items: vec![item], query: None }).unwrap();
    }

    #[test]
    fn what_another_coder_does_is_taken_in_and_ones_own_is_no_news() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        study(&root);
        let (mut amy, mut ben) = (open(&root, "amy", 1), open(&root, "ben", 2));
        code(&mut amy, "We waited a year.");
        assert_eq!(amy.look().unwrap(), Look::default());
        assert_eq!(ben.look().unwrap().journals, ["amy"]);
        assert_eq!(ben.state().codings.len(), 1);
        code(&mut ben, "Nobody rang.");
        code(&mut ben, "a year");
        assert_eq!(amy.look().unwrap().journals, ["ben"]);
        assert_eq!(amy.placements().of(amy.transcript_place("one").unwrap()).len(), 3);
        assert!(amy.look().unwrap().is_empty());
        // A journal that was put back to an earlier state.
        let journal = root.join("codings/ben.jsonl");
        let first = fs::read_to_string(&journal).unwrap().lines().next().unwrap().to_owned();
        fs::write(&journal, format!("{first}\n")).unwrap();
        assert_eq!(amy.look().unwrap().journals, ["ben"]);
        assert_eq!(amy.state().codings.len(), 2);
        fs::remove_file(&journal).unwrap();
        assert_eq!(amy.look().unwrap().journals, ["ben"]);
        assert_eq!(amy.state().codings.len(), 1);
    }

    #[test]
    fn a_round_that_a_colleague_opens_hides_their_work_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        study(&root);
        let (mut amy, mut ben) = (open(&root, "amy", 1), open(&root, "ben", 2));
        code(&mut ben, "We waited a year.");
        amy.look().unwrap();
        assert_eq!(amy.state().codings.len(), 1);
        let coders = ["amy", "ben"].map(|name| crate::model::CoderName::new(name).unwrap()).to_vec();
        let scope = Some((vec!["one".into()], coders));
        ben.apply(Command::Round { name: "pilot".into(), scope, on: true }).unwrap();
        code(&mut ben, "Nobody rang.");
        amy.look().unwrap();
        assert_eq!((amy.state().codings.len(), ben.state().codings.len()), (0, 2));
        assert!(amy.blind_sentence().unwrap().contains("`pilot`"));
        code(&mut ben, "a year");
        amy.look().unwrap();
        code(&mut amy, "Nobody rang.");
        assert_eq!((amy.state().codings.len(), amy.placements().coders.len()), (1, 1));
        // Another coder at this machine sees it all; back again, it is hidden again.
        amy.keep_coder(&crate::model::CoderName::new("cara").unwrap()).unwrap();
        assert_eq!(amy.state().codings.len(), 4);
        amy.keep_coder(&crate::model::CoderName::new("amy").unwrap()).unwrap();
        assert_eq!(amy.state().codings.len(), 1);
        ben.apply(Command::Round { name: "pilot".into(), scope: None, on: false }).unwrap();
        amy.look().unwrap();
        assert_eq!((amy.state().codings.len(), amy.placements().of(0.into()).len()), (4, 4));
        assert_eq!(amy.blind_sentence(), None);
    }

    #[test]
    fn files_that_change_are_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        study(&root);
        let mut amy = open(&root, "amy", 1);
        code(&mut amy, "Nobody rang.");
        let file = root.join("transcripts/one.txt");
        let longer = fs::read_to_string(&file).unwrap().replace("We waited", "We waited and waited for");
        fs::write(&file, longer).unwrap();
        fs::write(root.join("transcripts/two.txt"), "P01: Later.\n").unwrap();
        let look = amy.look().unwrap();
        assert_eq!(look.files, ["transcripts/one.txt", "transcripts/two.txt"].map(PathBuf::from));
        assert!(look.journals.is_empty());
        assert_eq!(amy.corpus().transcripts.len(), 2);
        let at = amy.transcript_place("one").unwrap();
        let placed = &amy.placements().of(at)[0];
        assert_eq!(amy.corpus().transcript(at).body().slice(placed.span), Some("Nobody rang."));
        // A fault in study.yaml leaves the study as it was, and is told once.
        fs::write(root.join("study.yaml"), "emic: 1\ntitel: Invented\n").unwrap();
        assert!(amy.look().is_err());
        assert!(amy.look().unwrap().is_empty());
        assert_eq!(amy.corpus().transcripts.len(), 2);
        fs::write(root.join("study.yaml"), "emic: 1\ntitle: Mended\n").unwrap();
        assert!(!amy.look().unwrap().is_empty());
        assert_eq!(amy.corpus().study.title, "Mended");
    }
}

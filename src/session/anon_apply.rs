//! Pseudonyms for names in the whole study: a rewrite of its files under all locks, decided whole, with a backup outside.

mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::anon_lines::{Rule, append, push};
use super::anon_pieces::files_below;
use super::anon_rewrite::{After, Change, Tick, lock_all, rewrite};
use super::copies::CopyStep;
use super::journals::Journals;
use super::{Problem, Session};
use crate::analysis::{Table, counted, thousands};
use crate::cache::Cache;
use crate::journal::Event;
use crate::journal::event::Erasure;
use crate::model::{CoderName, EventId, Place};
use crate::privacy::{Key, NewBody};
use crate::store::{self, StudyPaths};

/// What putting pseudonyms comes to.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AnonPlan {
    /// Every place: columns `file`, `line`, `before`, `name`, `pseudonym`, `after`, `doubt`.
    pub table: Table,
    /// Whether there is nothing to do.
    pub nothing: bool,
}

/// Everything that changes where pseudonyms are put.
pub(super) struct Changes {
    pub files: Vec<Change>,
    copies: Vec<CopyStep>,
    changed: Vec<EventId>,
    unread: Vec<String>,
    codebook_outside: bool,
}

impl Session {
    /// What `anon apply` would do; nothing is written.
    ///
    /// # Errors
    /// As [`Session::key`]; whatever stands against it.
    pub fn anon_plan(&self, key: &Path) -> Result<AnonPlan, Problem> {
        let key = self.key(key)?;
        let changes = self.anon_changes(&key)?;
        Ok(self.plan_in_words(&key, &changes))
    }

    /// Puts the pseudonyms of a key for its names in every file of the study. It cannot be undone; a backup with the names
    /// is made outside of the study and kept until it is forgotten. What was done is told in sentences.
    ///
    /// # Errors
    /// As [`Session::anon_plan`]; if a lock cannot be had, the backup cannot be made, or the disk refuses: nothing is
    /// changed then, or the sentence says that the next opening goes on.
    pub fn anon_apply(&mut self, key: &Path) -> Result<Vec<String>, Problem> {
        self.anon_apply_at(key, &mut || Ok(()))
    }

    fn anon_apply_at(&mut self, key: &Path, tick: &mut Tick<'_>) -> Result<Vec<String>, Problem> {
        let key = self.key(key)?;
        let coder = self.writing_coder()?;
        let _editors = self.editors_closed()?;
        let locks = self.lock_and_read_anew(&coder)?;
        let before = self.words_said();
        let mut changes = self.anon_changes(&key)?;
        if changes.is_empty() {
            return Ok(vec!["no name of the key stands in the study: nothing was changed".into()]);
        }
        let backup = self.snapshot("before anonymising", true)?;
        let own = self.own_journal(&coder);
        let old = self.bytes(&own)?;
        let lines = self.erase_lines(&coder, &[(Erasure::Anonymised, &changes.changed)], None);
        append(&mut changes.files, &own, old, &lines);
        let after = After { copies: changes.copies.clone(), ..After::default() };
        let told = rewrite(&self.root, &changes.files, after, &self.env, &locks, tick)?;
        drop(locks);
        self.read_as_coder()?;
        let mut said = vec![format!(
            "pseudonyms stand in {}; {} with other words; every coding has its place",
            counted(changes.files.len() as u64, "file"),
            counted(changes.changed.len() as u64, "journal line")
        )];
        let after = self.words_said();
        if after != before {
            said.push(format!(
                "careful: transcripts had {} words and have {}, for a pseudonym may be more words than a name, or fewer; figures made before differ",
                thousands(before),
                thousands(after)
            ));
        }
        said.extend(told.into_iter().filter(|line| line.contains("another program")));
        said.extend(changes.copies_sentence("have pseudonyms now"));
        let backups = self.backups()?;
        backups.keep_as_originals(&key)?;
        said.push(format!(
            "the study with the real names is kept as backup {} in {}; when you are sure: emic backup forget {}",
            backup.id,
            backups.folder().display(),
            backup.id
        ));
        said.push(self.snapshot("after anonymising", false)?.message);
        said.extend(self.out_of_reach(&key, &changes));
        Ok(said)
    }

    /// The words of all turns, whoever speaks.
    fn words_said(&self) -> u64 {
        let words = |at| {
            let layout = self.corpus.transcript(at).layout();
            (0..layout.turns.len()).map(|turn| layout.turn_words(turn).len() as u64).sum::<u64>()
        };
        self.corpus.places().map(words).sum()
    }

    /// Takes the locks of all coders and reads the study as it is on the disk, whatever was known of it.
    pub(super) fn lock_and_read_anew(&mut self, coder: &CoderName) -> Result<super::anon_rewrite::Locks, Problem> {
        let study = &self.corpus.study;
        let mut journals: Vec<PathBuf> = store::journals(study).0;
        let listed = study.coders.iter().flatten().chain([&study.consensus, coder]);
        journals.extend(listed.map(|coder| store::journal_for(study, coder)));
        let locks = lock_all(&self.locks, journals)?;
        super::pending::take_all_back(&self.root);
        self.read_everything_anew()?;
        Ok(locks)
    }

    /// Reads the study as it is on the disk, the work that a blind round hides included.
    pub(super) fn read_everything_anew(&mut self) -> Result<(), Problem> {
        self.index = None;
        self.journals = Journals::read(&self.corpus.study, None, &Cache::in_memory());
        self.reload()
    }

    /// Reads the study as it is on the disk, as whoever is coding sees it.
    pub(super) fn read_as_coder(&mut self) -> Result<(), Problem> {
        self.read_everything_anew()?;
        self.look_as_coder();
        self.place_all();
        Ok(())
    }

    /// The coder's journal, below the study's folder.
    pub(super) fn own_journal(&self, coder: &CoderName) -> PathBuf {
        let path = self.journals.path_of(&self.corpus.study, coder);
        path.strip_prefix(&self.root).map(Path::to_owned).unwrap_or(path)
    }

    pub(super) fn anon_changes(&self, key: &Key) -> Result<Changes, Problem> {
        let coders = self.coder_words();
        let path_to = |path: &Path| {
            path.components().map(|part| renamed(key, &part.as_os_str().to_string_lossy())).collect::<PathBuf>()
        };
        let ids = self.new_ids(key)?;
        let word = |_: &str, text: &str| match ids.get(text) {
            Some(new) => Some(new.clone()),
            None => key.replace(text),
        };
        let mut files: Vec<Change> = Vec::new();
        let mut unread = Vec::new();
        let mut bodies: HashMap<String, NewBody> = HashMap::new();
        for at in self.corpus.places() {
            let transcript = self.corpus.transcript(at);
            let Some(old) = self.bytes(&transcript.path)? else { continue };
            let body = NewBody::new(transcript.body().clone(), key.edits(transcript.body().text()));
            let text = utf8(&transcript.path, &old)?;
            let new = store::exchange_transcript(text, &word, &|body| key.replace(body))
                .map_err(|refused| by_hand(&transcript.path, &refused))?;
            let new = new.unwrap_or_else(|| text.to_owned());
            let read = store::decode_transcript(&transcript.path, new.as_bytes().to_vec());
            if !read.is_ok_and(|read| read.body == body.new.text()) {
                return Err(Problem::new(format!(
                    "{} would be read as another text afterwards; nothing was changed",
                    transcript.path.display()
                ))
                .hint("look at its front matter and its line ends, or replace the names there by hand"));
            }
            push(&mut files, &transcript.path, &path_to(&transcript.path), old, new.into_bytes());
            bodies.insert(transcript.id.to_string(), body);
        }
        // Transcripts that cannot be read as such are text.
        for seen in store::scan(&self.corpus.study).0 {
            if self.corpus.transcripts.iter().any(|known| known.path == seen.path) {
                continue;
            }
            match self.bytes(&seen.path)?.map(String::from_utf8) {
                Some(Ok(text)) => {
                    let new = key.replace(&text).unwrap_or_else(|| text.clone()).into_bytes();
                    push(&mut files, &seen.path, &path_to(&seen.path), text.into_bytes(), new);
                }
                _ => unread.push(seen.path.to_string_lossy().into_owned()),
            }
        }
        let codebook_outside = self.anon_tables(key, &word, &path_to, &coders, &mut files)?;
        let text = |held: &str, text: &str| match ids.get(text).filter(|_| matches!(held, "transcript" | "transcripts"))
        {
            Some(new) => Some(new.clone()),
            None => key.replace_held(held, text),
        };
        let place = |_: &Event, place: &Place| {
            let id = place.transcript.as_str();
            let new_id = ids.get(id).map_or(id, String::as_str);
            let carried = bodies
                .get(id)
                .filter(|body| !body.edits.is_empty() || new_id != id)
                .and_then(|body| body.place_at(body.stands(place)?, new_id));
            carried.or_else(|| key.replace_place(place))
        };
        let rule = Rule {
            text: &text,
            place: &place,
            withdrawn: &|_| false,
            drop_torn: false,
            drop_patches: false,
            path: &|path: &Path| {
                let stem = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let stem = stem.split('.').next().unwrap_or_default().to_lowercase();
                if coders.contains(&stem) { path.to_owned() } else { path_to(path) }
            },
        };
        let coder = self.coder().ok();
        let own = coder.map(|coder| self.journals.path_of(&self.corpus.study, &coder)).unwrap_or_default();
        let journals = self.new_journals(&rule, &own)?;
        files.extend(journals.changes);
        unread.extend(journals.unread);
        self.drop_left_behind(&|text| key.is_in(text), &mut files)?;
        no_collision(&self.root, &files)?;
        let copies = self.copies_with_pseudonyms(key, &|part| renamed(key, part));
        Ok(Changes { files, copies, changed: journals.changed, unread, codebook_outside })
    }

    /// Tables, codebook and study.yaml; whether the codebook lies outside and holds names.
    fn anon_tables(
        &self,
        key: &Key,
        word: &dyn Fn(&str, &str) -> Option<String>,
        path_to: &dyn Fn(&Path) -> PathBuf,
        coders: &std::collections::HashSet<String>,
        files: &mut Vec<Change>,
    ) -> Result<bool, Problem> {
        let paths = StudyPaths::of(&self.corpus.study);
        for path in [&paths.participants, &paths.cases, &paths.speakers, &paths.transcripts] {
            let Some(old) = self.bytes(path)? else { continue };
            let text = utf8(path, &old)?;
            let new = store::exchange_csv(text, word).unwrap_or_else(|| text.to_owned());
            push(files, path, &path_to(path), old, new.into_bytes());
        }
        let people = self.corpus.participants.rows.iter().map(|row| row.id.as_str());
        let mut seen = BTreeSet::new();
        for id in people.map(|id| key.replace(id).unwrap_or_else(|| id.to_owned())) {
            if !seen.insert(id.to_lowercase()) {
                return Err(Problem::new(format!("two participants would be called {id}; nothing was changed"))
                    .hint("give their names different pseudonyms in the key, or make them one person first"));
            }
        }
        let study_word = |held: &str, text: &str| {
            let is_coder = matches!(held, "coders" | "consensus") && coders.contains(&text.to_lowercase());
            if is_coder { None } else { word(held, text) }
        };
        if let Some(old) = self.bytes(&paths.study)? {
            let text = utf8(&paths.study, &old)?;
            let new = store::exchange_yaml(text, &study_word).map_err(|refused| by_hand(&paths.study, &refused))?;
            push(files, &paths.study, &paths.study, old.clone(), new.map_or(old, String::into_bytes));
        }
        let Some(old) = self.bytes(&paths.codebook)? else { return Ok(false) };
        let text = utf8(&paths.codebook, &old)?;
        if !store::inside(&self.root, &self.root.join(&paths.codebook)) {
            return Ok(key.is_in(text));
        }
        let held = |held: &str, text: &str| key.replace_held(held, text);
        let new = store::exchange_yaml(text, &held).map_err(|refused| by_hand(&paths.codebook, &refused))?;
        let Some(new) = new else { return Ok(false) };
        let faults = |text: &str| match store::parse_codebook(&paths.codebook, text) {
            Ok((_, found)) => found.len(),
            Err(_) => usize::MAX,
        };
        if faults(&new) > faults(text) {
            return Err(Problem::new("the codebook would have a fault afterwards; nothing was changed")
                .hint("two codes may get one id: give their names different pseudonyms in the key"));
        }
        push(files, &paths.codebook, &path_to(&paths.codebook), old, new.into_bytes());
        Ok(false)
    }

    /// The ids of transcripts that change, with what they are afterwards.
    fn new_ids(&self, key: &Key) -> Result<BTreeMap<String, String>, Problem> {
        let mut ids = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for transcript in &self.corpus.transcripts {
            let id = transcript.id.as_str();
            let new = match &transcript.front.transcript {
                Some(named) => key.replace(named).unwrap_or_else(|| named.clone()),
                None => id.split('/').map(|part| renamed(key, part)).collect::<Vec<_>>().join("/"),
            };
            if !seen.insert(new.clone()) {
                return Err(Problem::new(format!("two transcripts would be called {new}; nothing was changed"))
                    .hint("rename one of the files first, or give their names different pseudonyms in the key"));
            }
            if new != id {
                ids.insert(id.to_owned(), new);
            }
        }
        Ok(ids)
    }
}

impl Session {
    /// Files that interrupted saves have left behind and that hold something go: under all locks they are nobody's.
    pub(super) fn drop_left_behind(
        &self,
        holds: &dyn Fn(&str) -> bool,
        files: &mut Vec<Change>,
    ) -> Result<(), Problem> {
        for path in files_below(&self.root).0.into_iter().filter(|path| is_left_behind(path)) {
            let path = path.strip_prefix(&self.root).map(Path::to_owned).unwrap_or(path);
            if let Some(old) = self.bytes(&path)?.filter(|old| holds(&String::from_utf8_lossy(old))) {
                files.push(Change { path, old: Some(old), new: None });
            }
        }
        Ok(())
    }
}

pub(super) fn is_left_behind(path: &Path) -> bool {
    path.file_name().is_some_and(|name| store::left_behind(&name.to_string_lossy()))
}

/// A part of a path with pseudonyms for names, fit for a file's name.
fn renamed(key: &Key, part: &str) -> String {
    match key.replace(part) {
        None => part.to_owned(),
        Some(new) => {
            new.chars().map(|char| if char.is_control() || "/\\:*?\"<>|".contains(char) { '-' } else { char }).collect()
        }
    }
}

fn utf8<'b>(path: &Path, bytes: &'b [u8]) -> Result<&'b str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| {
        Problem::new(format!("{} is not UTF-8 text; nothing was changed", path.display()))
            .hint("`emic check` shows where; save it as UTF-8, then try again")
    })
}

/// A YAML value that emic cannot write.
pub(super) fn by_hand(path: &Path, refused: &store::SpliceRefused) -> Problem {
    let line = refused.line.map(|line| format!(", line {line}")).unwrap_or_default();
    Problem::new(format!(
        "{}{line}: {} cannot be changed without harm to the rest; nothing was changed",
        path.display(),
        refused.what
    ))
    .hint("change it by hand, or use a pseudonym without brackets, colons and quotes, then try again")
}

/// Two files must not become one.
fn no_collision(root: &Path, files: &[Change]) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    for change in files.iter().filter(|change| change.new.is_some()) {
        let taken = change.old.is_none() && root.join(&change.path).exists();
        if taken || !seen.insert(change.path.to_string_lossy().to_lowercase()) {
            return Err(Problem::new(format!(
                "two files would be called {}; nothing was changed",
                change.path.display()
            ))
            .hint("rename one of them first, or give their names different pseudonyms in the key"));
        }
    }
    Ok(())
}

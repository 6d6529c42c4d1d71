//! The proof that no name of a key is left: in the study and the names of its files, in its cache and backups, or in any
//! folder; inside of archives too.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::anon_pieces::{files_below, shown_path, work_tree};
use super::tables::empty;
use super::{Problem, Session};
use crate::analysis::{Cell, Column, Table, counted, first_of};
use crate::export::{is_archive, members, without_marks};
use crate::privacy::{Key, strings};

/// How deep archives inside of archives are opened.
const DEEP: u32 = 3;

/// What a check has found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Checked {
    /// Columns `where`, `name`, `times`.
    pub table: Table,
    /// Whether no name stands anywhere but in backups that were kept as originals.
    pub clean: bool,
}

/// Names that were found, and what could not be looked into.
#[derive(Default)]
pub(super) struct Looked {
    /// By place and row of the key: how often.
    found: BTreeMap<(String, usize), u64>,
    closed: Vec<String>,
    coders: bool,
    files: u64,
}

/// Who looks.
pub(super) struct Look<'k> {
    pub key: &'k Key,
    /// Names of coders, in lower case: they are no participants.
    pub coders: HashSet<String>,
}

impl Session {
    /// Looks for the names of a key in the study, its cache and its backups, or in `folder` alone.
    ///
    /// The cache is deleted first: it is made anew from files that were looked through, so nothing else can be in it.
    ///
    /// # Errors
    /// As [`Session::key`]; a folder that is not there.
    pub fn anon_check(&mut self, key: &Path, folder: Option<&Path>) -> Result<Checked, Problem> {
        let key = self.key(key)?;
        let look = Look { key: &key, coders: self.coder_words() };
        let mut seen = Looked::default();
        let mut sentences = Vec::new();
        let mut originals = Vec::new();
        let root = folder.map_or_else(|| self.root.clone(), Path::to_owned);
        if !root.is_dir() {
            return Err(Problem::new(format!("there is no folder {}", root.display())));
        }
        let (files, git) = files_below(&root);
        for path in files {
            look.file(&path, &shown_path(&path, &root), &mut seen);
        }
        if folder.is_none() {
            let codebook = self.root.join(&self.corpus.study.codebook);
            if codebook.is_file() && !crate::store::inside(&self.root, &codebook) {
                look.file(&codebook, &codebook.to_string_lossy(), &mut seen);
            }
            self.look_beside(&look, &mut seen, &mut sentences);
            self.clear_cache()?;
            sentences
                .push("the cache was deleted: what is in it from now on comes from the files looked through".into());
            originals = self.look_into_backups(&look, &mut seen);
        }
        if git || work_tree(&root).is_some() {
            sentences.push(
                "this is a git work tree: its history was not looked through, and keeps whatever was committed before"
                    .into(),
            );
        }
        if seen.coders {
            sentences.push("a name of the key is a coder's name too: coders' names were passed over".into());
        }
        let table = self.checked_table(&key, &seen, &originals, sentences);
        Ok(Checked { clean: table.rows.is_empty(), table })
    }

    fn checked_table(&self, key: &Key, seen: &Looked, originals: &[String], sentences: Vec<String>) -> Table {
        let mut table = empty("names", vec![Column::left("where"), Column::left("name"), Column::right("times")]);
        for ((place, name), times) in &seen.found {
            let real = key.names().get(*name).map_or("", |name| name.real.as_str());
            table.rows.push(vec![Cell::text(place), Cell::text(real), Cell::Integer(*times)]);
        }
        let names = counted(key.names().len() as u64, "name");
        let files = counted(seen.files, "file");
        table.sentences.push(if table.rows.is_empty() {
            format!("none of {names} of the key is left in {files}, their names included")
        } else {
            format!("looked for {names} of the key in {files}, their names included")
        });
        for closed in &seen.closed {
            table.sentences.push(format!("could not be looked into: {closed}"));
        }
        table.sentences.extend(sentences);
        if !originals.is_empty() {
            table.sentences.push(format!(
                "kept as original, with the real names, outside of the study: backup {}; `emic backup forget {}` takes it away",
                originals.join(", "),
                originals.join(" ")
            ));
        }
        table
    }

    /// From now on no file is written for people to keep in which a name of the key stands: not in its text, its members,
    /// its sidecar or its name.
    ///
    /// # Errors
    /// As [`Session::key`].
    pub fn guard(&mut self, key: &Path) -> Result<(), Problem> {
        self.guard = Some(self.key(key)?);
        Ok(())
    }

    /// Refuses a file in which a name of the key of [`Session::guard`] stands, or which cannot be looked into.
    pub(super) fn refuse_names(&self, path: &Path, bytes: &[u8]) -> Result<(), Problem> {
        let name = path.file_name().map(Path::new).unwrap_or(path);
        self.refuse_found_by(|look, seen| look.bytes(name, bytes, &name.to_string_lossy(), seen, 0))
    }

    /// Refuses files below `root` in which, or in whose paths from there, a name of the key of [`Session::guard`] stands.
    pub(super) fn refuse_names_below(&self, root: &Path, files: &[PathBuf]) -> Result<(), Problem> {
        self.refuse_found_by(|look, seen| {
            for path in files {
                let place = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
                look.file(path, &place, seen);
            }
        })
    }

    fn refuse_found_by(&self, looks: impl FnOnce(&Look, &mut Looked)) -> Result<(), Problem> {
        let Some(key) = &self.guard else { return Ok(()) };
        let mut seen = Looked::default();
        looks(&Look { key, coders: HashSet::new() }, &mut seen);
        if let Some(closed) = seen.closed.first() {
            return Err(Problem::new(format!(
                "{closed} cannot be looked through for names of the key; nothing was written"
            )));
        }
        let places: BTreeSet<&str> = seen.found.keys().map(|(place, _)| file_of(place)).collect();
        let places = places.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let names: BTreeMap<usize, u64> =
            seen.found.into_iter().fold(BTreeMap::new(), |mut names, ((_, name), times)| {
                *names.entry(name).or_default() += times;
                names
            });
        super::anon::refuse_found(key, &names).map_err(|problem| {
            if places.len() < 2 {
                return problem;
            }
            Problem { what: format!("{} (in {})", problem.what, first_of(&places, 5)), ..problem }
        })
    }

    /// Names of coders as words.
    pub(super) fn coder_words(&self) -> HashSet<String> {
        let study = &self.corpus.study;
        let events = self.journals.fold.events().iter().map(|event| &event.coder);
        let listed = study.coders.iter().flatten().chain([&study.consensus]);
        listed.chain(events).map(|coder| coder.as_str().to_lowercase()).collect()
    }

    /// Looks into what lies beside the cache and the backups: texts kept from edits, what another program wrote while the study was
    /// rewritten, what the screen's editor left behind.
    fn look_beside(&self, look: &Look<'_>, seen: &mut Looked, sentences: &mut Vec<String>) {
        let aside = self.backups().map(|backups| files_below(&backups.aside()).0).unwrap_or_default();
        let copies = self.copies().into_iter().filter(|(_, in_study)| !in_study).map(|(path, _)| path);
        let kept = copies.map(|path| ("kept edit", path)).chain(aside.into_iter().map(|path| ("kept aside", path)));
        for (what, path) in kept.chain(super::copies::strays().into_iter().map(|path| ("left by an editor", path))) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let place = format!("{what}: {name}");
            let before = seen.found.len();
            look.file(&path, &place, seen);
            if seen.found.len() > before {
                sentences.push(format!("{place} lies in {}", path.parent().unwrap_or(&path).display()));
            }
        }
    }

    /// Looks through the backups; the ids of those that were kept as originals are answered and not looked through.
    fn look_into_backups(&self, look: &Look<'_>, seen: &mut Looked) -> Vec<String> {
        let Ok(backups) = self.backups() else { return Vec::new() };
        let (originals, others): (Vec<_>, Vec<_>) = backups.all().into_iter().partition(|one| one.original);
        let mut done: HashSet<String> = HashSet::new();
        for snapshot in &others {
            for file in &snapshot.files {
                if !done.insert(format!("{} {}", file.path, file.sha256)) {
                    continue;
                }
                let place = format!("backup {}: {}", snapshot.id, file.path);
                match backups.file(snapshot, file) {
                    Ok(bytes) => look.bytes(Path::new(&file.path), &bytes, &place, seen, 0),
                    Err(problem) => seen.closed.push(problem.what),
                }
            }
        }
        originals.into_iter().map(|one| one.id).collect()
    }
}

impl Look<'_> {
    /// Looks into a file and its name.
    fn file(&self, path: &Path, place: &str, seen: &mut Looked) {
        match std::fs::read(path) {
            Ok(bytes) => self.bytes(Path::new(place), &bytes, place, seen, 0),
            Err(error) => seen.closed.push(format!("{place} ({error})")),
        }
    }

    fn bytes(&self, path: &Path, bytes: &[u8], place: &str, seen: &mut Looked, deep: u32) {
        seen.files += 1;
        let journal = path.extension().is_some_and(|ending| ending == "jsonl" || ending == "torn");
        for part in path.iter().map(|part| part.to_string_lossy()) {
            let stem = part.split('.').next().unwrap_or_default().to_lowercase();
            if journal && self.coders.contains(&stem) {
                seen.coders |= self.key.is_in(&part);
            } else {
                self.text(&part, &format!("{place} (its name)"), seen, false);
            }
        }
        if is_archive(bytes) && deep < DEEP {
            match members(bytes) {
                Ok(inside) => {
                    for (name, bytes) in &inside.members {
                        self.bytes(Path::new(name), bytes, &format!("{place} › {name}"), seen, deep + 1);
                    }
                    seen.closed.extend(inside.closed.iter().map(|(name, why)| format!("{place} › {name} ({why})")));
                }
                Err(why) => seen.closed.push(format!("{place} ({why})")),
            }
            return;
        }
        if bytes.starts_with(b"%PDF") {
            seen.closed.push(format!("{place} (PDF)"));
            return;
        }
        let json = journal || path.extension().is_some_and(|ending| ending == "json");
        let study = path.file_name().is_some_and(|name| name == crate::store::STUDY_FILE);
        let Some(text) = decoded(bytes) else {
            seen.closed.push(format!("{place} (no text: only its plain letters were compared)"));
            self.text(&String::from_utf8_lossy(bytes), place, seen, false);
            return;
        };
        if json {
            match strings(&text) {
                Some(all) => all.iter().for_each(|one| self.text(one, place, seen, true)),
                None => text.lines().for_each(|line| match strings(line) {
                    Some(all) => all.iter().for_each(|one| self.text(one, place, seen, true)),
                    None => self.text(line, place, seen, false),
                }),
            }
            return;
        }
        self.text(&text, place, seen, study);
        if text.trim_start().starts_with('<') {
            // The readings of one text are not several finds: of each name the most counts.
            let mut most = std::mem::take(&mut seen.found);
            for plain in without_marks(&text) {
                self.text(&plain, place, seen, false);
                for (name, times) in std::mem::take(&mut seen.found) {
                    let there = most.entry(name).or_default();
                    *there = times.max(*there);
                }
            }
            seen.found = most;
        }
    }

    /// Counts the names in a text. With `coders`, a name that is a coder's, whole, is passed over.
    fn text(&self, text: &str, place: &str, seen: &mut Looked, coders: bool) {
        for name in self.key.find(text) {
            let there = text.get(name.bytes.clone()).unwrap_or_default();
            if coders
                && self.coders.contains(&there.to_lowercase())
                && (text.len() == there.len() || text.contains("emic:"))
            {
                seen.coders = true;
                continue;
            }
            *seen.found.entry((place.to_owned(), name.name)).or_default() += 1;
        }
    }
}

/// The file of a place in which a name was found.
fn file_of(place: &str) -> &str {
    let file = place.split(" › ").next().unwrap_or(place);
    file.strip_suffix(" (its name)").unwrap_or(file)
}

/// Bytes as text: UTF-8, UTF-16 with its mark, else one byte a letter; `None` if they are no text.
fn decoded(bytes: &[u8]) -> Option<String> {
    let utf16 = |rest: &[u8], big: bool| {
        let units = rest.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
        let units = units.map(|pair| if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
        char::decode_utf16(units).map(|char| char.unwrap_or('\u{fffd}')).collect::<String>()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return Some(utf16(rest, false)),
        [0xfe, 0xff, rest @ ..] => return Some(utf16(rest, true)),
        _ => {}
    }
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

//! Which files are transcripts: folders and globs of `transcripts:`, walked without reading the files.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs;
use std::path::{Component, Path, PathBuf, is_separator};
use std::time::UNIX_EPOCH;

use super::transcripts::default_id;
use crate::model::{Diagnostic, Study, TranscriptId};

/// A transcript's file as it was seen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileSeen {
    /// Id by its path; the front matter may say otherwise.
    pub id: TranscriptId,
    /// Path, relative to the study's folder.
    pub path: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970 (0 where the disk does not say).
    pub mtime_ns: i64,
    /// Number of the file on its disk (0 where there is none).
    pub inode: u64,
}

/// Endings of files that hold interviews in other formats.
const IMPORTABLE: &[&str] = &["docx", "doc", "odt", "rtf", "pdf", "vtt", "srt", "html", "qdpx"];

/// The transcripts of a study, in the order of their paths.
pub fn scan(study: &Study) -> (Vec<FileSeen>, Vec<Diagnostic>) {
    scan_entries(&study.root, &study.transcripts, &study.codings)
}

/// The transcripts that folders and globs in `root` name, in the order of their paths; nothing in the folder `skip`.
pub fn scan_entries(root: &Path, entries: &[String], skip: &Path) -> (Vec<FileSeen>, Vec<Diagnostic>) {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut walk = Walk { root, real_root, skip, files: Vec::new(), found: Vec::new() };
    for entry in entries {
        walk.entry(entry);
    }
    // Where two entries name one file, the first one gives it its id.
    walk.files.sort_by(|a, b| by_parts(&a.path, &b.path));
    walk.files.dedup_by(|again, first| again.path.as_os_str() == first.path.as_os_str());
    (walk.files, walk.found)
}

/// Compares paths part by part, as they compare themselves, and faster: no part holds a zero.
fn by_parts(a: &Path, b: &Path) -> Ordering {
    fn parts(path: &Path) -> impl Iterator<Item = u8> {
        let bytes = path.as_os_str().as_encoded_bytes().iter();
        bytes.map(|byte| if is_separator(*byte as char) { 0 } else { *byte })
    }
    parts(a).cmp(parts(b))
}

/// The id that a transcript at `path` (relative to `root`) would have by the folders and globs of `transcripts:`; `None`
/// if none of them takes it in.
pub fn id_at(root: &Path, entries: &[String], path: &Path) -> Option<TranscriptId> {
    let ending = path.extension().and_then(|ending| ending.to_str())?.to_lowercase();
    if !matches!(ending.as_str(), "txt" | "md") {
        return None;
    }
    entries.iter().find_map(|entry| {
        let whole = clean(entry.split('/'));
        let wild = entry.split('/').any(is_wild) && !root.join(&whole).exists();
        let base = if wild { fixed_folder(entry) } else { whole };
        if !wild && path == base {
            return default_id(path.file_name().map(Path::new)?);
        }
        let below = path.strip_prefix(&base).ok().filter(|below| below.components().next().is_some())?;
        let pattern: Vec<&str> = entry.split('/').skip_while(|part| !is_wild(part)).collect();
        (!wild || matches(&pattern, below)).then(|| default_id(below)).flatten()
    })
}

fn is_wild(part: &str) -> bool {
    part.contains(['*', '?', '['])
}

/// The part of a folder or glob before its first wildcard.
pub fn fixed_folder(entry: &str) -> PathBuf {
    clean(entry.split('/').take_while(|part| !is_wild(part)))
}

/// A path of these parts, without `.`.
fn clean<'a>(parts: impl Iterator<Item = &'a str>) -> PathBuf {
    let path: PathBuf = parts.collect();
    path.components().filter(|part| *part != Component::CurDir).collect()
}

struct Walk<'a> {
    root: &'a Path,
    real_root: PathBuf,
    skip: &'a Path,
    files: Vec<FileSeen>,
    found: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn fault(&mut self, kind: &'static str, path: &Path, message: impl Into<String>, hint: &str) {
        self.found.push(Diagnostic::fault(kind, path, message).hint(hint));
    }

    fn entry(&mut self, entry: &str) {
        let whole = clean(entry.split('/'));
        let wild = entry.split('/').any(is_wild) && !self.root.join(&whole).exists();
        let base = if wild { fixed_folder(entry) } else { whole };
        let before = self.files.len();
        match fs::metadata(self.root.join(&base)) {
            Ok(meta) if meta.is_file() && !wild => {
                let folder = base.parent().map(Path::to_owned).unwrap_or_default();
                if self.stays_inside(&base) {
                    self.file(&base, &folder, &meta);
                }
            }
            Ok(meta) if meta.is_dir() => {
                let pattern: Option<Vec<&str>> =
                    wild.then(|| entry.split('/').skip_while(|part| !is_wild(part)).collect());
                if self.stays_inside(&base) {
                    self.folder(&base, pattern.as_deref());
                }
                if wild && self.files.len() == before {
                    let found = Diagnostic::note("no-match", &base, format!("no transcript matches `{entry}`"));
                    self.found.push(found.hint("see `transcripts:` in study.yaml"));
                }
            }
            _ => {
                let message = format!("`transcripts:` names `{entry}`, which is not there");
                self.fault("not-found", &base, message, "make the folder, or correct `transcripts:` in study.yaml");
            }
        }
    }

    /// Whether a path leads nowhere but into the study; a fault if not.
    fn stays_inside(&mut self, path: &Path) -> bool {
        match self.root.join(path).canonicalize() {
            Ok(real) if real.starts_with(&self.real_root) => true,
            Ok(_) => {
                let message = "this link leads out of the study and is not followed";
                self.fault("outside", path, message, "copy the files themselves into the study");
                false
            }
            Err(error) => {
                self.fault("unreadable", path, format!("this leads nowhere: {error}"), "remove the link");
                false
            }
        }
    }

    fn folder(&mut self, base: &Path, pattern: Option<&[&str]>) {
        let mut seen = HashSet::new();
        let mut open = vec![base.to_owned()];
        while let Some(folder) = open.pop() {
            // A link to a folder above would go on for ever.
            if !self.root.join(&folder).canonicalize().is_ok_and(|real| seen.insert(real)) {
                continue;
            }
            let entries = match fs::read_dir(self.root.join(&folder)) {
                Ok(entries) => entries,
                Err(error) => {
                    let message = format!("the folder cannot be read: {error}");
                    self.fault("unreadable", &folder, message, "see who may read the folder");
                    continue;
                }
            };
            for entry in entries.flatten() {
                let name = entry.file_name();
                let path = folder.join(&name);
                let Some(name) = name.to_str() else {
                    self.fault("file-name", &path, "the name of this file is no text", "rename it");
                    continue;
                };
                let passing = name.starts_with(['.', '#']) || name.starts_with("~$") || name.ends_with('~');
                if passing || (self.skip.ends_with(name) && path == self.skip) {
                    continue;
                }
                let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                let below = path.strip_prefix(base).unwrap_or(&path);
                let fits = pattern.is_none_or(|pattern| matches(pattern, below));
                let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
                let wanted = fits && matches!(ending.as_str(), "txt" | "md");
                if link && !wanted && entry.path().is_file() {
                    continue;
                }
                if link && !self.stays_inside(&path) {
                    continue;
                }
                // Of what is no link the system need not look up the whole path again.
                match if link { fs::metadata(entry.path()) } else { entry.metadata() } {
                    Ok(meta) if meta.is_dir() => {
                        let deep = below.components().count();
                        if pattern.is_none_or(|pattern| pattern.contains(&"**") || deep < pattern.len()) {
                            open.push(path);
                        }
                    }
                    Ok(meta) if meta.is_file() && wanted => self.file(&path, base, &meta),
                    Ok(_) if pattern.is_none() && IMPORTABLE.contains(&ending.as_str()) => {
                        let found = Diagnostic::note("not-imported", &path, "this format is not read in place");
                        self.found.push(found.hint("save it as plain text (.txt) in UTF-8"));
                    }
                    Ok(_) => {}
                    Err(error) => {
                        let message = format!("the file cannot be read: {error}");
                        self.fault("unreadable", &path, message, "see who may read the file");
                    }
                }
            }
        }
    }

    fn file(&mut self, path: &Path, base: &Path, meta: &fs::Metadata) {
        let Some(id) = default_id(path.strip_prefix(base).unwrap_or(path)) else {
            self.fault("file-name", path, "the name of this file or of its folder is no text", "rename it");
            return;
        };
        let mtime = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let seen = FileSeen {
            id,
            path: path.to_owned(),
            size: meta.len(),
            mtime_ns: mtime.and_then(|time| i64::try_from(time.as_nanos()).ok()).unwrap_or_default(),
            inode: inode(meta),
        };
        self.files.push(seen);
    }
}

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// Whether a path fits a glob, part by part: `**` is any number of folders.
fn matches(pattern: &[&str], path: &Path) -> bool {
    let parts: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    // fits[p]: the parts so far fit the first p parts of the pattern.
    let mut fits: Vec<bool> = vec![true];
    fits.extend(pattern.iter().scan(true, |all, part| {
        *all &= *part == "**";
        Some(*all)
    }));
    for part in &parts {
        let mut next = vec![false; fits.len()];
        for (at, wanted) in pattern.iter().enumerate() {
            next[at + 1] = if *wanted == "**" {
                fits[at + 1] || next[at] || fits[at]
            } else {
                fits[at] && part_matches(&wanted.chars().collect::<Vec<_>>(), &part.chars().collect::<Vec<_>>())
            };
        }
        fits = next;
    }
    fits.last().copied().unwrap_or(false)
}

/// Whether a name fits one part of a glob: `*`, `?` and `[a-z]`, `[!a-z]`.
fn part_matches(pattern: &[char], name: &[char]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        let step = match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
                continue;
            }
            Some('?') => Some(1),
            Some('[') => match class(&pattern[p..], name[n]) {
                Some((true, width)) => Some(width),
                Some((false, _)) => None,
                None => (name[n] == '[').then_some(1),
            },
            Some(char) => (*char == name[n]).then_some(1),
            None => None,
        };
        match (step, star) {
            (Some(width), _) => {
                p += width;
                n += 1;
            }
            // The last star takes in one more character.
            (None, Some((at, from))) => {
                star = Some((at, from + 1));
                p = at + 1;
                n = from + 1;
            }
            (None, None) => return false,
        }
    }
    pattern[p..].iter().all(|char| *char == '*')
}

/// Whether `char` is in the class that opens `pattern`, and how wide the class is; `None` if it is never closed.
fn class(pattern: &[char], char: char) -> Option<(bool, usize)> {
    let negated = matches!(pattern.get(1), Some('!' | '^'));
    let first = if negated { 2 } else { 1 };
    let close = first + 1 + pattern.get(first + 1..)?.iter().position(|char| *char == ']')?;
    let set = &pattern[first..close];
    let mut is = false;
    let mut at = 0;
    while at < set.len() {
        if set.get(at + 1) == Some(&'-') && at + 2 < set.len() {
            is |= (set[at]..=set[at + 2]).contains(&char);
            at += 3;
        } else {
            is |= set[at] == char;
            at += 1;
        }
    }
    Some((is != negated, close + 1))
}

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;

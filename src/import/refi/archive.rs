//! The ZIP layer of a project: looked through by its list, read entry by entry into memory, never unpacked by name.

use std::collections::HashMap;
use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::model::Losses;

/// Most entries of an archive that is opened.
const MOST_ENTRIES: usize = 100_000;
/// Most bytes of one entry.
const MOST_BYTES: u64 = 256 << 20;
/// Most bytes of all entries that are read.
const MOST_IN_ALL: u64 = 1 << 30;
/// An entry larger than this must not be more than [`RATIO`] times its packed size.
const SMALL: u64 = 4 << 20;
/// Interviews and their XML pack to a tenth or less; a bomb to a thousandth.
const RATIO: u64 = 250;

/// Why an archive is not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ArchiveError {
    /// No ZIP.
    #[error("the archive cannot be read: {0}")]
    Broken(String),
    /// Too many entries.
    #[error("the archive has more than {MOST_ENTRIES} entries")]
    TooMany,
    /// No project in it.
    #[error("the archive holds no project (a file that ends in .qde)")]
    NoProject,
    /// More than one.
    #[error("the archive holds several projects ({0}), and none is called project.qde")]
    Several(String),
    /// An entry that is not read.
    #[error("{0}")]
    Entry(String),
}

/// An open archive.
pub struct Archive<R: Read + Seek> {
    zip: ZipArchive<R>,
    /// Place of the project.
    project: usize,
    /// Places by name in lower case, without folder.
    by_name: HashMap<String, usize>,
    read: u64,
}

/// Why an entry's name is not to be trusted; `None`: it is fine.
fn bad_name(name: &str) -> Option<&'static str> {
    if name.contains('\0') {
        Some("its name holds a zero byte")
    } else if name.contains('\\') {
        Some("its name holds a backslash")
    } else if name.starts_with('/') || name.as_bytes().get(1) == Some(&b':') {
        Some("its name is an absolute path")
    } else if name.split('/').any(|part| part == "..") {
        Some("its name leads out of the archive")
    } else {
        None
    }
}

/// Files that systems put into archives of their own accord.
fn is_chaff(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    name.ends_with('/') || name.starts_with("__MACOSX/") || matches!(last, ".root" | ".DS_Store" | "Thumbs.db")
}

impl<R: Read + Seek> Archive<R> {
    /// Looks through the list of entries. Those that are not to be trusted are skipped and reported.
    ///
    /// # Errors
    /// No ZIP, too many entries, no project or several.
    pub fn open(reader: R, losses: &mut Losses) -> Result<Self, ArchiveError> {
        let mut zip = ZipArchive::new(reader).map_err(|error| ArchiveError::Broken(error.to_string()))?;
        if zip.len() > MOST_ENTRIES {
            return Err(ArchiveError::TooMany);
        }
        let mut by_name = HashMap::new();
        let mut projects: Vec<(String, usize)> = Vec::new();
        for at in 0..zip.len() {
            let (name, link) = match zip.by_index_raw(at) {
                Ok(entry) => (entry.name().map(|name| name.into_owned()).unwrap_or_default(), entry.is_symlink()),
                Err(_) => continue,
            };
            if is_chaff(&name) {
                continue;
            }
            if let Some(why) = bad_name(&name).or(link.then_some("it is a link")) {
                losses.lost("archive entries", format!("entry {}: {why}; it was not read", at + 1));
                continue;
            }
            let lower = name.to_lowercase();
            if lower.ends_with(".qde") {
                projects.push((lower.clone(), at));
            }
            let last = lower.rsplit('/').next().unwrap_or_default().to_owned();
            by_name.entry(last).or_insert(at);
        }
        let at_root: Vec<&(String, usize)> = projects.iter().filter(|(name, _)| !name.contains('/')).collect();
        let exact = at_root.iter().find(|(name, _)| name == "project.qde").copied();
        let project = match (exact, at_root.as_slice(), projects.as_slice()) {
            (Some((_, at)), ..) | (None, [(_, at)], _) | (None, [], [(_, at)]) => *at,
            (None, [], []) => return Err(ArchiveError::NoProject),
            (None, ..) => {
                let names: Vec<&str> = projects.iter().map(|(name, _)| name.as_str()).collect();
                return Err(ArchiveError::Several(crate::text::visible(&names.join(", ")).into_owned()));
            }
        };
        Ok(Self { zip, project, by_name, read: 0 })
    }

    /// The project's XML.
    ///
    /// # Errors
    /// If it is encrypted, too large or damaged.
    pub fn project(&mut self) -> Result<Vec<u8>, ArchiveError> {
        self.entry(self.project)
    }

    /// Whether the sources hold a file of this name, in any case.
    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(&name.to_lowercase())
    }

    /// The bytes of a source; `None` if there is none of this name.
    ///
    /// # Errors
    /// If it is encrypted, too large or damaged.
    pub fn source(&mut self, name: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
        match self.by_name.get(&name.to_lowercase()).copied() {
            Some(at) => self.entry(at).map(Some),
            None => Ok(None),
        }
    }

    fn entry(&mut self, at: usize) -> Result<Vec<u8>, ArchiveError> {
        let refused = |why: &str| ArchiveError::Entry(why.to_owned());
        if self.zip.by_index_raw(at).is_ok_and(|entry| entry.encrypted()) {
            return Err(refused("it is encrypted: export it again without a password"));
        }
        let entry = self.zip.by_index(at).map_err(|error| ArchiveError::Entry(error.to_string()))?;
        let packed = entry.compressed_size();
        let left = MOST_IN_ALL.saturating_sub(self.read);
        let most = MOST_BYTES.min(left).min(packed.saturating_mul(RATIO).max(SMALL));
        let mut bytes = Vec::new();
        // What the list says of the size is not trusted: the bytes that come out are counted.
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| ArchiveError::Entry(error.to_string()))?;
        if bytes.len() as u64 > most {
            return Err(refused("it unpacks to far more than a text has, and was not read"));
        }
        self.read += bytes.len() as u64;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap()
    }

    #[test]
    fn the_project_is_found_by_its_ending_and_sources_in_any_case() {
        let mut losses = Losses::default();
        let bytes = zipped(&[("sources/.root", b""), ("SOURCES/AB.TXT", b"hi"), ("My Study.QDE", b"<x/>")]);
        let mut archive = Archive::open(bytes, &mut losses).unwrap();
        assert_eq!(archive.project().unwrap(), b"<x/>");
        assert_eq!(archive.source("ab.txt").unwrap().as_deref(), Some(&b"hi"[..]));
        assert_eq!(archive.source("none.txt").unwrap(), None);
        assert!(losses.kinds.is_empty());
    }

    #[test]
    fn no_project_or_several_is_an_error() {
        let open = |files: &[(&str, &[u8])]| Archive::open(zipped(files), &mut Losses::default()).err();
        assert_eq!(open(&[("a.txt", b"")]), Some(ArchiveError::NoProject));
        assert!(matches!(open(&[("a.qde", b""), ("b.qde", b"")]), Some(ArchiveError::Several(_))));
        assert_eq!(open(&[("a.qde", b""), ("Project.qde", b"")]), None);
        assert!(matches!(
            Archive::open(Cursor::new(b"PK\x03\x04".to_vec()), &mut Losses::default()),
            Err(ArchiveError::Broken(_))
        ));
    }

    #[test]
    fn names_that_lead_elsewhere_are_skipped_and_bombs_are_not_read() {
        let zeros = vec![b'a'; 8 << 20];
        let mut losses = Losses::default();
        let files: [(&str, &[u8]); 5] = [
            ("project.qde", b"<x/>"),
            ("../evil.txt", b"x"),
            ("/abs.txt", b"x"),
            ("sources/c:\\evil.txt", b"x"),
            ("sources/bomb.txt", &zeros),
        ];
        let mut archive = Archive::open(zipped(&files), &mut losses).unwrap();
        assert_eq!(losses.count("archive entries"), (0, 3));
        assert!(!archive.has("evil.txt") && !archive.has("abs.txt"));
        assert!(matches!(archive.source("bomb.txt"), Err(ArchiveError::Entry(_))));
    }
}

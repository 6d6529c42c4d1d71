//! Snapshots of a study, outside of it: blocks by their hash, so that what did not change is kept once.
//!
//! ```text
//! <folder>/blocks/ab/cdef…      at most 1 MiB of a file, named by its SHA-256
//! <folder>/snapshots/<id>.json  which blocks make which files
//! ```
//!
//! Laws: what is read back is, hash by hash, what was put in, or an error; a snapshot is there only when all its blocks
//! are; every file is for its owner alone. A journal that only grew shares all its full blocks with the snapshots before.

mod private;
mod rule;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use private::{make_private, passing_folder, write_private};
pub use rule::kept;

/// Bytes of one block.
const BLOCK: usize = 1 << 20;

/// What can be wrong with a snapshot.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is none of this id.
    #[error("there is no backup `{0}`")]
    Unknown(String),
    /// Its list of files cannot be read.
    #[error("the list of files of backup `{0}` is damaged")]
    List(String),
    /// A block is not there or not what it was.
    #[error("{path} in backup `{id}` is damaged")]
    Damaged {
        /// The snapshot.
        id: String,
        /// The file of the study.
        path: String,
    },
    /// A path that leads out of the folder.
    #[error("backup `{id}` names a file outside of the study: {path}")]
    Outside {
        /// The snapshot.
        id: String,
        /// The path.
        path: String,
    },
    /// The folder to restore into holds something.
    #[error("{0} is there already and not empty")]
    NotEmpty(PathBuf),
    /// The disk refused.
    #[error("{path} cannot be read or written: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

/// One file of a snapshot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its path below the study's folder, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of all of it, in hexadecimal digits.
    pub sha256: String,
    /// SHA-256 of each of its blocks.
    pub blocks: Vec<String>,
}

/// A study as it was at one moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Its id: the moment, `20261125-194500` in UTC, and a number where there are several.
    pub id: String,
    /// The moment, in UTC by RFC 3339.
    pub at: String,
    /// The moment in milliseconds since 1970.
    pub ms: u64,
    /// Why it was made.
    pub why: String,
    /// The study's folder.
    pub study: String,
    /// The study's title.
    pub title: String,
    /// It holds names or words that were taken out of the study, and is kept until someone forgets it.
    pub original: bool,
    /// The path under which a codebook is kept that lies outside of the study.
    pub codebook: Option<String>,
    /// The files in the order of their paths.
    pub files: Vec<KeptFile>,
}

/// What a snapshot is to be called.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewSnapshot {
    /// As in [`Snapshot`].
    pub at: String,
    /// As in [`Snapshot`].
    pub ms: u64,
    /// As in [`Snapshot`].
    pub why: String,
    /// As in [`Snapshot`].
    pub study: String,
    /// As in [`Snapshot`].
    pub title: String,
    /// As in [`Snapshot`].
    pub original: bool,
    /// As in [`Snapshot`].
    pub codebook: Option<String>,
}

/// The snapshots of one study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn failed(path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::Io { path: path.clone(), source }
}

impl Shelf {
    /// The snapshots that lie in `folder`, which need not be there yet.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where they lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn list_of(&self, id: &str) -> PathBuf {
        self.folder.join("snapshots").join(format!("{id}.json"))
    }

    fn block(&self, hash: &str) -> Option<PathBuf> {
        let plain = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (head, tail) = hash.split_at_checked(2).filter(|_| plain)?;
        Some(self.folder.join("blocks").join(head).join(tail))
    }

    /// The ids of all snapshots, oldest first, damaged ones included.
    pub fn ids(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join("snapshots")).into_iter().flatten().flatten();
        let name = |entry: fs::DirEntry| entry.file_name().to_str()?.strip_suffix(".json").map(str::to_owned);
        let mut ids: Vec<String> = entries.filter_map(name).filter(|name| !name.starts_with('.')).collect();
        ids.sort();
        ids
    }

    /// One snapshot.
    ///
    /// # Errors
    /// If there is none of this id, or its list is damaged.
    pub fn get(&self, id: &str) -> Result<Snapshot, BackupError> {
        let unknown = || BackupError::Unknown(id.to_owned());
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return Err(unknown());
        }
        let bytes = match fs::read(self.list_of(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(unknown()),
            read => read.map_err(failed(&self.list_of(id)))?,
        };
        serde_json::from_slice(&bytes).map_err(|_| BackupError::List(id.to_owned()))
    }

    /// The snapshots whose lists can be read, oldest first.
    pub fn all(&self) -> Vec<Snapshot> {
        self.ids().iter().filter_map(|id| self.get(id).ok()).collect()
    }

    /// Makes a snapshot of `files` (path below the study, bytes). Where the newest holds exactly these files, nothing is
    /// made and that one is answered, with `false`.
    ///
    /// # Errors
    /// If the disk refuses; no snapshot is there then.
    pub fn make(&self, new: NewSnapshot, files: &[(String, Vec<u8>)]) -> Result<(Snapshot, bool), BackupError> {
        make_private(&self.folder.join("snapshots")).map_err(failed(&self.folder))?;
        let mut kept: Vec<KeptFile> = files
            .iter()
            .map(|(path, bytes)| KeptFile {
                path: path.clone(),
                size: bytes.len() as u64,
                sha256: sha256(bytes),
                blocks: bytes.chunks(BLOCK).map(sha256).collect(),
            })
            .collect();
        kept.sort_by(|a, b| a.path.cmp(&b.path));
        if let Some(newest) = self.all().pop().filter(|newest| newest.files == kept && newest.original == new.original)
        {
            return Ok((newest, false));
        }
        for (_, bytes) in files {
            for block in bytes.chunks(BLOCK) {
                let Some(path) = self.block(&sha256(block)) else { continue };
                // A block that is damaged is written again.
                if fs::read(&path).is_ok_and(|there| there == block) {
                    continue;
                }
                let folder = path.parent().unwrap_or(&self.folder);
                make_private(folder).map_err(failed(folder))?;
                write_private(&path, block).map_err(failed(&path))?;
            }
        }
        let moment: String = new.at.chars().filter(char::is_ascii_digit).take(14).collect();
        let (day, time) = moment.split_at_checked(8).unwrap_or((&moment, ""));
        let plain = format!("{day}-{time}");
        let free = |id: &String| !self.list_of(id).exists();
        let id = std::iter::once(plain.clone()).chain((2..).map(|n| format!("{plain}-{n:02}"))).find(free);
        let NewSnapshot { at, ms, why, study, title, original, codebook } = new;
        let id = id.unwrap_or(plain);
        let snapshot = Snapshot { id, at, ms, why, study, title, original, codebook, files: kept };
        let list = serde_json::to_vec_pretty(&snapshot).map_err(|_| BackupError::List(snapshot.id.clone()))?;
        write_private(&self.list_of(&snapshot.id), &list).map_err(failed(&self.folder))?;
        Ok((snapshot, true))
    }

    /// The bytes of a file of a snapshot.
    ///
    /// # Errors
    /// If a block is missing or is not what it was.
    pub fn read(&self, snapshot: &Snapshot, file: &KeptFile) -> Result<Vec<u8>, BackupError> {
        let damaged = || BackupError::Damaged { id: snapshot.id.clone(), path: file.path.clone() };
        let mut bytes = Vec::new();
        for hash in &file.blocks {
            let block = self.block(hash).and_then(|path| fs::read(path).ok()).ok_or_else(damaged)?;
            if sha256(&block) != *hash {
                return Err(damaged());
            }
            bytes.extend_from_slice(&block);
        }
        if bytes.len() as u64 != file.size || sha256(&bytes) != file.sha256 {
            return Err(damaged());
        }
        Ok(bytes)
    }

    /// Everything that is wrong with a snapshot.
    pub fn faults(&self, snapshot: &Snapshot) -> Vec<BackupError> {
        let wrong = |file: &KeptFile| match relative(&file.path) {
            None => Some(BackupError::Outside { id: snapshot.id.clone(), path: file.path.clone() }),
            Some(_) => self.read(snapshot, file).err(),
        };
        snapshot.files.iter().filter_map(wrong).collect()
    }

    /// Writes the files of a snapshot into `folder`, which must be empty or not there. With `private` only their owner can
    /// read them.
    ///
    /// # Errors
    /// If the folder holds something, a file is damaged, or the disk refuses. What was written before that stays.
    pub fn restore(&self, snapshot: &Snapshot, folder: &Path, private: bool) -> Result<(), BackupError> {
        if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
            return Err(BackupError::NotEmpty(folder.to_owned()));
        }
        let make = |folder: &Path| if private { make_private(folder) } else { fs::create_dir_all(folder) };
        make(folder).map_err(failed(folder))?;
        for file in &snapshot.files {
            let below = relative(&file.path)
                .ok_or_else(|| BackupError::Outside { id: snapshot.id.clone(), path: file.path.clone() })?;
            let path = folder.join(below);
            let above = path.parent().unwrap_or(folder);
            make(above).map_err(failed(above))?;
            let bytes = self.read(snapshot, file)?;
            let written = if private {
                write_private(&path, &bytes)
            } else {
                super::write_new(&path, &bytes).map_err(io::Error::other)
            };
            written.map_err(failed(&path))?;
        }
        Ok(())
    }

    /// Takes snapshots away, and the blocks that no other one needs.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn forget(&self, ids: &[String]) -> Result<(), BackupError> {
        for id in ids {
            let path = self.list_of(id);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(&path)(error)),
                _ => {}
            }
        }
        self.sweep()
    }

    /// Takes blocks away that no snapshot needs. Nothing is taken while a list cannot be read: its blocks are not known.
    fn sweep(&self) -> Result<(), BackupError> {
        let mut needed = HashSet::new();
        for id in self.ids() {
            let Ok(snapshot) = self.get(&id) else { return Ok(()) };
            needed.extend(snapshot.files.into_iter().flat_map(|file| file.blocks));
        }
        let heads = fs::read_dir(self.folder.join("blocks")).into_iter().flatten().flatten();
        for head in heads {
            for entry in fs::read_dir(head.path()).into_iter().flatten().flatten() {
                let hash = format!("{}{}", head.file_name().to_string_lossy(), entry.file_name().to_string_lossy());
                if !needed.contains(&hash) {
                    fs::remove_file(entry.path()).map_err(failed(&entry.path()))?;
                }
            }
        }
        Ok(())
    }

    /// Marks a snapshot as one that holds what was taken out of the study.
    ///
    /// # Errors
    /// If there is none of this id, or the disk refuses.
    pub fn mark_original(&self, id: &str) -> Result<(), BackupError> {
        let snapshot = Snapshot { original: true, ..self.get(id)? };
        let list = serde_json::to_vec_pretty(&snapshot).map_err(|_| BackupError::List(id.to_owned()))?;
        write_private(&self.list_of(id), &list).map_err(failed(&self.folder))
    }

    /// Bytes on the disk.
    pub fn size(&self) -> u64 {
        let heads = fs::read_dir(self.folder.join("blocks")).into_iter().flatten().flatten();
        let blocks = heads.flat_map(|head| fs::read_dir(head.path()).into_iter().flatten().flatten());
        blocks.filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
    }
}

/// A path of a list as one below a folder; `None` if it leads out of it.
fn relative(path: &str) -> Option<PathBuf> {
    let fine = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    (cfg!(unix) && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        || path.split('/').all(fine))
    .then(|| path.split('/').collect())
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;

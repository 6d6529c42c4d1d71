//! The full-text index, which only proposes turns; nothing else names tantivy.
//!
//! One document is one turn: the transcript (to delete by), the turn, and its words as [`crate::text::tokens`] gives
//! them, with positions; nothing is stored and no stop word dropped. No person, code or attribute is in it, so that
//! coding never touches it. What it proposes holds every turn that can match a [`Need`]; the one matcher of the query
//! room decides.
//!
//! A folder of an index holds `current`, which names the sub-folder in force, and `lock`. An index of another version
//! or language, or a damaged one, counts as none: the next update makes a new one beside it and then swaps the name.
//! Nothing here is an error for the user: what is not covered is scanned.

mod covered;
mod error;
mod live;
mod propose;
mod schema;
mod sealed;
mod stems;
#[cfg(test)]
mod tests;
mod update;
mod words;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

pub use crate::text::checksum;
pub use error::IndexError;
pub use propose::Proposal;
pub use sealed::{HEADER, Kind, Packer, Unpacker, fits, peek, seal, unseal, write_whole};
pub use update::Report;

use crate::model::{TranscriptId, guarded};
use crate::query::Need;
use live::Live;
use schema::fingerprint;

/// Hands in the speech of every turn of a transcript, in order, to the second argument; `false` if it cannot be read.
pub type ReadSpeech<'a> = dyn FnMut(&TranscriptId, &mut dyn FnMut(&str)) -> bool + 'a;

/// Names of sub-folders start so.
const PREFIX: &str = "g-";

/// The full-text index of a study.
pub struct Index {
    dir: Option<PathBuf>,
    language: String,
    live: Option<Live>,
    /// Set when it fails while it is asked: nothing that it says is used from then on.
    damaged: AtomicBool,
}

impl Index {
    /// Opens the index in the folder `dir`, or an empty one in memory. If there is none, or none that can be used, it
    /// covers nothing, and the next [update](Self::update) makes one.
    pub fn open(dir: Option<&Path>, language: &str) -> Self {
        let mut index = Self {
            dir: dir.map(Path::to_owned),
            language: language.to_owned(),
            live: None,
            damaged: AtomicBool::new(false),
        };
        index.reopen();
        index
    }

    /// Takes in what has been committed in the folder since.
    pub fn reopen(&mut self) {
        let Some(dir) = &self.dir else { return };
        self.live = None;
        // Another process may swap folders or join segments between the look at a name and the opening of the file.
        for _ in 0..3 {
            let Some(folder) = current(dir, &self.language) else { return };
            if let Some(Ok(live)) = guarded(|| Live::open(&folder, &self.language)) {
                return self.adopt(live);
            }
        }
    }

    fn adopt(&mut self, live: Live) {
        self.live = Some(live);
        self.damaged = AtomicBool::new(false);
    }

    fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    fn live(&self) -> Option<&Live> {
        self.live.as_ref().filter(|_| !self.is_damaged())
    }

    /// How many transcripts it covers, in whatever state.
    pub fn len(&self) -> usize {
        self.live().map_or(0, |live| live.covered.len())
    }

    /// Whether it covers no transcript.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it covers a transcript in the state that `key` names. If not, the transcript is to be scanned: what a
    /// [`Proposal`] says of it is of another text.
    pub fn covers(&self, transcript: &str, key: u64) -> bool {
        self.live().and_then(|live| live.covered.get(transcript)).is_some_and(|entry| entry.key == key)
    }

    /// The turns, of the transcripts that it covers, that may match; `None`: every turn may.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the index turns out not to be what was written. It covers nothing then.
    pub fn propose(&self, need: &Need) -> Result<Option<Proposal>, IndexError> {
        let Some(live) = self.live() else { return Ok(Some(Proposal::default())) };
        // tantivy answers some damage by a panic.
        let asked = guarded(|| propose::propose(live, need, &self.language));
        let what = match asked {
            Some(Ok(proposal)) => return Ok(proposal),
            Some(Err(error)) => error.to_string(),
            None => "it could not be read".to_owned(),
        };
        self.damaged.store(true, Ordering::Relaxed);
        Err(IndexError::Damaged { what })
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("dir", &self.dir).field("covered", &self.len()).finish_non_exhaustive()
    }
}

const CURRENT: Kind = *b"curr";
const VERSION: u32 = 1;

/// The sub-folder in force, if this program made it for this language.
fn current(dir: &Path, language: &str) -> Option<PathBuf> {
    let bytes = std::fs::read(dir.join("current")).ok()?;
    let name = std::str::from_utf8(unseal(&bytes, CURRENT, VERSION, fingerprint(language))?).ok()?;
    let plain = name.strip_prefix(PREFIX)?.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| dir.join(name))
}

/// Puts a sub-folder in force.
fn point_at(dir: &Path, folder: &Path, language: &str) -> io::Result<()> {
    let name = folder.file_name().and_then(|name| name.to_str()).ok_or(io::ErrorKind::InvalidInput)?;
    write_whole(&dir.join("current"), &seal(CURRENT, VERSION, fingerprint(language), name.as_bytes()))
}

/// Removes the sub-folders that are not in force. Whoever has one open keeps its files until it ends.
fn remove_others(dir: &Path, folder: &Path) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let old = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if old && entry.path() != folder {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Leaves a file or folder to its owner alone, where the system knows owners.
fn own(path: &Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
}

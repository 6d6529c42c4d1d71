//! What can go wrong with a journal's file.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a journal could not be read or written. Nothing is known to be saved then.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// Another program held the lock all the time.
    #[error("another emic is writing (lock {})", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The file, its folder or its volume cannot be written by this user.
    #[error("{} cannot be written: {source}", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The volume or the quota is full.
    #[error("no space left for {}: {source}", path.display())]
    NoSpace {
        /// The file.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The path names another file each time it is looked at.
    #[error("{} is exchanged by another program again and again", path.display())]
    Unstable {
        /// The file.
        path: PathBuf,
    },
    /// Anything else.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done: a verb.
        doing: &'static str,
        /// The system's word.
        source: io::Error,
    },
}

impl LogError {
    /// Sorts a failure of the system.
    pub(super) fn new(path: &Path, doing: &'static str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoSpace { path, source },
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied if doing != "read" => {
                Self::ReadOnly { path, source }
            }
            _ => Self::Io { path, doing, source },
        }
    }
}

/// Why an action was not saved.
#[derive(Debug, thiserror::Error)]
pub enum AppendError<E> {
    /// The file.
    #[error(transparent)]
    Log(#[from] LogError),
    /// Whoever makes the events does not want to, having seen what is there. Nothing was written.
    #[error("nothing is written")]
    Refused(E),
}

//! Why the index is not what it could be.

use std::io;
use std::path::PathBuf;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenWriteError};

/// Why an index was not updated, or could not be asked. Texts that it does not cover are to be scanned.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another process updates it.
    #[error("the index is being updated by another emic")]
    Busy,
    /// Its folder or a file in it cannot be written.
    #[error("the index in `{path}` cannot be written: {source}")]
    Unwritable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What is on the disk is not what was written. The next update makes it anew.
    #[error("the index is damaged and will be made anew: {what}")]
    Damaged {
        /// What was found.
        what: String,
    },
}

impl IndexError {
    /// Sorts what tantivy says of the folder `path`.
    pub(super) fn from_tantivy(error: TantivyError, path: Option<&std::path::Path>) -> Self {
        let unwritable = |error: &io::Error| Self::Unwritable {
            path: path.unwrap_or(std::path::Path::new("")).to_owned(),
            source: io::Error::new(error.kind(), error.to_string()),
        };
        match &error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Busy,
            TantivyError::LockFailure(LockError::IoError(source), _) => unwritable(source),
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => unwritable(io_error),
            TantivyError::IoError(source) if writing_failed(source) => unwritable(source),
            _ => Self::Damaged { what: error.to_string() },
        }
    }
}

/// Whether an error is of the disk, not of what stands on it.
fn writing_failed(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::PermissionDenied
            | Kind::ReadOnlyFilesystem
            | Kind::StorageFull
            | Kind::QuotaExceeded
            | Kind::FileTooLarge
            | Kind::WriteZero
    )
}

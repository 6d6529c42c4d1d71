//! The file operations of a log, one by one, so that a test can stand between a log and the disk.

use std::fmt;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::LogError;

/// Which file a path names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct FileId {
    /// The device; 0 where the system tells none.
    pub device: u64,
    /// The inode; where the system tells none, when the file was made (nanoseconds since 1970).
    pub inode: u64,
}

impl FileId {
    /// The file that `metadata` describes.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { device: metadata.dev(), inode: metadata.ino() }
    }

    /// The file that `metadata` describes.
    #[cfg(not(unix))]
    pub fn of(metadata: &Metadata) -> Self {
        let made = metadata.created().ok().and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
        Self { device: 0, inode: made.map_or(0, |made| made.as_nanos() as u64) }
    }
}

/// A lock that is held until it is dropped. The file stays, empty.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code)] File);

impl Lock {
    /// Takes the lock at `path`, a file outside the study, waiting at most `patience`.
    ///
    /// # Errors
    /// [`LogError::Locked`] when another has it all the time; else what the system says.
    pub fn take(path: &Path, patience: Duration) -> Result<Self, LogError> {
        let fail = |error| LogError::new(path, "lock", error);
        let file = Self::file(path).map_err(fail)?;
        let until = Instant::now() + patience;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Err(TryLockError::WouldBlock) => return Err(LogError::Locked { path: path.to_owned() }),
                Err(TryLockError::Error(error)) => return Err(fail(error)),
            }
        }
    }

    /// Holds the lock at `path` together with others who share it; nobody can [`take`](Self::take) it meanwhile.
    ///
    /// # Errors
    /// [`LogError::Locked`] when somebody has it alone; else what the system says.
    pub fn share(path: &Path) -> Result<Self, LogError> {
        let fail = |error| LogError::new(path, "lock", error);
        let file = Self::file(path).map_err(fail)?;
        match file.try_lock_shared() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(LogError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(fail(error)),
        }
    }

    fn file(path: &Path) -> io::Result<File> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(path)
    }
}

/// The operations; each does what its default does unless a test replaces it.
pub trait Files: fmt::Debug + Send {
    /// Takes the lock.
    ///
    /// # Errors
    /// As [`Lock::take`].
    fn lock(&mut self, path: &Path, patience: Duration) -> Result<Lock, LogError> {
        Lock::take(path, patience)
    }

    /// Opens a file for reading and appending; `true` if it was made.
    ///
    /// # Errors
    /// If `path` is a link, which may lead out of the study; else the system's.
    fn open(&mut self, path: &Path) -> io::Result<(File, bool)> {
        if path.is_symlink() {
            return Err(io::Error::new(ErrorKind::InvalidInput, "it is a link to another file"));
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true);
        match options.open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder)?;
                }
                Ok((options.create(true).open(path)?, true))
            }
            other => Ok((other?, false)),
        }
    }

    /// Writes all bytes at the end, at once.
    ///
    /// # Errors
    /// The system's; some of the bytes may be written then.
    fn write(&mut self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    /// Brings what was written to the disk.
    ///
    /// # Errors
    /// The system's; nothing is known of what was written then.
    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    /// Brings the names in a folder to the disk.
    ///
    /// # Errors
    /// The system's, except that it cannot do this for folders.
    fn sync_folder(&mut self, folder: &Path) -> io::Result<()> {
        if !cfg!(unix) {
            return Ok(());
        }
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        match File::open(folder)?.sync_all() {
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
            other => other,
        }
    }

    /// Cuts a file off.
    ///
    /// # Errors
    /// The system's.
    fn truncate(&mut self, file: &File, length: u64) -> io::Result<()> {
        file.set_len(length)
    }

    /// Which file the path names, and its length in bytes.
    ///
    /// # Errors
    /// The system's.
    fn look(&mut self, path: &Path) -> io::Result<(FileId, u64)> {
        let metadata = fs::metadata(path)?;
        Ok((FileId::of(&metadata), metadata.len()))
    }
}

/// The real disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {}

//! Every touch of the disk by which something is saved, told before it happens, so that a test can let it fail.

use std::fs::File;
use std::io;
use std::path::Path;

/// What is about to happen to a file or a folder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Touch {
    /// A file is opened for writing, or made.
    Open,
    /// Bytes are written.
    Write,
    /// What was written is brought to the disk.
    Sync,
    /// A file takes the name of another.
    Rename,
    /// A file loses its name, or its end.
    Remove,
    /// The names in a folder are brought to the disk.
    SyncFolder,
}

/// Tells what is about to happen to `path`.
///
/// # Errors
/// Never, outside of tests.
pub fn touch(what: Touch, path: &Path) -> io::Result<()> {
    #[cfg(test)]
    super::faults::touched(what, path)?;
    let _ = (what, path);
    Ok(())
}

/// Writes all bytes to a file that was opened at `path`, as `put` does it.
///
/// # Errors
/// The system's; some of the bytes may be written then.
pub fn write(
    file: &mut File,
    path: &Path,
    bytes: &[u8],
    put: impl FnOnce(&mut File, &[u8]) -> io::Result<()>,
) -> io::Result<()> {
    #[cfg(test)]
    let bytes = &bytes[..super::faults::short(bytes.len())];
    touch(Touch::Write, path)?;
    put(file, bytes)?;
    #[cfg(test)]
    super::faults::wrote()?;
    Ok(())
}

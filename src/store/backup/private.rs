//! Files and folders for their owner alone.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::journal::log::{Touch, touch, write as touched_write};

/// Makes a folder, with those above it, for its owner alone.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// How long what an ended program left behind lies before the next one takes it away: nothing takes so long.
const LEFT: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// Makes a passing folder in `folder` for its owner alone; it is gone when it is dropped. Those of the same prefix that a program left
/// behind that was killed more than a day ago go as well.
///
/// # Errors
/// What the system says.
pub fn passing_folder(prefix: &str, folder: &Path) -> io::Result<tempfile::TempDir> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let left = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if folder && entry.file_name().to_string_lossy().starts_with(prefix) && left().is_some_and(|age| age > LEFT) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    let private: fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    #[cfg(unix)]
    builder.permissions(private);
    builder.tempdir_in(folder)
}

/// Writes a whole file for its owner alone, synced before it takes its name.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    // Temporary files are 0600 on Unix.
    touch(Touch::Open, path)?;
    let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
    let beside = file.path().to_owned();
    touched_write(file.as_file_mut(), &beside, bytes, |file, bytes| file.write_all(bytes))?;
    touch(Touch::Sync, &beside).and_then(|()| file.as_file().sync_all())?;
    touch(Touch::Rename, path)?;
    file.persist(path)?;
    touch(Touch::SyncFolder, folder)?;
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

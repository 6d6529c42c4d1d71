//! Whole files: written to a temporary file in the same folder, synced, renamed, the folder synced. A reader sees the
//! old file or the new one, never half of either.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::journal::log::{Touch, touch, write as touched_write};

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The path leads out of the study.
    #[error("{0} lies outside the study")]
    Outside(PathBuf),
    /// The path is a link; to rename over it would replace the link, not the file.
    #[error("{0} is a link to another file")]
    Link(PathBuf),
    /// There is a file already.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// Somebody else has changed the file since it was read.
    #[error("{0} was changed by another program in the meantime")]
    Changed(PathBuf),
    /// The disk refused.
    #[error("{path} cannot be written: {}", why(.source))]
    Io {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

/// Why the disk refuses, in words.
fn why(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        ErrorKind::PermissionDenied => "it is not yours to write".into(),
        ErrorKind::NotFound => "its folder is not there".into(),
        _ => error.to_string(),
    }
}

/// How the names of files begin and end that stand for one that is being written.
const PASSING: (&str, &str) = (".emic-", ".tmp");

/// Whether a file of this name was left behind when the writing of another was interrupted. While nobody writes it is
/// nobody's; it may hold what that file holds.
pub fn left_behind(name: &str) -> bool {
    name.strip_prefix(PASSING.0).is_some_and(|rest| rest.ends_with(PASSING.1))
}

/// Whether `path`, with all links followed, lies in `root`. A path that is not there yet is judged by the nearest
/// folder above it that is.
pub fn inside(root: &Path, path: &Path) -> bool {
    let Ok(root) = root.canonicalize() else { return false };
    let mut above = path;
    loop {
        match above.canonicalize() {
            Ok(real) => return real.starts_with(&root),
            // A link to nowhere is there, but cannot be followed.
            Err(_) if above.is_symlink() => return false,
            Err(_) => match above.parent() {
                Some(parent) => above = parent,
                None => return false,
            },
        }
    }
}

/// Writes a whole file, new or in the place of the old one, whose permissions it keeps.
///
/// # Errors
/// If `path` is a link, or the disk refuses; the old file is untouched then.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    if path.is_symlink() {
        return Err(WriteError::Link(path.to_owned()));
    }
    persist(path, bytes, true)
}

/// Writes a file that is not there yet.
///
/// # Errors
/// If there is anything at `path`, or the disk refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    persist(path, bytes, false)
}

/// Writes a file in `root` in the place of one that holds `old`.
///
/// # Errors
/// If the path leads out of `root`, is a link, does not hold `old` any more, or the disk refuses.
pub fn write_over(root: &Path, path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    if !inside(root, path) {
        return Err(WriteError::Outside(path.to_owned()));
    }
    let now = fs::read(path).map_err(|source| WriteError::Io { path: path.to_owned(), source })?;
    if now != old {
        return Err(WriteError::Changed(path.to_owned()));
    }
    write_whole(path, new)
}

/// Removes a file in `root` that holds `old`.
///
/// # Errors
/// If the path leads out of `root`, does not hold `old` any more, or the disk refuses.
pub fn remove(root: &Path, path: &Path, old: &[u8]) -> Result<(), WriteError> {
    if !inside(root, path) {
        return Err(WriteError::Outside(path.to_owned()));
    }
    let failed = |source| WriteError::Io { path: path.to_owned(), source };
    if fs::read(path).map_err(failed)? != old {
        return Err(WriteError::Changed(path.to_owned()));
    }
    touch(Touch::Remove, path).and_then(|()| fs::remove_file(path)).map_err(failed)?;
    sync_folder(path.parent().unwrap_or(root)).map_err(failed)
}

fn persist(path: &Path, bytes: &[u8], replace: bool) -> Result<(), WriteError> {
    let failed = |source: io::Error| match source.kind() {
        ErrorKind::AlreadyExists => WriteError::Exists(path.to_owned()),
        _ => WriteError::Io { path: path.to_owned(), source },
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(PASSING.0).suffix(PASSING.1);
    // New files get what the user's umask leaves, as from any other program.
    #[cfg(unix)]
    let ordinary: fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(ordinary);
    touch(Touch::Open, path).map_err(failed)?;
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    if replace && let Ok(meta) = fs::metadata(path) {
        file.as_file().set_permissions(meta.permissions()).map_err(failed)?;
    }
    let beside = file.path().to_owned();
    touched_write(file.as_file_mut(), &beside, bytes, |file, bytes| file.write_all(bytes)).map_err(failed)?;
    touch(Touch::Sync, &beside).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    touch(Touch::Rename, path).map_err(failed)?;
    let written = if replace { file.persist(path) } else { file.persist_noclobber(path) };
    written.map_err(|error| failed(error.error))?;
    sync_folder(folder).map_err(failed)
}

/// Makes a rename last; only Unix can open a folder for that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    touch(Touch::SyncFolder, folder)?;
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some network and removable disks cannot sync a folder; the file itself is synced.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_files_and_nothing_left_beside_them() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.yaml");
        write_new(&path, b"one").unwrap();
        assert!(matches!(write_new(&path, b"two"), Err(WriteError::Exists(_))));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_whole(&path, b"two").unwrap();
        assert!(matches!(write_over(dir.path(), &path, b"one", b"three"), Err(WriteError::Changed(_))));
        write_over(dir.path(), &path, b"two", b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        assert!(matches!(remove(dir.path(), &path, b"two"), Err(WriteError::Changed(_))));
        assert!(path.exists());
        remove(dir.path(), &path, b"three").unwrap();
        assert!(!path.exists());
        assert!(matches!(write_whole(&dir.path().join("no/a"), b""), Err(WriteError::Io { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_are_refused() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        write_new(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        let link = dir.path().join("link");
        symlink(&path, &link).unwrap();
        assert!(matches!(write_whole(&link, b"x"), Err(WriteError::Link(_))));
        let root = dir.path().join("study");
        fs::create_dir(&root).unwrap();
        symlink(dir.path(), root.join("out")).unwrap();
        assert!(!inside(&root, &root.join("out/a")) && !inside(&root, &root.join("out/new/b")));
        assert!(inside(&root, &root.join("codings/amy.jsonl")));
        symlink(root.join("nowhere"), root.join("broken")).unwrap();
        assert!(!inside(&root, &root.join("broken")));
        assert!(matches!(write_over(&root, &root.join("out/a"), b"two", b"x"), Err(WriteError::Outside(_))));
    }
}

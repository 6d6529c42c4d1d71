//! A folder with files that is there whole or not at all.

use std::fs;
use std::io;
use std::path::{Component, Path};

use super::write::{WriteError, write_new};

/// Writes files (by path below it, with `/`) into a new folder: first beside it, then it takes its place.
///
/// # Errors
/// A folder that is there and not empty, a path that leaves it, a disk that refuses. Nothing is left then.
pub fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteError> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| WriteError::Io { path, source }
    };
    let taken = fs::symlink_metadata(folder).is_ok();
    let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if taken && (!empty || folder.is_symlink()) {
        return Err(WriteError::Exists(folder.to_owned()));
    }
    let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(above).map_err(io(above))?;
    let staging = tempfile::Builder::new().prefix(".emic-folder-").tempdir_in(above).map_err(io(above))?;
    for (path, bytes) in files {
        let below = Path::new(path);
        if below.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(WriteError::Outside(below.to_owned()));
        }
        let path = staging.path().join(below);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(io(above))?;
        }
        write_new(&path, bytes)?;
    }
    if taken {
        fs::remove_dir(folder).map_err(io(folder))?;
    }
    let staged = staging.keep();
    // The folder for work in progress is its owner's alone; this one is to be like any other.
    #[cfg(unix)]
    if let Ok(like) = fs::metadata(above) {
        use std::os::unix::fs::PermissionsExt;
        let mode = (like.permissions().mode() & 0o777) | 0o700;
        fs::set_permissions(&staged, fs::Permissions::from_mode(mode)).map_err(io(&staged))?;
    }
    fs::rename(&staged, folder).map_err(|source: io::Error| {
        let _ = fs::remove_dir_all(&staged);
        WriteError::Io { path: folder.to_owned(), source }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out/archive");
        let files = vec![("a.txt".to_owned(), b"one".to_vec()), ("b/c.txt".to_owned(), b"two".to_vec())];
        write_folder(&target, &files).unwrap();
        assert_eq!(fs::read(target.join("b/c.txt")).unwrap(), b"two");
        assert!(matches!(write_folder(&target, &files), Err(WriteError::Exists(_))));
        let other = dir.path().join("out/other");
        fs::create_dir(&other).unwrap();
        let outside = vec![("a.txt".to_owned(), Vec::new()), ("../x".to_owned(), Vec::new())];
        assert!(matches!(write_folder(&other, &outside), Err(WriteError::Outside(_))));
        write_folder(&other, &files).unwrap();
        let left: Vec<_> =
            fs::read_dir(dir.path().join("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "{left:?}");
        assert!(!dir.path().join("x").exists());
    }
}

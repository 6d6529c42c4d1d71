//! A person's own files, in the machine's folder for settings.

use std::io;
use std::path::{Path, PathBuf};

use super::{Env, Problem};
use crate::store;

/// Where the file of this name lies, if this machine has a folder for settings.
pub(super) fn place(env: &Env, name: &str) -> Option<PathBuf> {
    Some(env.user_config.as_ref()?.join("emic").join(name))
}

/// The text of a file; `None` if there is none.
///
/// # Errors
/// What the system says.
pub(super) fn read(file: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The text of the file of this name; `None` if there is none.
///
/// # Errors
/// Why it cannot be read, in a sentence.
pub(super) fn text(env: &Env, name: &str) -> Result<Option<String>, String> {
    let Some(file) = place(env, name) else { return Ok(None) };
    read(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))
}

/// Writes a file whole, its folder too where that is missing: for its owner alone.
///
/// # Errors
/// If the disk refuses, or the file is a link.
pub(super) fn write(file: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let folder = file.parent().unwrap_or(Path::new("."));
    store::backup::make_private(folder).map_err(|error| Problem::io("make", folder, &error))?;
    store::write_whole(file, bytes).map_err(|error| Problem::new(error.to_string()))
}

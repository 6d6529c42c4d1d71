//! How the terminal UI looks for this person, in the machine's folder for settings.

use std::path::PathBuf;

use super::{Env, Problem};
use crate::store;
pub use crate::store::OwnLooks;

/// Where the file lies, if this machine has a folder for settings.
fn file(env: &Env) -> Option<PathBuf> {
    Some(env.user_config.as_ref()?.join("emic").join(store::LOOKS_FILE))
}

/// Reads the file; without one, nothing is said.
pub fn own_looks(env: &Env) -> OwnLooks {
    let Some(file) = file(env) else { return OwnLooks::default() };
    match std::fs::read_to_string(&file) {
        Ok(text) => store::own_looks(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => OwnLooks::default(),
        Err(error) => {
            OwnLooks { faults: vec![format!("{} cannot be read: {error}", file.display())], ..OwnLooks::default() }
        }
    }
}

/// Keeps a value in the file; what else stands there stays.
///
/// # Errors
/// If the file cannot be read or written, or is not as it should be.
pub fn keep(env: &Env, key: &str, value: &str) -> Result<(), Problem> {
    let Some(file) = file(env) else { return Ok(()) };
    let before = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Problem::io("read", &file, &error)),
    };
    let text = store::with_look(&before, key, value).map_err(|_| {
        Problem::new(format!("{} could not be changed", file.display()))
            .hint(format!("write `{key}: {value}` into it, on a line of its own"))
    })?;
    let folder = file.parent().unwrap_or(&file);
    std::fs::create_dir_all(folder).map_err(|error| Problem::io("make", folder, &error))?;
    store::write_whole(&file, text.as_bytes()).map_err(|error| Problem::new(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_in_the_folder_for_settings() {
        let folder = tempfile::tempdir().unwrap();
        let env = Env::fixed(0, 1, folder.path().to_owned());
        assert_eq!(own_looks(&env), OwnLooks::default());
        keep(&env, "look", "light").unwrap();
        keep(&env, "measure", "80").unwrap();
        assert_eq!(own_looks(&env), OwnLooks { look: Some("light".into()), measure: Some(80), faults: Vec::new() });
        let path = folder.path().join("emic/looks.yaml");
        std::fs::write(&path, "look: [\n").unwrap();
        let problem = keep(&env, "look", "dark").unwrap_err();
        assert!(problem.hint.unwrap().contains("`look: dark`"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "look: [\n", "nothing is written over it");
    }
}
